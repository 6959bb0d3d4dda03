//! What the loader counts and what the posts themselves say is the same: bundled queries that answer from the counts where
//! no word is asked for, asked with and without a word that every text has, which is the empty one.

use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::bundled_queries::{Row, columns_and_rows, query_sql, rows};
use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::load_again::assert_sound;

/// Posts of two channels over some months, some of them forwarded: hashtags alone, in pairs, written twice, and
/// seven and eight in a post; points that are said once, and that both channels say.
fn export(id: i64, texts: &[&str]) -> Export {
    let mut export = Export::new(id, &format!("Channel {id}"));
    for (place, text) in (0_i64..).zip(texts) {
        export = export.post(place + 1, NEW_YEAR + place * 17 * DAY, text);
        if place % 3 == 2 {
            export = export.with(&json!({"forwarded_from": "Origin"}));
        }
    }
    export
}

const FIRST: [&str; 8] = [
    "#port #Port #crane @archive",
    "Today:\n• The port stays open for all ships #port\n• Ships wait at the southern crane @archive @ministry",
    "#port #crane #quay #ship #rope #tide",
    "#port #crane #quay #ship #rope #tide #gull @archive",
    "#crane #port #quay #ship #rope #tide #gull #sand @ministry @archive",
    "",
    "Today:\n• The port stays open for all ships",
    "Žluť #port #crane",
];

const SECOND: [&str; 8] = [
    "Today:\n• The port stays open for all ships\n• Nobody has counted the gulls so far",
    "#port #quay",
    "#port #crane @ministry",
    "Today:\n• The port stays open for all ships",
    "#rope",
    "#rope @archive @ministry @archive",
    "@archive @ministry @gazette @pressroom @unit01 @unit02 @archive",
    "@ministry @gazette @archive @pressroom @unit01 @unit02 @unit03 @unit04",
];

fn loaded() -> Environment {
    let environment = Environment::new();
    export(11, &FIRST).write(environment.folder(), "first.json");
    export(12, &SECOND).write(environment.folder(), "second.json");
    // A digest, in which some posts have no day.
    let digest = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/valdoria-digest.txt");
    assert_eq!(environment.run(&["load", "first.json", "second.json", digest.to_str().unwrap()]).code, 0);
    assert_eq!(environment.run(&["group"]).code, 0);
    assert_eq!(environment.run(&["index", "--words"]).code, 0);
    environment
}

fn open(environment: &Environment) -> Connection {
    Connection::open(environment.path("chancery.db")).unwrap()
}

/// The queries that answer from counts of the loader, with values of theirs.
fn asked() -> Vec<(&'static str, Value)> {
    let mut asked = Vec::new();
    for by in ["month", "quarter", "year"] {
        for query in ["hashtag-ranks", "message-discipline", "point-novelty", "points-per-post"] {
            asked.push((query, json!({"by": by})));
        }
        asked.push(("hashtag-bursts", json!({"by": by, "min_posts": 1, "window": 2})));
        asked.push(("hashtag-bursts", json!({"by": by, "min_posts": 2})));
    }
    for top in [0, 1, 3, 20] {
        for query in
            ["hashtag-pairs", "hashtag-ranks", "mention-pairs", "mention-with-hashtag", "point-alignment"]
        {
            asked.push((query, json!({"top": top})));
        }
        asked.push(("hashtag-pairs", json!({"top": top, "tag": ["quay", "gull"]})));
        asked.push(("mention-with-hashtag", json!({"top": top, "tag": ["quay", "gull"]})));
        asked.push(("mention-with-hashtag", json!({"top": top, "name": ["archive"], "kind": "handle"})));
        asked.push(("mention-with-hashtag", json!({"top": top, "self_mentions": "no"})));
        asked.push(("mention-pairs", json!({"top": top, "name": ["gazette", "unit01"], "kind": "handle"})));
        asked.push(("mention-pairs", json!({"top": top, "self_mentions": "no"})));
        for query in ["hashtag-spellings", "unresolved-names", "copypasta", "reach-over-time"] {
            asked.push((query, json!({"top": top})));
        }
    }
    for by in ["day", "week", "month"] {
        asked.push((
            "message-pull-through",
            json!({"by": by, "message": ["a = port", "a = crane", "ships wait"]}),
        ));
    }
    // Whole months, which the counts of months are enough for.
    for (since, until) in [
        (json!("2024-02-01"), Value::Null),
        (Value::Null, json!("2024-02-29")),
        (json!("2024-02-01"), json!("2024-03-31")),
    ] {
        for query in [
            "hashtag-by-channel",
            "hashtag-first-seen",
            "hashtag-frequency",
            "hashtag-pairs",
            "hashtag-ranks",
            "mention-pairs",
            "message-discipline",
            "point-novelty",
            "points-per-post",
            "top-hashtags",
        ] {
            asked.push((query, json!({"since": since, "until": until, "top": 0})));
            asked.push((query, json!({"since": since, "until": until, "top": 3, "by": "quarter"})));
        }
    }
    asked
}

