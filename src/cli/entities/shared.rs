//! Warnings of words that several rows of the dictionary have, of which one alone counts.

use std::collections::HashSet;

use super::unreadable;
use crate::cli::session::Session;
use crate::extract::naming::shared::{Shared, shared};
use crate::model::{Alias, Named, Origin, Rule};
use crate::shell;
use crate::store::dictionary;

/// So many are told one by one.
const MOST: usize = 20;

/// Warns of words that these rows of the user, which are in the store, share with others.
pub(super) fn warn(session: &Session, aliases: &[Alias]) {
    let rows = session.open_store().and_then(|store| dictionary::rows(&store).map_err(unreadable));
    match rows {
        Ok(rows) => warn_of(session, &rows, aliases),
        // The rows are added, whether that can be told or not.
        Err(error) => session.report(&error),
    }
}

/// Warns of words that such of the `rows` share with others as are rows of the user with one of these `aliases`.
pub(super) fn warn_of<'a>(
    session: &Session,
    rows: &[dictionary::Row],
    aliases: impl IntoIterator<Item = &'a Alias>,
) {
    let key = |alias: &'a Alias| (&alias.who.kind, &alias.who.name, &alias.alias);
    let asked: HashSet<_> =
        aliases.into_iter().filter(|alias| alias.origin == Origin::User).map(key).collect();
    if asked.is_empty() {
        return;
    }
    let is_asked = |alias: &Alias| asked.contains(&(&alias.who.kind, &alias.who.name, &alias.alias));
    let all = shared(rows.iter().map(|row| &row.alias), is_asked);
    for one in all.iter().take(MOST) {
        session.warn(&told(one));
    }
    if let Some(more @ 1..) = all.len().checked_sub(MOST) {
        session.warn(&format!("{more} more words are shared so"));
    }
}

fn told(Shared { words, counts, other }: &Shared) -> String {
    let shown = |who: &Named| format!("{} {}", who.kind, who.label);
    let (other, taker) = (shown(other), shown(&counts.who));
    let remove = format!(
        "chancery entities remove {} {} {}",
        counts.who.kind,
        shell::in_quotes(&*counts.who.label),
        shell::in_quotes(&*counts.alias)
    );
    if counts.rule == Rule::Never {
        return format!(
            "'{words}' means {other}, and by the rule never nobody: it is not counted. To have it count: {remove}"
        );
    }
    format!(
        "'{words}' means {taker} and {other}: it counts for {taker} alone. To have it count for the other: {remove}"
    )
}
