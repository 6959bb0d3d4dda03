//! Tables and JSON lines: `--map`, and the page that tells of their columns.

use std::fmt::Write as _;

use chancery::input::columns::COLUMNS;

use crate::docs::{MADE, must_be};
use crate::environment::Environment;

const TABLE: &str = "Nr;Beitrag;Datum;Aufrufe\n1;Rain #today;16.07.2024 14:03;1.2K\n2;Sun;17.07.2024;12\n";

/// The posts of the store, a line each.
fn posts(environment: &Environment) -> Vec<String> {
    let sql =
        "SELECT concat_ws(' ', external_id, posted_at, date_basis, views, text) FROM posts ORDER BY post_id";
    let rows = environment.run(&["sql", sql, "-f", "csv"]).success();
    rows.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_table_of_any_columns_is_loaded_when_they_are_mapped() {
    let environment = Environment::new();
    environment.write("rivers.csv", TABLE);
    let map = "text=Beitrag,posted_at=Datum,views=Aufrufe";
    let outcome =
        environment.run(&["load", "rivers.csv", "--map", map, "--map", "id=Nr", "--channel", "@rivers"]);
    assert_eq!(
        outcome.stderr,
        "warning: 'rivers.csv' has wall clocks without a zone; they are taken as UTC (to choose: --input-time-zone ZONE)\n"
    );
    assert_eq!(outcome.code, 0);
    assert_eq!(
        posts(&environment),
        ["1 2024-07-16T14:03:00Z local 1200 Rain #today", "2 2024-07-17 local 12 Sun"]
    );
}

#[test]
fn the_first_rows_without_an_address_are_where_the_first_address_leads() {
    let header = "id,posted_at,text,url\n";
    let rows = |numbers: std::ops::Range<u64>, url: &str| -> String {
        numbers.map(|id| format!("{id},2024-07-16T14:03:22Z,words {id},{url}\n")).collect()
    };
    let (none, some) = (rows(1..3, ""), rows(3..5, "https://news.example.org/a"));
    let object = |id: u64, url: &str| {
        format!(r#"{{"id": {id}, "posted_at": "2024-07-16T14:03:22Z", "text": "words", "url": {url}}}"#)
    };
    let lines = [object(1, "null"), object(2, r#""https://news.example.org/a""#)].join("\n");
    for (name, content, expected) in [
        ("a.csv", [header, &none, &some].concat(), "platform,posts\n\"\",4\n"),
        ("b.jsonl", lines, "platform,posts\n\"\",2\n"),
        ("c.csv", [header, &some, &none].concat(), "platform,posts\n\"\",4\n"),
        ("d.csv", [header, &none].concat(), "platform,posts\ntelegram,2\n"),
    ] {
        let environment = Environment::new();
        environment.write(name, content);
        environment.run(&["load", name, "--channel", "News"]).success();
        let sql = "SELECT c.platform, count(*) AS posts FROM posts JOIN channels AS c USING (channel_id)
            GROUP BY c.channel_id ORDER BY c.channel_id";
        let told = environment.run(&["sql", sql, "-f", "csv"]).success().replace("\r\n", "\n");
        assert_eq!(told, expected, "{name}");
    }
}

#[test]
fn json_lines_are_mapped_by_paths() {
    let environment = Environment::new();
    environment.write("a.jsonl", "{\"id\": 1, \"note\": {\"body\": \"Rain\"}, \"n\": {\"v\": 5}}\n");
    let outcome =
        environment.run(&["load", "a.jsonl", "--map", "text=note.body,views=n.v", "--channel", "@rivers"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(posts(&environment), ["1 5 Rain"]);
}

#[test]
fn a_map_that_is_none_is_a_bad_call() {
    let environment = Environment::new();
    environment.write("rivers.csv", TABLE);
    let told = |map: &[&str]| {
        let outcome = environment.run(&[&["load", "rivers.csv"], map].concat());
        assert_eq!(outcome.code, 2, "{}", outcome.stderr);
        outcome.stderr.lines().next().unwrap_or_default().to_owned()
    };
    let invalid =
        |value: &str, why: &str| format!("error: invalid value '{value}' for '--map <COLUMN=NAME>': {why}");
    assert_eq!(told(&["--map", "txt=a"]), invalid("txt=a", "there is no column 'txt'; did you mean 'text'?"));
    assert_eq!(told(&["--map", "text"]), invalid("text", "it is no COLUMN=NAME, such as text=body"));
    assert_eq!(
        told(&["--map", "text="]),
        invalid("text=", "the name of the input's own column is missing behind text=")
    );
    assert_eq!(
        told(&["--map", "text:dmy=a"]),
        invalid("text:dmy=a", "'text:dmy' is no column; only times take an order of dates, :dmy or :mdy")
    );
    assert_eq!(told(&["--map", "text=a", "--map", "text=b"]), "error: 'text' is mapped twice");
    assert_eq!(told(&["--map", "posted_at=a,posted_at:dmy=b"]), "error: 'posted_at' is mapped twice");
}

#[test]
fn a_mapped_column_that_is_not_there_is_told_with_those_that_are() {
    let environment = Environment::new();
    environment.write("rivers.csv", TABLE);
    let outcome = environment.run(&["load", "rivers.csv", "--map", "text=Betrag"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stderr,
        "error: 'rivers.csv': there is no column 'Betrag'\n  there are: Nr, Beitrag, Datum, Aufrufe\n"
    );
    let unmapped = environment.run(&["load", "rivers.csv", "--as", "csv"]);
    assert_eq!(
        unmapped.stderr,
        "error: 'rivers.csv': which column is the text? there are: Nr, Beitrag, Datum, Aufrufe\n\
         \x20 say which: --map text=COLUMN\n"
    );
    assert!(!environment.path("chancery.db").exists());
}

#[test]
fn of_a_folder_only_tables_with_the_mapped_columns_are_taken() {
    let environment = Environment::new();
    std::fs::create_dir(environment.path("in")).unwrap();
    environment.write("in/rivers.csv", TABLE);
    environment.write("in/prices.csv", "ware,price\nsalt,3\n");
    environment.write("in/notes.txt", "Dear all,\nrain.\n");
    let outcome = environment.run(&["load", "in", "--map", "text=Beitrag,id=Nr", "--channel", "@rivers"]);
    let told = "2 other files are no input and left out, among them 'in/prices.csv'\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, told));
    assert_eq!(posts(&environment), ["1 Rain #today", "2 Sun"]);
}

#[test]
fn a_map_without_a_table_is_told() {
    let environment = Environment::new();
    environment.write("page.txt", "Forwarded from Vexland\n\nRain\n");
    let outcome = environment.run(&["load", "page.txt", "--map", "text=a", "--channel", "@rivers"]);
    assert_eq!(outcome.code, 0);
    assert_eq!(
        outcome.stderr,
        "warning: --map was not used: no input is a table or JSON lines (--map is for tables and JSON lines: --as csv, \
         --as jsonl)\n"
    );
}

#[test]
fn options_that_an_input_of_the_store_was_not_read_by_are_told() {
    const TO_READ_ANEW: &str =
        "to read it anew: chancery forget CHANNEL, then load all of that channel again";
    let environment = Environment::new();
    environment.write("a.csv", "id,text,date,channel_handle\n1,Rain,2024-07-16 23:30:00,rivers\n");
    assert_eq!(environment.run(&["load", "a.csv"]).code, 0);
    let known = "'a.csv' is in the store already (load 1)";
    for (options, told) in [
        (vec![], format!("{known}\n")),
        (vec!["--map", "text=id"], format!("{known}; --map was not used ({TO_READ_ANEW})\n")),
        (
            vec!["--input-time-zone", "Asia/Tokyo", "--as", "csv"],
            format!("{known}; --as and --input-time-zone were not used ({TO_READ_ANEW})\n"),
        ),
    ] {
        let outcome = environment.run(&[vec!["load", "a.csv"], options].concat());
        assert_eq!((outcome.code, &outcome.stderr), (0, &told));
    }
    // What the same command has read was read by them.
    environment.write("b.csv", "nr,text,date,channel_handle\n2,Sun,2024-07-17,rivers\n");
    std::fs::copy(environment.path("b.csv"), environment.path("c.csv")).unwrap();
    let outcome = environment.run(&["load", "b.csv", "c.csv", "--map", "id=nr"]);
    assert_eq!(outcome.stderr, "'c.csv' is in the store already (load 2)\n");
}

#[test]
fn a_bare_day_does_not_blank_a_clock() {
    let clock = "id,text,date,channel_handle\n1,Rain,2024-07-16 14:03:22,rivers\n";
    // The later input wins, but knows the day only.
    let day = "id,text,date,channel_handle\n1,Rain,2024-07-16,rivers\n2,Sun,2024-08-01,rivers\n";
    for order in [["clock.csv", "day.csv"], ["day.csv", "clock.csv"]] {
        let environment = Environment::new();
        environment.write("clock.csv", clock);
        environment.write("day.csv", day);
        for input in order {
            assert_eq!(environment.run(&["load", input]).code, 0);
        }
        let sql = "SELECT posted_at, posted_local FROM posts WHERE external_id = '1'";
        let row = environment.run(&["sql", sql, "-f", "csv"]).success();
        assert_eq!(
            row, "posted_at,posted_local\r\n2024-07-16T14:03:22Z,2024-07-16T14:03:22\r\n",
            "{order:?}"
        );
    }
}

#[test]
fn a_table_may_go_from_channel_to_channel_with_every_row() {
    let environment = Environment::new();
    // The same post twice, posts without ids, and a channel under two descriptions.
    let mut table = "id,text,channel_handle,channel\n".to_owned();
    for row in 0..60 {
        let (id, handle) = (if row % 5 == 0 { String::new() } else { (row / 2).to_string() }, row % 3);
        let name = if row % 2 == 0 { "Rivers" } else { "" };
        writeln!(table, "{id},text {},rivers{handle},{name}", row % 7).unwrap();
    }
    environment.write("rivers.csv", &table);
    assert_eq!(environment.run(&["load", "rivers.csv"]).code, 0);
    let sql = "SELECT count(*), count(DISTINCT channel_id), count(external_id), count(DISTINCT external_id || '/' || channel_id) FROM posts";
    let counts = environment.run(&["sql", sql, "-f", "json", "--db", "chancery.db"]).json();
    let counts: Vec<i64> =
        counts[0].as_object().unwrap().values().map(|count| count.as_i64().unwrap()).collect();
    assert_eq!((counts[1], counts[2]), (3, counts[3]), "no post twice");
    // The same rows by channel give the same posts.
    let mut rows: Vec<&str> = table.lines().skip(1).collect();
    rows.sort_by_key(|row| row.split(',').nth(2));
    environment.write("sorted.csv", format!("id,text,channel_handle,channel\n{}\n", rows.join("\n")));
    assert_eq!(environment.run(&["load", "sorted.csv", "--db", "sorted.db"]).code, 0);
    let rows = "SELECT c.handle, c.name, p.external_id, p.text FROM posts AS p JOIN channels AS c USING (channel_id) ORDER BY 1, 3, 4";
    let [mixed, sorted] = ["chancery.db", "sorted.db"]
        .map(|store| environment.run(&["sql", rows, "-f", "csv", "--db", store]).success());
    assert_eq!(mixed, sorted);
    assert!(environment.run(&["check"]).success().lines().all(|line| line.ends_with("ok")));
}

#[test]
fn the_page_of_the_columns_is_that_of_the_program() {
    let mut table =
        "| column | also found as | what it is | how it is written |\n|---|---|---|---|\n".to_owned();
    for column in &COLUMNS {
        let aliases: Vec<String> = column.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        let row =
            [&format!("`{}`", column.name), &aliases.join(", "), column.meaning, column.form].join(" | ");
        writeln!(table, "| {row} |").unwrap();
    }
    let page = include_str!("columns.md").replace("COLUMNS\n", &table);
    must_be("docs/columns.md", &format!("{MADE}\n{page}"));
}
