//! The queries of repeated points: the most important figures, worked out by hand on `points.sql`.

use serde_json::json;

use crate::bundled_queries::{rows, store_of};
use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

/// The open port stands in posts 1, 2, 3, 6, 10 and 18 of all four channels, among 20 posts; 10 January to 5 April are
/// 22 + 29 + 31 + 5 days. The grain is in four posts of four channels, one undated.
#[test]
fn the_most_repeated_points() {
    let store = store_of("points.sql");
    let top = rows(&store, "top-points", &json!({"top": 3}));
    assert_eq!(
        top[0],
        json!([1, "The old port stays open to all ships", 6, 6, 4, "2024-01-10", "2024-04-05", 87, 30.0, 20])
            .as_array()
            .unwrap()[..]
    );
    // Five posts say that the ferries run, in all four channels.
    assert_eq!(top[1][1..5], [json!("Ferries run"), json!(5), json!(5), json!(4)]);
    // So is the grain in four, which the tower says later; of the ships, post 5 tells twice.
    assert_eq!(top[2][1..5], [json!("Ten ships wait for the tug at the quay"), json!(4), json!(5), json!(4)]);
}

/// The harbour at nine, the gazette at twenty: eleven hours; the tower half an hour and a day after the harbour. The post
/// of 5 April has a day only, the last one none.
#[test]
fn the_path_of_a_point() {
    let store = store_of("points.sql");
    let path = rows(&store, "point-spread", &json!({"point": 3}));
    let seen: Vec<_> = path.iter().map(|row| json!([row[0], row[1], row[2], row[3], row[4]])).collect();
    assert_eq!(
        seen,
        [
            json!([1, "@harbour", "2024-01-10", 0.0, 1.0]),
            json!([2, "Газета", "2024-01-10", 11.0, 0.666]),
            json!([3, "@tower", "2024-01-11", 24.5, 1.0]),
            // 51 days and three hours.
            json!([4, "@harbour", "2024-03-01", 1227.0, 0.666]),
            json!([5, "@tower", "2024-04-05", null, 0.666]),
            json!([6, "منارة", null, null, 1.0]),
        ]
    );
    assert_eq!(rows(&store, "point-spread", &json!({})), path, "it is the point of most posts");
    assert_eq!(rows(&store, "point-spread", &json!({"point": 4}))[0][6], json!("Nobody knows yet"));
    assert_eq!(rows(&store, "point-spread", &json!({"point": 999})).len(), 0);
}

/// Without forwards: the harbour is first with the port, and with the ships, which the gazette says five days later. The
/// tower and the gazette say the grain in one second, the harbour an hour later. The ferries: the tower on 4 March, the harbour
/// on 1 April; the lighthouse is after the gazette with the last point.
#[test]
fn who_is_first() {
    let store = store_of("points.sql");
    let movers = rows(&store, "point-first-movers", &json!({}));
    assert_eq!(
        movers,
        [
            // Second with the grain by one hour, with the ferries by 27 days and 12 hours: the median is 330.5.
            json!(["@harbour", 2, 0, 2, 330.5, 50.0, 4]).as_array().unwrap().clone(),
            // After the harbour with the port by 11 hours and with the ships by 119.
            json!(["Газета", 1, 1, 2, 65.0, 25.0, 4]).as_array().unwrap().clone(),
            json!(["@tower", 1, 1, 1, 24.5, 33.33, 3]).as_array().unwrap().clone(),
            json!(["منارة", 0, 0, 1, 24.0, 0.0, 1]).as_array().unwrap().clone(),
        ]
    );
}

/// In January the harbour makes two points, both of which others make as well; the gazette five, of which nobody else says
/// that nobody knows.
#[test]
fn how_much_is_shared() {
    let store = store_of("points.sql");
    let months = rows(&store, "message-discipline", &json!({"until": "2024-01-31"}));
    let seen: Vec<_> = months.iter().map(|row| json!([row[1], row[2], row[3], row[4]])).collect();
    assert_eq!(
        seen,
        [
            json!(["@harbour", 2, 2, 100.0]),
            json!(["@tower", 1, 1, 100.0]),
            json!(["Газета", 5, 4, 80.0]),
            json!(["منارة", 2, 2, 100.0]),
        ]
    );
}

