//! How a load goes on, told to people on a terminal; and the list of what could not be read.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::destination::Destination;
use super::path_text::path_end;
use super::session::Session;
use crate::Result;
use crate::load::{Notice, Observer};
use crate::model::Reject;

/// Columns for the name of an input beside its progress.
const NAME_COLUMNS: usize = 30;

/// Shows progress on a terminal, and nothing in a pipe.
pub(super) struct LoadProgress<'s> {
    session: &'s Session,
    bar: Option<ProgressBar>,
    rejects: Option<Destination>,
    /// What is told when all is loaded.
    kept: Vec<Notice>,
    keeps_notices: bool,
    begun: Instant,
    /// The files of folders and archives that are left out, of which notices have told.
    left_out_told: u64,
}

impl<'s> LoadProgress<'s> {
    /// Records that cannot be read are listed in `rejects`.
    pub(super) fn new(session: &'s Session, rejects: Option<Destination>) -> Self {
        Self {
            session,
            bar: None,
            rejects,
            kept: Vec::new(),
            keeps_notices: false,
            begun: Instant::now(),
            left_out_told: 0,
        }
    }

    /// Gives at the end what there is to tell, instead of telling it at once.
    pub(super) fn keeping_notices(session: &'s Session) -> Self {
        Self { keeps_notices: true, ..Self::new(session, None) }
    }

    /// How many of the files that are left out have been told of.
    pub(super) fn left_out_told(&self) -> u64 {
        self.left_out_told
    }

    /// Takes the progress from the screen and finishes the list. Gives what was not told yet.
    pub(super) fn finish(mut self) -> Result<Vec<Notice>> {
        self.clear();
        self.rejects.take().map_or(Ok(()), Destination::finish)?;
        Ok(std::mem::take(&mut self.kept))
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Observer for LoadProgress<'_> {
    fn begun(&mut self, input: &str, bytes: u64) {
        self.clear();
        self.begun = Instant::now();
        if !self.session.terminal().shows_progress() {
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr_with_hz(8));
        let style = ProgressStyle::with_template("{msg} {bytes}/{total_bytes} {bar:20} {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(path_end(&super::safe_text::on_one_line(input), NAME_COLUMNS));
        self.bar = Some(bar);
    }

    fn progress(&mut self, bytes: u64, posts: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            let seconds = self.begun.elapsed().max(Duration::from_millis(1)).as_secs_f64();
            // A rate for the eye: whole posts are enough.
            #[expect(clippy::cast_precision_loss, reason = "no input has 2^52 posts")]
            bar.set_message(format!(
                "{posts} {}, {:.0}/s,",
                if posts == 1 { "post" } else { "posts" },
                posts as f64 / seconds
            ));
        }
    }

    fn rejected(&mut self, input: &str, reject: &Reject) -> Result<()> {
        let Some(rejects) = &mut self.rejects else { return Ok(()) };
        let line = serde_json::json!({
            "input": input,
            "place": reject.place.to_string(),
            "id": reject.external_id,
            "reason": reject.reason,
            "raw": reject.raw,
        });
        rejects.write_text(&format!("{line}\n"))
    }

    fn notice(&mut self, notice: Notice) {
        if self.keeps_notices {
            self.kept.push(notice);
            return;
        }
        if let Notice::ReportsLeftOut { files, .. } | Notice::FilesUnread { files, .. } = &notice {
            self.left_out_told += files;
        }
        let text = format!("{notice} ({})", notice.remedy());
        match &self.bar {
            Some(bar) => bar.suspend(|| self.session.warn(&text)),
            None => self.session.warn(&text),
        }
    }

    fn finishing(&mut self) {
        if let Some(bar) = &self.bar {
            bar.set_style(ProgressStyle::default_spinner());
            bar.set_message("making the indexes");
        }
    }
}
