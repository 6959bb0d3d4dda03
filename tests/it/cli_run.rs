//! `chancery run`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::three_posts::{three_posts, write};

const ALL: &str = "day,posts\n2024-03-01,1\n2024-04-01,1\n2024-04-02,1\n";

/// What these words print as CSV; they must succeed, whatever is noted besides.
#[track_caller]
fn printed(environment: &Environment, words: &[&str]) -> String {
    let outcome = environment.run(&[words, &["-f", "csv"]].concat());
    assert_eq!(outcome.code, 0, "{words:?}: {}", outcome.stderr);
    outcome.stdout.replace("\r\n", "\n")
}

/// Asserts that the words fail with this exit code, and nothing but a message that contains this.
#[track_caller]
fn assert_fails(environment: &Environment, words: &[&str], code: i32, message: &str) {
    let outcome = environment.run(words);
    assert!(outcome.stderr.contains(message), "{words:?}: {}", outcome.stderr);
    assert!(outcome.stderr.starts_with("error: "), "{words:?}: {}", outcome.stderr);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (code, ""), "{words:?}");
}

#[test]
fn a_query_runs_with_and_without_its_flags() {
    let environment = three_posts();
    for (words, expected) in [
        (&["run", "days"][..], ALL),
        (&["run", "days", "--since", "2024-04"], "day,posts\n2024-04-01,1\n2024-04-02,1\n"),
        (&["run", "days", "--since=-19d"], "day,posts\n2024-04-01,1\n2024-04-02,1\n"),
        (&["run", "days", "--since", "-19d", "--top", "1"], "day,posts\n2024-04-01,1\n"),
        (&["run", "days", "--since", "-19d", "--as-of", "2024-04-21"], "day,posts\n2024-04-02,1\n"),
        (&["run", "--as-of", "2024-04-21", "days", "--since", "-19d"], "day,posts\n2024-04-02,1\n"),
        (&["run", "days", "--channel", "red,@blue_news", "--until", "2024-03"], "day,posts\n2024-03-01,1\n"),
        (&["run", "days", "--channel", "red", "--channel", "12"], "day,posts\n2024-04-02,1\n"),
        (&["run", "days", "--order", "new", "--limit", "1"], "day,posts\n2024-04-02,1\n"),
        (&["run", "--limit", "1", "days", "--empty-days"], "day,posts\n2024-03-01,1\n"),
        (&["run", "days", "--empty-days", "--top", "1"], "day,posts\n2024-03-01,1\n"),
        (&["run", "days", "--empty-days", "no", "--top", "1"], "day,posts\n2024-03-01,1\n"),
    ] {
        assert_eq!(printed(&environment, words), expected, "{words:?}");
    }
}

#[test]
fn a_file_and_a_folder_of_ones_own_run_the_same_way() {
    let environment = three_posts();
    let file =
        write(&environment, "mine/two.sql", "-- Two\n-- @param x int = 2 : it\nSELECT coalesce(:x, 2) AS x");
    for (words, expected) in [
        (&["run", "mine/two.sql", "--x", "3"][..], "x\n3\n"),
        (&["run", file.to_str().unwrap(), "--x", "3"], "x\n3\n"),
        (&["run", "--queries", "mine", "two"], "x\n2\n"),
        (&["run", "two", "--x", "4", "--queries", "mine"], "x\n4\n"),
    ] {
        assert_eq!(printed(&environment, words), expected, "{words:?}");
    }
}

#[test]
fn the_store_may_be_named_after_the_query_and_its_queries_are_found() {
    let (here, other) = (Environment::new(), three_posts());
    write(&other, "queries/there.sql", "-- T\n-- @param x int? : it\nSELECT count(*) AS n FROM posts");
    let store = other.path("chancery.db");
    let store = store.to_str().unwrap();
    assert_eq!(printed(&here, &["run", "there", "--x", "1", "--db", store]), "n\n3\n");
    assert_eq!(printed(&here, &["run", "there", &format!("--db={store}")]), "n\n3\n");
}

