//! The record beside a report: what it tells, where there is none, and that both are written or neither.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::environment::Environment;

/// SHA-256 by another program.
pub(crate) fn sha256(path: &std::path::Path) -> String {
    let output = Command::new("sha256sum").arg(path).output().unwrap();
    String::from_utf8(output.stdout).unwrap()[..64].to_owned()
}

/// The samples in a store, which lies beside the folder `reports`.
pub(crate) fn samples() -> Environment {
    let mut environment = Environment::new();
    environment.set("CHANCERY_NOW", "2025-05-02T09:30:00Z");
    for name in ["valdoria-digest.txt", "valdoria-mfa/result.json"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
        let name = name.replace('/', "-");
        fs::copy(path, environment.path(&name)).unwrap();
    }
    let outcome = environment.run(&["load", "valdoria-digest.txt", "valdoria-mfa-result.json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    fs::create_dir(environment.path("reports")).unwrap();
    environment
}

pub(crate) fn record(environment: &Environment, file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(environment.path(&format!("{file}.meta.json"))).unwrap())
        .unwrap()
}

#[track_caller]
pub(crate) fn run(environment: &Environment, words: &[&str]) {
    let outcome = environment.run(words);
    assert_eq!(outcome.code, 0, "{words:?}: {outcome}");
}

#[test]
fn the_record_tells_all_that_a_run_rests_on() {
    let environment = samples();
    let words =
        ["run", "top-hashtags", "--since=-9m", "--until", "last", "--channel", "1000204417,valdoria-digest"];
    let more = ["--tag", "#CRS,Rivers", "--top", "3", "--as-of", "2025-05-01", "-o", "reports/tags.csv"];
    run(&environment, &[&words[..], &more].concat());
    let record = record(&environment, "reports/tags.csv");
    let file = environment.path("reports/tags.csv");
    let query = concat!(env!("CARGO_MANIFEST_DIR"), "/queries/hashtags/top-hashtags.sql");
    let size = fs::metadata(&file).unwrap().len();
    assert_eq!(record["file"], json!({"name": "tags.csv", "sha256": sha256(&file), "bytes": size}));
    assert_eq!(record["query"]["name"], "top-hashtags");
    assert_eq!(record["query"]["title"], "The most used hashtags");
    assert_eq!(record["query"]["origin"], "bundled");
    assert_eq!(record["query"]["path"], Value::Null);
    assert_eq!(record["query"]["sha256"], sha256(query.as_ref()));
    assert_eq!(record["query"]["sql"], fs::read_to_string(query).unwrap());
    assert_eq!(record["chancery_version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(record["run_at"], "2025-05-02T09:30:00Z");
    assert_eq!(record["today"], "2025-05-01");
    assert_eq!(
        record["arguments"],
        json!({
            "since": ["-9m"], "until": ["last"], "channel": ["1000204417,valdoria-digest"],
            "tag": ["#CRS,Rivers"], "top": ["3"],
        })
    );
    let channels = record["channels"].as_array().unwrap();
    let [ministry, digest] = channels.as_slice() else { panic!("{channels:?}") };
    assert_eq!(ministry["external_id"], "1000204417");
    assert_eq!(ministry["name"], "Ministry of Foreign Affairs of Valdoria");
    assert_eq!((&digest["external_id"], &digest["name"]), (&Value::Null, &json!("valdoria-digest")));
    // The 1st of May less nine months; the last day of the samples.
    let parameters = &record["parameters"];
    assert_eq!((&parameters["since"], &parameters["until"]), (&json!("2024-08-01"), &json!("2025-04-24")));
    assert_eq!(parameters["channel"], json!([ministry["channel_id"], digest["channel_id"]]));
    assert_eq!((&parameters["tag"], &parameters["top"]), (&json!(["crs", "rivers"]), &json!(3)));
    assert_eq!(parameters["forwards"], Value::Null);
    assert_eq!(record["form"], json!({"format": "csv", "shape": "long", "limit": null, "excel": false}));
    assert_eq!(record["rows"], json!({"written": 2, "all": 2}));
    assert_eq!(record["columns"][0], json!({"name": "rank", "type": "int"}));
    assert_eq!(record["columns"][5], json!({"name": "share", "type": "percent"}));
    let store = &record["store"];
    assert_eq!((&store["file"], &store["path"]), (&json!("chancery.db"), &json!("../chancery.db")));
    assert_eq!(store.get("from"), None);
    assert_eq!(store["time_zone"], "UTC");
    assert_eq!(
        (&store["posts"], &store["first"], &store["last"]),
        (&json!(56), &json!("2024-09-02"), &json!("2025-04-24"))
    );
    assert_eq!(store["fingerprint"].as_str().unwrap().len(), 64);
    let loads = store["loads"].as_array().unwrap();
    assert_eq!(loads.len(), 2);
    for (load, name, format, posts) in [
        (&loads[0], "valdoria-digest.txt", "web-preview-text", 11),
        (&loads[1], "valdoria-mfa-result.json", "telegram-json", 45),
    ] {
        assert_eq!((&load["input"], &load["format"]), (&json!(name), &json!(format)));
        assert_eq!(load["sha256"], sha256(&environment.path(name)));
        assert_eq!(
            (&load["posts_new"], &load["posts_changed"], &load["posts_unchanged"]),
            (&json!(posts), &json!(0), &json!(0))
        );
        assert_eq!((&load["rejected"], &load["is_whole"]), (&json!(0), &json!(true)));
    }
    let text = fs::read_to_string(environment.path("reports/tags.csv.meta.json")).unwrap();
    let folder = fs::canonicalize(environment.folder()).unwrap();
    assert!(!text.contains(folder.to_str().unwrap()), "the record tells of this machine: {text}");
}

#[test]
fn warnings_cuts_and_forms_are_recorded() {
    let environment = samples();
    let words = ["run", "top-hashtags", "--tag", "rivres", "--excel", "--limit", "1", "-o", "tags.csv"];
    let outcome = environment.run(&words);
    assert!(outcome.stderr.contains("rivres"), "{outcome}");
    let told = record(&environment, "tags.csv");
    assert!(told["warnings"][0].as_str().unwrap().contains("rivres"), "{}", told["warnings"]);
    assert_eq!(told["form"], json!({"format": "csv", "shape": "long", "limit": 1, "excel": true}));
    run(&environment, &["run", "top-hashtags", "--limit", "1", "-f", "json", "-o", "tags"]);
    let told = record(&environment, "tags");
    assert_eq!((&told["form"]["format"], &told["rows"]), (&json!("json"), &json!({"written": 1, "all": 12})));
    run(&environment, &["run", "top-hashtags", "-o", "tags.txt"]);
    // A table shows 50 rows unless told otherwise, and the record says so.
    assert_eq!(record(&environment, "tags.txt")["form"]["limit"], 50);
}

#[test]
fn partial_periods_of_a_matrix_are_recorded_as_it_does_not_show_them() {
    let environment = Environment::new();
    let table = "id,date,channel_handle,text\n1,2024-01-05,@harbour,#trade\n2,2024-02-01,@harbour,#trade\n\
        3,2024-03-20,@harbour,#trade\n";
    environment.write("posts.csv", table);
    run(&environment, &["load", "posts.csv"]);
    let expected = "not every day of 2024-01 and 2024-03 is covered, so their counts may be too low";
    for (shape, file) in [("--wide", "tags.csv"), ("--chart", "tags.txt")] {
        let outcome = environment.run(&["run", "hashtag-frequency", shape, "-o", file]);
        assert!(outcome.stderr.contains(expected), "{outcome}");
        assert_eq!(record(&environment, file)["warnings"], json!([expected]), "{shape}");
    }
    // A bar has no place for it: #trade is in January and in February, of which the first is not whole.
    let words = ["run", "period-compare", "--period", "2024-02", "--chart", "-o", "bars.txt"];
    let outcome = environment.run(&words);
    let expected = "not every day of the periods of 1 bar is covered, so its counts may be too low";
    assert!(outcome.stderr.contains(expected), "{outcome}");
    assert_eq!(record(&environment, "bars.txt")["warnings"], json!([expected]));
    // The rows themselves have a column of it.
    run(&environment, &["run", "hashtag-frequency", "-o", "long.csv"]);
    assert_eq!(record(&environment, "long.csv")["warnings"], json!([]));
}

#[test]
fn a_query_of_ones_own_is_recorded_with_its_place() {
    let environment = samples();
    for folder in ["queries", "mine"] {
        fs::create_dir(environment.path(folder)).unwrap();
    }
    environment.write("queries/days.sql", "-- Days\nSELECT count(DISTINCT posted_on) AS days FROM posts");
    environment.write("mine/own.sql", "-- Own\nSELECT 1 AS x");
    for (query, origin, path) in
        [("days", "project", "../queries/days.sql"), ("./mine/own.sql", "path", "../mine/own.sql")]
    {
        run(&environment, &["run", query, "-o", "reports/own.csv"]);
        let query = &record(&environment, "reports/own.csv")["query"];
        assert_eq!((&query["origin"], &query["path"]), (&json!(origin), &json!(path)));
    }
    run(&environment, &["run", "own", "--queries", "mine", "-o", "own.csv"]);
    let query = &record(&environment, "own.csv")["query"];
    assert_eq!((&query["origin"], &query["path"]), (&json!("--queries"), &json!("mine/own.sql")));
}

#[test]
fn a_statement_is_recorded_with_its_text() {
    let environment = samples();
    let sql = "SELECT count(*) AS posts FROM posts -- все";
    run(&environment, &["sql", sql, "-o", "n.json"]);
    let told = record(&environment, "n.json");
    environment.write("statement", sql);
    assert_eq!(told["query"]["sql"], sql);
    assert_eq!(told["query"]["sha256"], sha256(&environment.path("statement")));
    assert_eq!((&told["query"]["name"], &told["today"]), (&Value::Null, &Value::Null));
    assert_eq!(told["columns"], json!([{"name": "posts", "type": null}]));
    assert_eq!(told["store"]["posts"], 56);
}

#[test]
fn the_inputs_of_a_throw_away_store_are_recorded() {
    let environment = samples();
    run(&environment, &["run", "overview", "--from", "valdoria-digest.txt", "-o", "reports/all.csv"]);
    let store = &record(&environment, "reports/all.csv")["store"];
    assert_eq!((&store["file"], &store["path"]), (&Value::Null, &Value::Null));
    assert_eq!(store["from"], json!(["../valdoria-digest.txt"]));
    assert_eq!(store["loads"][0]["sha256"], sha256(&environment.path("valdoria-digest.txt")));
}

#[cfg(unix)]
#[test]
fn only_a_file_has_a_record() {
    let environment = samples();
    fs::remove_dir(environment.path("reports")).unwrap();
    let before = environment.files();
    run(&environment, &["run", "overview", "-o", "-"]);
    run(&environment, &["run", "overview", "-o", "/dev/null"]);
    run(&environment, &["run", "overview", "-o", "/dev/stdout"]);
    run(&environment, &["sql", "SELECT 1", "-o", "-"]);
    assert_eq!(environment.files(), before);
    // Also where standard output is a file.
    let file = fs::File::create(environment.path("stdout.txt")).unwrap();
    let status = environment.command(&["run", "overview", "-o", "/dev/stdout"]).stdout(file).status();
    assert!(status.unwrap().success());
    run(&environment, &["run", "overview", "--no-meta", "-o", "a.csv"]);
    run(&environment, &["run", "--no-meta", "overview", "-o", "b.csv"]);
    run(&environment, &["sql", "SELECT 1", "--no-meta", "-o", "c.csv"]);
    let named: Vec<String> =
        environment.files().into_iter().filter(|name| name.ends_with(".meta.json")).collect();
    assert_eq!(named, [""; 0]);
}

#[test]
fn where_one_cannot_be_written_neither_changes() {
    let environment = samples();
    run(&environment, &["run", "overview", "-o", "a.csv"]);
    let both = || ["a.csv", "a.csv.meta.json"].map(|name| fs::read(environment.path(name)).unwrap());
    let before = both();
    // The query fails after its first row.
    let half = "SELECT value, json(value) FROM json_each('[\"1\", \"{\"]')";
    assert_eq!(environment.run(&["sql", half, "-o", "a.csv"]).code, 1);
    assert_eq!(both(), before);
    // What stands in the record's place is somebody else's.
    environment.write("b.csv", "old");
    environment.write("b.csv.meta.json", "{\"mine\": 1}");
    let outcome = environment.run(&["run", "overview", "-o", "b.csv"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(
        outcome.stderr.contains("'b.csv.meta.json' is no record of a report; it was left untouched"),
        "{outcome}"
    );
    assert!(outcome.stderr.contains("--no-meta"), "{outcome}");
    assert_eq!(fs::read_to_string(environment.path("b.csv")).unwrap(), "old");
    fs::create_dir(environment.path("c.csv.meta.json")).unwrap();
    assert_eq!(environment.run(&["run", "overview", "-o", "c.csv"]).code, 2);
    assert!(!environment.path("c.csv").exists());
    assert!(
        !environment.files().iter().any(|name| name.starts_with(".chancery")),
        "{:?}",
        environment.files()
    );
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_neither() {
    let environment = samples();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    let mut child = environment.command(&["sql", endless, "--timeout", "0", "-o", "a.csv"]).spawn().unwrap();
    let is_begun = || {
        let parts = environment.files().into_iter().filter(|name| name.ends_with(".part"));
        parts.into_iter().any(|name| fs::metadata(environment.path(&name)).is_ok_and(|file| file.len() > 0))
    };
    while !is_begun() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    for name in ["a.csv", "a.csv.meta.json"] {
        assert!(!environment.path(name).exists(), "{name} was left");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let environment = samples();
    let folder = environment.path("reports");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write anywhere.
    if fs::write(folder.join("probe"), "").is_err() {
        let outcome = environment.run(&["run", "overview", "-o", "reports/a.csv"]);
        assert_eq!(outcome.code, 1);
        assert!(outcome.stderr.contains("cannot write 'reports/a.csv'"), "{outcome}");
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name == "probe"), "{left:?}");
}
