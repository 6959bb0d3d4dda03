//! Ctrl-C.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::query::runner::Interrupt;

/// Lets Ctrl-C stop the statement that runs; a second one ends the program.
pub(crate) fn stop_on_ctrl_c(interrupt: Interrupt) {
    static RUNNING: OnceLock<Mutex<Option<Interrupt>>> = OnceLock::new();
    let is_first = RUNNING.get().is_none();
    let running = RUNNING.get_or_init(Mutex::default);
    *running.lock().unwrap_or_else(PoisonError::into_inner) = Some(interrupt);
    if is_first {
        // Without a handler Ctrl-C ends the program, which is good enough.
        let _ = ctrlc::set_handler(|| {
            let running = RUNNING
                .get()
                .and_then(|running| running.lock().unwrap_or_else(PoisonError::into_inner).take());
            match running {
                Some(interrupt) => interrupt.stop(),
                None => std::process::exit(130),
            }
        });
    }
}
