//! The counts of point groups that go with them: by channel and month, who makes them first, and who makes the same ones.

use chancery::store;
use rusqlite::Connection;
use serde_json::json;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

const COUNTS: &str = "
    SELECT 'channels ' || t.text || ' | ' || c.name || ' ' || concat_ws(' ', m.is_forward, m.points, m.posts,
        coalesce(m.first_on, '-'), coalesce(m.last_on, '-'), coalesce(m.first_second - unixepoch('2024-01-01'), '-'))
    FROM point_channels AS m JOIN talking_points AS t ON t.talking_point_id = m.point_group_id JOIN channels AS c USING (channel_id)
    UNION ALL
    SELECT 'months ' || c.name || ' ' || concat_ws(' ', m.month, m.is_forward, m.points, m.shared, m.shared_alike)
    FROM point_months AS m JOIN channels AS c USING (channel_id)
    UNION ALL
    SELECT 'standings ' || concat_ws(' ', m.forwards, c.name, m.groups_made, m.first_count, m.tied_count, m.follow_count,
        coalesce(m.median_lag, '-'))
    FROM point_standings AS m JOIN channels AS c USING (channel_id)
    UNION ALL
    SELECT 'pairs ' || concat_ws(' ', m.forwards, min(l.name, h.name), max(l.name, h.name), m.groups_shared, coalesce(m.median_lag, '-'))
    FROM point_pairs AS m JOIN channels AS l ON l.channel_id = m.low_channel_id JOIN channels AS h ON h.channel_id = m.high_channel_id
    ORDER BY 1";

fn counts(environment: &Environment) -> Vec<String> {
    let connection = store::open_read_only(&environment.path("chancery.db")).unwrap();
    let mut statement = connection.prepare(COUNTS).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

fn is_sound(environment: &Environment) {
    let sound = environment.run(&["check"]).success();
    assert!(sound.lines().all(|line| line.ends_with("  ok")), "{sound}");
}

/// Gazette says of peace twice in a post; Harbour says it a day later, and forwards it before; both say of ferries in the
/// same second; Meadow says of peace in March, on another day than Gazette in New York.
fn three_channels() -> Environment {
    let environment = Environment::new();
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR, "• Peace now\n• peace now!")
        .post(2, NEW_YEAR + DAY, "• Ferries run\n• Nobody else says this")
        .write(environment.folder(), "gazette.json");
    Export::new(9, "Harbour")
        .post(1, NEW_YEAR + 40, "• Peace now")
        .with(&json!({"forwarded_from": "Gazette", "forwarded_from_id": "channel7"}))
        .post(2, NEW_YEAR + DAY, "• Peace now\n• Ferries run")
        .write(environment.folder(), "harbour.json");
    Export::new(11, "Meadow")
        .post(1, NEW_YEAR + 60 * DAY, "• Peace now")
        .write(environment.folder(), "meadow.json");
    environment.run(&["load", "gazette.json", "harbour.json", "meadow.json"]).success();
    environment.run(&["group"]).success();
    environment
}

#[test]
fn groups_are_counted_by_channel_and_month_and_by_who_makes_them() {
    let environment = three_channels();
    // 60 days after the new year of 2024 is the first of March. Meadow is 59 days, 5,097,600 s, after Harbour, and 60 days,
    // 5,184,000 s, after Gazette; the median of the lags of Harbour and Gazette, 0 s and a day, is half a day.
    let expected = [
        "channels Ferries run | Gazette 0 1 1 2024-01-02 2024-01-02 86400",
        "channels Ferries run | Harbour 0 1 1 2024-01-02 2024-01-02 86400",
        "channels Peace now | Gazette 0 2 1 2024-01-01 2024-01-01 0",
        "channels Peace now | Harbour 0 1 1 2024-01-02 2024-01-02 86400",
        "channels Peace now | Harbour 1 1 1 2024-01-01 2024-01-01 40",
        "channels Peace now | Meadow 0 1 1 2024-03-01 2024-03-01 5184000",
        "months Gazette 2024-01 0 3 3 3",
        "months Harbour 2024-01 0 2 2 2",
        "months Harbour 2024-01 1 1 1 0",
        "months Meadow 2024-03 0 1 1 1",
        "pairs no Gazette Harbour 2 43200.0",
        "pairs no Gazette Meadow 1 5184000.0",
        "pairs no Harbour Meadow 1 5097600.0",
        "pairs yes Gazette Harbour 2 20.0",
        "pairs yes Gazette Meadow 1 5184000.0",
        "pairs yes Harbour Meadow 1 5183960.0",
        "standings no Gazette 2 1 1 0 -",
        "standings no Harbour 2 0 1 1 86400.0",
        "standings no Meadow 1 0 0 1 5184000.0",
        "standings only Harbour 1 0 0 0 -",
        "standings yes Gazette 2 1 1 0 -",
        "standings yes Harbour 2 0 1 1 40.0",
        "standings yes Meadow 1 0 0 1 5184000.0",
    ];
    assert_eq!(counts(&environment), expected);
    is_sound(&environment);
}

#[test]
fn another_reporting_zone_counts_groups_by_its_days() {
    let environment = three_channels();
    environment.run(&["reindex", "--time-zone", "America/New_York"]).success();
    let days: Vec<String> = counts(&environment)
        .into_iter()
        .filter(|line| line.starts_with('c') || line.starts_with('m'))
        .collect();
    assert_eq!(
        days,
        [
            "channels Ferries run | Gazette 0 1 1 2024-01-01 2024-01-01 86400",
            "channels Ferries run | Harbour 0 1 1 2024-01-01 2024-01-01 86400",
            "channels Peace now | Gazette 0 2 1 2023-12-31 2023-12-31 0",
            "channels Peace now | Harbour 0 1 1 2024-01-01 2024-01-01 86400",
            "channels Peace now | Harbour 1 1 1 2023-12-31 2023-12-31 40",
            "channels Peace now | Meadow 0 1 1 2024-02-29 2024-02-29 5184000",
            "months Gazette 2023-12 0 2 2 2",
            "months Gazette 2024-01 0 1 1 1",
            "months Harbour 2023-12 1 1 1 0",
            "months Harbour 2024-01 0 2 2 2",
            "months Meadow 2024-02 0 1 1 1",
        ]
    );
    is_sound(&environment);
}

#[test]
fn counts_that_are_not_those_of_the_groups_are_not_sound() {
    let environment = three_channels();
    let connection = Connection::open(environment.path("chancery.db")).unwrap();
    for change in [
        "UPDATE made_point_channels SET first_second = first_second + 1",
        "DELETE FROM made_point_channels WHERE is_forward",
        "UPDATE made_point_months SET shared = shared + 1",
        "UPDATE made_point_standings SET follow_count = follow_count + 1 WHERE forwards = 'only'",
        "UPDATE made_point_pairs SET median_lag = NULL",
    ] {
        connection.execute_batch(&format!("BEGIN; {change}")).unwrap();
        let findings = store::check::check(&connection).unwrap();
        let wrong: Vec<_> = findings
            .iter()
            .filter(|finding| !finding.problems.is_empty())
            .map(|finding| finding.what)
            .collect();
        assert_eq!(wrong, ["point groups"], "{change}");
        connection.execute_batch("ROLLBACK").unwrap();
    }
}