#[test]
fn data_and_notes_go_different_ways() {
    let environment = three_posts();
    insta::assert_snapshot!(
        environment.run(&["run", "days", "-f", "tsv", "--limit", "2", "--since", "first", "--channel", "11,12"]),
        @"
    day	posts
    2024-03-01	1
    2024-04-01	1
    [stderr]
    note: since 2024-03-01, channel @blue_news, channel @red
    2 of 3 rows; all of them: --limit 0
    ");
    insta::assert_snapshot!(
        environment.run(&["run", "days", "-f", "tsv", "--since", "2025-01", "--until", "2025-01"]),
        @"
    day	posts
    [stderr]
    note: since 2025-01-01, until 2025-01-31
    0 rows: 2025-01-01..2025-01-31 holds no posts; this store covers 2024-03-01..2024-04-02
    ");
}

#[test]
fn where_no_post_has_a_day_no_rows_are_told_with_how_many_posts_there_are() {
    let environment = Environment::new();
    environment.write("undated.jsonl", "{\"id\":1,\"text\":\"one\"}\n{\"id\":2,\"text\":\"two\"}\n");
    let _ = environment.run(&["load", "undated.jsonl"]);
    let told = |words: &[&str]| environment.run(&[&["run", "top-links"], words].concat()).stderr;
    assert_eq!(told(&[]), "0 rows; this store holds 2 posts without a day\n");
    let in_2024 = told(&["--since", "2024", "--until", "2024"]);
    let expected = "0 rows: 2024-01-01..2024-12-31 holds no posts; no post of this store has a day\n";
    assert!(in_2024.ends_with(expected), "{in_2024}");
}

#[test]
fn the_day_that_counts_as_today_is_told_where_it_was_resolved() {
    let environment = three_posts();
    let told = |words: &[&str]| environment.run(&[&["run", "days", "-f", "csv"][..], words].concat()).stderr;
    // It is 20 April 2024; the last post is of 2 April, and February 2024 ends on the 29th.
    assert_eq!(told(&["--as-of", "last"]), "note: as-of 2024-04-02\n");
    assert_eq!(told(&["--as-of", "2024-03", "--since", "-1m"]), "note: as-of 2024-03-31, since 2024-02-29\n");
    assert_eq!(told(&["--as-of", "2024-04-21", "--since", "-20d"]), "note: since 2024-04-01\n");
    assert_eq!(told(&["--as-of", "2024-04-21"]), "");
    let outcome = environment.run(&["queries", "publish", "days", "--as-of", "last", "--since", "-1d"]);
    assert!(outcome.stderr.starts_with("note: as-of 2024-04-02, since 2024-04-01\n"), "{outcome}");
}

#[test]
fn a_query_without_the_value_that_it_needs_says_so() {
    let environment = three_posts();
    let outcome = environment.run(&["run", "word-frequency", "--since", "2025"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.ends_with("\n0 rows: word-frequency needs --words: the words or phrases to count, as whole words; * before or after lets longer words count\n"), "{outcome}");
    let outcome = environment.run(&["run", "message-pull-through"]);
    assert!(outcome.stderr.starts_with("0 rows: message-pull-through needs --message: "), "{outcome}");
}

#[test]
fn a_table_shows_50_rows_and_a_program_gets_all() {
    let environment = three_posts();
    write(
        &environment,
        "queries/many.sql",
        "-- Many\nWITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60) SELECT n FROM n",
    );
    let table = environment.run(&["run", "many"]);
    assert_eq!(table.stderr, "50 of 60 rows; all of them: --limit 0\n");
    // Three rules, the heading and the rows.
    assert_eq!(table.stdout.lines().count(), 54);
    assert!(!table.stdout.contains("51"));
    assert_eq!(environment.run(&["run", "many", "--limit", "0"]).success().lines().count(), 64);
    assert_eq!(environment.run(&["run", "many", "-f", "csv"]).success().lines().count(), 61);
    let json = environment.run(&["run", "many", "-f", "json"]).json();
    assert_eq!((json.as_array().unwrap().len(), &json[59]["n"]), (60, &60.into()));
}

#[test]
fn the_help_of_a_query_shows_its_own_flags() {
    let environment = three_posts();
    for words in
        [&["run", "days", "--help"][..], &["run", "--help", "days"], &["run", "days", "--top", "1", "-h"]]
    {
        let help = environment.run(words).success();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for expected in [
            "Posts per day",
            "How many posts on which day?",
            "Undated posts are left out.",
            "Notes: - forwards count",
            "--since <DATE>",
            "--channel <CHANNEL>",
            "[repeat it or use commas (\\, within a value), or --channel-file FILE]",
            "--channel-file <FILE>",
            "--order <WORD>",
            "[one of: old, new] [default: old]",
            "--empty-days",
            "--limit <N>",
            "posts posts of the day",
            "chancery run days --since -30d",
        ] {
            assert!(help.contains(expected), "{expected} in {help}");
        }
    }
    let general = environment.run(&["run", "--help"]).success();
    assert!(general.contains("chancery run QUERY --help") && general.contains("--as-of"), "{general}");
}

#[test]
fn a_wrong_call_is_told_with_place_and_remedy() {
    let environment = three_posts();
    write(&environment, "queries/needy.sql", "-- T\n-- @param word text : what to find\nSELECT :word");
    for (words, message) in [
        (&["run"][..], "run needs the name of a query\n  see all: chancery queries list\n"),
        (&["run", "dayz"], "no query named 'dayz'\n  did you mean: days\n  see all: chancery queries list\n"),
        (
            &["run", "days", "--chanel", "red"],
            "--chanel is no flag of days\n  did you mean: --channel\n  see its flags: chancery run days --help\n",
        ),
        (
            &["run", "days", "more"],
            "'more' is one word too many\n  a value with spaces stands in quotes\n  see its flags: chancery run days --help\n",
        ),
        // An unset variable of a shell.
        (&["run", "top-hashtags", "--words", " "], "--words ' ' has no word to look for\n"),
        (&["run", "word-frequency", "--words", ""], "--words '' has no word to look for\n"),
        (&["run", "days", "--order", "next"], "--order 'next' is not one of: old, new\n"),
        (&["run", "days", "--top", "-1"], "--top -1 is less than 0\n"),
        (&["run", "days", "--top", "many"], "--top 'many' is no whole number; write one from 0 on\n"),
        (&["run", "days", "--since", "soon"], "--since 'soon' is no date; write one of: 2024-03-01, "),
        (
            &["run", "days", "--as-of", "nonsense"],
            "--as-of 'nonsense' is no date; write one of: 2024-03-01, ",
        ),
        (
            &["run", "days", "--channel", "green"],
            "--channel 'green' is not in this store (2 channels)\n  see all: chancery channels\n",
        ),
        (
            &["run", "days", "--since", "--until", "2024"],
            "--since has no value before --until\n  if it is the value, write --since=--until\n",
        ),
        (&["run", "needy"], "needy needs --word: what to find\n  chancery run needy --word TEXT\n"),
        (
            &["run", "days", "-f", "cvs"],
            "--format 'cvs' is not one of: table, csv, tsv, json, jsonl, markdown, html, gexf, graphml\n",
        ),
        (
            &["run", "days", "--limit", "-1"],
            "'-1' for '--limit <N>': write a whole number; 0 prints all rows\n",
        ),
        (
            &["run", "--limit", "-1", "days"],
            "'-1' for '--limit <N>': write a whole number; 0 prints all rows\n",
        ),
        (
            &["run", "days", "--limit", "all"],
            "'all' for '--limit <N>': write a whole number; 0 prints all rows\n",
        ),
        (
            &["run", "days", "--limit", "99999999999999999999"],
            "'99999999999999999999' for '--limit <N>': the largest is 18446744073709551615; 0 prints all rows\n",
        ),
        (
            &["similar", "ships", "--limit", "99999999999999999999"],
            "'99999999999999999999' for '--limit <N>': the largest is 18446744073709551615; 0 prints all rows\n",
        ),
        (
            &["run", "days", "--timeout", "99999999999999999999"],
            "'99999999999999999999' for '--timeout <SECONDS>': the largest is 18446744073709549568; 0 never stops the query\n",
        ),
        (
            &["run", "days", "--timeout", "-1"],
            "'-1' for '--timeout <SECONDS>': write a number of seconds such as 0.5 or 60",
        ),
        (
            &["run", "days", "--timeout", "inf"],
            "'inf' for '--timeout <SECONDS>': write a number of seconds such as 0.5 or 60",
        ),
        (
            &["run", "days", "--timeout", "long"],
            "'long' for '--timeout <SECONDS>': write a number of seconds",
        ),
        (
            &["run", "--form", "x.json", "days"],
            "--form is no option of run; the flags of a query stand behind its name\n  see the options: chancery run \
             --help\n",
        ),
        (&["run", "days", "--from"], "a value is required for '--from <INPUT>...'"),
        (
            &["run", "days", "--queries", "/nowhere/at/all"],
            "the folder of queries '/nowhere/at/all' cannot be read",
        ),
    ] {
        assert_fails(&environment, words, 2, message);
    }
}

#[test]
fn an_unknown_key_warns_and_the_query_runs() {
    let environment = three_posts();
    write(&environment, "queries/odd.sql", "-- T\n-- @colour red\nSELECT 1 AS x");
    let outcome = environment.run(&["run", "odd", "-f", "csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "x\r\n1\r\n"));
    assert!(outcome.stderr.starts_with("warning: "), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("odd.sql:2: unknown key '@colour'"), "{}", outcome.stderr);
}

#[test]
fn a_file_of_a_name_that_queries_do_not_have_warns_and_the_query_runs() {
    let environment = three_posts();
    write(&environment, "queries/M_Bad Name.sql", "-- T\n-- @column x int : it\nSELECT 1 AS x");
    let outcome = environment.run(&["run", "M_Bad Name", "-f", "csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "x\r\n1\r\n"));
    assert_eq!(
        outcome.stderr,
        "warning: queries/M_Bad Name.sql: the name 'M_Bad Name' is not made of a-z, 0-9 and -; rename the file\n"
    );
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let environment = three_posts();
    assert_eq!(environment.run(&["run", "days", "-o", "days.csv"]).success(), "");
    let written = || fs::read_to_string(environment.path("days.csv")).unwrap().replace("\r\n", "\n");
    assert_eq!(written(), ALL, "the ending of the file says its format");
    // A query that fails after some rows leaves the file as it was.
    write(
        &environment,
        "queries/half.sql",
        "-- T\nSELECT value, json(value) FROM json_each('[\"1\", \"2\", \"{\"]')",
    );
    assert_fails(&environment, &["run", "half", "-o", "days.csv"], 1, "half.sql: malformed JSON");
    assert_eq!(written(), ALL);
    assert_eq!(environment.files(), ["chancery.db", "days.csv", "days.csv.meta.json", "queries"]);
    assert_fails(
        &environment,
        &["run", "days", "-o", "no/such/days.csv"],
        1,
        "cannot write 'no/such/days.csv'\n  caused by: there is no folder 'no/such'\n  make the folder first",
    );
    assert_fails(&environment, &["run", "days", "-o", "queries"], 2, "'queries' is a folder, not a file");
}

#[cfg(unix)]
#[test]
fn a_link_and_a_pipe_stay_what_they_are() {
    let environment = three_posts();
    let (target, link) = (environment.write("days.csv", "old"), environment.path("link.csv"));
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let _ = environment.run(&["run", "days", "-o", "link.csv"]).success();
    assert_eq!(fs::read_to_string(&target).unwrap().replace("\r\n", "\n"), ALL);
    assert!(link.is_symlink());
    // As root a rename would take the place of the device.
    let pipe = environment.path("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reading = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    let _ = environment.run(&["run", "days", "-o", "pipe.csv"]).success();
    assert_eq!(reading.join().unwrap().replace("\r\n", "\n"), ALL);
    assert!(!fs::metadata(&pipe).unwrap().is_file());
}

#[cfg(unix)]
#[test]
fn a_written_file_has_the_usual_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let environment = three_posts();
    let _ = environment.run(&["run", "days", "-o", "days.csv"]).success();
    environment.write("plain", "");
    let mode = |name| fs::metadata(environment.path(name)).unwrap().permissions().mode();
    assert_eq!(mode("days.csv"), mode("plain"));
}

#[test]
fn a_reader_who_leaves_a_large_result_early_is_no_failure() {
    let environment = three_posts();
    write(
        &environment,
        "queries/large.sql",
        "-- Large\nWITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 300000) SELECT n FROM n",
    );
    for format in ["csv", "json", "table"] {
        let mut child = environment
            .command(&["run", "large", "--limit", "0", "-f", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
        reader.read_line(&mut first).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert!(!first.is_empty());
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
        assert_eq!(output.status.code(), Some(0), "{format}");
    }
}

#[test]
fn inputs_are_read_into_a_store_that_is_thrown_away() {
    let environment = Environment::new();
    let export = Export::new(7, "Gazette").post(1, NEW_YEAR, "#a").post(2, NEW_YEAR + 40 * DAY, "#a #b");
    export.write(environment.folder(), "gazette.json");
    let rows = environment.run(&["run", "top-hashtags", "--from", "gazette.json", "-f", "json"]).json();
    let counts: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| (&row["tag"], &row["posts"], &row["all_posts"])).collect();
    assert_eq!(counts, [(&"a".into(), &2.into(), &2.into()), (&"b".into(), &1.into(), &2.into())]);
    // The inputs may stand before the query's own flags, and in one word.
    for words in [
        &["run", "top-hashtags", "--from", "gazette.json", "--since", "2024-02", "-f", "csv"][..],
        &["run", "top-hashtags", "--since=2024-02", "--from=gazette.json", "-f", "csv"],
    ] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stdout.lines().count()), (0, 3), "{words:?}: {}", outcome.stderr);
    }
    assert_eq!(environment.files(), ["gazette.json"]);
}

#[test]
fn a_run_from_inputs_leaves_the_store_alone() {
    let environment = three_posts();
    let before = fs::read(environment.path("chancery.db")).unwrap();
    Export::new(7, "Gazette").post(1, NEW_YEAR, "#a").write(environment.folder(), "gazette.json");
    let rows = environment.run(&["run", "overview", "--from", "gazette.json", "-f", "json"]).json();
    assert_eq!((&rows[0]["posts"], &rows[0]["channels"]), (&1.into(), &1.into()));
    assert_eq!(fs::read(environment.path("chancery.db")).unwrap(), before);
    assert_eq!(environment.files(), ["chancery.db", "gazette.json", "queries"]);
}

#[test]
fn what_a_run_from_inputs_takes_for_granted_is_one_line() {
    let environment = Environment::new();
    let page = "Forwarded from Gazette\n\nShips come in\n\nForwarded from Gazette\n\nShips go out\n";
    write(&environment, "inputs/harbour.txt", page);
    write(&environment, "inputs/photo.jpg", "\u{0}");
    write(&environment, "inputs/style.css", "body {}");
    let export = Export::new(7, "Gazette").post(1, NEW_YEAR, "#a").json();
    write(&environment, "inputs/gazette.json", &export);
    let outcome = environment.run(&["run", "overview", "-f", "csv", "--from", "inputs"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "note: 2 inputs read, 2 other files left out; one input names no channel and goes by its file's name, \
             'harbour'\n"
        )
    );
    let outcome = environment.run(&["run", "overview", "-f", "csv", "--from", "inputs/gazette.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "there is nothing to tell");
}

#[test]
fn a_run_from_inputs_needs_all_of_them() {
    let environment = Environment::new();
    Export::new(7, "Gazette").post(1, NEW_YEAR, "#a").write(environment.folder(), "gazette.json");
    environment.write("notes.txt", "Nothing of the kind.\n");
    insta::assert_snapshot!(
        environment.run(&["run", "overview", "--from", "gazette.json", "missing.json"]), @"
    [stderr]
    error: cannot open 'missing.json': no such file
      look at its spelling, and at the folder from which it is named
    error: not every input could be loaded, so the query was not run
    [exit code 1]
    ");
    insta::assert_snapshot!(
        environment.run(&["run", "overview", "--from", "gazette.json", "notes.txt"]), @"
    [stderr]
    error: cannot tell what 'notes.txt' is
      known formats: telegram-json, telegram-html, web-preview, telethon, tdl, snscrape, minet-csv, 4cat-csv, tg-archive, telegram-export, activitypub, csv, jsonl, web-preview-text; choose one with --as
      a table or JSON lines of other columns: --map text=COLUMN
    error: not every input could be loaded, so the query was not run
    [exit code 1]
    ");
    assert_eq!(environment.files(), ["gazette.json", "notes.txt"]);
}

#[test]
fn records_that_a_run_could_not_read_are_told() {
    let environment = Environment::new();
    let export = Export::new(7, "Gazette").post(1, NEW_YEAR, "#a").post(2, NEW_YEAR, "#a").json();
    let id = export.find("\"id\": 2").unwrap();
    let damaged = format!("{}\"di\": 2{}", &export[..id], &export[id + 7..]);
    let place = damaged[..id].rfind('{').unwrap();
    environment.write("gazette.json", damaged);
    let outcome = environment.run(&["run", "overview", "-f", "csv", "--from", "gazette.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr),
        (
            0,
            format!(
                "warning: 'gazette.json': 1 record could not be read: no id, at byte {place} (to list: chancery load \
                 --dry-run --rejects FILE INPUT)\n"
            )
        )
    );
}

#[test]
fn no_earlier_texts_of_edited_posts_are_told_as_such() {
    let environment = Environment::new();
    let post = |id: u32, edit: &str| {
        format!(
            r#"{{"id":{id},"type":"message","date":"2024-01-0{id}T00:00:00","date_unixtime":"170415360{id}","text":"one"{edit}}}"#
        )
    };
    let edited = r#","edited":"2024-01-05T00:00:00","edited_unixtime":"1704412800""#;
    let export = |posts: &[String]| {
        format!(r#"{{"name":"X","type":"public_channel","id":77,"messages":[{}]}}"#, posts.join(","))
    };
    let told = |environment: &Environment, words: &[&str]| {
        let outcome = environment.run(&[&["run", "edits-and-deletions", "-f", "csv"], words].concat());
        assert_eq!(outcome.code, 0, "{outcome}");
        outcome.stderr
    };
    environment.write("none.json", export(&[post(1, ""), post(2, "")]));
    environment.run(&["load", "none.json"]).success();
    assert!(!told(&environment, &[]).contains("edited"));
    environment.write("some.json", export(&[post(3, edited), post(4, edited), post(5, "")]));
    environment.run(&["load", "some.json"]).success();
    let note = "; 2 posts are known as edited, but no input has their earlier texts\n";
    let stderr = told(&environment, &["--kind", "edit"]);
    assert!(stderr.starts_with("0 rows") && stderr.ends_with(note), "{stderr}");
    assert!(!told(&environment, &["--kind", "gone", "--channel", "77"]).contains("edited"));
}
