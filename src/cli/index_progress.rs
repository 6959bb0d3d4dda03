//! How the making of a search index goes on, told to people on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::session::Session;

/// Shows progress on a terminal, and nothing in a pipe.
pub(super) struct IndexProgress {
    what: &'static str,
    is_shown: bool,
    bar: Option<ProgressBar>,
}

impl IndexProgress {
    /// Nothing is shown yet; `what` says what is done.
    pub(super) fn new(session: &Session, what: &'static str) -> Self {
        Self { what, is_shown: session.terminal().shows_progress(), bar: None }
    }

    /// So many of all posts are done.
    pub(super) fn show(&mut self, done: u64, all: u64) {
        if !self.is_shown {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr_with_hz(8));
            let style =
                ProgressStyle::with_template("{msg} {human_pos}/{human_len} posts {bar:20} {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message(self.what);
            bar
        });
        bar.set_position(done.min(all));
    }

    /// Takes the progress from the screen.
    pub(super) fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
