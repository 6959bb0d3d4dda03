//! The samples that come with the project, through the command line: every figure of
//! `tests/fixtures/samples.expected.json`, which was counted from the facts that the samples were written from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::environment::Environment;

const EXPORT: &str = "valdoria-mfa/result.json";
const DIGEST: &str = "valdoria-digest.txt";

struct Samples {
    environment: Environment,
    expected: Value,
}

/// The samples, loaded with one command.
fn samples() -> Samples {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let expected = std::fs::read_to_string(root.join("tests/fixtures/samples.expected.json")).unwrap();
    let mut environment = Environment::new();
    environment.set("CHANCERY_NOW", "2025-06-01T12:00:00Z");
    let mut load = environment.command(&["load", "samples", "--db"]);
    let output = load.arg(environment.path("chancery.db")).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Samples { environment, expected: serde_json::from_str(&expected).unwrap() }
}

impl Samples {
    fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let outcome = self.environment.run(&[arguments, &["-f", "json"]].concat());
        assert_eq!(outcome.code, 0, "{outcome}");
        serde_json::from_str::<Vec<Value>>(&outcome.stdout).unwrap()
    }

    fn sql(&self, sql: &str) -> Vec<Value> {
        self.rows(&["sql", sql])
    }

    /// The first column of the first row.
    fn figure(&self, sql: &str) -> Value {
        let [row] = &self.sql(sql)[..] else { panic!("one row: {sql}") };
        row.as_object().unwrap().values().next().unwrap().clone()
    }

    /// The rows of `run` for one input, or for both together.
    fn run(&self, query: &str, part: &str, flags: &[&str]) -> Vec<Value> {
        let channel = self.expected[part]["channel"].as_str();
        let filter: Vec<&str> = channel.iter().flat_map(|channel| ["--channel", channel]).collect();
        self.rows(&[&["run", query], flags, &filter[..]].concat())
    }

    /// The same figures from the summaries of an input and from its posts.
    fn assert_part(&self, part: &str) {
        let wanted = &self.expected[part];
        let posts = self.run("posts", part, &[]);
        assert_eq!(json!(posts.len()), wanted["posts"], "{part}");
        let points: Vec<u64> = posts.iter().map(|row| row["points"].as_u64().unwrap()).collect();
        assert_eq!(json!(points.iter().sum::<u64>()), wanted["talking_points"], "{part}");
        let with_points = points.iter().filter(|points| **points > 0).count();
        assert_eq!(json!(with_points), wanted["posts_with_talking_points"], "{part}");
        assert_eq!(json!(self.run("talking-points", part, &[]).len()), wanted["talking_points"], "{part}");

        let told = self.run("posts-per-period", part, &[]).into_iter().filter(|row| row["posts"] != json!(0));
        let told: BTreeMap<_, _> = told.map(|row| (text(&row["period"]), row["posts"].clone())).collect();
        assert_eq!(told, months(&wanted["posts_by_month"]), "{part}");

        // Every post with a hashtag has its sign; with words the posts are counted, without them the summaries.
        for words in [&[][..], &["--words", "#"]] {
            let rows = self.run("hashtag-frequency", part, &[&["--top", "0"], words].concat());
            let told = rows.iter().filter(|row| row["posts"] != json!(0));
            let told = told.map(|row| (text(&row["period"]), text(&row["tag"]), counts(row)));
            let asked = wanted["hashtags_by_month"].as_array().unwrap().iter();
            let asked = asked.map(|row| (period(row), text(&row["tag"]), counts(row)));
            assert_eq!(told.collect::<BTreeSet<_>>(), asked.collect::<BTreeSet<_>>(), "{part}");
        }
        let uses = self.run("top-hashtags", part, &["--top", "0"]);
        let uses: u64 = uses.iter().map(|row| row["uses"].as_u64().unwrap()).sum();
        assert_eq!(json!(uses), wanted["hashtag_uses"], "{part}");

        let mut spellings = Map::new();
        for row in self.run("hashtag-spellings", part, &["--top", "0"]) {
            let of_tag = spellings.entry(text(&row["tag"])).or_insert_with(|| json!({}));
            of_tag[row["spelling"].as_str().unwrap()] = row["uses"].clone();
        }
        assert_eq!(Value::Object(spellings), wanted["spellings"], "{part}");
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn period(row: &Value) -> String {
    row["month"].as_str().unwrap_or("undated").to_owned()
}

fn counts(row: &Value) -> (u64, u64) {
    (row["posts"].as_u64().unwrap(), row["uses"].as_u64().unwrap())
}

fn months(rows: &Value) -> BTreeMap<String, Value> {
    rows.as_array().unwrap().iter().map(|row| (period(row), row["posts"].clone())).collect()
}

/// `points` of an expectation, each with its position.
fn points(post: &Value) -> Vec<Value> {
    let with_position = |(point, position): (&Value, i32)| json!({"position": position, "marker": point["marker"], "text": point["text"]});
    post["points"].as_array().unwrap().iter().zip(1..).map(with_position).collect()
}

#[test]
fn the_samples_give_the_counts_they_were_written_with() {
    let samples = samples();
    for part in [EXPORT, DIGEST, "together"] {
        samples.assert_part(part);
    }
    let [overview] = &samples.rows(&["run", "overview"])[..] else { panic!("one row") };
    assert_eq!(overview["channels"], json!(2));
    assert_eq!(overview["posts"], samples.expected["together"]["posts"]);
    assert_eq!(overview["talking_points"], samples.expected["together"]["talking_points"]);
    assert_eq!(overview["undated"], samples.expected[DIGEST]["undated_posts"]);
    assert_eq!(overview["edited"], samples.expected[EXPORT]["edited"]);
}

#[test]
fn the_export_has_the_rows_it_was_written_with() {
    let samples = samples();
    let wanted = &samples.expected[EXPORT];
    let here = "FROM posts AS p JOIN channels AS c USING (channel_id) WHERE c.external_id = '1000204417'";
    let of_posts = format!("(SELECT p.post_id {here})");
    for (name, sql) in [
        ("channel", format!("SELECT DISTINCT c.name {here}")),
        ("channel_id", format!("SELECT DISTINCT c.external_id {here}")),
        ("message_rows", format!("SELECT sum(p.album_size) {here}")),
        ("service_rows", "SELECT count(*) FROM channel_events".to_owned()),
        ("first_posted_at", format!("SELECT min(p.posted_at) {here}")),
        ("last_posted_at", format!("SELECT max(p.posted_at) {here}")),
        ("forwards", format!("SELECT count(*) {here} AND p.is_forward")),
        ("replies", format!("SELECT count(*) {here} AND p.reply_to_external_id IS NOT NULL")),
        ("edited", format!("SELECT count(*) {here} AND p.edited_at IS NOT NULL")),
        ("signed", format!("SELECT count(*) {here} AND p.author_id IS NOT NULL")),
        ("albums", format!("SELECT count(*) {here} AND p.album_size > 1")),
        ("polls", "SELECT count(*) FROM media WHERE kind = 'poll'".to_owned()),
        ("media_items", format!("SELECT count(*) FROM media WHERE post_id IN {of_posts}")),
        ("posts_without_text", format!("SELECT count(*) {here} AND p.text = ''")),
        ("reactions", "SELECT sum(count) FROM reactions".to_owned()),
    ] {
        assert_eq!(samples.figure(&sql), wanted[name], "{name}");
    }
    let handles = samples.rows(&["run", "top-mentions", "--top", "0", "--kind", "handle"]);
    let handles: Value = handles.iter().map(|row| (text(&row["name"]), row["uses"].clone())).collect();
    assert_eq!(handles, wanted["handle_uses"]);
    // By hand: the titles of rows 5 and 47, of 6 and the text of 28, where the name is in the genitive and the nominative.
    let persons = format!(
        "SELECT u.label, count(*) AS uses FROM v_mention_uses AS u WHERE u.kind = 'person' AND u.post_id IN {of_posts} GROUP BY 1 ORDER BY 1"
    );
    assert_eq!(
        samples.sql(&persons),
        [json!({"label": "Orsa Velmine", "uses": 2}), json!({"label": "Орса Велмине", "uses": 2})]
    );
    for post in wanted["points"].as_array().unwrap() {
        let id = post["external_id"].as_str().unwrap();
        let got = samples.sql(&format!(
            "SELECT position, marker, text FROM talking_points
             WHERE post_id = (SELECT p.post_id {here} AND p.external_id = '{id}') ORDER BY position"
        ));
        assert_eq!(got, points(post), "post {id}");
    }
}

#[test]
fn album_items_and_service_rows_of_the_export_are_no_missing_ids() {
    // Of the ids 1 to 58, 53 rows are there: five single ids are missing, albums and service rows are not.
    let gaps = samples().rows(&["run", "data-gaps", "--min-ids", "1", "--min-days", "1"]);
    let missing: Vec<_> =
        gaps.iter().filter_map(|row| row["missing_ids"].as_u64()).filter(|ids| *ids > 0).collect();
    assert_eq!(missing, [1, 1, 1, 1, 1]);
}

#[test]
fn numbered_points_keep_their_numbers() {
    // 1️⃣ 2️⃣ 3️⃣, 1. 2. 3., 1️⃣ 2️⃣ and 8️⃣ to 1️⃣1️⃣ in the export; the last four stand in the digest, too.
    let got = samples().sql(
        "SELECT t.ordinal FROM talking_points AS t JOIN posts AS p USING (post_id)
         WHERE t.ordinal IS NOT NULL ORDER BY p.external_id IS NULL, p.external_no, t.position",
    );
    let ordinals: Vec<_> = got.iter().map(|row| row["ordinal"].as_u64().unwrap()).collect();
    assert_eq!(ordinals, [1, 2, 3, 1, 2, 3, 1, 2, 8, 9, 10, 11, 8, 9, 10, 11]);
}

#[test]
fn both_channels_say_whom_they_forward() {
    let samples = samples();
    for part in [EXPORT, DIGEST] {
        let rows = samples.run("forward-sources", part, &[]);
        let told: Value = rows.iter().map(|row| (text(&row["source"]), row["forwards"].clone())).collect();
        assert_eq!(told, samples.expected[part]["forward_sources"], "{part}");
        let forwards: u64 = rows.iter().map(|row| row["forwards"].as_u64().unwrap()).sum();
        assert_eq!(json!(forwards), samples.expected[part]["forwards"], "{part}");
    }
}

#[test]
fn each_post_of_the_digest_is_read_as_it_was_written() {
    let samples = samples();
    let got = samples.sql(
        "SELECT p.post_id, p.title, f.name AS forwarded_from, p.posted_on, p.date_basis, p.not_before, p.not_after, p.text
         FROM posts AS p JOIN channels AS c USING (channel_id) JOIN channels AS f ON f.channel_id = p.forwarded_from_id
         WHERE c.name = 'valdoria-digest' ORDER BY p.post_id",
    );
    let wanted = samples.expected[DIGEST]["each"].as_array().unwrap();
    assert_eq!(got.len(), wanted.len());
    for (got, wanted) in got.iter().zip(wanted) {
        let title = &wanted["title"];
        for field in ["title", "forwarded_from", "posted_on", "date_basis", "not_before", "not_after", "text"]
        {
            assert_eq!(got[field], wanted[field], "{field} of {title}");
        }
        let post = &got["post_id"];
        let hashtags = format!("SELECT spelling FROM post_hashtags WHERE post_id = {post} ORDER BY position");
        let hashtags: Value = samples.sql(&hashtags).iter().map(|row| row["spelling"].clone()).collect();
        assert_eq!(hashtags, wanted["hashtags"], "{title}");
        let told = samples.sql(&format!(
            "SELECT position, marker, text FROM talking_points WHERE post_id = {post} ORDER BY position"
        ));
        assert_eq!(told, points(wanted), "{title}");
    }
}

#[test]
fn every_figure_that_is_expected_is_compared() {
    let compared = [
        "channel",
        "posts",
        "posts_by_month",
        "talking_points",
        "posts_with_talking_points",
        "hashtag_uses",
        "hashtags_by_month",
        "spellings",
        "channel_id",
        "message_rows",
        "service_rows",
        "first_posted_at",
        "last_posted_at",
        "forwards",
        "forward_sources",
        "replies",
        "edited",
        "signed",
        "albums",
        "polls",
        "media_items",
        "posts_without_text",
        "handle_uses",
        "reactions",
        "points",
        "undated_posts",
        "each",
    ];
    let expected = samples().expected;
    for part in [EXPORT, DIGEST, "together"] {
        for name in expected[part].as_object().unwrap().keys() {
            assert!(compared.contains(&name.as_str()), "{part}: {name}");
        }
    }
}
