//! That no column is forgotten which a record may tell anew.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{SELECT, SELECT_MEDIA};
use crate::store::in_memory;

/// Columns of `posts` that need no look: what they hold follows from what is compared, or is of the post as it stands.
const NOT_COMPARED: [&str; 14] = [
    // The key by which the row is found; the id is the number written out.
    "channel_id",
    "external_id",
    "external_no",
    // Made of the text, or of it and the dictionary.
    "title",
    "speaker_id",
    "text_key",
    "text_length",
    // Of posts without an id, and of those without a day.
    "content_hash",
    "occurrence",
    "not_before",
    "not_after",
    // What the store notes of the post.
    "first_load_id",
    "last_load_id",
    "gone_at",
];

fn columns(store: &Connection, table: &str) -> BTreeSet<String> {
    let mut names = store.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    names.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn named(sql: &str, table: &str) -> BTreeSet<String> {
    let list = sql.split_once("SELECT").unwrap().1.split_once("FROM ").unwrap().0;
    let names = list.split(',').map(str::trim).filter_map(|item| {
        let name = item.strip_prefix(table)?;
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_').then(|| name.to_owned())
    });
    names.collect()
}

#[test]
fn every_column_of_a_post_is_compared_or_follows_from_others() {
    let store = in_memory().unwrap();
    let mut known = named(SELECT, "p.");
    assert_eq!(known.len(), 29, "read by their places: {known:?}");
    known.extend(NOT_COMPARED.map(str::to_owned));
    assert_eq!(
        known,
        columns(&store, "posts"),
        "a new column of posts has to be compared here, and in merge"
    );
}

#[test]
fn every_column_of_a_medium_is_compared() {
    let mut known = named(SELECT_MEDIA, "");
    known.extend(["post_id", "position"].map(str::to_owned));
    assert_eq!(known, columns(&in_memory().unwrap(), "media"));
}

#[test]
fn what_is_seen_of_a_post_again_is_all_that_an_observation_and_a_reaction_have() {
    let store = in_memory().unwrap();
    let observation = [
        "post_id",
        "load_id",
        "seen_at",
        "views",
        "views_unit",
        "forwards",
        "replies",
        "reactions",
        "text_hash",
    ];
    assert_eq!(columns(&store, "post_observations"), BTreeSet::from(observation.map(str::to_owned)));
    assert_eq!(
        columns(&store, "reactions"),
        BTreeSet::from(["post_id", "kind", "reaction", "count"].map(str::to_owned))
    );
    let version = ["post_id", "text_hash", "text", "edited_at", "load_id", "seen_at"];
    assert_eq!(columns(&store, "post_versions"), BTreeSet::from(version.map(str::to_owned)));
}