#[track_caller]
fn assert_counts_are_those_of_the_posts(store: &Connection) {
    let channels: String = store
        .query_row(
            "SELECT json_group_array(channel_id) FROM channels WHERE name LIKE 'Channel%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let channels: Value = serde_json::from_str(&channels).unwrap();
    let mut answered = 0;
    for (query, values) in asked() {
        let sql = query_sql(query);
        for forwards in [Value::Null, json!("no"), json!("only")] {
            for channel in [Value::Null, channels.clone()] {
                let mut values = values.clone();
                values["forwards"] = forwards.clone();
                values["channel"] = channel;
                let counted: Vec<Row> = columns_and_rows(store, &sql, &values).1;
                values["words"] = json!("");
                assert_eq!(counted, columns_and_rows(store, &sql, &values).1, "{query} {values}");
                answered += counted.len();
            }
        }
    }
    assert!(answered > 1000, "{answered} rows");
}

#[test]
fn the_counts_of_the_loader_are_those_of_the_posts() {
    let environment = loaded();
    let store = open(&environment);
    assert_sound(&store);
    let has = |sql: &str| store.query_row(sql, [], |row| row.get::<_, bool>(0)).unwrap();
    assert!(has("SELECT count(*) > 0 FROM posts WHERE posted_on IS NULL"), "a post without a day");
    assert!(has("SELECT count(*) = 2 FROM post_hashtags WHERE position = 7"), "posts with many hashtags");
    assert!(has("SELECT count(*) = 2 FROM mentions WHERE position = 7"), "posts with many namings");
    assert!(has("SELECT count(*) > 0 FROM grouped_points"), "points that are said again");
    assert_counts_are_those_of_the_posts(&store);
}

/// A pair with a post of one month, one with more than six hashtags among them: three of the first channel carry port and
/// crane and few others, two many, and one of the second channel.
#[test]
fn a_pair_is_counted_in_posts_with_few_hashtags_and_with_many() {
    let store = open(&loaded());
    let pairs = |values: &Value| rows(&store, "hashtag-pairs", values);
    let of = |rows: &[Row], one: &str, other: &str| {
        rows.iter()
            .find(|row| row[0] == one && row[1] == other)
            .map(|row| (row[2].clone(), row[4].clone(), row[5].clone()))
    };
    let all = pairs(&json!({"top": 0}));
    assert_eq!(of(&all, "crane", "port"), Some((json!(6), json!("2024-01-01"), json!("2024-04-29"))));
    assert_eq!(of(&all, "gull", "port"), Some((json!(2), json!("2024-02-21"), json!("2024-03-09"))));
    assert_eq!(of(&all, "gull", "sand"), Some((json!(1), json!("2024-03-09"), json!("2024-03-09"))));
    assert_eq!(of(&all, "port", "port"), None);
    let own = pairs(&json!({"top": 1, "forwards": "no"}));
    assert_eq!(of(&own, "crane", "port"), Some((json!(4), json!("2024-01-01"), json!("2024-04-29"))));
}

#[test]
fn the_counts_stay_those_of_the_posts_whatever_becomes_of_these() {
    let environment = loaded();
    // The texts of a later export, in which posts were edited: more hashtags, fewer, others, and other points.
    let mut later =
        export(11, &["#port", "#port #crane #quay #ship #rope #tide #gull", "#gull", "#port #crane #sand"]);
    later = later.post(100, NEW_YEAR + 200 * DAY, "#port #crane\n• Ships wait at the southern crane");
    later = later.edited(NEW_YEAR + 300 * DAY);
    later.write(environment.folder(), "later.json");
    for command in [
        &["load", "later.json"][..],
        &["reindex", "--points", "sentences"],
        &["reindex", "--time-zone", "Pacific/Kiritimati"],
        &["reindex", "--points", "items"],
        &["forget", "--post", "11/2"],
        &["forget", "12"],
    ] {
        let outcome = environment.run(command);
        assert_eq!(outcome.code, 0, "{command:?}: {outcome}");
        assert_eq!(environment.run(&["group"]).code, 0);
        let store = open(&environment);
        assert_sound(&store);
        assert!(rows(&store, "hashtag-pairs", &json!({})).len() > 3, "{command:?}");
    }
}

/// The loader keeps no sighting of what one load alone told of, where there are reactions and no other count.
#[test]
fn reactions_that_one_load_alone_saw_are_a_sighting_as_they_are_after_the_next_load() {
    let liked = |thumbs: i64, hearts: i64| {
        json!({"reactions": [
            {"type": "emoji", "count": thumbs, "emoji": "👍"},
            {"type": "emoji", "count": hearts, "emoji": "❤"},
        ]})
    };
    let environment = Environment::new();
    let first = Export::new(11, "Channel 11").post(1, NEW_YEAR, "one").with(&liked(5, 2));
    let first = first.post(2, NEW_YEAR + DAY, "two").post(3, NEW_YEAR + 3 * DAY, "three");
    first.with(&liked(1, 3)).write(environment.folder(), "first.json");
    assert_eq!(environment.run(&["load", "first.json"]).code, 0);
    // Of each sighting the post's day, when it was so, the reactions and the load.
    let seen = |given: Value| -> Vec<Value> {
        let told = rows(&open(&environment), "reach-over-time", &given);
        told.iter().map(|row| json!([row[9], row[2], row[6], row[11]])).collect()
    };
    let on_first = json!(["2024-01-01", "2024-01-04T00:00:00Z", 7, 1]);
    let on_fourth = json!(["2024-01-04", "2024-01-04T00:00:00Z", 4, 1]);
    assert_eq!(seen(json!({})), [on_fourth.clone(), on_first.clone()]);
    assert_eq!(seen(json!({"top": 1})), std::slice::from_ref(&on_fourth));
    assert_eq!(seen(json!({"until": "2024-01-03"})), std::slice::from_ref(&on_first));
    assert!(seen(json!({"min_seen": 2})).is_empty());
    assert!(seen(json!({"min_seen": 2, "top": 1})).is_empty());

    let later = Export::new(11, "Channel 11").post(1, NEW_YEAR, "one").with(&liked(6, 2));
    later.post(4, NEW_YEAR + 10 * DAY, "four").write(environment.folder(), "later.json");
    assert_eq!(environment.run(&["load", "later.json"]).code, 0);
    let again = json!(["2024-01-01", "2024-01-11T00:00:00Z", 8, 2]);
    assert_eq!(seen(json!({})), [on_fourth, on_first.clone(), again.clone()]);
    assert_eq!(seen(json!({"min_seen": 2})), [on_first, again]);
}
