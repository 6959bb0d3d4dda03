//! Stores that take the long sentences of posts without list items as talking points: the setting, what becomes of
//! it when it is changed, and what reports say. The texts are invented; what is expected was worked out by hand.

use chancery::store::check;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

/// Every row of every table, the store's own ids included; only when the schema was made is left out.
pub(crate) fn dump(store: &Connection) -> Vec<String> {
    let tables: Vec<String> = store
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'refinery%' ORDER BY 1")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    assert!(tables.len() > 20, "{tables:?}");
    let mut all = Vec::new();
    for table in tables {
        let mut statement = store.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = columns.iter().enumerate().map(|(index, name)| match row.get_ref(index).unwrap() {
                ValueRef::Text(text) => format!("{name}={}", String::from_utf8_lossy(text)),
                other => format!("{name}={other:?}"),
            });
            all.push(format!("{table}: {}", cells.collect::<Vec<_>>().join("|")));
        }
    }
    all.sort();
    all
}

pub(crate) fn open(environment: &Environment, name: &str) -> Connection {
    Connection::open(environment.path(name)).unwrap()
}

#[track_caller]
pub(crate) fn assert_same(left: &[String], right: &[String]) {
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|row| !those.contains(row)).take(5).cloned().collect()
    };
    assert!(left == right, "only left: {:#?}\nonly right: {:#?}", only(left, right), only(right, left));
}

#[track_caller]
pub(crate) fn assert_sound(store: &Connection) {
    for finding in check::check(store).unwrap() {
        assert_eq!(finding.problems, Vec::<String>::new(), "{}", finding.what);
    }
}

