//! Reports that lie in a folder which is loaded: their posts came from the exports beside them, and count once.

use crate::cli_inputs::{gz, zip, zst};
use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

fn posts(environment: &Environment) -> String {
    environment.run(&["sql", "SELECT count(*) AS posts FROM posts", "-f", "csv"]).success()
}

/// A folder with an export of two posts, the store of it, and reports with and without records.
fn with_reports() -> Environment {
    let environment = Environment::new();
    Export::new(7, "Gazette")
        .post(1, NEW_YEAR, "Ships come in #harbour")
        .post(2, NEW_YEAR + DAY, "Fog #harbour")
        .write(environment.folder(), "export.json");
    assert_eq!(environment.run(&["load", "export.json"]).code, 0);
    let own = "SELECT channel_name AS name, posted_at, text FROM v_posts";
    for words in [
        &["run", "posts", "-o", "week/posts.csv"][..],
        &["run", "posts", "-o", "week/posts.jsonl"],
        &["run", "sample-posts", "-o", "week/sample.json"],
        &["sql", own, "-o", "week/own.csv"],
    ] {
        std::fs::create_dir_all(environment.path("week")).unwrap();
        let outcome = environment.run(words);
        assert_eq!(outcome.code, 0, "{outcome}");
    }
    for (format, name) in
        [("csv", "week/printed.csv"), ("tsv", "week/printed.tsv"), ("jsonl", "week/printed.jsonl")]
    {
        environment.write(name, environment.run(&["run", "posts", "-f", format]).success());
    }
    environment
}

