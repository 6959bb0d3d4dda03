//! Which marked lines of a block are items because of the lines around them.

use super::super::{
    line::{Kind, Line},
    marker::{Marker, MarkerKind},
};

/// For each line of a block that no heading announces, whether it is an item.
pub(super) fn items(text: &str, block: &[Line]) -> Vec<bool> {
    let mut is_item = vec![false; block.len()];
    let mut runs = Runs::default();
    for (index, line) in block.iter().enumerate() {
        let Some(marker) = line.marker() else {
            if line.kind == Kind::Plain && line.indent == 0 {
                runs.interrupt();
            }
            continue;
        };
        match Class::of(marker.kind) {
            None => {
                if let Some(is_item) = is_item.get_mut(index) {
                    *is_item = true;
                }
            }
            Some(class) => runs.add(text, block, class, marker, index, &mut is_item),
        }
    }
    for run in runs.0 {
        run.close(text, block, &mut is_item);
    }
    is_item
}

/// The markers that make an item only among others of their class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Dash,
    Arrow,
    Star,
    Number,
    ChineseNumber,
    Emoji,
}

impl Class {
    /// None for a marker that needs no others.
    fn of(kind: MarkerKind) -> Option<Self> {
        match kind {
            MarkerKind::Bullet | MarkerKind::Shape(_) | MarkerKind::Keycap(_) => None,
            MarkerKind::Number(_) => Some(Self::Number),
            MarkerKind::ChineseNumber(_) => Some(Self::ChineseNumber),
            // Where a list is not certain, these are no markers.
            MarkerKind::Series(_) => None,
            MarkerKind::Dash { .. } => Some(Self::Dash),
            MarkerKind::Arrow => Some(Self::Arrow),
            MarkerKind::Star => Some(Self::Star),
            MarkerKind::Emoji => Some(Self::Emoji),
        }
    }

    /// How many make a list.
    fn least(self) -> usize {
        if self == Self::Emoji { 3 } else { 2 }
    }
}

/// The open runs, at most one of each class.
#[derive(Default)]
struct Runs(Vec<Run>);

/// Lines of one class that may be a list together.
struct Run {
    class: Class,
    /// Their places in the block; never empty.
    lines: Vec<usize>,
    last: Marker,
    /// Whether an unmarked line stands below the last one.
    is_interrupted: bool,
}

impl Runs {
    fn interrupt(&mut self) {
        for run in &mut self.0 {
            run.is_interrupted = true;
        }
    }

    fn add(
        &mut self,
        text: &str,
        block: &[Line],
        class: Class,
        marker: Marker,
        at: usize,
        is_item: &mut [bool],
    ) {
        if let Some(open) = self.0.iter().position(|run| run.class == class) {
            if let Some(run) = self.0.get_mut(open).filter(|run| run.goes_on(text, block, marker, at)) {
                run.lines.push(at);
                run.last = marker;
                run.is_interrupted = false;
                return;
            }
            self.0.swap_remove(open).close(text, block, is_item);
        }
        self.0.push(Run { class, lines: vec![at], last: marker, is_interrupted: false });
    }
}

impl Run {
    /// Whether the line `at` with this `marker` is the next of the run.
    fn goes_on(&self, text: &str, block: &[Line], marker: Marker, at: usize) -> bool {
        match (self.last.kind, marker.kind) {
            (MarkerKind::Number(last), MarkerKind::Number(next))
            | (MarkerKind::ChineseNumber(last), MarkerKind::ChineseNumber(next)) => next > last,
            (MarkerKind::Dash { is_long: last }, MarkerKind::Dash { is_long: next }) => {
                !self.is_interrupted || !(last || next)
            }
            (MarkerKind::Emoji, MarkerKind::Emoji) => {
                let last = self.lines.last().and_then(|last| block.get(*last));
                let is_alike =
                    |last: &Line, next: &Line| self.last.is_like(last.words(text), &marker, next.words(text));
                !self.is_interrupted
                    && last.zip(block.get(at)).is_some_and(|(last, next)| is_alike(last, next))
            }
            _ => true,
        }
    }

    /// Takes its lines for items when there are enough of them.
    fn close(self, text: &str, block: &[Line], is_item: &mut [bool]) {
        if self.lines.len() < self.class.least()
            || (self.class == Class::Dash && self.is_dialogue(text, block))
        {
            return;
        }
        for at in self.lines {
            if let Some(is_item) = is_item.get_mut(at) {
                *is_item = true;
            }
        }
    }

    /// Whether the dashes give speech: questions and answers, exclamations, or words like `, — said she`.
    fn is_dialogue(&self, text: &str, block: &[Line]) -> bool {
        let bodies: Vec<&str> = self
            .lines
            .iter()
            .filter_map(|at| block.get(*at))
            .filter_map(|line| Some(line.marker()?.body(line.words(text))))
            .collect();
        if bodies.iter().any(|body| is_attributed(body)) {
            return true;
        }
        if bodies.iter().any(|body| body.ends_with(';')) {
            return false;
        }
        let is_answered = |pair: &&[&str]| matches!(pair, [first, second] if asks(first) && !asks(second));
        let answers = bodies.windows(2).filter(is_answered).count();
        // A longer dash is the mark of speech, whose lines are sentences.
        let is_long = matches!(self.last.kind, MarkerKind::Dash { is_long: true });
        if is_long && bodies.iter().all(|body| body.ends_with('!')) {
            return !self.is_announced(text, block);
        }
        let is_speech = is_long && bodies.iter().all(|body| is_sentence(body));
        let begins_so = bodies.windows(2).next().is_some_and(|pair| is_answered(&pair));
        let least = if is_speech || (begins_so && bodies.len() <= 3) { 1 } else { 2 };
        answers >= least && 4 * answers >= bodies.len()
    }

    /// Whether a line that ends in a colon stands right before the first one: `Our demands:`.
    fn is_announced(&self, text: &str, block: &[Line]) -> bool {
        let before = self.lines.first().and_then(|first| block.get(first.checked_sub(1)?));
        before.is_some_and(|line| line.kind == Kind::Plain && line.words(text).ends_with([':', '：']))
    }
}

/// Whether words end with a question mark.
fn asks(body: &str) -> bool {
    body.trim_end_matches(['»', '"', '”', ')', '…', '!']).ends_with(['?', '؟', '\u{ff1f}'])
}

/// Whether words end as a sentence does.
fn is_sentence(body: &str) -> bool {
    body.trim_end_matches(['»', '"', '”', ')']).ends_with(['.', '!', '…']) || asks(body)
}

/// `…, — said she`: a mark, a dash, and a small letter.
fn is_attributed(body: &str) -> bool {
    [" — ", " – ", " - "].into_iter().flat_map(|dash| body.match_indices(dash)).any(|(at, dash)| {
        let before = body.get(..at).unwrap_or_default();
        let after = body.get(at + dash.len()..).unwrap_or_default();
        before.ends_with([',', '!', '?', '…']) && after.starts_with(char::is_lowercase)
    })
}