/// Without forwards the harbour makes six points: the port, the ships, the grain, the ferries, and two alone. The tower
/// makes the port, the grain, the ferries and one alone; three are shared, of 6 + 4 - 3. The grain is an hour apart, the port
/// 24 and a half, the ferries 27 days and 12 hours, which is 660.
#[test]
fn who_shares_points() {
    let store = store_of("points.sql");
    let pairs = rows(&store, "point-alignment", &json!({"channel": [1, 3]}));
    assert_eq!(pairs[0][..7], json!(["@harbour", "@tower", 3, 0.4286, 24.5, 6, 4]).as_array().unwrap()[..]);
}

/// In January the port, the ships and the ferries (of post 20, at seven in the evening) are said first, and nobody else says
/// that nobody knows: four of ten. In March the lamps, the grain and the tide, of nine; from March on alone the port, the ships
/// and the ferries are still repeated. Posts 10 and 11, without a day, say four points.
#[test]
fn new_and_repeated() {
    let store = store_of("points.sql");
    let months = rows(&store, "point-novelty", &json!({}));
    assert_eq!(
        months,
        [
            json!(["2024-01", 10, 4, 6, 40.0, 31.25, 32, 1]).as_array().unwrap().clone(),
            json!(["2024-02", 0, 0, 0, null, 0.0, 32, 0]).as_array().unwrap().clone(),
            json!(["2024-03", 9, 3, 6, 33.33, 28.13, 32, 0]).as_array().unwrap().clone(),
            json!(["2024-04", 9, 4, 5, 44.44, 28.13, 32, 1]).as_array().unwrap().clone(),
            json!(["undated", 4, null, null, null, 12.5, 32, null]).as_array().unwrap().clone(),
        ]
    );
    let later = rows(&store, "point-novelty", &json!({"since": "2024-03-01"}));
    assert_eq!(later[0][..4], json!(["2024-03", 9, 3, 6]).as_array().unwrap()[..]);
}

/// The tug stands in the point of the ships in posts 1, 4, 13 and twice in 5, and in one point each of 14, 15 and 19: seven
/// posts. Post 12 names it beside its points.
#[test]
fn which_points_name_an_actor() {
    let store = store_of("points.sql");
    let points = rows(&store, "point-mentions", &json!({"name": ["tug"], "top": 2}));
    assert_eq!(
        points,
        [
            json!(["Tug", "organisation", 2, "Ten ships wait for the tug at the quay", 4, 5, 4, 57.14, 7])
                .as_array()
                .unwrap()
                .clone(),
            json!(["Tug", "organisation", 21, "Calm", 1, 1, 1, 14.29, 7]).as_array().unwrap().clone(),
        ]
    );
}