#[test]
fn reports_in_a_folder_that_is_loaded_count_no_post_again() {
    let environment = with_reports();
    let outcome = environment.run(&["load", "."]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(
        outcome.stderr.contains(
            "warning: 7 files are reports that Chancery wrote, and left out; the first is './week/own.csv' (to load one \
             all the same: name it, with --as FORMAT; a table of your own, with --map id=COLUMN)\n"
        ),
        "{outcome}"
    );
    // The records of the four that were written to files; the reports themselves are told of above.
    assert!(outcome.stderr.contains("4 other files are no input and left out, among them "), "{outcome}");
    assert_eq!(posts(&environment), "posts\r\n2\r\n");
    let from = environment.run(&["run", "overview", "--from", ".", "-f", "csv"]).stdout;
    assert!(from.lines().nth(1).unwrap().starts_with("1,2,"), "{from}");
}

#[test]
fn a_report_that_is_named_is_loaded_where_the_user_says_what_it_is() {
    let environment = with_reports();
    let refused = environment.run(&["load", "week/own.csv"]);
    assert_eq!(
        (refused.code, refused.stderr.as_str()),
        (
            1,
            "error: 'week/own.csv' is a report that Chancery wrote: its posts came from other inputs\n  \
             to load it all the same: --as csv\n"
        )
    );
    assert_eq!(posts(&environment), "posts\r\n2\r\n");
    let loaded =
        environment.run(&["load", "week/own.csv", "--as", "csv", "--db", "other.db", "--channel", "Gazette"]);
    assert_eq!(loaded.code, 0, "{loaded}");
    let count =
        environment.run(&["sql", "SELECT count(*) AS posts FROM posts", "-f", "csv", "--db", "other.db"]);
    assert_eq!(count.success(), "posts\r\n2\r\n");
}

#[test]
fn reports_that_are_packed_or_come_through_a_pipe_are_told_as_well() {
    let environment = with_reports();
    let read = |name: &str| std::fs::read(environment.path(name)).unwrap();
    let (own, record) = (read("week/own.csv"), read("week/own.csv.meta.json"));
    let (printed, export) = (read("week/printed.csv"), read("export.json"));
    environment.write(
        "week.zip",
        zip(&[
            ("week/export.json", &export),
            ("week/own.csv", &own),
            ("week/own.csv.meta.json", &record),
            ("week/printed.csv.gz", &gz(&printed)),
        ]),
    );
    // The record lies in another folder, and is not this table's.
    environment.write("other.zip", zip(&[("own.csv", &own), ("a/own.csv.meta.json", &record)]));
    std::fs::create_dir(environment.path("packed")).unwrap();
    environment.write("packed/printed.csv.gz", gz(&printed));
    environment.write("packed/own.csv.zst", zst(&own));
    environment.write("packed/own.csv.meta.json", &record);
    let left_out = |first: &str, files: u8| {
        format!(
            "warning: {files} files are reports that Chancery wrote, and left out; the first is '{first}' (to load one all \
             the same: name it, with --as FORMAT; a table of your own, with --map id=COLUMN)\n"
        )
    };
    for (name, first) in [("week.zip", "week.zip/week/own.csv"), ("packed", "packed/own.csv.zst")] {
        let outcome = environment.run(&["load", name, "export.json"]);
        assert_eq!(outcome.code, i32::from(name == "packed"), "{outcome}");
        assert!(outcome.stderr.contains(&left_out(first, 2)), "{outcome}");
        assert_eq!(posts(&environment), "posts\r\n2\r\n");
    }
    let printed = std::fs::File::open(environment.path("week/printed.csv")).unwrap();
    let piped = environment.command(&["load", "-"]).stdin(printed).output().unwrap();
    let expected = "error: '-' is a report that Chancery wrote: its posts came from other inputs\n  to load it all the \
        same: --as csv; if it is a table of your own, say what its columns are: --map id=COLUMN\n";
    assert_eq!((piped.status.code(), String::from_utf8(piped.stderr).unwrap().as_str()), (Some(1), expected));
    let named = environment.run(&["load", "packed/printed.csv.gz"]);
    assert_eq!((named.code, named.stderr), (1, expected.replace("'-'", "'packed/printed.csv.gz'")));
    assert_eq!(posts(&environment), "posts\r\n2\r\n");
    let loaded = environment.run(&["load", "other.zip", "--db", "other.db"]);
    assert_eq!(loaded.code, 0, "{loaded}");
}

#[test]
fn a_sample_and_a_post_that_was_shown_are_told_without_a_record() {
    let environment = with_reports();
    for (format, name) in [("csv", "csv"), ("tsv", "tsv"), ("jsonl", "jsonl"), ("json", "json")] {
        let sample = environment.run(&["run", "sample-posts", "-f", format]).success();
        environment.write(&format!("sample.{name}"), sample);
        let refused = environment.run(&["load", &format!("sample.{name}")]);
        assert!(refused.code == 1 && refused.stderr.contains("is a report that Chancery wrote"), "{refused}");
    }
    environment.write("shown.json", environment.run(&["show", "1", "-f", "json"]).success());
    let refused = environment.run(&["load", "shown.json"]);
    assert!(refused.code == 1 && refused.stderr.contains("is a report that Chancery wrote"), "{refused}");
    // As another program may write tables of the store.
    for table in ["posts", "v_posts", "talking_points", "v_talking_points", "post_versions", "post_evidence"]
    {
        let rows = environment.run(&["sql", &format!("SELECT * FROM {table}"), "-f", "csv"]).stdout;
        environment.write("table.csv", rows);
        let refused = environment.run(&["load", "table.csv"]);
        assert!(refused.code == 1 && refused.stderr.contains("is a report that Chancery wrote"), "{refused}");
    }
    // The columns of a sample are not so rare that its rows need not tell.
    environment.write("mine.csv", "post,date,channel,text,link\nGazette/7,2024-05-01,Gazette,Fog,\n");
    environment.write("times.csv", "post,date,channel,text,link\n7,2024-05-01T10:00:00Z,Gazette,Fog,\n");
    for name in ["mine.csv", "times.csv"] {
        let loaded = environment.run(&["load", name, "--db", "other.db"]);
        assert_eq!(loaded.code, 0, "{loaded}");
    }
}

#[test]
fn a_table_that_is_built_like_a_report_is_loaded_where_the_user_maps_its_columns() {
    let environment = with_reports();
    let rows = "7,2024-05-01,Gazette,Fog in the port,https://t.me/gazette/7\n\
                8,2024-05-02,Gazette,Sun,https://t.me/gazette/8\n";
    let table = format!("post,date,channel,text,link\n{rows}");
    std::fs::create_dir(environment.path("mine")).unwrap();
    environment.write("mine/table.csv", &table);
    environment.write("mine.zip", zip(&[("table.csv", table.as_bytes())]));
    for (number, name) in ["mine/table.csv", "mine", "mine.zip"].into_iter().enumerate() {
        let store = format!("{number}.db");
        let loaded = environment.run(&["load", name, "--map", "id=post,url=link", "--db", &store]);
        assert_eq!(loaded.code, 0, "{loaded}");
        let ids = "SELECT p.external_id, handle FROM posts p JOIN channels USING (channel_id) ORDER BY 1";
        let ids = environment.run(&["sql", ids, "-f", "csv", "--db", &store]).success();
        assert_eq!(ids, "external_id,handle\r\n7,gazette\r\n8,gazette\r\n");
    }
    // The record beside a report tells more than a map.
    let refused = environment.run(&["load", "week/posts.csv", "--map", "url=link"]);
    assert!(
        refused.code == 1 && refused.stderr.ends_with("to load it all the same: --as csv\n"),
        "{refused}"
    );
}

#[test]
fn a_table_drawn_for_people_is_no_input() {
    let environment = with_reports();
    let drawn = environment.run(&["run", "posts", "-f", "markdown"]).success();
    environment.write("week/drawn.md", &drawn);
    let psql = " id |    date    | text \n----+------------+------\n  7 | 2024-05-01 | Fog\n(1 row)\n";
    environment.write("week/psql.txt", psql);
    let mysql = "+----+------------+------+\n| id | date       | text |\n+----+------------+------+\n|  7 | 2024-05-01 | Fog  |\n";
    environment.write("week/mysql.txt", mysql);
    let refusal = |name: &str| {
        format!(
            "error: '{name}' is a table drawn for people, as Markdown or a database's shell writes it\n  write it \
             as CSV, with what wrote it\n"
        )
    };
    for name in ["week/drawn.md", "week/psql.txt", "week/mysql.txt"] {
        let refused = environment.run(&["load", name]);
        assert_eq!((refused.code, refused.stderr), (1, refusal(name)));
        let forced = environment.run(&["load", name, "--as", "csv"]);
        assert!(forced.code == 1 && forced.stderr.contains("is a table drawn for people"), "{forced}");
    }
    assert_eq!(environment.run(&["load", "."]).code, 0);
    assert_eq!(posts(&environment), "posts\r\n2\r\n");
}
