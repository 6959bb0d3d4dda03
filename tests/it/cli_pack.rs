//! `chancery run --pack`: several reports over one state of the store, all or none.

use std::fs;

use serde_json::json;

use crate::cli_record::{record, run, samples, sha256};
use crate::environment::Environment;

const PACK: &str = r##"title = "Spring"

[defaults]
since = "2025-03"
top = 2

[[report]]
query = "top-hashtags"
file = "tags.json"

[[report]]
query = "./mine/texts.sql"
limit = 3
values = { words = ["river", "fairway"], strict = true, factor = 2 }

[[report]]
query = "overview"
format = "markdown"
"##;

const TEXTS: &str = "-- Texts
-- @param since date? : first day
-- @param words text* : words
-- @param strict bool = no : strict
-- @param factor int = 1 : factor
SELECT post_id, :since AS since, :words AS words, :strict AS strict, :factor AS factor FROM posts ORDER BY post_id";

fn with_pack() -> Environment {
    let environment = samples();
    fs::create_dir_all(environment.path("packs/mine")).unwrap();
    environment.write("packs/mine/texts.sql", TEXTS);
    environment.write("packs/spring.toml", PACK);
    environment
}

fn names(environment: &Environment, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(environment.path(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn every_report_is_as_if_it_were_run_alone() {
    let environment = with_pack();
    let outcome = environment.run(&["run", "--pack", "packs/spring.toml", "-o", "out/spring"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{outcome}");
    assert!(outcome.stderr.contains("texts.csv: 3 of 56 rows; all of them: limit = 0\n"), "{outcome}");
    assert!(outcome.stderr.contains("3 reports written to 'out/spring'"), "{outcome}");
    assert!(outcome.stderr.contains("note: overview.md: overview takes no since\n"), "{outcome}");
    assert_eq!(
        names(&environment, "out/spring"),
        [
            "overview.md",
            "overview.md.meta.json",
            "tags.json",
            "tags.json.meta.json",
            "texts.csv",
            "texts.csv.meta.json"
        ]
    );
    run(&environment, &["run", "top-hashtags", "--since", "2025-03", "--top", "2", "-o", "alone.json"]);
    run(&environment, &["run", "overview", "-o", "alone.md"]);
    for (alone, packed) in [("alone.json", "out/spring/tags.json"), ("alone.md", "out/spring/overview.md")] {
        assert_eq!(
            fs::read_to_string(environment.path(alone)).unwrap(),
            fs::read_to_string(environment.path(packed)).unwrap()
        );
    }
    let texts = fs::read_to_string(environment.path("out/spring/texts.csv")).unwrap();
    let lines: Vec<&str> = texts.lines().collect();
    assert_eq!(lines[0], "post_id,since,words,strict,factor");
    assert_eq!(lines[1], "1,2025-03-01,\"[\"\"river\"\",\"\"fairway\"\"]\",1,2");
    assert_eq!(lines.len(), 4);
    let told = record(&environment, "out/spring/texts.csv");
    let hash = sha256(&environment.path("packs/spring.toml"));
    assert_eq!(told["pack"], json!({"title": "Spring", "file": "spring.toml", "sha256": hash}));
    assert_eq!(told["query"]["path"], "../../packs/mine/texts.sql");
    let verified = environment.run(&["verify", "out/spring"]);
    assert!(verified.success().ends_with("3 reports: 3 the same, 0 not\n"));
}

#[test]
fn flags_of_the_call_take_the_place_of_defaults_and_not_of_own_values() {
    let environment = with_pack();
    for words in [
        &["run", "--pack", "packs/spring.toml", "--since", "last-month", "--factor", "9", "-o", "out"][..],
        &[
            "run",
            "-o",
            "out",
            "--as-of",
            "2025-05-09",
            "--pack",
            "packs/spring.toml",
            "--since=last-month",
            "--factor=9",
        ],
    ] {
        let outcome = environment.run(words);
        assert_eq!(outcome.code, 0, "{outcome}");
        let warning =
            "warning: --factor changes nothing: each report that has it sets its own in packs/spring.toml";
        assert!(outcome.stderr.contains(warning), "{outcome}");
        assert_eq!(record(&environment, "out/tags.json")["parameters"]["since"], "2025-04-01");
        let texts = &record(&environment, "out/texts.csv")["parameters"];
        assert_eq!((&texts["since"], &texts["factor"]), (&json!("2025-04-01"), &json!(2)));
    }
    let outcome = environment.run(&["run", "--pack", "packs/spring.toml", "--sicne", "2024", "-o", "out"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("--sicne is no flag of any query of the pack"), "{outcome}");
    assert!(outcome.stderr.contains("did you mean: --since"), "{outcome}");
}

#[test]
fn nothing_runs_before_all_is_right() {
    let environment = with_pack();
    for (broken, message) in [
        ("[[report]]\nquery = 'top-hashtag'\n", "packs/bad.toml:20: no query named 'top-hashtag'"),
        (
            "[[report]]\nquery = 'top-hashtags'\nvalues = { tpo = 1 }\n",
            "packs/bad.toml:21: tpo is no parameter",
        ),
        (
            "[[report]]\nquery = 'top-hashtags'\nfile = 'b.csv'\n[report.values]\ntop = -1\n",
            "packs/bad.toml:23: top-hashtags: --top -1 is less than 0",
        ),
        (
            "[[report]]\nquery = 'posts'\nvalues.channel = 'nobody'\n",
            "packs/bad.toml:21: posts: --channel 'nobody'",
        ),
        ("[[report]]\nquery = './mine/broken.sql'\n", "packs/bad.toml:20: mine/broken.sql:2: "),
    ] {
        environment.write("packs/mine/broken.sql", "-- T\n-- @param x txt\nSELECT 1");
        environment.write("packs/bad.toml", format!("{PACK}{broken}"));
        let outcome = environment.run(&["run", "--pack", "packs/bad.toml", "-o", "out"]);
        assert_ne!(outcome.code, 0, "{broken}");
        let message = message.replace("mine/broken", "packs/mine/broken");
        assert!(outcome.stderr.contains(&message), "{message}\n{outcome}");
        assert!(!environment.path("out").exists(), "{broken}");
    }
}

#[test]
fn a_report_that_fails_leaves_all_files_as_they_were() {
    let environment = with_pack();
    run(&environment, &["run", "--pack", "packs/spring.toml", "-o", "out"]);
    environment.write("out/notes.txt", "mine");
    let all = || {
        names(&environment, "out")
            .into_iter()
            .map(|name| fs::read(environment.path("out").join(name)).unwrap())
            .collect::<Vec<_>>()
    };
    let before = all();
    environment
        .write("packs/mine/half.sql", "-- T\nSELECT value, json(value) FROM json_each('[\"1\", \"{\"]')");
    let half = "[[report]]\nquery = './mine/half.sql'\n";
    environment.write("packs/half.toml", PACK.replace("2025-03", "2025-02") + half);
    for folder in ["out", "new/folder"] {
        let outcome = environment.run(&["run", "--pack", "packs/half.toml", "-o", folder]);
        assert_eq!(outcome.code, 1);
        assert!(outcome.stderr.contains("packs/half.toml:20: half: "), "{outcome}");
        assert!(outcome.stderr.contains("malformed JSON"), "{outcome}");
    }
    assert_eq!(all(), before);
    assert!(!environment.path("new").exists());
    // A folder in a file's place is found before anything is written.
    fs::remove_file(environment.path("out/tags.json")).unwrap();
    fs::create_dir(environment.path("out/tags.json")).unwrap();
    assert_eq!(environment.run(&["run", "--pack", "packs/spring.toml", "-o", "out"]).code, 2);
    assert_eq!(names(&environment, "out").len(), 7);
}

#[test]
fn a_pack_says_what_it_needs() {
    let environment = with_pack();
    for (words, message) in [
        (&["run", "--pack", "packs/spring.toml"][..], "a pack needs a folder to write its reports to"),
        (&["run", "--pack", "packs/spring.toml", "-o", "-"], "a pack needs a folder"),
        (&["run", "--pack", "packs/spring.toml", "overview"], "'overview' is one word too many"),
        (
            &["run", "--pack", "packs/spring.toml", "-o", "out", "--wide"],
            "--wide cannot be given for a whole pack",
        ),
        (&["run", "-f", "csv", "--pack", "packs/spring.toml", "-o", "out"], "--format cannot be given"),
        (&["run", "--pack", "none.toml", "-o", "out"], "there is no pack 'none.toml'"),
        (&["run", "--pack", "valdoria-digest.txt", "-o", "out"], "valdoria-digest.txt:1: "),
    ] {
        let outcome = environment.run(words);
        assert_eq!(outcome.code, 2, "{words:?}");
        assert!(outcome.stderr.contains(message), "{message}\n{outcome}");
        assert!(!environment.path("out").exists(), "{words:?}");
    }
    for bare in ["query = top-hashtags", "query = 'overview'\nvalues = { since = 2025-03 }"] {
        environment.write("bare.toml", format!("[[report]]\n{bare}\n"));
        let outcome = environment.run(&["run", "--pack", "bare.toml", "-o", "out"]);
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains("write texts, and days such as \"2025-03\", in quotes"), "{outcome}");
    }
    // Neither the pack nor a query of it is written over.
    environment
        .write("packs/own.toml", "[[report]]\nquery = 'overview'\nfile = 'own.toml'\nformat = 'csv'\n");
    let outcome = environment.run(&["run", "--pack", "packs/own.toml", "-o", "packs"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("it was left untouched"), "{outcome}");
}

#[test]
fn a_pack_runs_over_inputs_and_without_records() {
    let environment = with_pack();
    let words =
        ["run", "--from", "valdoria-digest.txt", "--pack", "packs/spring.toml", "--no-meta", "-o", "out"];
    run(&environment, &words);
    assert_eq!(names(&environment, "out"), ["overview.md", "tags.json", "texts.csv"]);
    let overview = fs::read_to_string(environment.path("out/overview.md")).unwrap();
    assert!(overview.contains("| 11 |"), "{overview}");
}

/// While the first report is read at its pace, somebody adds a post: the second report must not see it.
#[cfg(unix)]
#[test]
fn all_reports_see_one_moment() {
    use std::io::Read as _;
    let environment = samples();
    fs::create_dir(environment.path("queries")).unwrap();
    // Far more than a pipe and the buffers hold.
    let long = "-- Long\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n";
    environment.write("queries/long.sql", long);
    environment.write("queries/count.sql", "-- Count\nSELECT count(*) AS posts FROM posts");
    environment.write("pack.toml", "[[report]]\nquery = 'long'\n[[report]]\nquery = 'count'\n");
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    store.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    let pipe = environment.path("reports/long.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = environment
        .command(&["run", "--pack", "pack.toml", "-o", "reports"])
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut reading = fs::File::open(&pipe).unwrap();
    let mut first = [0_u8; 1];
    reading.read_exact(&mut first).unwrap();
    let deleted = store.execute("DELETE FROM posts WHERE post_id = (SELECT max(post_id) FROM posts)", []);
    assert_eq!(deleted.unwrap(), 1);
    let mut rest = String::new();
    reading.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(rest.lines().count(), 300_001);
    let count = fs::read_to_string(environment.path("reports/count.csv")).unwrap();
    assert_eq!(count, "posts\r\n56\r\n");
    // The pipe is no file, so it has no record.
    assert_eq!(names(&environment, "reports"), ["count.csv", "count.csv.meta.json", "long.csv"]);
    let now = environment.run(&["sql", "SELECT count(*) AS n FROM posts", "-f", "csv"]).success();
    assert_eq!(now, "n\r\n55\r\n");
}

#[test]
fn the_sample_pack_runs() {
    let environment = samples();
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/weekly.toml");
    // Monday 14 to Sunday 20 April 2025 is the week before.
    run(&environment, &["run", "--pack", pack, "--as-of", "2025-04-23", "-o", "weekly"]);
    let volume = record(&environment, "weekly/volume.csv");
    let range = |record: &serde_json::Value| {
        (record["parameters"]["since"].clone(), record["parameters"]["until"].clone())
    };
    assert_eq!(range(&volume), (json!("2025-04-14"), json!("2025-04-20")));
    assert_eq!(
        range(&record(&environment, "weekly/hashtags-of-the-year.md")),
        (json!("2025-01-01"), json!("2025-04-23"))
    );
    assert_eq!(names(&environment, "weekly").len(), 8);
}

#[test]
fn a_file_of_values_is_read_and_never_written_over() {
    let environment = with_pack();
    // The name that the pack gives the report of these values.
    environment.write("tags.json", "river\n");
    environment.write("spring.toml", "[[report]]\nquery = \"top-hashtags\"\nfile = \"tags.json\"\n");
    let refused = environment.run(&["run", "--pack", "spring.toml", "--tag-file", "tags.json", "-o", "."]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(refused.stderr.contains("tags.json' is one of the inputs; it was left untouched"), "{refused}");
    assert_eq!(fs::read_to_string(environment.path("tags.json")).unwrap(), "river\n");
    let elsewhere =
        environment.run(&["run", "--pack", "spring.toml", "--tag-file", "tags.json", "-o", "out"]);
    assert_eq!(elsewhere.code, 0, "{elsewhere}");
}

#[test]
fn a_parameter_goes_before_the_file_of_a_list_of_another_query() {
    let environment = samples();
    environment
        .write("lists.sql", "-- L\n-- @param tag hashtag* : t\n-- @column a text : a\nSELECT :tag AS a");
    environment.write(
        "files.sql",
        "-- F\n-- @param tag_file text? : t\n-- @column a text : a\nSELECT :tag_file AS a",
    );
    for (first, second) in [("lists", "files"), ("files", "lists")] {
        let pack = format!("[[report]]\nquery = \"./{first}.sql\"\n[[report]]\nquery = \"./{second}.sql\"\n");
        environment.write("both.toml", pack);
        let outcome = environment.run(&[
            "run",
            "--pack",
            "both.toml",
            "--tag-file",
            "x",
            "--tag",
            "river",
            "-o",
            "out",
        ]);
        assert_eq!(outcome.code, 0, "{outcome}");
        assert_eq!(fs::read_to_string(environment.path("out/files.csv")).unwrap(), "a\r\nx\r\n");
        assert_eq!(
            fs::read_to_string(environment.path("out/lists.csv")).unwrap(),
            "a\r\n\"[\"\"river\"\"]\"\r\n"
        );
    }
}

#[test]
fn a_pack_behind_a_query_is_told_where_it_belongs() {
    let environment = Environment::new();
    let outcome = environment.run(&["run", "posts", "--pack", "pack.toml"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            2,
            "error: --pack names its own queries, and posts is one more\n  run the pack alone: chancery run --pack FILE \
             --output DIR\n"
        )
    );
}
