//! What ends a statement from outside: Ctrl-C, and a time that it does not keep to by itself.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use super::session::variable;
use super::terminal::Terminal;
use super::{destination, failure};
use crate::query::runner::Interrupt;
use crate::{Error, ErrorKind};

/// How long past its time SQLite may be within one function before the program ends.
const GRACE: Duration = Duration::from_secs(2);

/// How long lies between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);

/// What runs now.
#[derive(Debug, Default)]
struct Running {
    /// What Ctrl-C stops; it is taken by the first one.
    stops: Option<Interrupt>,
    watched: Option<Interrupt>,
}

/// Lets Ctrl-C stop the statement that runs; a second one ends the program. A statement that is stopped by nothing,
/// since all its time goes into one function of SQLite, ends the program, too, soon after its time is up.
pub(crate) fn stop_on_ctrl_c(interrupt: Interrupt) {
    static RUNNING: OnceLock<Mutex<Running>> = OnceLock::new();
    let running = || RUNNING.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let is_first = RUNNING.get().is_none();
    *running() = Running { stops: Some(interrupt.clone()), watched: Some(interrupt) };
    if is_first {
        // Without a handler Ctrl-C ends the program, which is good enough.
        let _ = ctrlc::set_handler(move || {
            let stops = running().stops.take();
            match stops {
                Some(interrupt) => interrupt.stop(),
                None => end(130),
            }
        });
        thread::spawn(move || {
            loop {
                thread::sleep(BETWEEN_LOOKS);
                let watched = running().watched.clone();
                if watched.and_then(|watched| watched.overdue()).is_some_and(|over| over > GRACE) {
                    let error = Error::new(ErrorKind::Interrupted, "stopped: its time was up, and it did not stop by itself")
                        .hint("it is one function over a very long text, such as LIKE or instr(); ask for shorter texts, e.g. by substr()");
                    failure::print(&error, Terminal::detect(variable));
                    end(1);
                }
            }
        });
    }
}

/// Ends the program; what was begun beside a file goes.
fn end(code: i32) -> ! {
    destination::remove_unfinished();
    std::process::exit(code)
}