fn strings(store: &Connection, sql: &str) -> Vec<String> {
    store.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Three posts: two sentences of which one is long, with uses of all kinds in it and outside; two items, below a long
/// sentence; and nearly the same long sentence in another post.
fn posts() -> Export {
    Export::new(5, "Harbour News")
        .post(
            1,
            NEW_YEAR,
            "Good news by @editor! The two old harbours of #Orlin will open again with @guild on the first of May, says https://orlin.example/may today. #short",
        )
        .post(2, NEW_YEAR + DAY, "The harbour master answers all of our nine questions here.\n• One #item\n• Two @item")
        .post(
            3,
            NEW_YEAR + 40 * DAY,
            "The two old harbours of #Orlin will open again with @guild on the first of May, we hear.",
        )
}

const LONG: &str = "The two old harbours of #Orlin will open again with @guild on the first of May, says https://orlin.example/may today.";

fn loaded(words: &[&str]) -> Environment {
    let environment = Environment::new();
    posts().write(environment.folder(), "posts.json");
    environment.run(&[&["load", "posts.json"], words].concat()).success();
    environment
}

#[test]
fn a_store_takes_sentences_when_it_is_made_for_them_and_items_otherwise() {
    let environment = loaded(&["--points", "sentences"]);
    let store = open(&environment, "chancery.db");
    assert_eq!(
        strings(
            &store,
            "SELECT post_id || ' ' || position || ' ' || kind || ' ' || marker || ' ' || text FROM talking_points ORDER BY talking_point_id"
        ),
        [
            &format!("1 1 sentence  {LONG}")[..],
            "2 1 item • One #item",
            "2 2 item • Two @item",
            "3 1 sentence  The two old harbours of #Orlin will open again with @guild on the first of May, we hear.",
        ]
    );
    for table in ["talking_points", "v_talking_points"] {
        let wrong = format!(
            "SELECT text FROM {table} JOIN (SELECT post_id, text AS whole FROM posts) USING (post_id)
                             WHERE kind = 'sentence' AND instr(whole, text) = 0"
        );
        assert_eq!(strings(&store, &wrong), Vec::<String>::new());
    }
    assert_eq!(
        strings(
            &store,
            "SELECT t.text FROM talking_points AS t JOIN posts AS p USING (post_id) WHERE substr(p.text, t.start, length(t.text)) <> t.text"
        ),
        Vec::<String>::new()
    );
    // What stands in the sentence knows it, what stands outside does not.
    let uses = |table: &str, what: &str| {
        strings(
            &store,
            &format!(
                "SELECT post_id || ' ' || {what} || ' ' || coalesce(talking_point_id, '-') FROM {table} ORDER BY post_id, position"
            ),
        )
    };
    assert_eq!(uses("post_hashtags", "spelling"), ["1 Orlin 1", "1 short -", "2 item 2", "3 Orlin 4"]);
    assert_eq!(uses("mentions", "spelling"), ["1 editor -", "1 guild 1", "2 item 3", "3 guild 4"]);
    assert_eq!(uses("links", "url"), ["1 https://orlin.example/may 1"]);
    assert_sound(&store);

    for words in [&[][..], &["--points", "items"]] {
        let environment = loaded(words);
        let store = open(&environment, "chancery.db");
        assert_eq!(
            strings(&store, "SELECT kind || ' ' || text FROM talking_points ORDER BY 1"),
            ["item One #item", "item Two @item"]
        );
        assert_eq!(strings(&store, "SELECT name FROM settings WHERE name = 'points'"), Vec::<String>::new());
    }
}

#[test]
fn a_later_load_goes_by_the_setting_and_no_other_is_taken() {
    let environment = loaded(&["--points", "sentences"]);
    let outcome = environment.run(&["load", "posts.json", "--points", "items"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            2,
            "error: the store's talking points are sentences, not items\n  to change that: chancery reindex --points items\n"
        )
    );
    let outcome = loaded(&[]).run(&["load", "posts.json", "--points", "sentences"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("chancery reindex --points sentences"), "{outcome}");
    assert_eq!(environment.run(&["load", "posts.json", "--points", "verses"]).code, 2);
    // One that says nothing, or the same.
    let later = Export::new(5, "Harbour News").post(
        4,
        NEW_YEAR + 50 * DAY,
        "The ferries to both of the islands will sail again from Monday.",
    );
    later.write(environment.folder(), "later.json");
    environment.run(&["load", "later.json"]).success();
    assert_eq!(environment.run(&["load", "posts.json", "--points", "sentences"]).code, 0);
    let store = open(&environment, "chancery.db");
    assert_eq!(
        strings(&store, "SELECT kind || ' ' || text FROM talking_points WHERE post_id = 4"),
        ["sentence The ferries to both of the islands will sail again from Monday."]
    );
}

#[test]
fn a_changed_setting_gives_the_store_that_a_load_with_it_gives() {
    let environment = Environment::new();
    posts().write(environment.folder(), "posts.json");
    let samples = format!("{}/samples", env!("CARGO_MANIFEST_DIR"));
    for groups in [false, true] {
        let (items, sentences) = (format!("items-{groups}.db"), format!("sentences-{groups}.db"));
        for (store, words) in [(&items, &[][..]), (&sentences, &["--points", "sentences"])] {
            let load = ["load", "posts.json", &samples, "--channel", "@digest", "--db", store];
            assert_eq!(environment.run(&[&load, words].concat()).code, 0);
            if groups {
                environment.run(&["group", "--db", store]).success();
            }
        }
        let (of_items, of_sentences) =
            (dump(&open(&environment, &items)), dump(&open(&environment, &sentences)));
        assert_ne!(of_items, of_sentences);
        let found = of_sentences.iter().filter(|row| row.ends_with("|kind=sentence")).count();
        assert!(found > 2, "{found}");

        let told = environment.run(&["reindex", "--points", "sentences", "--db", &items]).success();
        let count = |rows: &[String]| rows.iter().filter(|row| row.starts_with("talking_points:")).count();
        assert_eq!(
            told,
            format!(
                "the talking points are sentences: {} before, {} now\n",
                count(&of_items),
                count(&of_sentences)
            )
        );
        let store = open(&environment, &items);
        assert_same(&dump(&store), &of_sentences);
        assert_sound(&store);
        drop(store);
        // Once more changes nothing, and back again gives what was before.
        environment.run(&["reindex", "--points", "sentences", "--db", &items]).success();
        assert_same(&dump(&open(&environment, &items)), &of_sentences);
        environment.run(&["reindex", "--points", "items", "--db", &items]).success();
        assert_same(&dump(&open(&environment, &items)), &of_items);
        // The names are found by the rule of the store, too.
        environment.run(&["reindex", "--db", &sentences]).success();
        assert_same(&dump(&open(&environment, &sentences)), &of_sentences);
    }
}

#[test]
fn a_store_of_several_loads_and_edits_is_changed_as_if_it_had_been_loaded_so() {
    let environment = Environment::new();
    posts().write(environment.folder(), "a.json");
    Export::new(5, "Harbour News")
        .post(1, NEW_YEAR, "• One\n• Two #now")
        .edited(NEW_YEAR + 60 * DAY)
        .post(2, NEW_YEAR + DAY, "There are no items in this post any more, only this #sentence of @mine.")
        .edited(NEW_YEAR + 60 * DAY)
        .write(environment.folder(), "b.json");
    for (store, words) in [("items.db", &[][..]), ("sentences.db", &["--points", "sentences"])] {
        for input in ["a.json", "b.json"] {
            let load = ["load", input, "--db", store];
            assert_eq!(environment.run(&[&load, words].concat()).code, 0);
        }
    }
    environment.run(&["reindex", "--points", "sentences", "--db", "items.db"]).success();
    let (changed, loaded) = (open(&environment, "items.db"), open(&environment, "sentences.db"));
    let kinds =
        strings(&changed, "SELECT post_id || ' ' || kind FROM talking_points ORDER BY post_id, position");
    assert_eq!(kinds, ["1 item", "1 item", "2 sentence", "3 sentence"]);
    assert_same(&crate::load_again::content(&changed), &crate::load_again::content(&loaded));
    assert_sound(&changed);
}

#[test]
fn reports_and_pages_say_what_the_points_are() {
    let environment = loaded(&["--points", "sentences"]);
    assert_eq!(environment.run(&["index", "--words"]).code, 0);
    let run = |words: &[&str]| environment.run(words).success();
    assert!(run(&["status"]).contains("talking points  4, of which 2 are sentences\n"));
    let status: Value = serde_json::from_str(&run(&["status", "-f", "json"])).unwrap();
    assert_eq!(
        (&status["points"], &status["talking_points"], &status["sentences"]),
        (&json!("sentences"), &json!(4), &json!(2))
    );
    assert_eq!(
        run(&["run", "talking-points", "-f", "csv", "--words", "may"]).lines().nth(2).unwrap(),
        format!("2024-01-01,Harbour News,,sentence,\"{LONG}\",https://t.me/c/5/1")
    );
    // Four points of three posts.
    assert_eq!(
        run(&["run", "points-per-post", "--by", "year", "-f", "csv"])
            .lines()
            .nth(1)
            .unwrap()
            .split(',')
            .nth(3),
        Some("1.33")
    );
    let shown = run(&["show", "https://t.me/c/5/1"]);
    assert!(shown.contains(&format!("  1. {}", &LONG[..40])), "{shown}");
    assert!(!shown.contains("[]"), "{shown}");
    assert_eq!(run(&["group"]), "2 of 4 talking points say what another one says: 1 group\n");
    assert!(
        run(&["status"])
            .contains("talking points  4, of which 2 are sentences, 1 group of points that say the same\n")
    );
    assert_eq!(
        strings(&open(&environment, "chancery.db"), "SELECT kind || points FROM v_point_groups"),
        ["sentence2"]
    );

    let environment = loaded(&[]);
    let status = environment.run(&["status"]).success();
    assert!(status.contains("talking points  2\n"), "{status}");
}