#[test]
fn a_report_groups_points_first_and_says_so_where_it_cannot() {
    let environment = Environment::new();
    let said = |place: &str| format!("{place}:\n\n• The old port stays open to all ships\n• Ferries run\n");
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR, &said("Here"))
        .post(2, NEW_YEAR + DAY, &said("There"))
        .write(environment.folder(), "a.json");
    environment.run(&["load", "a.json"]).success();
    let outcome = environment.run(&["run", "top-points", "-f", "json"]);
    assert!(
        outcome.stderr.contains("the talking points were grouped first: 4 of 4 say"),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.stdout.matches("\"point\"").count(), 2);
    let again = environment.run(&["run", "top-points", "-f", "json"]);
    assert_eq!(again.stderr, "");
    let from = environment.run(&["run", "top-points", "--from", "a.json", "-f", "json"]);
    assert_eq!(from.json().as_array().unwrap().len(), 2);
    // Another program is at it, so that nothing can be written.
    Export::new(9, "Harbour").post(1, NEW_YEAR, &said("Far")).write(environment.folder(), "b.json");
    environment.run(&["load", "b.json"]).success();
    let _lock = chancery::store::lock::StoreLock::acquire(
        &environment.path("chancery.db"),
        "2024-07-16T14:03:22Z".parse().unwrap(),
    )
    .unwrap();
    let outcome = environment.run(&["run", "top-points", "-f", "json"]);
    assert_eq!(outcome.code, 0);
    let told = "note: the talking points are grouped for this run alone, since their groups cannot be kept in the store now";
    assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
    // Both are said by three posts now, as the later load has it.
    let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let posts: Vec<i64> = rows.as_array().unwrap().iter().map(|row| row["posts"].as_i64().unwrap()).collect();
    assert_eq!(posts, [3, 3]);
    drop(_lock);
}

/// Two channels that say one point half a minute apart.
fn two_channels() -> Environment {
    let environment = Environment::new();
    let said = "Here:\n\n• The old port stays open to all ships\n";
    for (id, name, file, seconds) in [(7, "Gazette", "a.json", 0), (9, "Harbour", "b.json", 30)] {
        Export::new(id, name).post(1, NEW_YEAR + seconds, said).write(environment.folder(), file);
        environment.run(&["load", file]).success();
    }
    environment
}

#[test]
fn points_are_grouped_first_only_where_a_report_asks_for_them() {
    const TOLD: &str = "the talking points were grouped first: 2 of 2 say";
    const POINT: [&str; 7] = ["run", "coordinated-posts", "--min-times", "1", "--object", "POINT", "-f"];
    let environment = two_channels();
    let outcome = environment.run(&["run", "coordinated-posts", "--object", "text", "--min-times", "1"]);
    assert!(!outcome.stderr.contains("grouped"), "{outcome}");
    environment
        .write("link.toml", "[[report]]\nquery = \"coordinated-posts\"\nvalues = { object = \"link\" }\n");
    let outcome = environment.run(&["run", "--pack", "link.toml", "-o", "out"]);
    assert!(outcome.code == 0 && !outcome.stderr.contains("grouped"), "{outcome}");
    let outcome = environment.run(&[&POINT[..], &["json"]].concat());
    assert!(outcome.stderr.contains(TOLD), "{outcome}");
    let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["weight"]), (1, &json!(1)));
    assert_eq!((&rows[0]["source"], &rows[0]["median_lag_s"]), (&json!("Gazette"), &json!(30.0)));
    let from = environment.run(&[&POINT[..], &["json", "--from", "a.json", "--from", "b.json"]].concat());
    assert_eq!(from.json(), rows);
    let environment = two_channels();
    environment
        .write("point.toml", "[defaults]\nobject = \"point\"\n[[report]]\nquery = \"coordinated-posts\"\n");
    let outcome = environment.run(&["run", "--pack", "point.toml", "-o", "out"]);
    assert!(outcome.code == 0 && outcome.stderr.contains(TOLD), "{outcome}");
}

#[test]
fn points_that_cannot_be_grouped_in_the_store_are_grouped_beside_it() {
    let environment = two_channels();
    let lock = chancery::store::lock::StoreLock::acquire(
        &environment.path("chancery.db"),
        "2024-07-16T14:03:22Z".parse().unwrap(),
    )
    .unwrap();
    let point = ["run", "coordinated-posts", "--object", "point", "--min-times", "1", "-f", "json"];
    let before = std::fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&point);
    assert!(
        outcome.stderr.contains("are grouped for this run alone, since their groups cannot"),
        "{outcome}"
    );
    let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["weight"]), (1, &json!(1)), "{outcome}");
    assert!(std::fs::read(environment.path("chancery.db")).unwrap() == before, "the store was changed");
    drop(lock);
}
