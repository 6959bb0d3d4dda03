//! `chancery forget` and `chancery check`.

use std::fs;

use serde_json::json;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

/// Two channels, one of which forwards from the other.
fn two_channels() -> Environment {
    let environment = Environment::new();
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR, "Ships come in #harbour")
        .post(2, NEW_YEAR + DAY, "Ships go out")
        .write(environment.folder(), "gazette.json");
    Export::new(9, "Harbour")
        .post(1, NEW_YEAR, "Ships come in #harbour")
        .with(&json!({"forwarded_from": "Gazette", "forwarded_from_id": "channel7"}))
        .post(2, NEW_YEAR, "Calm #weather")
        .write(environment.folder(), "harbour.json");
    let outcome = environment.run(&["load", "gazette.json", "harbour.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    environment
}

fn sound(environment: &Environment) {
    let text = environment.run(&["check"]).success();
    assert!(text.lines().all(|line| line.ends_with("  ok")), "{text}");
}

/// Whether these words stand anywhere in the file of the store.
fn holds(environment: &Environment, words: &str) -> bool {
    let bytes = fs::read(environment.path("chancery.db")).unwrap();
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn a_channel_is_removed_with_every_trace() {
    let environment = two_channels();
    assert!(holds(&environment, "weather"));
    assert_eq!(environment.run(&["forget", "Harbour"]).success(), "removed 2 posts of 'Harbour' (9)\n");
    assert!(!holds(&environment, "weather") && !holds(&environment, "Harbour"));
    let tags = environment.run(&["run", "top-hashtags", "-f", "json"]).json();
    assert_eq!(tags.as_array().unwrap().len(), 1, "{tags}");
    assert_eq!(
        (&tags[0]["tag"], &tags[0]["posts"], &tags[0]["all_posts"]),
        (&json!("harbour"), &json!(1), &json!(2))
    );
    sound(&environment);
    assert_eq!(environment.files(), ["chancery.db", "gazette.json", "harbour.json"]);
}

#[test]
fn the_years_of_what_is_removed_leave_the_calendar() {
    let months = |environment: &Environment| {
        let command = ["run", "period-compare", "--by", "month", "--period", "2021-01", "-f", "json"];
        let rows: serde_json::Value = serde_json::from_str(&environment.run(&command).stdout).unwrap();
        (rows[0]["previous"].clone(), rows[0]["previous_period"].clone())
    };
    let years = "SELECT min(year) || ' ' || max(year) AS n FROM calendar";
    let environment = Environment::new();
    // In 2010, on 1 January 2021, and in 2024.
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR - 5_000 * DAY, "Long ago")
        .post(2, NEW_YEAR - 1_095 * DAY, "Ships come in #harbour")
        .write(environment.folder(), "gazette.json");
    Export::new(9, "Harbour").post(1, NEW_YEAR, "Calm").write(environment.folder(), "harbour.json");
    environment.run(&["load", "gazette.json", "harbour.json"]).success();
    assert_eq!(one(&environment, years), "2010 2024");
    assert_eq!(months(&environment), (json!(0), json!("2020-12")));
    environment.run(&["forget", "--post", "7/1"]).success();
    assert_eq!(one(&environment, years), "2021 2024");
    // As in a store that never reached back to it.
    assert_eq!(months(&environment), (json!(0), json!(null)));
    sound(&environment);
    environment.run(&["forget", "Harbour"]).success();
    assert_eq!(one(&environment, years), "2021 2021");
    sound(&environment);
    environment.run(&["forget", "Gazette"]).success();
    assert_eq!(one(&environment, "SELECT count(*) AS n FROM calendar"), 0);
    sound(&environment);
    environment.run(&["load", "harbour.json"]).success();
    assert_eq!(one(&environment, years), "2024 2024");
    sound(&environment);
}

#[test]
fn an_input_of_which_nothing_is_left_is_forgotten_by_its_name_too() {
    let environment = two_channels();
    // Half of the channel's posts leave the load as it is, since the channel stays.
    environment.run(&["forget", "--post", "9/2"]).success();
    assert!(holds(&environment, "harbour.json"));
    environment.run(&["forget", "Harbour"]).success();
    assert!(!holds(&environment, "harbour.json") && holds(&environment, "gazette.json"));
    assert_eq!(one(&environment, "SELECT count(*) AS n FROM loads"), 1);
    sound(&environment);
    let told = environment.run(&["load", "harbour.json"]);
    assert_eq!((told.code, told.stderr.as_str()), (0, ""));
    assert_eq!(one(&environment, "SELECT count(*) AS n FROM posts"), 4);
    sound(&environment);
}

#[test]
fn what_another_program_has_sampled_of_the_indexes_is_removed() {
    for forgotten in [&["forget", "Harbour"][..], &["forget", "--post", "9/2"]] {
        let environment = two_channels();
        let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
        store.execute_batch("ANALYZE").unwrap();
        drop(store);
        assert!(one(&environment, "SELECT count(*) AS n FROM sqlite_stat4").as_i64().unwrap() > 0);
        environment.run(forgotten).success();
        assert!(!holds(&environment, "weather"), "{forgotten:?}");
        sound(&environment);
    }
}

#[test]
fn a_channel_that_others_forward_from_keeps_its_name() {
    let environment = two_channels();
    assert_eq!(
        environment.run(&["forget", "7"]).success(),
        "removed 2 posts of 'Gazette' (7)\nthe channel's name stays: other channels' posts refer to it\n"
    );
    let sources = environment.run(&["run", "forward-sources", "-f", "json"]).json();
    assert_eq!(sources[0]["source"], "Gazette");
    sound(&environment);
}

/// Two channels of which several inputs tell differently: the first is also known by another name, and a post of
/// the second was, by its earlier text, forwarded from it.
fn told_of_differently() -> Environment {
    let environment = Environment::new();
    let long = |word: &str| format!("{word} {}", "and the tide comes and goes ".repeat(400));
    for (number, word, day) in [(1, "Quayside", 1), (2, "Lighter", 2), (3, "Dockyard", 3)] {
        Export::new(7, "Gazette")
            .post(1, NEW_YEAR, &long(word))
            .with(&json!({"author": format!("{word} Editor")}))
            .edited(NEW_YEAR + day * DAY)
            .post(2, NEW_YEAR + day * DAY, &format!("Day {number}"))
            .write(environment.folder(), &format!("{number}.json"));
    }
    for (number, source, id, signature) in [(4, "Gazette", 7, "M. Wave"), (5, "Beacon", 8, "N. Shore")] {
        Export::new(9, "Harbour")
            .post(1, NEW_YEAR, &format!("Text {number}"))
            .with(&json!({"forwarded_from": source, "forwarded_from_id": format!("channel{id}"), "author": signature}))
            .edited(NEW_YEAR + i64::from(number) * DAY)
            .write(environment.folder(), &format!("{number}.json"));
    }
    environment.write(
        "pages.txt",
        "Forwarded from Old Courier\nThe ferry is late\n\nForwarded from Old Courier\nThe ferry is there\n",
    );
    environment.run(&["load", "1.json", "2.json", "3.json", "4.json", "5.json"]).success();
    environment.run(&["load", "pages.txt", "--channel", "Old Courier"]).success();
    environment.run(&["channels", "merge", "7", "Old Courier"]).success();
    sound(&environment);
    environment
}

fn one(environment: &Environment, sql: &str) -> serde_json::Value {
    environment.run(&["sql", sql, "-f", "json"]).json()[0]["n"].clone()
}

#[test]
fn no_trace_is_left_of_earlier_texts_other_names_and_what_inputs_told_differently() {
    let environment = told_of_differently();
    let traces = ["Quayside", "Lighter", "Dockyard", "Gazette", "gazette", "old courier", "ferry"];
    assert_eq!(one(&environment, "SELECT count(*) AS n FROM channel_aliases"), 1);
    assert_eq!(one(&environment, "SELECT count(*) AS n FROM post_evidence WHERE forwarded_from_id = 1"), 1);
    for words in traces {
        assert!(holds(&environment, words), "{words}");
    }
    environment.run(&["forget", "7"]).success();
    for words in traces {
        assert!(!holds(&environment, words), "{words}");
    }
    sound(&environment);
    // What else inputs told of the other channel's post stays, though its own row has another source and author.
    assert_eq!(one(&environment, "SELECT count(*) AS n FROM post_evidence"), 2);
    assert_eq!(
        one(
            &environment,
            "SELECT a.name AS n FROM post_evidence JOIN authors AS a USING (author_id) WHERE position = 1"
        ),
        "M. Wave"
    );
    assert_eq!(
        one(
            &environment,
            "SELECT c.name AS n FROM posts JOIN channels AS c ON c.channel_id = forwarded_from_id"
        ),
        "Beacon"
    );
}

#[test]
fn a_channel_that_stays_by_its_name_loses_its_other_names() {
    let environment = two_channels();
    environment.write("pages.txt", "Forwarded from Old Courier\nThe ferry is late\n");
    environment.run(&["load", "pages.txt", "--channel", "Old Courier"]).success();
    environment.run(&["channels", "merge", "7", "Old Courier"]).success();
    assert!(holds(&environment, "old courier"));
    let told = environment.run(&["forget", "7"]).success();
    assert!(told.ends_with("the channel's name stays: other channels' posts refer to it\n"), "{told}");
    for words in ["old courier", "Old Courier", "ferry", "go out"] {
        assert!(!holds(&environment, words), "{words}");
    }
    assert_eq!(environment.run(&["run", "forward-sources", "-f", "json"]).json()[0]["source"], "Gazette");
    sound(&environment);
}

#[test]
fn an_earlier_text_of_a_removed_post_leaves_no_trace() {
    let environment = told_of_differently();
    for words in ["Quayside", "Lighter", "Dockyard"] {
        assert!(holds(&environment, words), "{words}");
    }
    assert_eq!(environment.run(&["forget", "--post", "7/1"]).success(), "removed 1 post of 'Gazette' (7)\n");
    for words in ["Quayside", "Lighter", "Dockyard"] {
        assert!(!holds(&environment, words), "{words}");
    }
    assert!(holds(&environment, "old courier") && holds(&environment, "Day 1"));
    sound(&environment);
}

#[test]
fn one_post_is_removed_and_can_be_loaded_again() {
    let environment = two_channels();
    assert_eq!(environment.run(&["forget", "--post", "9/2"]).success(), "removed 1 post of 'Harbour' (9)\n");
    assert!(!holds(&environment, "weather"));
    sound(&environment);
    let outcome = environment.run(&["load", "harbour.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, ""),
        "what was forgotten is not in the store already"
    );
    assert!(holds(&environment, "weather"));
    sound(&environment);
}

#[test]
fn a_post_is_removed_of_a_channel_that_only_its_number_in_the_store_tells_from_another() {
    let environment = Environment::new();
    let post = |platform: &str| {
        format!(
            r#"{{"platform":"{platform}","channel_id":77,"channel_name":"Gazette","id":4,"text":"{platform}","posted_at":"2024-01-03"}}"#
        )
    };
    environment.write("a.jsonl", format!("{}\n{}\n", post("telegram"), post("mastodon")));
    environment.run(&["load", "a.jsonl"]).success();
    assert_eq!(environment.run(&["forget", "--post", "77/4"]).code, 2);
    assert_eq!(
        environment.run(&["forget", "--post", "channel:2/4"]).success(),
        "removed 1 post of 'Gazette' (77)\n"
    );
    let left = environment.run(&["sql", "SELECT text FROM posts", "-f", "csv"]).success();
    assert_eq!(left, "text\r\ntelegram\r\n");
}

#[test]
fn with_its_last_post_a_channel_is_forgotten_and_can_be_loaded_again() {
    let environment = two_channels();
    Export::new(5, "Lantern").post(1, NEW_YEAR, "A lamp").write(environment.folder(), "lantern.json");
    environment.run(&["load", "lantern.json"]).success();
    assert_eq!(environment.run(&["forget", "--post", "5/1"]).success(), "removed 1 post of 'Lantern' (5)\n");
    for words in ["Lantern", "lantern.json", "A lamp"] {
        assert!(!holds(&environment, words), "{words}");
    }
    let count = "SELECT (SELECT count(*) FROM channels) * 100 + (SELECT count(*) FROM loads) * 10
        + (SELECT count(*) FROM load_ranges) AS n";
    assert_eq!(one(&environment, count), 222);
    sound(&environment);
    environment.run(&["load", "lantern.json"]).success();
    assert_eq!(
        one(
            &environment,
            "SELECT count(*) AS n FROM posts AS p JOIN channels USING (channel_id) WHERE name = 'Lantern'"
        ),
        1
    );
    // The name of a channel from which others forward stays.
    environment.run(&["forget", "--post", "7/1"]).success();
    assert_eq!(
        environment.run(&["forget", "--post", "7/2"]).success(),
        "removed 1 post of 'Gazette' (7)\nthe channel's name stays: other channels' posts refer to it\n"
    );
    sound(&environment);
}

#[test]
fn an_input_of_whose_posts_none_is_left_is_no_load_though_its_channel_stays() {
    let environment = two_channels();
    let other = |name: &str, ids: &[i64]| {
        let export = ids.iter().fold(Export::new(9, "Harbour"), |export, id| {
            export.post(*id, NEW_YEAR + id * DAY, &format!("Tide {id}"))
        });
        export.write(environment.folder(), name);
        environment.run(&["load", name]).success();
    };
    let loads = || {
        let sql = "SELECT l.input, r.first_no AS first, r.last_no AS last FROM loads AS l JOIN load_ranges AS r USING (load_id)
            JOIN channels AS c USING (channel_id) WHERE c.external_id = '9' ORDER BY l.load_id";
        environment.run(&["sql", sql, "-f", "json"]).json()
    };
    other("late.json", &[40]);
    let all = json!([{"input": "harbour.json", "first": 1, "last": 2}, {"input": "late.json", "first": 40, "last": 40}]);
    assert_eq!(loads(), all);
    assert_eq!(environment.run(&["forget", "--post", "9/40"]).success(), "removed 1 post of 'Harbour' (9)\n");
    assert_eq!(loads(), json!([all[0]]));
    assert!(!holds(&environment, "late.json"));
    sound(&environment);
    environment.run(&["load", "late.json"]).success();
    assert_eq!(loads(), all);
    // What tells that another post is gone stays.
    other("early.json", &[50, 51, 52]);
    other("cut.json", &[50, 52, 53]);
    let gone = "SELECT count(*) AS n FROM posts WHERE gone_at IS NOT NULL";
    assert_eq!(one(&environment, gone), 1);
    for id in ["9/50", "9/52", "9/53"] {
        environment.run(&["forget", "--post", id]).success();
    }
    other("later.json", &[60]);
    assert_eq!(one(&environment, gone), 1);
    sound(&environment);
}

#[test]
fn a_post_that_an_older_export_brings_back_is_not_gone_because_it_was_forgotten() {
    let environment = Environment::new();
    let export = |posts: &[(i64, &str)]| {
        let first = Export::new(9, "Harbour");
        posts.iter().fold(first, |export, (id, text)| export.post(*id, NEW_YEAR + id * DAY, text))
    };
    let gone = || {
        let sql = "SELECT external_id AS id, gone_at FROM posts WHERE gone_at IS NOT NULL ORDER BY 1";
        environment.run(&["sql", sql, "-f", "json"]).json()
    };
    let deleted = json!([{"id": "3", "gone_at": "2024-01-06T00:00:00Z"}]);
    export(&[(1, "a"), (2, "b"), (3, "c"), (4, "d")]).write(environment.folder(), "first.json");
    // The third post was deleted by now.
    export(&[(1, "a"), (2, "b"), (4, "d"), (5, "e")]).write(environment.folder(), "second.json");
    environment.run(&["load", "first.json", "second.json"]).success();
    assert_eq!(gone(), deleted);
    environment.run(&["forget", "--post", "9/2"]).success();
    environment.run(&["load", "first.json"]).success();
    assert_eq!(gone(), deleted, "the second export held the second post, as far as is known");
    assert_eq!(one(&environment, "SELECT count(*) AS n FROM posts WHERE external_id = '2'"), 1);
    sound(&environment);
    // What a later export lacks is gone all the same.
    export(&[(1, "a"), (4, "d"), (5, "e"), (6, "f")]).write(environment.folder(), "third.json");
    environment.run(&["load", "third.json"]).success();
    let both = json!([{"id": "2", "gone_at": "2024-01-07T00:00:00Z"}, deleted[0]]);
    assert_eq!(gone(), both);
    sound(&environment);
}

#[test]
fn a_post_that_one_input_tells_of_is_seen_as_before_when_that_is_loaded_again() {
    let environment = two_channels();
    // What the one input that tells of a post saw is kept where it saw counts, and here it saw none.
    let seen = || {
        let count = ["sql", "SELECT count(*) AS seen FROM post_observations", "-f", "json"];
        environment.run(&count).json()[0]["seen"].clone()
    };
    assert_eq!(seen(), json!(0));
    environment.run(&["forget", "--post", "9/2"]).success();
    assert_eq!(environment.run(&["load", "harbour.json"]).code, 0);
    assert_eq!(seen(), json!(0));
}

#[test]
fn what_an_input_saw_of_other_channels_is_no_second_sighting_when_it_is_loaded_again() {
    let environment = Environment::new();
    let row = |channel: i64, views: i64| {
        let row =
            json!({"id": 1, "text": "Fog", "date": "2024-06-01", "channel_id": channel, "views": views});
        format!("{row}\n")
    };
    environment.write("both.jsonl", row(77, 5) + &row(88, 7));
    environment.run(&["load", "both.jsonl"]).success();
    environment.run(&["forget", "channel88"]).success();
    environment.run(&["load", "both.jsonl"]).success();
    let seen = "SELECT external_id AS channel, load_id AS load, views FROM post_observations AS o
        JOIN (SELECT post_id, c.external_id FROM posts JOIN channels AS c USING (channel_id)) USING (post_id) ORDER BY 1";
    assert_eq!(
        environment.run(&["sql", seen, "-f", "json"]).json(),
        json!([{"channel": "77", "load": 2, "views": 5}, {"channel": "88", "load": 2, "views": 7}])
    );
    sound(&environment);
}

#[test]
fn what_is_not_there_is_told_and_nothing_is_changed() {
    let environment = two_channels();
    let store = fs::read(environment.path("chancery.db")).unwrap();
    for (words, code, message) in [
        (
            &["forget", "Lighthouse"][..],
            2,
            "error: channel 'Lighthouse' is not in this store (2 channels)\n  see all: chancery channels\n",
        ),
        (
            &["forget", "--post", "9/77"],
            2,
            "error: no post 77 of '9' in this store\n  its ids go from 1 to 2\n",
        ),
        (
            &["forget", "--post", "1"],
            2,
            "error: '1' means 2 posts; say which\n  Gazette (7), 2024-01-01: chancery forget --post post:1\n",
        ),
        (&["forget", "--post", "nonsense"], 2, "error: 'nonsense' does not say which post\n  say it as "),
        (
            &["forget", "--db", "none.db", "9"],
            1,
            "error: no store at 'none.db'\n  make one: chancery --db none.db load FILE",
        ),
    ] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (code, ""), "{words:?}: {}", outcome.stderr);
        assert!(outcome.stderr.starts_with(message), "{words:?}: {}", outcome.stderr);
    }
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
    assert_eq!(environment.files(), ["chancery.db", "gazette.json", "harbour.json"]);
}

