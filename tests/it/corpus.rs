//! The text of a web preview page of ten forwarded posts, outside the project, through the command line: what
//! a careful reader found in it by hand must be what is stored and what the reports print.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::shared::shared;

struct Corpus {
    environment: Environment,
    text: String,
    expected: Value,
}

/// The corpus in a folder of its own; None where it is not there.
fn corpus() -> Option<Corpus> {
    let text = fs::read_to_string(shared("corpus/mfa-forwards.txt")?).unwrap();
    let expected = fs::read_to_string(shared("corpus/mfa-forwards.expected.json")?).unwrap();
    let environment = Environment::new();
    environment.write("mfa-forwards.txt", &text);
    Some(Corpus { environment, text, expected: serde_json::from_str(&expected).unwrap() })
}

/// The corpus, loaded once.
fn loaded() -> Option<Corpus> {
    let corpus = corpus()?;
    corpus.load(&["mfa-forwards.txt"]);
    Some(corpus)
}

impl Corpus {
    fn load(&self, arguments: &[&str]) {
        let outcome = self.environment.run(&[&["load"], arguments].concat());
        assert_eq!(outcome.code, 0, "{outcome}");
    }

    fn sql(&self, sql: &str) -> Vec<Value> {
        self.rows(&["sql", sql])
    }

    fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let json = self.environment.run(&[arguments, &["--format", "json"]].concat()).json();
        json.as_array().unwrap().clone()
    }

    fn posts(&self) -> &Vec<Value> {
        self.expected["posts"].as_array().unwrap()
    }

    fn total(&self, name: &str) -> &Value {
        &self.expected["totals"][name]
    }

    /// Posts by month and tag, as the reader counted them.
    fn hashtag_months(&self) -> BTreeSet<(String, String, u64)> {
        let rows = self.total("hashtags_by_month").as_array().unwrap();
        rows.iter()
            .map(|row| (month(&row["month"]), text(&row["tag"]), row["posts"].as_u64().unwrap()))
            .collect()
    }

    /// Posts by month, as the reader dated them.
    fn months(&self) -> BTreeMap<String, u64> {
        let mut months = BTreeMap::new();
        for post in self.posts() {
            let day = post["posted_at"].as_str();
            *months.entry(day.map_or("undated", |day| &day[..7]).to_owned()).or_insert(0) += 1;
        }
        months
    }

    /// Everything that the reader found, from the store.
    #[track_caller]
    fn assert_read(&self) {
        self.assert_posts();
        self.assert_points();
        self.assert_reports();
    }

    #[track_caller]
    fn assert_posts(&self) {
        let got = self.sql(
            "SELECT p.title, f.name AS forwarded_from, p.posted_at, p.posted_on, p.posted_local, p.date_basis, p.not_before,
                p.not_after, p.is_forward, p.text, p.views, p.forwards, p.external_id, p.edited_at,
                (SELECT count(*) FROM media AS m WHERE m.post_id = p.post_id) AS media,
                (SELECT json_group_array(u.spelling) FROM
                    (SELECT spelling FROM post_hashtags AS h WHERE h.post_id = p.post_id ORDER BY position) AS u) AS hashtags
             FROM posts AS p JOIN channels AS f ON f.channel_id = p.forwarded_from_id ORDER BY p.post_id",
        );
        assert_eq!(got.len(), self.posts().len());
        for (got, wanted) in got.iter().zip(self.posts()) {
            let title = wanted["title"].as_str().unwrap();
            for field in ["title", "forwarded_from", "posted_at", "date_basis", "not_before", "not_after"] {
                assert_eq!(got[field], wanted[field], "{field} of {title}");
            }
            assert_eq!(got["posted_on"], wanted["posted_at"], "{title}");
            assert_eq!(got["is_forward"], json!(1), "{title}");
            for absent in ["posted_local", "views", "forwards", "external_id", "edited_at"] {
                assert_eq!(got[absent], Value::Null, "{absent} of {title}");
            }
            let text = got["text"].as_str().unwrap();
            assert!(text.starts_with(title), "{title}");
            let body = text.lines().skip(1).filter(|line| !line.trim().is_empty()).count();
            assert_eq!(json!(body), wanted["body_lines"], "lines below {title}");
            assert_eq!(got["media"] != json!(0), wanted["media_stub"], "{title}");
            let hashtags: Value = serde_json::from_str(got["hashtags"].as_str().unwrap()).unwrap();
            assert_eq!(hashtags, wanted["hashtags"], "{title}");
        }
    }

    #[track_caller]
    fn assert_points(&self) {
        let got = self.sql(
            "SELECT p.title, t.position, t.marker, t.ordinal, t.text, substr(p.text, t.start, length(t.text)) AS there
             FROM posts AS p JOIN talking_points AS t USING (post_id) ORDER BY p.post_id, t.position",
        );
        let wanted = self.posts().iter().flat_map(|post| {
            let points = post["points"].as_array().unwrap();
            assert_eq!(post["talking_points"], json!(points.len()));
            points.iter().zip(1..).map(|(point, position)| {
                json!({"title": post["title"], "position": position, "marker": point["marker"],
                       "ordinal": point["ordinal"], "text": point["text"], "there": point["text"]})
            })
        });
        let wanted: Vec<Value> = wanted.collect();
        for (got, wanted) in got.iter().zip(&wanted) {
            assert_eq!(got, wanted);
        }
        assert_eq!(got.len(), wanted.len());
        assert_eq!(json!(got.len()), *self.total("talking_points"));
    }

    /// What the named queries print.
    #[track_caller]
    /// Namings of handles, as the careful reader counted them, and of names, which the dictionary's own marked posts
    /// are for.
    fn named(&self) -> Value {
        let names = self.sql("SELECT count(*) AS n FROM mentions WHERE via <> 'handle'");
        json!(names[0]["n"].as_u64().unwrap() + json!(self.total("handle_mentions")).as_u64().unwrap())
    }

    fn assert_reports(&self) {
        let days = || self.posts().iter().filter_map(|post| post["posted_at"].as_str());
        assert_eq!(
            self.rows(&["run", "overview"]),
            [
                json!({"channels": 1, "posts": self.total("posts"), "talking_points": self.total("talking_points"),
                "hashtags": self.total("hashtag_posts").as_object().unwrap().len(),
                "mentions": self.named(), "first": days().min(), "last": days().max(),
                "undated": self.total("undated_posts"), "forwards": self.total("posts"), "edited": 0})
            ]
        );

        let rows = self.rows(&["run", "hashtag-frequency", "--top", "0"]);
        let told = rows.iter().filter(|row| row["posts"] != json!(0));
        let told = told.map(|row| (text(&row["period"]), text(&row["tag"]), row["posts"].as_u64().unwrap()));
        assert_eq!(told.collect::<BTreeSet<_>>(), self.hashtag_months());
        // No body has a tag twice, so a use more than posts would be one of a second copy.
        assert!(rows.iter().all(|row| row["uses"] == row["posts"]));
        let months = self.months();
        for row in &rows {
            let all = months.get(row["period"].as_str().unwrap()).copied().unwrap_or(0);
            assert_eq!(row["all_posts"], json!(all), "{row}");
        }

        let rows = self.rows(&["run", "top-hashtags", "--top", "0"]);
        let told: Value = rows.iter().map(|row| (text(&row["tag"]), row["posts"].clone())).collect();
        assert_eq!(told, *self.total("hashtag_posts"));
        assert!(rows.iter().all(|row| row["all_posts"] == *self.total("posts")));

        let rows = self.rows(&["run", "posts-per-period"]);
        let told = rows.iter().filter(|row| row["posts"] != json!(0));
        let told = told.map(|row| (text(&row["period"]), row["posts"].as_u64().unwrap()));
        assert_eq!(told.collect::<BTreeMap<_, _>>(), months);

        let points = self.posts().iter().flat_map(|post| {
            post["points"].as_array().unwrap().iter().map(|point| (post["posted_at"].clone(), &point["text"]))
        });
        let points: BTreeSet<_> = points.map(|(day, point)| (day.to_string(), text(point))).collect();
        let rows = self.rows(&["run", "talking-points"]);
        let told = rows.iter().map(|row| (row["date"].to_string(), text(&row["point"])));
        assert_eq!(told.collect::<BTreeSet<_>>(), points);
        assert_eq!(json!(rows.len()), *self.total("talking_points"));

        let rows = self.rows(&["run", "posts"]);
        let told = |row: &Value, day: &str, points: &str| {
            (row[day].to_string(), text(&row["title"]), row[points].clone())
        };
        let mut got: Vec<_> = rows.iter().map(|row| told(row, "date", "points")).collect();
        let mut wanted: Vec<_> =
            self.posts().iter().map(|row| told(row, "posted_at", "talking_points")).collect();
        got.sort_by(|a, b| a.1.cmp(&b.1));
        wanted.sort_by(|a, b| a.1.cmp(&b.1));
        assert_eq!(got, wanted);

        let rows = self.rows(&["run", "forward-sources"]);
        let told: Vec<_> = rows.iter().map(|row| (&row["source"], &row["forwards"])).collect();
        assert_eq!(told, [(&self.posts()[0]["forwarded_from"], self.total("posts"))]);

        let mentions = self.environment.run(&["run", "top-mentions", "--kind", "handle", "-f", "json"]);
        assert_eq!((mentions.stdout.as_str(), mentions.code), ("[]\n", 0));
        assert_eq!(
            self.sql("SELECT count(*) AS n FROM mentions WHERE via = 'handle'"),
            [json!({"n": self.total("handle_mentions")})]
        );
    }

    fn store(&self) -> Vec<u8> {
        fs::read(self.environment.path("chancery.db")).unwrap()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn month(value: &Value) -> String {
    value.as_str().unwrap_or("undated").to_owned()
}

#[test]
fn the_corpus_is_read_as_a_careful_reader_reads_it() {
    let Some(corpus) = loaded() else { return };
    corpus.assert_read();
}

#[test]
fn everybody_whom_a_careful_reader_finds_is_named_and_nobody_else() {
    let Some(corpus) = loaded() else { return };
    let got = corpus.sql(
        "SELECT p.title, s.label AS speaker,
            (SELECT json_group_array(label) FROM (SELECT DISTINCT u.label FROM v_mention_uses AS u
                WHERE u.post_id = p.post_id AND u.kind = 'person' ORDER BY u.label)) AS people
         FROM posts AS p LEFT JOIN entities AS s ON s.entity_id = p.speaker_id ORDER BY p.post_id",
    );
    let names =
        |people: &Value| -> BTreeSet<String> { people.as_array().unwrap().iter().map(text).collect() };
    for (got, wanted) in got.iter().zip(corpus.posts()) {
        let people = serde_json::from_str(got["people"].as_str().unwrap()).unwrap();
        assert_eq!(names(&people), names(&wanted["people"]), "{}", got["title"]);
    }
    // By hand: the titles that name a statement, remarks, an address or greetings, and whose.
    let speakers: Vec<_> = got.iter().map(|post| post["speaker"].as_str()).collect();
    let lavrov = Some("Sergey Lavrov");
    let putin = Some("Vladimir Putin");
    assert_eq!(speakers, [None, lavrov, None, lavrov, putin, lavrov, None, None, lavrov, lavrov]);
}

#[test]
fn the_corpus_loaded_again_under_its_name_or_another_changes_no_byte() {
    let Some(corpus) = loaded() else { return };
    let store = corpus.store();
    corpus.load(&["mfa-forwards.txt"]);
    assert!(corpus.store() == store, "the second load changed the store");
    corpus.environment.write("copy of the page.txt", &corpus.text);
    corpus.load(&["copy of the page.txt"]);
    assert!(corpus.store() == store, "the load under another name changed the store");
    corpus.assert_read();
}

#[test]
fn a_longer_page_adds_its_new_posts_and_leaves_the_others_as_they_were() {
    let Some(corpus) = loaded() else { return };
    let before = corpus.sql("SELECT * FROM posts ORDER BY post_id");
    let longer = format!(
        "{}\nForwarded from Ministry of Tides\n🌊 High water\n📍 Marensk, August 2, 2024\n• One #Tide point\n",
        corpus.text.trim_end()
    );
    corpus.environment.write("longer.txt", longer);
    corpus.load(&["longer.txt", "--channel", "mfa-forwards"]);
    let after = corpus.sql("SELECT * FROM posts ORDER BY post_id");
    assert_eq!(after.len(), before.len() + 1);
    for (before, after) in before.iter().zip(&after) {
        for field in ["text", "title", "posted_at", "not_before", "not_after", "content_hash", "occurrence"] {
            assert_eq!(after[field], before[field]);
        }
    }
    let new = corpus.sql("SELECT title, posted_on, date_basis FROM posts ORDER BY post_id DESC LIMIT 1");
    assert_eq!(new, [json!({"title": "🌊 High water", "posted_on": "2024-08-02", "date_basis": "dateline"})]);
    let history = corpus.rows(&["run", "load-history"]);
    assert_eq!(
        history.iter().map(|row| (&row["new"], &row["changed"], &row["unchanged"])).collect::<Vec<_>>(),
        [(&json!(10), &json!(0), &json!(0)), (&json!(1), &json!(0), &json!(10))]
    );
}

#[test]
fn a_page_that_begins_later_adds_nothing() {
    let Some(corpus) = loaded() else { return };
    let at = corpus.text.match_indices("Forwarded from ").nth(4).unwrap().0;
    corpus.environment.write("later.txt", &corpus.text[at..]);
    corpus.load(&["later.txt", "--channel", "mfa-forwards"]);
    corpus.assert_read();
}

#[test]
fn a_query_straight_from_the_file_gives_the_rows_of_a_stored_one() {
    let Some(corpus) = loaded() else { return };
    let catalogue = corpus.rows(&["queries", "list"]);
    assert!(catalogue.len() > 15, "{catalogue:?}");
    for entry in &catalogue {
        let name = entry["name"].as_str().unwrap();
        let stored = corpus.environment.run(&["run", name, "-f", "json"]);
        let straight = corpus.environment.run(&["run", name, "-f", "json", "--from", "mfa-forwards.txt"]);
        assert_eq!(
            (&straight.stdout, straight.code),
            (&stored.stdout, stored.code),
            "{name}: {}",
            straight.stderr
        );
    }
    assert_eq!(corpus.environment.files(), ["chancery.db", "mfa-forwards.txt"]);
}

#[test]
fn the_corpus_from_standard_input_is_read_alike() {
    let Some(corpus) = corpus() else { return };
    let mut command = corpus.environment.command(&["load", "-", "--channel", "mfa-forwards"]);
    let mut load = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    load.stdin.take().unwrap().write_all(corpus.text.as_bytes()).unwrap();
    assert!(load.wait().unwrap().success());
    corpus.assert_read();
}
