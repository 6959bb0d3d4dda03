//! `reindex --time-zone`: a store of another reporting zone is what a load with that zone gives.

use serde_json::json;

use crate::environment::Environment;
use crate::export::Export;
use crate::sentences::{assert_same, assert_sound, dump, open};

const ZONES: [&str; 6] =
    ["UTC", "Europe/Prague", "America/New_York", "Pacific/Kiritimati", "+05:45", "Etc/GMT+12"];

/// Seconds since 1970, as Python's `calendar.timegm` has them: posts round both changes of the clocks in Prague and in New
/// York in 2024, and round three turns of years.
const INSTANTS: [i64; 12] = [
    1_704_063_600, // 2023-12-31T23:00:00Z
    1_704_067_199, // 2023-12-31T23:59:59Z
    1_710_053_999, // 2024-03-10T06:59:59Z
    1_710_054_000, // 2024-03-10T07:00:00Z
    1_711_843_199, // 2024-03-30T23:59:59Z
    1_711_846_800, // 2024-03-31T01:00:00Z
    1_711_922_400, // 2024-03-31T22:00:00Z
    1_729_987_199, // 2024-10-26T23:59:59Z
    1_729_990_799, // 2024-10-27T00:59:59Z
    1_729_990_800, // 2024-10-27T01:00:00Z
    1_735_642_800, // 2024-12-31T11:00:00Z
    1_735_646_400, // 2024-12-31T12:00:00Z
];

/// Posts at these instants with a hashtag, a handle and an item, one that is told of twice, and a service row.
fn write_inputs(environment: &Environment) -> Vec<String> {
    let mut export = Export::new(5, "Harbour");
    for (index, instant) in (1_i64..).zip(INSTANTS) {
        export = export.post(
            index,
            instant,
            &format!(
                "News\n• The ferries of the old harbour sail at dawn #ferry @{}",
                ["one_ship", "two_ships"][index as usize % 2]
            ),
        );
    }
    export.rows.push(json!({"id": 50, "type": "service", "date": "2024-03-30T23:30:00", "date_unixtime": "1711841400",
        "actor": "Harbour", "actor_id": "channel5", "action": "pin_message", "message_id": 1, "text": "", "text_entities": []}));
    export.write(environment.folder(), "a.json");
    // The same post from elsewhere, later and a little different.
    Export::new(5, "Harbour")
        .post(2, INSTANTS[1], "News\n• The ferries of the old harbour sail at noon #ferry")
        .edited(INSTANTS[1] + 60)
        .write(environment.folder(), "b.json");
    // Bare days, and no day at all.
    environment.write(
        "days.csv",
        "id,date,channel_handle,text\n1,2024-03-31,@days,bare #day\n2,,@days,none #day\n3,2024-12-31T23:30:00Z,@days,late #day\n",
    );
    ["a.json", "b.json", "days.csv"].map(str::to_owned).to_vec()
}

