//! What is left of a count of which posts were taken away.

use rusqlite::Row;

use super::{UseCount, day_name, day_number};

/// What posts that were taken away leave of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// No post: a recount would have no such row.
    Nothing,
    /// What the row says.
    AsCounted,
    /// What only the posts can tell.
    InDoubt,
}

impl Left {
    /// Of a row with so many posts, from a first to a last day, after `count` was put to it.
    pub(super) fn of(count: &UseCount, posts: i64, first_on: Option<&str>, last_on: Option<&str>) -> Self {
        let Some(gone) = count.gone else { return Self::AsCounted };
        Self::of_days(posts, gone, (first_on.map(day_number), last_on.map(day_number)))
    }

    /// The same with the first and last day of the posts that were taken away.
    pub(super) fn of_days<D: Ord>(
        posts: i64,
        (first_gone, last_gone): (D, D),
        (first, last): (Option<D>, Option<D>),
    ) -> Self {
        let is_at_end =
            first.is_some_and(|first| first_gone <= first) || last.is_some_and(|last| last_gone >= last);
        match posts {
            0 => Self::Nothing,
            ..0 => Self::InDoubt,
            _ if is_at_end => Self::InDoubt,
            _ => Self::AsCounted,
        }
    }
}

/// A day as the tables have it.
pub(super) fn day_text(number: u32) -> String {
    String::from_utf8_lossy(&day_name(number)).into_owned()
}

/// The text of a column, as long as its row is there.
pub(super) fn text<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<Option<&'r str>> {
    Ok(row.get_ref(column)?.as_str_or_null()?)
}
