//! The time in which an edge or a node of a network exists. Days and instants are those of SQL, ISO 8601 text.

/// What the length of a day and of an instant is as text: `2024-03-01`, `2024-03-01T09:30:00Z`.
const DAY: usize = 10;
const INSTANT: usize = 20;

/// How exact times are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precision {
    Day,
    Instant,
}

/// From one time to another, both included; `None` is without bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
}

impl Span {
    pub(super) fn always() -> Self {
        Self::default()
    }

    /// Makes it hold the other one, too.
    pub(super) fn widen(&mut self, other: &Self) {
        let wider =
            |bound: &mut Option<String>, new: &Option<String>, is_wider: fn(&str, &str) -> bool| match (
                bound.as_deref(),
                new.as_deref(),
            ) {
                (Some(old), Some(new)) if is_wider(new, old) => *bound = Some(new.to_owned()),
                (Some(_), None) => *bound = None,
                _ => {}
            };
        // A day comes before its instants, and must not be left before them at its end.
        wider(&mut self.start, &other.start, |new, old| new < old);
        wider(&mut self.end, &other.end, |new, old| last_instant(new) > last_instant(old));
    }

    /// The bounds in this precision.
    pub(super) fn bounds(&self, precision: Precision) -> [Option<String>; 2] {
        let is_day = |text: &str| precision == Precision::Instant && text.len() == DAY;
        let start = self
            .start
            .as_ref()
            .map(|text| if is_day(text) { format!("{text}T00:00:00Z") } else { text.clone() });
        let end = self.end.as_ref().map(|text| if is_day(text) { last_instant(text) } else { text.clone() });
        [start, end]
    }
}

fn last_instant(text: &str) -> String {
    if text.len() == DAY { format!("{text}T23:59:59Z") } else { text.to_owned() }
}

/// How exact the text is; `None` when it is neither a day nor an instant.
pub(super) fn precision(text: &str) -> Option<Precision> {
    let form = |form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(byte, like)| match like {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            })
    };
    match text.len() {
        DAY if form("0000-00-00") => Some(Precision::Day),
        INSTANT if form("0000-00-00T00:00:00Z") => Some(Precision::Instant),
        _ => None,
    }
}
