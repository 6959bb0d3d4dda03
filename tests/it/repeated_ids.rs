//! Tables of several channels that do not say so: their ids come again, and posts become one.

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, lines};

const TWO_CHANNELS: &str = "id,date,text,source\n1,2024-01-01,Port opens,Harbour\n2,2024-01-02,Fog,Harbour\n\
                            1,2024-02-01,Ferry stops,Gazette\n2,2024-02-02,Fog,Gazette\n3,2024-03-01,Bread,Gazette\n";

#[test]
fn ids_that_come_again_with_other_texts_are_told_where_no_channel_is() {
    const TOLD: &str = "'a.csv': 1 id comes more than once, with other texts, which count as one post each \
                        (if it is of several channels, name their column: --map channel=COLUMN)";
    let environment = Environment::new();
    environment.write("a.csv", TWO_CHANNELS);
    let outcome = environment.run(&["load", "a.csv"]);
    assert!(outcome.code == 0 && outcome.stderr.contains(TOLD), "{outcome}");
    let outcome = environment.run(&["load", "a.csv", "--channel", "Harbour", "--db", "named.db"]);
    assert!(outcome.code == 0 && outcome.stderr.contains(TOLD), "{outcome}");
    let from = environment.run(&["run", "posts-per-period", "--from", "a.csv", "-f", "csv"]);
    assert!(from.stderr.contains("'a.csv': 1 id comes more than once"), "{from}");
    let mapped = environment.run(&["load", "a.csv", "--map", "channel=source", "--db", "mapped.db"]);
    assert!(mapped.code == 0 && !mapped.stderr.contains("more than once"), "{mapped}");
    let posts =
        environment.run(&["sql", "SELECT count(*) AS n FROM posts", "-f", "csv", "--db", "mapped.db"]);
    assert_eq!(posts.success(), "n\r\n5\r\n");
    // Rows that come again as they are make no other post.
    environment.write("b.csv", "id,date,text\n1,2024-01-01,Port opens\n1,2024-01-01,Port opens\n");
    let outcome = environment.run(&["load", "b.csv", "--db", "twice.db"]);
    assert!(outcome.code == 0 && !outcome.stderr.contains("more than once"), "{outcome}");
}

#[test]
fn an_input_that_gives_one_id_to_all_its_records_is_refused() {
    let table = |rows: usize| {
        let rows = (0..rows).map(|row| format!("7,2024-01-01,Ferry {row} stops,{row}\n"));
        format!("group,date,text,number\n{}", rows.collect::<String>())
    };
    let environment = Environment::new();
    environment.write("a.csv", table(2_000));
    environment.write("b.csv", table(3));
    let outcome = environment.run(&["load", "a.csv", "b.csv", "--map", "id=group"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    let message = "'a.csv': more than 500 records have the id 7 and differ, so it is none of a post";
    assert!(outcome.stderr.contains(message), "{outcome}");
    let posts = "SELECT count(*) AS posts FROM posts";
    assert_eq!(environment.run(&["sql", posts, "-f", "csv"]).success(), "posts\r\n1\r\n");
    let outcome = environment.run(&["load", "a.csv", "--map", "id=number", "--db", "mapped.db"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let counted = environment.run(&["sql", posts, "-f", "csv", "--db", "mapped.db"]);
    assert_eq!(counted.success(), "posts\r\n2000\r\n");
}

#[test]
fn one_more_way_of_telling_does_not_write_all_others_again() {
    let environment = Environment::new();
    let table = |texts: std::ops::Range<u32>| {
        let rows = texts.map(|text| format!("1,text {text},2024-01-01,rivers\n"));
        format!("id,text,date,channel_handle\n{}", rows.collect::<String>())
    };
    // The greatest text stands: text 99. It is one of 50.
    environment.write("many.csv", table(50..100));
    assert_eq!(environment.run(&["load", "many.csv"]).code, 0);
    let store = || rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    store()
        .execute_batch(
            "CREATE TABLE written (what TEXT);
             CREATE TRIGGER evidence_written AFTER INSERT ON post_evidence BEGIN INSERT INTO written VALUES ('way'); END;
             CREATE TRIGGER version_written AFTER INSERT ON post_versions BEGIN INSERT INTO written VALUES ('text'); END;",
        )
        .unwrap();
    let written = || -> String {
        let sql = "SELECT coalesce(group_concat(what), '') FROM (SELECT what FROM written ORDER BY what)";
        store().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    // What is known already, and one more.
    environment.write("known.csv", table(60..63));
    assert_eq!(environment.run(&["load", "known.csv"]).code, 0);
    assert_eq!(written(), "");
    environment.write("more.csv", table(10..11));
    assert_eq!(environment.run(&["load", "more.csv"]).code, 0);
    assert_eq!(written(), "text,way");
    let texts: i64 = store().query_row("SELECT count(*) FROM post_versions", [], |row| row.get(0)).unwrap();
    assert_eq!(texts, 50);
    let _ = environment.run(&["check"]).success();
}

#[test]
fn when_another_text_of_one_input_was_so_is_told_whenever_it_is_loaded() {
    let line = |id: i64, day: i64, text: &str, more: Value| {
        let mut row = json!({"id": id, "channel_id": 77, "text": text, "date": format!("2024-06-{day:02}")});
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        format!("{row}\n")
    };
    let edited = json!({"edited_at": "2024-06-03T10:00:00Z"});
    let twice =
        line(1, 1, "Fog", json!({})) + &line(1, 1, "Fog, then sun", edited) + &line(2, 5, "Rain", json!({}));
    let other = line(7, 9, "Ferry stops", json!({"channel_id": 88}));
    let content = assert_order_does_not_matter(&[twice, other]);
    assert_eq!(lines(&content, "version"), ["77/1|Fog|-|2024-06-05"]);
}