#[test]
fn a_check_finds_what_another_program_broke() {
    for (sql, expected) in [
        ("DELETE FROM posts WHERE external_no = 2", "references between rows  NOT SOUND\n"),
        ("UPDATE post_months SET posts = posts + 1", "summaries                NOT SOUND\n"),
        ("UPDATE post_months SET points = points + 1", "summaries                NOT SOUND\n"),
        ("UPDATE post_lengths SET characters = characters + 1", "summaries                NOT SOUND\n"),
        (
            "INSERT INTO hashtag_pair_months VALUES (1, 2, '2024-01', 1, 0, 1, 1, 1)",
            "summaries                NOT SOUND\n",
        ),
        ("UPDATE hashtag_totals SET uses = uses + 1", "summaries                NOT SOUND\n"),
        ("UPDATE hashtag_spellings SET uses = uses + 1", "summaries                NOT SOUND\n"),
        (
            "INSERT INTO mention_pair_months VALUES (1, 2, '2024-01', 1, 0, 1, 1, 1)",
            "summaries                NOT SOUND\n",
        ),
        (
            "INSERT INTO mention_hashtags SELECT min(entity_id), 1, 1, 0, 1 FROM entities",
            "summaries                NOT SOUND\n",
        ),
        (
            "UPDATE post_days SET day = '2024-01-09' WHERE day = '2024-01-02'",
            "summaries                NOT SOUND\n",
        ),
        ("UPDATE post_hours SET hour = hour + 1", "summaries                NOT SOUND\n"),
        ("UPDATE post_fields SET edited = edited + 1", "summaries                NOT SOUND\n"),
        (
            "INSERT OR IGNORE INTO host_months SELECT channel_id, month, 'a.example', 0, 1 FROM post_months",
            "summaries                NOT SOUND\n",
        ),
        ("UPDATE posts SET text = 'x' || text", "positions in texts       NOT SOUND\n"),
        (
            "INSERT INTO talking_points (post_id, position, marker, text, start) VALUES (1, 1, '-', 'Ships', 2)",
            "positions in texts       NOT SOUND\n",
        ),
        (
            "INSERT INTO links VALUES (1, 1, 'https://a.example', 'a.example', 0, 20, 9, NULL)",
            "positions in texts       NOT SOUND\n",
        ),
        ("UPDATE posts SET text_key = x'00'", "keys of texts            NOT SOUND\n"),
        ("UPDATE posts SET text_key = NULL", "keys of texts            NOT SOUND\n"),
        ("UPDATE posts SET text_length = text_length + 1", "keys of texts            NOT SOUND\n"),
        (
            "UPDATE posts SET posted_local = replace(posted_local, ':', ';')",
            "calendar                 NOT SOUND\n",
        ),
        (
            "UPDATE posts SET posted_at = '2024-01-02T23:59:59Z' WHERE posted_on = '2024-01-02'",
            "calendar                 NOT SOUND\n",
        ),
        ("DELETE FROM calendar WHERE day = '2024-01-02'", "calendar                 NOT SOUND\n"),
        ("DELETE FROM calendar WHERE day = '2024-06-01'", "calendar                 NOT SOUND\n"),
        (
            "UPDATE calendar SET week = '2024-W02' WHERE day = '2024-01-02'",
            "calendar                 NOT SOUND\n",
        ),
        (
            "UPDATE calendar SET month = '2024-02' WHERE day = '2024-01-02'",
            "calendar                 NOT SOUND\n",
        ),
        (
            "INSERT INTO calendar VALUES ('2024-02-30', '2024-W09', '2024-02', '2024-Q1', '2024', 5)",
            "calendar                 NOT SOUND\n",
        ),
    ] {
        let environment = two_channels();
        let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
        store.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        drop(store);
        let outcome = environment.run(&["check"]);
        assert_eq!(outcome.code, 1, "{sql}: {outcome}");
        assert!(outcome.stdout.contains(expected), "{sql}: {outcome}");
        assert!(outcome.stderr.contains("--db FILE"), "it says what to do: {outcome}");
    }
}

