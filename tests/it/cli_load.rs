//! `chancery load`: what it prints, its exit code, and what it leaves.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::environment::{Environment, Outcome};
use crate::export::{DAY, Export, NEW_YEAR};

/// Two posts, one of them with a hashtag.
fn gazette() -> Export {
    Export::new(1_234_567_890, "Gazette").post(1, NEW_YEAR, "Ships come in #harbour").post(
        2,
        NEW_YEAR + DAY,
        "Ships go out",
    )
}

/// An export with three records that cannot be read, between two posts that can.
fn with_three_bad_records() -> Export {
    let mut export = gazette();
    let row = |fields: Value| {
        let mut row =
            json!({"type": "message", "from": "Gazette", "from_id": "channel1234567890", "text": "lost"});
        row.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        row
    };
    export.rows.insert(1, row(json!({"id": 7})));
    export.rows.insert(2, row(json!({"date": "2024-01-01T00:00:00", "date_unixtime": "1704067200"})));
    export.rows.insert(3, row(json!({"id": 8})));
    export
}

/// With the time of loading, which differs from run to run, as `$T`.
fn without_seconds(outcome: &Outcome) -> String {
    let text = outcome.to_string();
    let lines = text.lines().map(|line| match line.rsplit_once(' ') {
        Some((before, seconds)) if seconds.contains('.') && seconds.parse::<f64>().is_ok() => {
            format!("{} $T", before.trim_end())
        }
        _ => line.trim_end_matches('─').to_owned(),
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Where the second element of `messages` begins.
fn second_row(export: &str) -> usize {
    export.match_indices("\n    {").nth(1).unwrap().0 + "\n    ".len()
}

fn posts(environment: &Environment) -> Vec<String> {
    let rows = environment.run(&["sql", "SELECT text FROM posts ORDER BY external_no", "-f", "json"]).json();
    rows.as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_load_ends_with_a_table_of_its_inputs() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    environment.write("harbour.txt", "Forwarded from Gazette\n\nShips come in\n");
    let outcome = environment.run(&["load", "gazette.json", "harbour.txt", "--channel", "@harbour"]);
    insta::assert_snapshot!(without_seconds(&outcome), @"
    input         format            new  changed  unchanged  rejected  first       last        seconds
    gazette.json  telegram-json       2        0          0         0  2024-01-01  2024-01-02 $T
    harbour.txt   web-preview-text    1        0          0         0 $T
    ");
    assert_eq!(environment.files(), ["chancery.db", "gazette.json", "harbour.txt"]);
}

#[test]
fn the_same_input_again_is_told_and_changes_nothing() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    // Given twice in one call it counts once, too: one file is read once, and a copy of it is told.
    gazette().write(environment.folder(), "copy.json");
    let outcome = environment.run(&["load", "gazette.json", "./gazette.json", "copy.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, "'copy.json' is in the store already (load 1)\n")
    );
    let store = fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["load", "gazette.json"]);
    insta::assert_snapshot!(without_seconds(&outcome), @"
    input         format         new  changed  unchanged  rejected  first  last  seconds
    gazette.json  telegram-json    0        0          0         0 $T
    [stderr]
    'gazette.json' is in the store already (load 1)
    ");
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
    assert_eq!(posts(&environment).len(), 2);
}

#[test]
fn the_channel_of_an_input_that_names_none_is_told() {
    let environment = Environment::new();
    environment.write("harbour.txt", "Forwarded from Gazette\n\nShips come in\n");
    let outcome = environment.run(&["load", "harbour.txt"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'harbour.txt' does not say which channel it is of; it is taken as 'harbour' (to choose: \
             --channel NAME)\n"
        )
    );
    let channels = environment.run(&["channels", "-f", "json"]).json();
    assert_eq!(channels[0]["name"], "harbour");
}

#[test]
fn clocks_without_a_zone_are_told_with_the_zone_that_they_are_taken_as() {
    let environment = Environment::new();
    let export = gazette().json();
    let without: Vec<&str> = export.lines().filter(|line| !line.contains("date_unixtime")).collect();
    environment.write("gazette.json", without.join("\n"));
    let outcome = environment.run(&["load", "gazette.json", "--time-zone", "Europe/Prague"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'gazette.json' has wall clocks without a zone; they are taken as Europe/Prague (to choose: \
             --input-time-zone ZONE)\n"
        )
    );
    let at = |environment: &Environment| {
        environment.run(&["sql", "SELECT min(posted_at) AS at FROM posts", "-f", "csv"]).success()
    };
    assert!(at(&environment).contains("2023-12-31T23:00:00Z"), "{}", at(&environment));
    let chosen = ["load", "gazette.json", "--db", "b.db", "--input-time-zone", "+03:00"];
    let outcome = environment.run(&chosen);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let outcome =
        environment.run(&["sql", "SELECT min(posted_at) AS at FROM posts", "-f", "csv", "--db", "b.db"]);
    assert!(outcome.success().contains("2023-12-31T21:00:00Z"));
    let west =
        ["load", "gazette.json", "--db", "c.db", "--input-time-zone", "-03:00", "--time-zone", "-01:00"];
    assert_eq!(environment.run(&west).code, 0, "an offset is no flag");
    let outcome = environment.run(&[
        "sql",
        "SELECT min(posted_at) || min(posted_on) FROM posts",
        "-f",
        "csv",
        "--db",
        "c.db",
    ]);
    assert!(outcome.success().contains("2024-01-01T03:00:00Z2024-01-01"));
    let outcome = environment.run(&["reindex", "--db", "c.db", "--time-zone", "-05:00"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
}

#[test]
fn records_that_cannot_be_read_are_counted_by_reason_with_the_first_place() {
    let environment = Environment::new();
    let export = with_three_bad_records().json();
    let place = second_row(&export);
    environment.write("gazette.json", &export);
    let outcome = environment.run(&["load", "gazette.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr),
        (
            0,
            format!(
                "warning: 'gazette.json': 3 records could not be read: 2 × no date, 1 × no id; the first at byte \
                 {place} (to list: --rejects FILE)\n"
            )
        )
    );
    assert_eq!(posts(&environment), ["Ships come in #harbour", "Ships go out"]);
}

#[test]
fn the_list_of_rejects_has_place_id_reason_and_the_record_of_each() {
    let environment = Environment::new();
    let export = with_three_bad_records().json();
    environment.write("gazette.json", &export);
    let outcome = environment.run(&["load", "gazette.json", "--rejects", "rejects.jsonl"]);
    assert_eq!(outcome.code, 0);
    assert!(!outcome.stderr.contains("--rejects"), "they are listed: {}", outcome.stderr);
    let list = fs::read_to_string(environment.path("rejects.jsonl")).unwrap();
    let rejects: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<(&Value, &Value)> =
        rejects.iter().map(|reject| (&reject["id"], &reject["reason"])).collect();
    assert_eq!(
        told,
        [(&json!("7"), &json!("no date")), (&Value::Null, &json!("no id")), (&json!("8"), &json!("no date"))]
    );
    for reject in &rejects {
        assert_eq!(reject["input"], "gazette.json");
        // The raw record stands at its place in the input.
        let at: usize = reject["place"].as_str().unwrap().strip_prefix("byte ").unwrap().parse().unwrap();
        let raw = reject["raw"].as_str().unwrap();
        assert!(raw.starts_with('{') && raw.ends_with('}') && export[at..].starts_with(raw), "{reject}");
    }
    // The table, the warning, the list and the store tell of the same number.
    assert!(outcome.stderr.contains("3 records could not be read"), "{}", outcome.stderr);
    let row = outcome.stdout.lines().find(|line| line.starts_with("gazette.json")).unwrap();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>()[2..6], ["2", "0", "0", "3"]);
    let history = environment.run(&["sql", "SELECT rejected FROM loads", "-f", "json"]).json();
    assert_eq!(history, json!([{"rejected": 3}]));
    let reasons = environment
        .run(&["sql", "SELECT reason, records FROM load_rejects ORDER BY reason", "-f", "json"])
        .json();
    assert_eq!(reasons, json!([{"reason": "no date", "records": 2}, {"reason": "no id", "records": 1}]));
}

#[test]
fn a_list_of_rejects_without_any_is_an_empty_file() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    environment.write("rejects.jsonl", "old");
    let outcome = environment.run(&["load", "gazette.json", "--rejects", "rejects.jsonl"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(environment.path("rejects.jsonl")).unwrap(), "");
}

#[test]
fn a_strict_load_stops_at_the_first_bad_record_and_loads_nothing_of_its_input() {
    let environment = Environment::new();
    let export = with_three_bad_records().json();
    let place = second_row(&export);
    environment.write("bad.json", &export);
    Export::new(9, "Harbour").post(1, NEW_YEAR, "Calm").write(environment.folder(), "good.json");
    let outcome = environment.run(&["load", "bad.json", "--strict"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str(), outcome.stderr),
        (
            1,
            "",
            format!(
                "error: bad.json: byte {place}, message 7: no date\n  nothing of this input was loaded; leave out \
                 --strict to load what can be read\n"
            )
        )
    );
    assert_eq!(environment.files(), ["bad.json", "good.json"]);
    // The other inputs are loaded all the same.
    let outcome = environment.run(&["load", "bad.json", "good.json", "--strict"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(posts(&environment), ["Calm"]);
    // The same once there is a store.
    let store = fs::read(environment.path("chancery.db")).unwrap();
    assert_eq!(environment.run(&["load", "bad.json", "--strict"]).code, 1);
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
}

#[test]
fn a_dry_run_shows_the_table_and_keeps_nothing() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    with_three_bad_records().write(environment.folder(), "bad.json");
    let outcome = environment.run(&["load", "gazette.json", "--dry-run"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "nothing was kept: this was a dry run\n"));
    assert!(outcome.stdout.contains("gazette.json  telegram-json    2 "), "{}", outcome.stdout);
    assert_eq!(environment.files(), ["bad.json", "gazette.json"]);
    // With a store, and a list of what could not be read.
    assert_eq!(environment.run(&["load", "gazette.json"]).code, 0);
    let store = fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["load", "bad.json", "--dry-run", "--rejects", "rejects.jsonl"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
    assert_eq!(environment.files(), ["bad.json", "chancery.db", "gazette.json", "rejects.jsonl"]);
    assert_eq!(fs::read_to_string(environment.path("rejects.jsonl")).unwrap().lines().count(), 3);
}

#[test]
fn one_bad_input_among_several_is_told_and_the_others_are_loaded() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    environment.write("notes.txt", "Nothing of the kind.\n");
    Export::new(9, "Harbour").post(3, NEW_YEAR, "Calm").write(environment.folder(), "harbour.json");
    let outcome = environment.run(&["load", "gazette.json", "notes.txt", "missing.json", "harbour.json"]);
    insta::assert_snapshot!(without_seconds(&outcome), @"
    input         format         new  changed  unchanged  rejected  first       last        seconds
    gazette.json  telegram-json    2        0          0         0  2024-01-01  2024-01-02 $T
    harbour.json  telegram-json    1        0          0         0  2024-01-01  2024-01-01 $T
    [stderr]
    error: cannot tell what 'notes.txt' is
      known formats: telegram-json, telegram-html, web-preview, telethon, tdl, snscrape, minet-csv, 4cat-csv, tg-archive, telegram-export, activitypub, csv, jsonl, web-preview-text; choose one with --as
      a table or JSON lines of other columns: --map text=COLUMN
    error: cannot open 'missing.json': no such file
      look at its spelling, and at the folder from which it is named
    [exit code 1]
    ");
    assert_eq!(posts(&environment), ["Ships come in #harbour", "Ships go out", "Calm"]);
}

#[test]
fn a_folder_gives_all_its_inputs_and_the_rest_is_counted() {
    let environment = Environment::new();
    fs::create_dir_all(environment.path("exports/photos")).unwrap();
    gazette().write(&environment.path("exports"), "b.json");
    Export::new(9, "Harbour").post(3, NEW_YEAR, "Calm").write(&environment.path("exports"), "a.json");
    environment.write("exports/photos/1.jpg", b"\xFF\xD8\xFF\0");
    environment.write("exports/style.css", "body {}");
    let outcome = environment.run(&["load", "exports"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "2 other files are no input and left out\n"));
    let inputs = environment.run(&["sql", "SELECT input FROM loads ORDER BY load_id", "-f", "json"]).json();
    assert_eq!(inputs, json!([{"input": "exports/a.json"}, {"input": "exports/b.json"}]));
}

#[test]
fn standard_input_is_an_input() {
    let environment = Environment::new();
    let load = |content: &[u8]| {
        let mut child = environment
            .command(&["load", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(content).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(load(gazette().json().as_bytes()), (Some(0), String::new()));
    assert_eq!(posts(&environment).len(), 2);
    let again = (Some(0), "'-' is in the store already (load 1)\n".to_owned());
    assert_eq!(load(gazette().json().as_bytes()), again);
    let (code, message) = load(b"");
    let nothing = "error: nothing came from standard input\n  see what the command before it says, or name the file \
        itself\n";
    assert_eq!((code, message.as_str()), (Some(1), nothing));
    assert_eq!(environment.files(), ["chancery.db"]);
}

#[test]
fn a_truncated_export_is_told_with_the_place_and_loads_what_is_whole() {
    let environment = Environment::new();
    let export = gazette().json();
    let cut = export.find("\"id\": 2").unwrap() + 40;
    environment.write("gazette.json", &export[..cut]);
    let place = second_row(&export);
    let outcome = environment.run(&["load", "gazette.json", "--strict"]);
    let told = format!(
        "error: gazette.json: byte {place}: it is cut off\n  nothing of this input was loaded; export it again, or leave \
         out --strict to load what is there\n"
    );
    assert_eq!((outcome.code, outcome.stderr), (1, told));
    assert_eq!(environment.files(), ["gazette.json"]);
    let outcome = environment.run(&["load", "gazette.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr),
        (
            0,
            format!(
                "warning: 'gazette.json' is cut off at byte {place}: all before it is loaded; export it again to have \
                 the rest\n"
            )
        )
    );
    assert_eq!(posts(&environment), ["Ships come in #harbour"]);
    gazette().write(environment.folder(), "gazette.json");
    assert_eq!(environment.run(&["load", "gazette.json"]).stderr, "");
    assert_eq!(posts(&environment).len(), 2);
}

#[test]
fn dates_after_today_are_told_of_with_what_the_clock_says() {
    let mut environment = Environment::new();
    // Of a machine whose clock has lost its battery.
    environment.set("CHANCERY_NOW", "2019-01-01T00:00:00Z");
    environment.write(
        "a.csv",
        "id,text,date\n1,one,2018-12-31T12:00:00Z\n2,two,2024-01-01T00:00:00Z\n3,three,2019-01-04\n4,four,soon\n",
    );
    let outcome = environment.run(&["load", "a.csv", "--channel", "@valdoria"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'a.csv': 1 post has a date that cannot be read, such as 'soon'; no day is known of them (to see them: \
             chancery sql \"SELECT * FROM posts WHERE posted_raw IS NOT NULL\")\nwarning: 'a.csv': 2 posts have dates \
             after today, such as '2024-01-01T00:00:00Z', since this machine's clock says 2019-01-01; no day is known of \
             them (if the clock is wrong: set it, then chancery forget CHANNEL, and load all of that channel again)\n"
        )
    );
}

#[test]
fn what_else_is_after_today_is_told_of_too() {
    let mut environment = Environment::new();
    environment.set("CHANCERY_NOW", "2024-01-15T00:00:00Z");
    let export = Export::new(7, "Gazette").post(1, NEW_YEAR, "one").post(2, NEW_YEAR, "two");
    let export = export.edited(NEW_YEAR + 30 * DAY).post(3, NEW_YEAR, "three").edited(NEW_YEAR + 14 * DAY);
    export.write(environment.folder(), "gazette.json");
    environment.write("a.csv", "id,text\n1,\"📍 Ostrava, May 3, 2024\n\nNews\"\n2,two\n");
    let remedy =
        "(if the clock is wrong: set it, then chancery forget CHANNEL, and load all of that channel again)";
    let outcome = environment.run(&["load", "gazette.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr),
        (
            0,
            format!(
                "warning: 'gazette.json': 1 time of an edit, a forwarded post, a service row or a served page is after today, such as \
                 '2024-01-31T00:00:00Z', since this machine's clock says 2024-01-15; it is left out {remedy}\n"
            )
        )
    );
    let outcome = environment.run(&["load", "a.csv", "--channel", "@valdoria"]);
    assert_eq!(
        (outcome.code, outcome.stderr),
        (
            0,
            format!(
                "warning: 'a.csv': 1 post has a date after today, such as '2024-05-03', since this machine's clock says 2024-01-15; no \
                 day is known of them {remedy}\n"
            )
        )
    );
    let edits = "SELECT external_id, is_edited, edited_at FROM posts WHERE is_edited";
    let is = |environment: &Environment| environment.run(&["sql", edits, "-f", "csv"]).stdout;
    let third = "3,1,2024-01-15T00:00:00Z\r\n";
    assert_eq!(is(&environment), format!("external_id,is_edited,edited_at\r\n2,1,\r\n{third}"));
    // As the message says.
    environment.set("CHANCERY_NOW", "2024-06-01T00:00:00Z");
    assert_eq!(environment.run(&["forget", "Gazette"]).code, 0);
    assert_eq!(environment.run(&["load", "gazette.json"]).stderr, "");
    let second = "2,1,2024-01-31T00:00:00Z\r\n";
    assert_eq!(is(&environment), format!("external_id,is_edited,edited_at\r\n{second}{third}"));
}

#[test]
fn dates_that_cannot_be_read_are_told_of() {
    let environment = Environment::new();
    environment.write("a.csv", "id,text,date\n1,one,Sun Foo\n2,two,2024-01-01T00:00:00Z\n3,three,soon\n");
    let outcome = environment.run(&["load", "a.csv", "--channel", "@valdoria"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'a.csv': 2 posts have dates that cannot be read, such as 'Sun Foo'; no day is known of them \
             (to see them: chancery sql \"SELECT * FROM posts WHERE posted_raw IS NOT NULL\")\n"
        )
    );
}

#[test]
fn a_load_whose_table_nobody_reads_still_tells_what_failed() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = environment.command(&["load", "gazette.json", "missing.json"]);
    let output = command.stdout(writer).stderr(Stdio::piped()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("error: cannot open 'missing.json'"), "{told}");
    assert_eq!(posts(&environment).len(), 2);
    // What goes well goes well without a reader, too.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = environment.command(&["load", "gazette.json"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn the_list_of_rejects_takes_neither_the_stores_place_nor_that_of_the_key() {
    let environment = Environment::new();
    with_three_bad_records().write(environment.folder(), "bad.json");
    std::fs::create_dir(environment.path("folder")).unwrap();
    for (words, told) in [
        (
            &["--db", "new.db", "--rejects", "folder/../new.db"][..],
            "error: --rejects 'folder/../new.db' is the store\n",
        ),
        (
            &["--pseudonyms", "my.key", "--rejects", "./my.key"],
            "error: --rejects './my.key' is the key file\n",
        ),
    ] {
        let outcome = environment.run(&[&["load", "bad.json"], words].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words:?}");
        assert!(outcome.stderr.starts_with(told), "{outcome}");
        assert_eq!(environment.files(), ["bad.json", "folder"]);
    }
    assert_eq!(environment.run(&["load", "bad.json", "--pseudonyms", "my.key"]).code, 0);
    let key = fs::read(environment.path("my.key")).unwrap();
    let again = ["load", "bad.json", "--pseudonyms", "my.key", "--rejects", "my.key"];
    assert_eq!(environment.run(&again).code, 2);
    assert_eq!(fs::read(environment.path("my.key")).unwrap(), key);
}

#[test]
fn an_input_behind_the_option_for_rejects_is_left_untouched() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    gazette().write(environment.folder(), "january.json");
    environment.write("posts.csv", "id,text,date,channel_handle\n1,Ebb,2024-01-01,rivers\n");
    for file in ["january.json", "posts.csv"] {
        let before = fs::read(environment.path(file)).unwrap();
        let outcome = environment.run(&["load", "--rejects", file, "gazette.json"]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
        let told =
            format!("error: --rejects '{file}' is no list of rejects but an input; it was left untouched\n");
        assert!(outcome.stderr.starts_with(&told), "{outcome}");
        assert_eq!(fs::read(environment.path(file)).unwrap(), before);
    }
    assert_eq!(environment.files(), ["gazette.json", "january.json", "posts.csv"]);
    // The list of an earlier load is written anew.
    with_three_bad_records().write(environment.folder(), "bad.json");
    for _ in 0..2 {
        let outcome = environment.run(&["load", "bad.json", "--dry-run", "--rejects", "rejects.jsonl"]);
        assert_eq!(outcome.code, 0, "{outcome}");
    }
}

#[cfg(unix)]
#[test]
fn a_store_that_is_a_link_to_nothing_is_refused_before_anything_is_loaded() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    std::os::unix::fs::symlink("elsewhere.db", environment.path("link.db")).unwrap();
    let outcome = environment.run(&["load", "gazette.json", "--db", "link.db"]);
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!(outcome, @"
    [stderr]
    error: 'link.db' is a link to 'elsewhere.db', where nothing is
      name the store by its own path: --db 'elsewhere.db'
    [exit code 1]
    ");
    assert_eq!(environment.files(), ["gazette.json", "link.db"]);
    environment.run(&["load", "gazette.json", "--db", "elsewhere.db"]).success();
    environment.run(&["status", "--db", "link.db"]).success();
}

#[cfg(unix)]
#[test]
fn a_store_behind_a_link_is_made_where_the_link_leads() {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    fs::create_dir(environment.path("real")).unwrap();
    environment.write("real/store.db", "");
    std::os::unix::fs::symlink("real/store.db", environment.path("link.db")).unwrap();
    environment.run(&["load", "gazette.json", "--db", "link.db"]).success();
    assert!(environment.path("link.db").is_symlink());
    let store = rusqlite::Connection::open(environment.path("real/store.db")).unwrap();
    let posts: i64 = store.query_row("SELECT count(*) FROM posts", [], |row| row.get(0)).unwrap();
    assert!(posts > 0);
    let names = fs::read_dir(environment.path("real")).unwrap().map(|file| file.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["store.db"]);
}

#[test]
fn an_input_that_is_known_as_another_channels_is_told_of() {
    let environment = Environment::new();
    environment.write("posts.csv", "id,text,date\n1,Ebb,2024-01-01\n");
    let load = |channel: &str| {
        let outcome = environment.run(&["load", "posts.csv", "--channel", channel]);
        assert_eq!(outcome.code, 0, "{outcome}");
        outcome.stderr
    };
    assert_eq!(load("@rivers"), "");
    let known = "'posts.csv' is in the store already (load 1)\n";
    for same in ["@rivers", "t.me/Rivers"] {
        assert_eq!(load(same), known, "{same}");
    }
    let warning = "warning: 'posts.csv' is in the store as of '@rivers'; --channel was not used (to load it as another \
        channel's: chancery forget CHANNEL, then load all of that channel again)\n";
    for other in ["@hills", "Hills", "t.me/c/9/1", "rivers of the north"] {
        assert_eq!(load(other), format!("{warning}{known}"), "{other}");
    }
    // As the remedy says.
    let _ = environment.run(&["forget", "@rivers"]).success();
    assert_eq!(load("@hills"), "");
}
