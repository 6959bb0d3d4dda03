//! `chancery status`.

use crate::environment::Environment;

const STORE: &str = include_str!("cli_store.sql");

#[test]
fn a_store_tells_what_it_holds() {
    let environment = Environment::with_store(STORE);
    // The size depends on SQLite's pages.
    let size = std::fs::metadata(environment.path("chancery.db")).unwrap().len();
    assert_eq!(size % 1024, 0);
    let size = format!("{}.0 KiB", size / 1024);
    let outcome = environment.run(&["status"]).to_string().replace(&size, "$SIZE");
    insta::assert_snapshot!(outcome, @"
    store           chancery.db
    size            $SIZE, schema version 23
    reporting zone  Europe/Prague
    channels        3, and 1 known from forwards and replies only
    posts           5
    days            2024-07-09 to 2024-07-21, 1 post undated
    talking points  2
    hashtags        1, used 1 time
    mentions        1, named 1 time
    search index    none; the first search makes it
    words           not made; the first report with --words makes them
    loads           3

    load  when (UTC)        input                       new  changed  unchanged  rejected
       3  2024-09-02 10:00  harbour.txt                   2        0          0         0
       2  2024-09-01 10:00  exports/tides-later.json      1        1      1,199         0
       1  2024-08-01 10:00  exports/tides.json        1,200        0          0         3
    ");
}

#[test]
fn posts_that_are_gone_and_those_told_of_differently_are_counted_where_there_are_any() {
    let gone = "UPDATE posts SET gone_at = '2024-08-31T20:00:00Z' WHERE post_id IN (1, 2);";
    let evidence = "INSERT INTO post_evidence (post_id, position, load_id, is_forward, album_size, is_edited)
        VALUES (1, 1, 1, 0, 1, 0), (1, 2, 2, 0, 1, 1);";
    for (sql, line) in [
        (format!("{STORE}{gone}"), "5, of which 2 are gone"),
        (format!("{STORE}{evidence}"), "5, of which 1 is told of differently by several inputs"),
        (
            format!("{STORE}{gone}{evidence}"),
            "5, of which 2 are gone and 1 is told of differently by several inputs",
        ),
    ] {
        let environment = Environment::with_store(&sql);
        let text = environment.run(&["status"]).success();
        assert!(text.contains(&format!("\nposts           {line}\n")), "{text}");
    }
    let json =
        Environment::with_store(&format!("{STORE}{gone}{evidence}")).run(&["status", "-f", "json"]).json();
    assert_eq!((&json["gone"], &json["told_differently"]), (&2.into(), &1.into()));
}

#[test]
fn an_empty_store_holds_nothing() {
    let environment = Environment::with_store("");
    let outcome = environment.run(&["status", "--format", "json"]).json();
    assert_eq!(outcome["posts"], 0);
    assert_eq!(outcome["first"], serde_json::Value::Null);
    assert_eq!(outcome["time_zone"], "UTC");
    assert_eq!(outcome["latest_loads"], serde_json::json!([]));
    let text = environment.run(&["status"]).success();
    assert!(text.contains("\ndays            none\n"), "{text}");
}

#[test]
fn programs_get_the_same_figures() {
    let json = Environment::with_store(STORE).run(&["status", "-f", "json"]).json();
    for (name, value) in [
        ("schema_version", 23),
        ("channels", 3),
        ("other_channels", 1),
        ("posts", 5),
        ("undated", 1),
        ("gone", 0),
        ("told_differently", 0),
        ("talking_points", 2),
        ("hashtags", 1),
        ("hashtag_uses", 1),
        ("entities", 1),
        ("mentions", 1),
        ("loads", 3),
    ] {
        assert_eq!(json[name], value, "{name}");
    }
    assert_eq!(json["store"], "chancery.db");
    assert_eq!(json["first"], "2024-07-09");
    assert_eq!(json["last"], "2024-07-21");
    assert_eq!(json["latest_loads"][0]["load_id"], 3);
    assert_eq!(json["latest_loads"][0]["is_whole"], false);
    assert_eq!(json["latest_loads"][2]["rejected"], 3);
}

#[test]
fn only_the_ten_latest_loads_are_listed() {
    let environment = Environment::with_store(
        "WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 12)
         INSERT INTO loads (load_id, input, format, format_rank, sha256, bytes, started_at, finished_at,
            as_of, is_whole, posts_new, posts_changed, posts_unchanged, rejected, chancery_version) SELECT n, 'part-' || n, 'telegram-json', 90, '00', 1, '2024-08-01T10:00:00Z',
            '2024-08-01T10:00:00Z', NULL, 1, 0, 0, 0, 0, '0.1.0' FROM n;",
    );
    let json = environment.run(&["status", "-f", "json"]).json();
    assert_eq!(json["loads"], 12);
    let loads = json["latest_loads"].as_array().unwrap();
    assert_eq!(loads.len(), 10);
    assert_eq!((&loads[0]["load_id"], &loads[9]["load_id"]), (&12.into(), &3.into()));
}
