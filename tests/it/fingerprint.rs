//! The fingerprint of a store: equal for equal data, another one for other data. That it does not depend on the
//! order of loading is held in `load_again`, wherever inputs are loaded in all orders.

use chancery::store::{fingerprint::fingerprint, open_read_only};
use rusqlite::Connection;

use crate::environment::Environment;
use crate::load_again::{channel_of, edited, row};

fn of(environment: &Environment, name: &str) -> String {
    fingerprint(&open_read_only(&environment.path(name)).unwrap()).unwrap()
}

#[track_caller]
fn run(environment: &Environment, words: &[&str]) {
    let outcome = environment.run(words);
    assert_eq!(outcome.code, 0, "{words:?}: {outcome}");
}

fn quays() -> Environment {
    let environment = Environment::new();
    let quay = channel_of(
        7,
        "Quay",
        &[row(1, 0, "Ships #in @ministry"), row(2, 1, "Ships #out"), row(3, 40, "Fog")],
    );
    environment.write("quay.json", quay);
    environment.write("pier.json", channel_of(8, "Pier", &[row(1, 0, "• Tide #in\n• Ebb #гавань")]));
    run(&environment, &["load", "quay.json", "pier.json"]);
    environment
}

#[test]
fn the_file_itself_does_not_count() {
    let environment = quays();
    let expected = of(&environment, "chancery.db");
    assert_eq!(expected.len(), 64);
    // The same input again changes nothing.
    run(&environment, &["load", "quay.json"]);
    assert_eq!(of(&environment, "chancery.db"), expected);
    let store = Connection::open(environment.path("chancery.db")).unwrap();
    store.execute_batch("PRAGMA page_size = 512; VACUUM; ANALYZE; PRAGMA journal_mode = WAL").unwrap();
    assert_eq!(of(&environment, "chancery.db"), expected);
    drop(store);
    std::fs::copy(environment.path("chancery.db"), environment.path("copy.db")).unwrap();
    assert_eq!(of(&environment, "copy.db"), expected);
    // In another order, from other paths, on another day: other ids, the same data.
    environment.write("elsewhere.json", std::fs::read(environment.path("quay.json")).unwrap());
    let mut environment = environment;
    environment.set("CHANCERY_NOW", "2025-06-01T00:00:00Z");
    run(&environment, &["load", "pier.json", "elsewhere.json", "--db", "anew.db"]);
    let first = |name: &str| -> i64 {
        let store = Connection::open(environment.path(name)).unwrap();
        store.query_row("SELECT post_id FROM posts WHERE text LIKE 'Fog%'", [], |row| row.get(0)).unwrap()
    };
    assert_ne!(first("chancery.db"), first("anew.db"), "the test proves nothing");
    assert_eq!(of(&environment, "anew.db"), expected);
}

#[test]
fn what_is_made_of_the_data_does_not_count() {
    let environment = quays();
    let expected = of(&environment, "chancery.db");
    for words in [
        &["search", "ships"][..],
        &["index", "--tokenizer", "trigram"],
        &["index", "--words"],
        &["run", "top-points"],
        &["group"],
    ] {
        run(&environment, words);
        assert_eq!(of(&environment, "chancery.db"), expected, "{words:?}");
    }
    // Another threshold makes other groups, until it is the usual one again.
    run(&environment, &["group", "--similarity", "0.7"]);
    assert_ne!(of(&environment, "chancery.db"), expected);
    run(&environment, &["group", "--similarity", "0.55"]);
    assert_eq!(of(&environment, "chancery.db"), expected);
}

#[test]
fn every_way_of_changing_the_data_is_seen() {
    let environment = quays();
    let mut seen = vec![of(&environment, "chancery.db")];
    let mut changed = |what: &str| {
        let now = of(&environment, "chancery.db");
        assert!(!seen.contains(&now), "{what} is not seen");
        seen.push(now);
    };
    let later = channel_of(7, "Quay", &[edited(row(2, 1, "Ships #off"), 50), row(3, 40, "Fog")]);
    environment.write("later.json", later);
    run(&environment, &["load", "later.json"]);
    changed("an edited text");
    environment.write("more.json", channel_of(7, "Quay", &[row(9, 90, "Nothing at all")]));
    run(&environment, &["load", "more.json"]);
    changed("a new post");
    run(&environment, &["forget", "--post", "https://t.me/c/7/9"]);
    changed("a post that is forgotten");
    run(&environment, &["channels", "merge", "8", "7", "--force"]);
    changed("two channels that became one");
    run(&environment, &["forget", "8"]);
    changed("a channel that is forgotten");
}

/// What no command of this version does, and a later one may: other settings, other hashtags of the same texts.
#[test]
fn settings_and_what_is_found_in_texts_count() {
    for change in [
        "UPDATE settings SET value = 'Asia/Tokyo' WHERE name = 'time_zone'",
        "UPDATE hashtags SET tag = 'harbour' WHERE tag = 'in'",
        "UPDATE hashtag_months SET uses = uses + 1",
        "DELETE FROM mentions",
        "DELETE FROM talking_points WHERE position = 2",
        "UPDATE channels SET handle = 'Quay', folded_handle = 'quay' WHERE external_id = '7'",
        "UPDATE post_months SET is_forward = 1 WHERE month = '2024-02'",
        "UPDATE loads SET is_whole = 0 WHERE load_id = 1",
    ] {
        let environment = quays();
        let before = of(&environment, "chancery.db");
        let store = Connection::open(environment.path("chancery.db")).unwrap();
        store.pragma_update(None, "foreign_keys", false).unwrap();
        let rows = store.execute(change, []).unwrap();
        drop(store);
        assert!(rows > 0, "{change} changes nothing");
        assert_ne!(of(&environment, "chancery.db"), before, "{change}");
    }
}
