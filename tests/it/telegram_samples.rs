//! Real exports of Telegram Desktop, outside the project, through the command line. The figures were counted
//! from the exports' rows by other means.

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::shared::shared;

/// A folder with a store of this sample; None where the sample is not there.
fn loaded(sample: &str, options: &[&str]) -> Option<Environment> {
    let path = shared(&format!("samples/telegram-desktop/{sample}"))?;
    let mut environment = Environment::new();
    environment.set("CHANCERY_NOW", "2026-08-01T00:00:00Z");
    let outcome = environment.run(&[&["load", path.to_str().unwrap()], options].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    Some(environment)
}

fn rows(environment: &Environment, arguments: &[&str]) -> Vec<Value> {
    let json = environment.run(&[arguments, &["-f", "json"]].concat()).json();
    json.as_array().unwrap().clone()
}

/// The values of the rows of a statement, row by row.
fn values(environment: &Environment, sql: &str) -> Vec<Vec<Value>> {
    let rows = rows(environment, &["sql", sql]);
    rows.iter().map(|row| row.as_object().unwrap().values().cloned().collect()).collect()
}

const CHANNEL: &str = "uponthepath_2026.json";

#[test]
fn a_channel_of_213_rows_has_203_posts_and_5_events() {
    let Some(environment) = loaded(CHANNEL, &[]) else { return };
    assert_eq!(
        rows(&environment, &["run", "overview"]),
        [
            json!({"channels": 1, "posts": 203, "talking_points": points(&environment), "hashtags": 3, "mentions": 9,
            "first": "2025-11-03", "last": "2026-07-05", "undated": 0, "forwards": 27, "edited": 106})
        ]
    );
    assert_eq!(
        values(
            &environment,
            "SELECT count(*), sum(text <> ''), sum(is_forward), sum(edited_at IS NOT NULL), sum(reply_to_external_id IS NOT NULL),
                min(posted_at), max(posted_at), sum(album_size), count(views), count(forwards), sum(date_basis = 'timestamp')
             FROM posts"
        ),
        [[json!(203), json!(157), json!(27), json!(106), json!(6), json!("2025-11-03T20:19:06Z"),
          json!("2026-07-05T09:54:52Z"), json!(208), json!(0), json!(0), json!(203)]]
    );
    // The first row of all is the service row of the channel's creation.
    assert_eq!(
        values(
            &environment,
            "SELECT external_no, action, happened_at FROM channel_events ORDER BY external_no"
        ),
        [
            [json!(1), json!("create_channel"), json!("2025-11-03T20:10:28Z")],
            [json!(2), json!("edit_group_photo"), json!("2025-11-03T20:10:58Z")],
            [json!(5), json!("pin_message"), json!("2025-11-03T20:19:10Z")],
            [json!(63), json!("pin_message"), json!("2026-01-22T23:06:06Z")],
            [json!(246), json!("pin_message"), json!("2026-05-20T16:10:28Z")],
        ]
    );
    assert_eq!(
        values(
            &environment,
            "SELECT external_id, kind, link_base FROM channels WHERE channel_id IN (SELECT channel_id FROM posts)"
        ),
        [[json!("3204528972"), json!("public_channel"), json!("https://t.me/c/3204528972/")]]
    );
}

/// How many talking points there are: no figure for these is given, only that there are some.
fn points(environment: &Environment) -> Value {
    let points = values(environment, "SELECT count(*) FROM talking_points")[0][0].clone();
    assert!(points.as_u64() > Some(100));
    points
}

#[test]
fn its_posts_fall_in_the_months_of_their_utc_days() {
    let Some(environment) = loaded(CHANNEL, &[]) else { return };
    let wanted = [
        ("2025-11", 13),
        ("2025-12", 7),
        ("2026-01", 33),
        ("2026-02", 29),
        ("2026-03", 27),
        ("2026-04", 46),
        ("2026-05", 26),
        ("2026-06", 20),
        ("2026-07", 2),
    ];
    let got = rows(&environment, &["run", "posts-per-period"]);
    let got: Vec<_> =
        got.iter().map(|row| (row["period"].as_str().unwrap(), row["posts"].as_i64().unwrap())).collect();
    assert_eq!(got, wanted);
}

#[test]
fn its_albums_are_one_post_each_and_nothing_of_them_counts_as_missing() {
    let Some(environment) = loaded(CHANNEL, &[]) else { return };
    assert_eq!(
        values(
            &environment,
            "SELECT p.external_no, p.album_size, group_concat(m.external_id, ' ')
             FROM posts AS p JOIN media AS m USING (post_id) WHERE p.album_size > 1 GROUP BY p.post_id ORDER BY 1"
        ),
        [
            [json!(111), json!(2), json!("111 112")],
            [json!(181), json!(2), json!("181 182")],
            [json!(209), json!(4), json!("209 210 211 212")],
        ]
    );
    // The 213 rows have the ids 1 to 284: 71 ids have neither a message nor a service row.
    let missing = rows(&environment, &["run", "data-gaps", "--min-ids", "1", "--min-days", "1"]);
    assert_eq!(missing.iter().map(|row| row["missing_ids"].as_i64().unwrap()).sum::<i64>(), 71);
    let gaps = rows(&environment, &["run", "data-gaps"]);
    let gap = |row: &Value| {
        (row["gap_from"].clone(), row["gap_to"].clone(), row["days"].clone(), row["missing_ids"].clone())
    };
    assert_eq!(
        gaps.iter().map(gap).collect::<Vec<_>>(),
        [
            (json!("2025-12-01"), json!("2025-12-12"), json!(12), json!(0)),
            (json!("2026-03-26"), json!("2026-03-27"), json!(0), json!(11)),
            (json!("2026-04-23"), json!("2026-04-23"), json!(0), json!(10)),
        ]
    );
}

#[test]
fn its_hashtags_and_its_one_handle_are_found() {
    let Some(environment) = loaded(CHANNEL, &[]) else { return };
    assert_eq!(
        values(
            &environment,
            "SELECT h.tag, u.spelling, u.channel_handle, count(*) FROM post_hashtags AS u JOIN hashtags AS h USING (hashtag_id)
             GROUP BY 1, 2, 3 ORDER BY 1"
        ),
        [
            [json!("patience"), json!("Patience"), Value::Null, json!(1)],
            [json!("scholarly_anecdotes"), json!("Scholarly_Anecdotes"), Value::Null, json!(1)],
            [json!("side_benefits"), json!("Side_Benefits"), json!("madrasatunaa"), json!(2)],
        ]
    );
    let tags = rows(&environment, &["run", "top-hashtags"]);
    let tags: Vec<_> =
        tags.iter().map(|row| (row["tag"].as_str().unwrap(), row["uses"].as_i64().unwrap())).collect();
    assert_eq!(tags, [("side_benefits", 2), ("patience", 1), ("scholarly_anecdotes", 1)]);
    let mentions = rows(&environment, &["run", "top-mentions", "--kind", "handle"]);
    let mentions: Vec<_> =
        mentions.iter().map(|row| (row["name"].as_str().unwrap(), row["uses"].as_i64().unwrap())).collect();
    assert_eq!(mentions, [(marked_handle().as_str(), 1)]);
    // Found by reading: Yemen and Yemeni in one post and Yemen four times in another, the Emirates, Saudi Arabia.
    assert_eq!(
        values(
            &environment,
            "SELECT label, count(*) FROM v_mention_uses WHERE kind = 'country' GROUP BY 1 ORDER BY 1"
        ),
        [
            [json!("Saudi Arabia"), json!(1)],
            [json!("United Arab Emirates"), json!(1)],
            [json!("Yemen"), json!(6)],
        ]
    );
}

/// The one handle that the export itself marks, as it writes it.
fn marked_handle() -> String {
    let export =
        std::fs::read_to_string(shared(&format!("samples/telegram-desktop/{CHANNEL}")).unwrap()).unwrap();
    let export: Value = serde_json::from_str(&export).unwrap();
    let parts =
        export["messages"].as_array().unwrap().iter().filter_map(|row| row["text_entities"].as_array());
    let handles: Vec<&str> = parts
        .flatten()
        .filter(|part| part["type"] == "mention")
        .map(|part| part["text"].as_str().unwrap())
        .collect();
    assert_eq!(handles.len(), 1);
    handles[0].trim_start_matches('@').to_lowercase()
}

#[test]
fn its_forwards_are_told_apart_by_the_ids_of_their_channels() {
    let Some(environment) = loaded(CHANNEL, &[]) else { return };
    let sources = rows(&environment, &["run", "forward-sources"]);
    let mut forwards: Vec<_> = sources.iter().map(|row| row["forwards"].as_i64().unwrap()).collect();
    forwards.sort_unstable();
    assert_eq!(forwards, [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 4]);
    assert_eq!(
        values(
            &environment,
            "SELECT c.external_id, count(*) FROM posts AS p JOIN channels AS c ON c.channel_id = p.forwarded_from_id
             WHERE c.external_id IN ('1487396894', '3763828873', '3204528972') GROUP BY 1 ORDER BY 1"
        ),
        [[json!("1487396894"), json!(1)], [json!("3204528972"), json!(1)], [json!("3763828873"), json!(2)]],
        "two channels have one name, and the channel forwards itself once"
    );
}

#[test]
fn the_same_export_again_changes_no_byte() {
    let Some(environment) = loaded(CHANNEL, &[]) else { return };
    let store = std::fs::read(environment.path("chancery.db")).unwrap();
    let path = shared(&format!("samples/telegram-desktop/{CHANNEL}")).unwrap();
    assert_eq!(environment.run(&["load", path.to_str().unwrap()]).code, 0);
    assert!(std::fs::read(environment.path("chancery.db")).unwrap() == store);
    let export = std::fs::read_to_string(&path).unwrap();
    environment.write("renamed.json", &export);
    assert_eq!(environment.run(&["load", "renamed.json"]).code, 0);
    assert!(std::fs::read(environment.path("chancery.db")).unwrap() == store);
    // Other bytes, the same posts.
    environment.write("respaced.json", export + "\n");
    assert_eq!(environment.run(&["load", "respaced.json"]).code, 0);
    assert_eq!(
        values(&environment, "SELECT posts_new, posts_changed, posts_unchanged FROM loads WHERE load_id = 2"),
        [[0, 0, 203]]
    );
    assert_eq!(values(&environment, "SELECT count(*) FROM post_versions"), [[0]]);
}

const NUMERIC_IDS: &str = "khream_2021-02_numeric_ids.json";

#[test]
fn a_numeric_id_with_type_bits_is_a_channel_id() {
    let Some(environment) = loaded(NUMERIC_IDS, &[]) else { return };
    // 10083966286 - 2^33.
    assert_eq!(
        values(&environment, "SELECT external_id, name, link_base FROM channels"),
        [[json!("1494031694"), json!("KHream"), json!("https://t.me/c/1494031694/")]]
    );
    assert_eq!(
        values(
            &environment,
            "SELECT count(*), sum(author_id IS NOT NULL), sum(is_forward), count(edited_at), min(external_no), max(external_no) FROM posts"
        ),
        [[16, 0, 0, 0, 4984, 5021]]
    );
    assert_eq!(values(&environment, "SELECT count(*) FROM talking_points"), [[0]]);
    let missing = rows(&environment, &["run", "data-gaps", "--min-ids", "1"]);
    assert_eq!(missing.iter().map(|row| row["missing_ids"].as_i64().unwrap()).sum::<i64>(), 22);
}

#[test]
fn wall_clocks_are_of_the_reporting_zone_and_said_to_be_so() {
    let Some(environment) = loaded(NUMERIC_IDS, &[]) else { return };
    let first =
        "SELECT posted_at, posted_local, posted_on, date_basis FROM posts ORDER BY external_no LIMIT 1";
    assert_eq!(
        values(&environment, first),
        [[json!("2021-01-31T21:02:29Z"), json!("2021-01-31T21:02:29"), json!("2021-01-31"), json!("local")]]
    );
    let by_day = "SELECT posted_on, count(*) FROM posts GROUP BY 1 ORDER BY 1";
    let days = |counts: [u64; 3]| {
        let days = ["2021-01-31", "2021-02-01", "2021-02-02"];
        days.iter().zip(counts).map(|(day, posts)| vec![json!(day), json!(posts)]).collect::<Vec<_>>()
    };
    assert_eq!(values(&environment, by_day), days([7, 5, 4]));

    let environment = loaded(NUMERIC_IDS, &["--input-time-zone", "Asia/Tokyo"]).unwrap();
    assert_eq!(
        values(&environment, first),
        [[json!("2021-01-31T12:02:29Z"), json!("2021-01-31T12:02:29"), json!("2021-01-31"), json!("local")]]
    );
    // From midnight to nine o'clock in Tokyo it is the day before in UTC: five posts of the 1st, four of the 2nd.
    assert_eq!(
        values(&environment, by_day),
        [[json!("2021-01-31"), json!(12)], [json!("2021-02-01"), json!(4)]]
    );

    let environment = loaded(NUMERIC_IDS, &["--time-zone", "Asia/Tokyo"]).unwrap();
    assert_eq!(
        values(&environment, first)[0][..3],
        [json!("2021-01-31T12:02:29Z"), json!("2021-01-31T21:02:29"), json!("2021-01-31")]
    );
    assert_eq!(values(&environment, by_day), days([7, 5, 4]));
}

#[test]
fn an_album_of_a_photo_and_two_videos_is_one_post_with_its_text() {
    let Some(environment) = loaded("pachumarchive_2026-06.json", &[]) else { return };
    // Written at 16:24:01 on a clock four hours ahead of UTC; the last edit of the three rows is the caption's.
    assert_eq!(
        values(
            &environment,
            "SELECT external_no, album_size, posted_at, edited_at, title IS NOT NULL, is_forward FROM posts"
        ),
        [[
            json!(3854),
            json!(3),
            json!("2026-06-17T12:24:01Z"),
            json!("2026-06-17T12:29:24Z"),
            json!(1),
            json!(0)
        ]]
    );
    assert_eq!(
        values(&environment, "SELECT external_id, kind, size_bytes FROM media ORDER BY position"),
        [
            [json!("3854"), json!("photo"), json!(198_074)],
            [json!("3855"), json!("video"), json!(2_003_698_620)],
            [json!("3856"), json!("video"), json!(1_835_393_495)],
        ]
    );
    assert_eq!(
        values(
            &environment,
            "SELECT h.tag, u.spelling, substr(p.text, u.start - 1, 1) FROM post_hashtags AS u JOIN hashtags AS h USING (hashtag_id) JOIN posts AS p USING (post_id)"
        ),
        [["кинострим", "КиноСтрим", "#"]]
    );
    assert_eq!(
        values(&environment, "SELECT host, is_visible FROM links ORDER BY position"),
        [[json!("twitch.tv"), json!(0)], [json!("boosty.to"), json!(0)], [json!("t.me"), json!(0)]]
    );
    assert_eq!(values(&environment, "SELECT kind, count FROM reactions"), [[json!("emoji"), json!(4)]]);
    assert_eq!(values(&environment, "SELECT count(*) FROM talking_points"), [[0]]);
}
