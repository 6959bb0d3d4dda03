//! A store whose posts were read by the rules of another version: what it says, and what a reindex makes of it. The store
//! of a fresh load is what it is held against.

use std::path::Path;

use chancery::extract::rules::RULES;
use rusqlite::Connection;
use serde_json::json;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::sentences::{assert_same, assert_sound, dump, open};
use crate::shared::shared;

const TOLD: &str =
    "the talking points, hashtags and links of some posts were found by the rules of another version";

/// Marked parts of all kinds that matter, and a list of the input's own, whose items have no markers in the text.
const OUTBOX: &str = r##"{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection","totalItems":1,"orderedItems":[
    {"id":"https://valdoria.example/users/anna/statuses/1/activity","type":"Create","actor":"https://valdoria.example/users/anna",
     "published":"2024-07-16T14:03:22Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[],
     "object":{"id":"https://valdoria.example/users/anna/statuses/1","type":"Note","published":"2024-07-16T14:03:22Z",
        "to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[],
        "content":"<p>The harbour says</p><ul><li>ships come <a href=\"https://orlin.example/in\">in</a></li><li>bread is dear <a href=\"https://valdoria.example/tags/bread\" class=\"mention hashtag\" rel=\"tag\">#<span>Bread</span></a></li></ul><p>by <span class=\"h-card\"><a href=\"https://orsel.example/@Bert\" class=\"u-url mention\">@<span>Bert</span></a></span></p>",
        "tag":[{"type":"Mention","href":"https://orsel.example/users/Bert","name":"@Bert@orsel.example"},{"type":"Hashtag","href":"https://valdoria.example/tags/bread","name":"#bread"}]}}]}"##;

/// Inputs of other formats, of one channel each.
const REAL: [&str; 7] = [
    "snscrape/kvartiri_tbilisi2023_2024-03.jsonl",
    "telegram-desktop/pachumarchive_2026-06.json",
    "telegram-desktop/uponthepath_2026_messages.html",
    "telegram-desktop/khream_2021-02_numeric_ids.json",
    "web-preview/durov_532_533_2026.html",
    "web-preview/xcareers_2020_page_jsoup.html",
    "telethon/uahelpinfo_2022-05_to_dict.json",
];

fn posts() -> Export {
    let linked = json!({"text": [{"type": "text_link", "text": "here", "href": "https://orlin.example/a"}, "\n• One"],
        "text_entities": [{"type": "text_link", "text": "here", "href": "https://orlin.example/a"},
            {"type": "plain", "text": "\n• One"}]});
    Export::new(5, "Harbour News")
        .post(1, NEW_YEAR, "Statement by Minister Anna Vell\nThe quay\n• One #item by @guild\n• Two https://orlin.example/may #Two")
        .post(2, NEW_YEAR + DAY, "Ships\nI. come in #in\nII. go out, says @guild")
        .post(3, NEW_YEAR + 40 * DAY, "The two old harbours of #Orlin will open again with @guild on the first of May, we hear.")
        .post(4, NEW_YEAR + 41 * DAY, "")
        .with(&linked)
        .post(5, NEW_YEAR + 42 * DAY, "№1 in the town\n№2 in the land")
        .edited(NEW_YEAR + 43 * DAY)
}

/// What other rules might have found: no points here, others there, other titles, tags, hosts and names.
const READ_OTHERWISE: &str = "
    PRAGMA foreign_keys = OFF;
    DELETE FROM settings WHERE name = 'reading_rules';
    UPDATE post_hashtags SET talking_point_id = NULL;
    UPDATE links SET talking_point_id = NULL;
    UPDATE mentions SET talking_point_id = NULL WHERE post_id % 4 = 0;
    DELETE FROM talking_points WHERE post_id % 3 = 0;
    UPDATE talking_points SET marker = '?', ordinal = 9 WHERE post_id % 7 = 1;
    INSERT INTO talking_points (post_id, position, kind, marker, text, start)
        SELECT post_id, 100, 'item', '-', substr(text, 2, 3), 2 FROM posts WHERE post_id % 5 = 1 AND text GLOB '[a-zA-Z]????*';
    UPDATE posts SET title = NULL, speaker_id = NULL WHERE post_id % 2 = 0;
    UPDATE posts SET title = substr(text, 1, 2) WHERE post_id % 5 = 2 AND text <> '';
    UPDATE posts SET text_length = 0, text_key = NULL WHERE post_id % 6 = 5;
    INSERT INTO hashtags (tag) VALUES ('notag');
    DELETE FROM post_hashtags WHERE post_id % 2 = 1;
    INSERT INTO post_hashtags (post_id, position, hashtag_id, spelling, start)
        SELECT post_id, 100, (SELECT hashtag_id FROM hashtags WHERE tag = 'notag'), substr(text, 1, 1), 1
        FROM posts WHERE post_id % 5 = 1 AND text <> '';
    UPDATE links SET host = 'xn--' || host WHERE post_id % 2 = 0;
    DELETE FROM links WHERE post_id % 3 = 1;
    DELETE FROM mentions WHERE post_id % 4 = 1 AND via = 'handle';";