fn load(environment: &Environment, inputs: &[String], zone: &str, store: &str) {
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let words =
        ["--time-zone", zone, "--input-time-zone", "Europe/Prague", "--channel", "@digest", "--db", store];
    let outcome = environment.run(&[&["load"], &inputs[..], &words].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
}

#[test]
fn a_changed_zone_gives_the_store_that_a_load_with_it_gives() {
    let mut environment = Environment::new();
    environment.set("CHANCERY_NOW", "2025-06-01T00:00:00Z");
    let mut inputs = write_inputs(&environment);
    inputs.push(format!("{}/samples", env!("CARGO_MANIFEST_DIR")));
    let dumps = ZONES.map(|zone| {
        let store = format!("{}.db", zone.replace(['/', ':', '+'], "_"));
        load(&environment, &inputs, zone, &store);
        environment.run(&["group", "--db", &store]).success();
        dump(&open(&environment, &store))
    });
    load(&environment, &inputs, "UTC", "changed.db");
    environment.run(&["group", "--db", "changed.db"]).success();
    let mut seen = std::collections::BTreeSet::new();
    for (zone, expected) in ZONES.iter().zip(&dumps).skip(1).chain(ZONES.iter().zip(&dumps).take(1)) {
        let outcome = environment.run(&["reindex", "--time-zone", zone, "--db", "changed.db"]);
        assert_eq!(outcome.code, 0, "{outcome}");
        let store = open(&environment, "changed.db");
        assert_same(&dump(&store), expected);
        assert_sound(&store);
        seen.insert(expected.clone());
    }
    assert_eq!(seen.len(), ZONES.len(), "each zone makes another store");
}

#[test]
fn a_changed_zone_is_told_and_moves_what_it_must() {
    let environment = Environment::new();
    environment.write(
        "posts.csv",
        "id,date,channel_handle,text\n1,2024-12-30T23:30:00Z,@harbour,late #a\n2,2024-06-01T12:00:00Z,@harbour,noon\n3,2024-05-05,@harbour,day\n4,,@harbour,none\n",
    );
    environment.run(&["load", "posts.csv"]).success();
    let told = environment.run(&["reindex", "--time-zone", "asia/tokyo"]).success();
    assert_eq!(told, "the reporting zone is Asia/Tokyo, and was UTC: 1 post is of another day now\n");
    let store = open(&environment, "chancery.db");
    let rows: Vec<String> = store
        .prepare("SELECT coalesce(posted_at, '-') || ' ' || coalesce(posted_local, '-') || ' ' || coalesce(posted_on, '-') FROM posts ORDER BY post_id")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        rows,
        [
            "2024-12-30T23:30:00Z 2024-12-31T08:30:00 2024-12-31",
            "2024-06-01T12:00:00Z 2024-06-01T21:00:00 2024-06-01",
            "2024-05-05 - 2024-05-05",
            "- - -"
        ]
    );
    let again = environment.run(&["reindex", "--time-zone", "Asia/Tokyo"]).success();
    assert_eq!(again, "the reporting zone is Asia/Tokyo, as before\n");
    // A later load is of that zone; another one is refused with the remedy.
    let outcome = environment.run(&["load", "posts.csv", "--time-zone", "UTC"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            2,
            "error: the store's reporting zone is Asia/Tokyo, not UTC\n  to change it: chancery reindex --time-zone UTC\n"
        )
    );
}

#[test]
fn an_unknown_zone_changes_nothing() {
    let environment = Environment::new();
    environment.write("posts.csv", "id,date,channel_handle,text\n1,2024-12-30T23:30:00Z,@harbour,late\n");
    environment.run(&["load", "posts.csv"]).success();
    let before = std::fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["reindex", "--time-zone", "Mars/Olympus", "--points", "sentences"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("'Mars/Olympus' is not a time zone"), "{outcome}");
    assert!(std::fs::read(environment.path("chancery.db")).unwrap() == before);
}

#[test]
fn wall_clocks_without_a_zone_keep_their_instants() {
    let environment = Environment::new();
    environment.write("posts.csv", "id,date,channel_handle,text\n1,2024-06-01T12:00:00,@harbour,noon\n");
    assert_eq!(environment.run(&["load", "posts.csv"]).code, 0);
    let outcome = environment.run(&["reindex", "--time-zone", "Asia/Tokyo"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.stderr.starts_with("warning: wall clocks without a zone, of 1 posts,"), "{outcome}");
    let store = open(&environment, "chancery.db");
    let row: String =
        store.query_row("SELECT posted_at || ' ' || posted_local FROM posts", [], |row| row.get(0)).unwrap();
    assert_eq!(row, "2024-06-01T12:00:00Z 2024-06-01T21:00:00");
}

/// An undated post between two dated ones of an ordered input is bounded by their days, which move.
#[test]
fn the_bounds_of_undated_posts_move_with_their_neighbours() {
    let mut environment = Environment::new();
    environment.set("CHANCERY_NOW", "2025-06-01T00:00:00Z");
    Export::new(5, "Harbour")
        .post(1, 1_704_063_600, "one")
        .post(2, 1000, "two")
        .post(3, 1_711_922_400, "three")
        .post(4, 1000, "four")
        .write(environment.folder(), "a.json");
    for zone in ["UTC", "Europe/Prague"] {
        let store = format!("{}.db", &zone[..3]);
        load(&environment, &["a.json".to_owned()], zone, &store);
    }
    let bounds = |store: &str| -> Vec<String> {
        let sql = "SELECT coalesce(not_before, '-') || ' ' || coalesce(not_after, '-') FROM posts WHERE posted_on IS NULL ORDER BY post_id";
        let store = open(&environment, store);
        let mut statement = store.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(bounds("UTC.db"), ["2023-12-31 2024-03-31", "2024-03-31 -"]);
    assert_eq!(environment.run(&["reindex", "--time-zone", "Europe/Prague", "--db", "UTC.db"]).code, 0);
    assert_eq!(bounds("UTC.db"), ["2024-01-01 2024-04-01", "2024-04-01 -"]);
    assert_same(&dump(&open(&environment, "UTC.db")), &dump(&open(&environment, "Eur.db")));
}
