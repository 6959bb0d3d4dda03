//! The days in which an edge or a node of a network exists.

/// From one day to another, both included; `None` is without bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
}

impl Span {
    /// Makes it hold the other one, too.
    pub(super) fn widen(&mut self, other: &Self) {
        self.start = self.start.take().zip(other.start.clone()).map(|(old, new)| old.min(new));
        self.end = self.end.take().zip(other.end.clone()).map(|(old, new)| old.max(new));
    }
}

/// The day of a day or an instant as SQL has them, `2024-03-01` or `2024-03-01T09:30:00Z`; `None` when it is
/// neither, or no day of the calendar.
pub(super) fn day(text: &str) -> Option<&str> {
    let (day, rest) = text.split_at_checked("0000-00-00".len())?;
    let mut bytes = day.bytes().zip("0000-00-00".bytes());
    let is_day = bytes.all(|(byte, like)| if like == b'0' { byte.is_ascii_digit() } else { byte == like });
    let is_day = is_day && day.parse::<jiff::civil::Date>().is_ok();
    (is_day && (rest.is_empty() || rest.starts_with(['T', ' ']))).then_some(day)
}