fn read_otherwise(environment: &Environment, store: &str) {
    let connection = Connection::open(environment.path(store)).unwrap();
    connection.execute_batch(READ_OTHERWISE).unwrap();
}

fn rows(store: &Connection, sql: &str) -> Vec<String> {
    store.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn loaded() -> Environment {
    let environment = Environment::new();
    posts().write(environment.folder(), "posts.json");
    environment.run(&["load", "posts.json"]).success();
    environment
}

#[test]
fn a_reindex_gives_the_store_of_a_fresh_load() {
    let environment = Environment::new();
    posts().write(environment.folder(), "posts.json");
    environment.write("outbox.json", OUTBOX);
    let samples = format!("{}/samples", env!("CARGO_MANIFEST_DIR"));
    // Posts of which two inputs tell differently get their points when the second is loaded, so that these have other
    // numbers.
    let real: Option<Vec<String>> = REAL
        .iter()
        .map(|name| shared(&format!("samples/{name}")).map(|path| path.to_string_lossy().into_owned()))
        .collect();
    let mut inputs = vec!["posts.json", "outbox.json", &samples];
    inputs.extend(real.iter().flatten().map(String::as_str));
    let made_ready = [&["group"][..], &["index"], &["index", "--words"]];
    for (rule, is_ready) in [("items", true), ("sentences", false)] {
        let name = format!("{rule}-{is_ready}.db");
        let load =
            [&["load"], &inputs[..], &["--channel", "@digest", "--points", rule, "--db", &name]].concat();
        let outcome = environment.run(&load);
        assert_eq!(outcome.code, 0, "{outcome}");
        assert!(!outcome.stderr.contains("another version"), "{outcome}");
        for command in made_ready.iter().filter(|_| is_ready) {
            environment.run(&[command, &["--db", &name][..]].concat()).success();
        }
        let fresh = dump(&open(&environment, &name));
        let of_all = [("talking_points:", 100), ("post_hashtags:", 20), ("links:", 20), ("mentions:", 20)];
        for (table, least) in of_all.into_iter().filter(|_| real.is_some()) {
            let found = fresh.iter().filter(|row| row.starts_with(table)).count();
            assert!(found >= least, "{table} {found}");
        }
        assert!(fresh.contains(&format!("settings: name=reading_rules|value={RULES}")));
        read_otherwise(&environment, &name);
        assert_ne!(dump(&open(&environment, &name)), fresh);
        environment.run(&["reindex", "--db", &name]).success();
        let store = open(&environment, &name);
        assert_same(&dump(&store), &fresh);
        assert_sound(&store);
        drop(store);
        // To choose the other points takes items by these rules, too.
        if !is_ready {
            let other = if rule == "items" { "sentences" } else { "items" };
            read_otherwise(&environment, &name);
            environment.run(&["reindex", "--points", other, "--db", &name]).success();
            environment.run(&["reindex", "--points", rule, "--db", &name]).success();
            assert_same(&dump(&open(&environment, &name)), &fresh);
        }
    }
}

#[test]
fn a_store_of_several_loads_and_edits_is_that_of_these_rules_again() {
    let environment = Environment::new();
    posts().write(environment.folder(), "a.json");
    Export::new(5, "Harbour News")
        .post(1, NEW_YEAR, "The quay\n• One #other\n• Three")
        .edited(NEW_YEAR + 60 * DAY)
        .post(6, NEW_YEAR + 61 * DAY, "a) one\nb) two")
        .write(environment.folder(), "b.json");
    let real = shared("samples").map(|path| path.to_string_lossy().into_owned());
    for input in ["a.json", "b.json"].into_iter().chain(real.as_deref()) {
        assert_eq!(environment.run(&["load", input]).code, 0);
    }
    let before = crate::load_again::content(&open(&environment, "chancery.db"));
    read_otherwise(&environment, "chancery.db");
    environment.run(&["reindex"]).success();
    let store = open(&environment, "chancery.db");
    assert_same(&crate::load_again::content(&store), &before);
    assert_sound(&store);
}

#[test]
fn a_store_says_that_it_was_read_by_other_rules_until_it_is_read_again() {
    let environment = loaded();
    let told = |words: &[&str]| {
        let outcome = environment.run(words);
        assert_eq!(outcome.code, 0, "{outcome}");
        (outcome.stdout, outcome.stderr)
    };
    let nothing =
        "all posts were read with this dictionary and by these rules already; nothing was changed\n";
    assert!(!told(&["status"]).0.contains("reindex"));
    assert_eq!(told(&["reindex"]).0, nothing);
    assert_eq!(told(&["check"]).1, "");
    let connection = open(&environment, "chancery.db");
    // No items were found in the second post, nor were those of the fifth.
    connection
        .execute_batch(
            "UPDATE settings SET value = '0' WHERE name = 'reading_rules';
             UPDATE post_hashtags SET talking_point_id = NULL WHERE post_id = 2;
             UPDATE mentions SET talking_point_id = NULL WHERE post_id = 2;
             DELETE FROM talking_points WHERE post_id IN (2, 5);
             INSERT INTO links (post_id, position, url, host, is_visible, start, length) VALUES (2, 1, 'x.y', 'x.y', 1, 1, 1);
             DELETE FROM post_months; DELETE FROM post_fields;",
        )
        .unwrap();
    drop(connection);
    let status = told(&["status"]).0;
    assert!(status.contains(&format!("\n                {TOLD}: chancery reindex\n")), "{status}");
    let json = environment.run(&["status", "-f", "json"]).json();
    assert_eq!(
        (&json["needs_reindex"], &json["other_rules"], &json["earlier_dictionary"]),
        (&json!(true), &json!(true), &json!(false))
    );
    let check = environment.run(&["check"]);
    assert!(
        check.stderr.starts_with(&format!("note: {TOLD}; to find them anew: chancery reindex\n")),
        "{check}"
    );
    let warning = format!("warning: {TOLD}; to find them anew: chancery reindex\n");
    for words in [&["talking-points"][..], &["top-hashtags"], &["posts-per-period", "--tag", "item"]] {
        assert!(told(&[&["run"], words].concat()).1.contains(&warning), "{words:?}");
    }
    assert!(!told(&["run", "posts-per-period"]).1.contains("rules"));

    Export::new(5, "Harbour News")
        .post(7, NEW_YEAR + 50 * DAY, "• New")
        .write(environment.folder(), "later.json");
    let mixed = "warning: the talking points, hashtags and links of earlier posts were found by the rules of another version, \
        those of new ones by these; counts mix both (to find all by the same: chancery reindex)\n";
    // What brings nothing new mixes nothing.
    environment.write("again.json", format!("{}\n", posts().json()));
    assert!(!told(&["load", "again.json", "--dry-run"]).1.contains("rules"));
    assert!(!told(&["load", "later.json", "--dry-run"]).0.is_empty());
    let kept = "SELECT value FROM settings WHERE name = 'reading_rules'";
    assert_eq!(rows(&open(&environment, "chancery.db"), kept), ["0"]);
    assert_eq!(told(&["load", "later.json"]).1, mixed);
    // The version whose rules they were finds no number of its own.
    assert_eq!(rows(&open(&environment, "chancery.db"), kept), Vec::<String>::new());
    // What was loaded already mixes nothing.
    assert!(!told(&["load", "later.json"]).1.contains("rules"));

    // Posts 2 and 5 have points again, two each, and the second no link any more.
    assert_eq!(
        told(&["reindex"]).0,
        "read 6 posts: 2 changed, 4 mentions before, 4 now\n\
         by the rules of this version: 4 talking points before, 8 now; 4 uses of hashtags before, 4 now; 3 links before, 2 now\n"
    );
    assert_eq!(rows(&open(&environment, "chancery.db"), kept), [RULES.to_string()]);
    assert!(!told(&["status"]).0.contains("reindex"));
    assert_eq!(told(&["check"]).1, "");
    assert!(!told(&["run", "talking-points"]).1.contains("rules"));
    assert_eq!(told(&["reindex"]).0, nothing);
    assert_eq!(environment.files(), ["again.json", "chancery.db", "later.json", "posts.json"]);
}

#[test]
fn a_store_of_an_earlier_version_is_read_again_and_one_without_posts_is_none() {
    let environment = loaded();
    let connection = open(&environment, "chancery.db");
    connection.execute_batch("DELETE FROM settings WHERE name = 'reading_rules'").unwrap();
    drop(connection);
    assert!(environment.run(&["status"]).success().contains(TOLD));
    assert_eq!(environment.run(&["forget", "5"]).code, 0);
    assert!(!environment.run(&["status"]).success().contains(TOLD));
    let outcome = environment.run(&["load", "posts.json"]);
    assert_eq!((outcome.code, outcome.stderr.contains("rules")), (0, false), "{outcome}");
    assert!(!environment.run(&["status"]).success().contains(TOLD));
    // The dumps of stores of all earlier schemas have posts.
    let dumps = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db");
    for dump in std::fs::read_dir(dumps).unwrap() {
        let path = dump.unwrap().path();
        let name = format!("{}.db", path.file_stem().unwrap().to_str().unwrap());
        let store = Connection::open(environment.path(&name)).unwrap();
        store.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        store.execute_batch(&std::fs::read_to_string(&path).unwrap()).unwrap();
        drop(store);
        assert!(environment.run(&["status", "--db", &name]).success().contains(TOLD), "{name}");
        environment.run(&["reindex", "--db", &name]).success();
        assert!(!environment.run(&["status", "--db", &name]).success().contains("reindex"), "{name}");
        assert_sound(&open(&environment, &name));
    }
}

#[test]
fn what_an_early_version_did_not_keep_stays_as_it_is() {
    let environment = Environment::new();
    posts().write(environment.folder(), "posts.json");
    environment.write("outbox.json", OUTBOX);
    environment.run(&["load", "posts.json", "outbox.json"]).success();
    let store = open(&environment, "chancery.db");
    // Schema 5 had no marks.
    store
        .execute_batch("DELETE FROM settings WHERE name = 'reading_rules'; UPDATE posts SET spans = NULL")
        .unwrap();
    let points = "SELECT post_id || ' ' || marker || ' ' || text FROM talking_points WHERE post_id > 3 ORDER BY talking_point_id";
    let links = "SELECT post_id || ' ' || position || ' ' || url || ' ' || is_visible || ' ' || start FROM links ORDER BY post_id, position";
    let items =
        ["4 • One", "5 №1 in the town", "5 №2 in the land", "6 • ships come in", "6 • bread is dear #Bread"];
    let (before, linked) = (rows(&store, points), rows(&store, links));
    assert_eq!(before, items);
    assert!(linked.contains(&"4 1 https://orlin.example/a 0 1".to_owned()), "{linked:?}");
    store.execute_batch("UPDATE talking_points SET marker = '?' WHERE post_id = 5").unwrap();
    drop(store);
    environment.run(&["reindex"]).success();
    let store = open(&environment, "chancery.db");
    assert_eq!((rows(&store, points), rows(&store, links)), (before, linked));
    assert_sound(&store);
}

#[test]
fn a_report_of_a_point_stays_unless_the_points_are_numbered_anew() {
    let environment = loaded();
    assert_eq!(environment.run(&["queries", "publish", "point-spread", "--point", "1"]).code, 0);
    let other_rules = "DELETE FROM settings WHERE name = 'reading_rules';";
    // First only a title is another one, then a point.
    for (change, told, reports) in [
        ("UPDATE posts SET title = 'x' WHERE post_id = 2", "", 1),
        (
            "UPDATE talking_points SET marker = '?' WHERE post_id = 5",
            "report_point_spread was a report of a talking point, whose number is another one now, and is removed\n",
            0,
        ),
    ] {
        open(&environment, "chancery.db").execute_batch(&format!("{other_rules} {change}")).unwrap();
        let outcome = environment.run(&["reindex"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, told), "{outcome}");
        assert!(outcome.stdout.starts_with("read 5 posts: 1 changed, "), "{outcome}");
        let store = open(&environment, "chancery.db");
        assert_eq!(
            rows(&store, "SELECT name FROM sqlite_schema WHERE name = 'report_point_spread'").len(),
            reports
        );
        assert_sound(&store);
    }
}

#[test]
fn groups_of_points_that_other_rules_found_are_told_to_be_such() {
    let environment = loaded();
    let warning = format!("warning: {TOLD}; to find them anew: chancery reindex\n");
    assert_eq!(environment.run(&["group"]).stderr, "");
    let other_rules = "UPDATE settings SET value = '0' WHERE name = 'reading_rules'";
    open(&environment, "chancery.db").execute_batch(other_rules).unwrap();
    for words in [&["group"][..], &["group", "--similarity", "0.7"]] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, warning.as_str()), "{outcome}");
    }
    assert_eq!(environment.run(&["reindex"]).code, 0);
    assert_eq!(environment.run(&["group"]).stderr, "");
}
