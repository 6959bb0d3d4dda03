//! Groups that became supergroups, of which a store has the posts twice: Telegram Desktop exports the history of the
//! former group with the supergroup, with numbers below zero, and the group may be loaded as a chat of its own.
//!
//! Nothing is left out for that; it is told. Each may have what the other lacks, so what is to go is for the user to say.
//! Basic groups share their numbers with all else in an account, so that the export of another account has other numbers;
//! these two are not found.

use std::collections::BTreeSet;
use std::fmt;

use rusqlite::{Connection, params};

use crate::store::channel_tellings::labels;
use crate::store::writer::same_posts::{Common, Numbered};

/// By so much the numbers of a former group's messages are less in an export of the supergroup:
/// `kMigratedMessagesIdShift` in Telegram Desktop's `export_data_types.cpp`.
const SHIFT: i64 = 1_000_000_000;

/// Of so many pairs of chats the posts are looked at in one load.
const MOST_PAIRS: usize = 10_000;

/// A supergroup with the posts of its former group, and that group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerGroup {
    /// The group: the store's number of it, and what the store calls it.
    pub group: (i64, String),
    /// The supergroup.
    pub supergroup: (i64, String),
    /// Posts that the store has of both.
    pub twice: i64,
    /// Posts of the group.
    pub posts: i64,
}

impl FormerGroup {
    /// What makes them count once.
    #[must_use]
    pub fn remedy(&self) -> String {
        let remedy = format!("to count them once: chancery forget channel:{}", self.group.0);
        match self.posts.saturating_sub(self.twice) {
            0 => remedy,
            1 => remedy + ", which removes 1 that only the group has, too",
            more => format!("{remedy}, which removes {more} that only the group has, too"),
        }
    }
}

impl fmt::Display for FormerGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group: (group_id, group), supergroup: (id, supergroup), twice, posts } = self;
        write!(
            f,
            "'{group}' (channel:{group_id}) became the supergroup '{supergroup}' (channel:{id}), which has the group's history, too, with ids below zero; {twice} of the group's {posts} posts count twice"
        )
    }
}

/// The groups of `all` whose posts a supergroup has, too, where a load has added some to either.
pub(super) fn former_groups(
    connection: &Connection,
    all: &[Numbered],
    added_to: &BTreeSet<i64>,
) -> rusqlite::Result<Vec<FormerGroup>> {
    let mut told = Vec::new();
    let mut pairs = 0;
    for supergroup in all.iter().filter(|one| (-SHIFT..0).contains(&one.first)) {
        for group in all.iter().filter(|one| one.may_be_group && one.platform == supergroup.platform) {
            let pair = (supergroup.channel_id, group.channel_id);
            let (first, last) =
                (supergroup.first.max(group.first.saturating_sub(SHIFT)), group.last.saturating_sub(SHIFT));
            let last = last.min(supergroup.last).min(-1);
            let has_more = added_to.contains(&pair.0) || added_to.contains(&pair.1);
            if pair.0 == pair.1 || first > last || !has_more {
                continue;
            }
            pairs += 1;
            if pairs > MOST_PAIRS {
                return Ok(told);
            }
            if Common::of(pair, (first, last), SHIFT, connection)?.are_of_one_chat() {
                told.push(count(connection, pair)?);
            }
        }
    }
    Ok(told)
}

/// Counts what both have, albums as one post.
fn count(connection: &Connection, (supergroup, group): (i64, i64)) -> rusqlite::Result<FormerGroup> {
    let (twice, posts): (i64, i64) = connection.query_row(
        "SELECT count(s.external_no), count(*)
         FROM posts AS g INDEXED BY posts_external_no
         LEFT JOIN posts AS s INDEXED BY posts_external_no
            ON s.channel_id = ?1 AND s.external_no = g.external_no - ?3 AND s.external_no IS NOT NULL
         WHERE g.channel_id = ?2 AND g.external_no IS NOT NULL",
        params![supergroup, group, SHIFT],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut called = labels(connection, &[group, supergroup])?.into_iter();
    let mut label = || called.next().unwrap_or_default();
    Ok(FormerGroup { group: (group, label()), supergroup: (supergroup, label()), twice, posts })
}