#[test]
fn a_check_finds_evidence_that_does_not_make_the_post() {
    let gazette = "post_id = (SELECT post_id FROM posts WHERE external_id = '1' AND is_forward = 0)";
    let environment = told_of_differently();
    let whole = fs::read(environment.path("chancery.db")).unwrap();
    let post = one(&environment, &format!("SELECT post_id AS n FROM posts WHERE {gazette}"));
    for (sql, problem) in [
        (
            format!(
                "DELETE FROM post_evidence WHERE {gazette} AND text IS NOT NULL; DELETE FROM post_versions"
            ),
            "has evidence of one input only",
        ),
        (
            format!("DELETE FROM post_evidence WHERE {gazette} AND text IS NULL"),
            "has a text that no evidence tells",
        ),
        (
            format!(
                "UPDATE post_evidence SET text = (SELECT text FROM posts WHERE {gazette}) WHERE {gazette} AND text IS NULL"
            ),
            "has its own text as another one",
        ),
        (
            format!("DELETE FROM post_versions WHERE {gazette}"),
            "lacks an earlier text that its evidence tells",
        ),
        (
            format!(
                "INSERT INTO post_versions (post_id, text_hash, text, load_id)
                 SELECT post_id, x'00', 'invented', last_load_id FROM posts WHERE {gazette}"
            ),
            "has an earlier text that its evidence does not tell",
        ),
    ] {
        fs::write(environment.path("chancery.db"), &whole).unwrap();
        rusqlite::Connection::open(environment.path("chancery.db")).unwrap().execute_batch(&sql).unwrap();
        let outcome = environment.run(&["check"]);
        assert_eq!(outcome.code, 1, "{sql}: {outcome}");
        assert!(outcome.stdout.contains("\nevidence of texts        NOT SOUND\n"), "{sql}: {outcome}");
        assert!(outcome.stdout.contains(&format!("\n  post {post} {problem}\n")), "{sql}: {outcome}");
    }
}
