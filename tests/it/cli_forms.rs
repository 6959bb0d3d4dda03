//! The forms of output: pages, networks, matrices, drawings, spreadsheets.

use std::fs;
use std::process::Command;

use chancery::render::OutputFormat;

use crate::environment::Environment;
use crate::three_posts::{three_posts, write};

/// Tags of two months in their long form.
const TAGS: &str = "\
-- Tags & months
-- @param top int(0..) = 0 : unused
-- @column period text : the month
-- @column tag text : the tag
-- @column posts int : posts
-- @column share percent : of all
-- @wide rows=tag columns=period value=share
-- @chart line x=period y=posts series=tag
WITH t (period, tag, posts, share) AS (VALUES
    ('2024-01', 'trade', 1, 10.0), ('2024-01', 'نهر', 4, 40.0), ('2024-02', 'trade', 3, 60.0), ('undated', 'trade', 2, 50.0))
SELECT period, tag, posts, share FROM t WHERE coalesce(:top, 0) = 0 OR 1
";

/// A network of three edges, with two characters that XML does not take.
const NETWORK: &str = "\
-- Who amplifies whom
-- @network directed
-- @column source text : who
-- @column target text : whom
-- @column weight int : how often
-- @column first date : from
-- @column last date : to
-- @column share percent : of all
VALUES ('@harbour', '@ministry <1>', 3, '2024-03-01', '2024-03-09', 75.0),
       ('@ministry <1>', '@harbour', 1, '2024-03-02', '2024-03-02', 25.0),
       ('порт', 'порт', 2, NULL, NULL, NULL)
";

fn with_queries() -> Environment {
    let environment = three_posts();
    write(&environment, "queries/tags.sql", TAGS);
    let network =
        NETWORK.replace("VALUES (", "WITH e (source, target, weight, first, last, share) AS (VALUES (");
    write(&environment, "queries/edges.sql", &format!("{})\nSELECT * FROM e", network.trim_end()));
    environment
}

#[track_caller]
fn refused(environment: &Environment, words: &[&str], expected: &str) {
    let outcome = environment.run(words);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words:?}: {}", outcome.stderr);
    assert!(outcome.stderr.contains(expected), "{words:?}: {}", outcome.stderr);
    assert!(outcome.stderr.lines().count() > 1, "there is no remedy: {}", outcome.stderr);
}

#[test]
fn the_matrix_comes_in_every_format() {
    let environment = with_queries();
    let wide = |format: &str| environment.run(&["run", "tags", "--wide", "-f", format]).success();
    // Shares 10 + 60 + 50 for trade, 40 for the other.
    assert_eq!(wide("csv"), "tag,2024-01,2024-02,undated\r\ntrade,10.0,60.0,50.0\r\nنهر,40.0,,\r\n");
    assert_eq!(
        wide("jsonl"),
        "{\"tag\":\"trade\",\"2024-01\":10.0,\"2024-02\":60.0,\"undated\":50.0}\n\
         {\"tag\":\"نهر\",\"2024-01\":40.0,\"2024-02\":null,\"undated\":null}\n"
    );
    assert!(wide("markdown").ends_with("| trade | 10.0% | 60.0% | 50.0% |\n| نهر | 40.0% |  |  |\n"));
    assert!(
        wide("html")
            .contains("<td dir=\"auto\">نهر</td><td style=\"text-align:right\">40.0%</td><td></td><td></td>")
    );
    let cut = environment.run(&["run", "tags", "--wide", "--limit", "1", "-f", "csv"]);
    assert_eq!(cut.stdout, "tag,2024-01,2024-02,undated\r\ntrade,10.0,60.0,50.0\r\n");
    assert_eq!(cut.stderr, "1 of 2 rows; all of them: --limit 0\n");
}

#[test]
fn a_drawing_goes_to_a_pipe_or_a_text_file_and_nowhere_else() {
    let environment = with_queries();
    let drawn = environment.run(&["run", "tags", "--chart"]).success();
    assert!(drawn.starts_with("Tags & months\nposts by period, 2024-01 to 2024-02\n\ntag"), "{drawn}");
    // trade: 1 and 3, a third of which are 2.67 eighths; 2 more are undated.
    assert!(drawn.contains("\ntrade  ▃▃▃███       1        3     3        2\n"), "{drawn}");
    assert!(!drawn.contains('\u{1B}'));
    assert_eq!(environment.run(&["run", "tags", "--chart", "-o", "chart.txt"]).success(), "");
    assert_eq!(fs::read_to_string(environment.path("chart.txt")).unwrap(), drawn);
    refused(&environment, &["run", "tags", "--chart", "-f", "csv"], "--chart draws for people, not as csv");
    refused(
        &environment,
        &["run", "tags", "--chart", "-o", "chart.json"],
        "--chart draws for people, not as json",
    );
    refused(&environment, &["run", "tags", "--chart", "--excel"], "--chart draws for people, not as csv");
    refused(&environment, &["run", "days", "--chart"], "days has no @chart line");
    refused(&environment, &["run", "days", "--wide"], "days has no @wide line");
    refused(
        &environment,
        &["run", "tags", "--wide", "--chart"],
        "--wide and --chart cannot be used together",
    );
    assert!(!environment.path("chart.json").exists());
}

#[test]
fn the_bundled_heat_map_has_a_line_for_each_weekday() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/valdoria-mfa");
    let drawn = Environment::new().run(&["run", "posting-rhythm", "--chart", "--from", samples]).stdout;
    for day in ["\n1 Mon ", "\n5 Fri ", "\n7 Sun ", "weekday  0 "] {
        assert!(drawn.contains(day), "{drawn}");
    }
}

#[test]
fn spreadsheets_get_a_mark_and_guarded_cells() {
    let environment = three_posts();
    let sql = "SELECT '=1+1' AS a, -5 AS b, '@ministry' AS c";
    let expected = "\u{FEFF}a,b,c\r\n'=1+1,-5,'@ministry\r\n";
    assert_eq!(environment.run(&["sql", sql, "--excel"]).success(), expected);
    assert_eq!(environment.run(&["sql", sql, "--excel", "-f", "csv"]).success(), expected);
    assert_eq!(environment.run(&["sql", sql, "--excel", "-f", "tsv"]).success(), expected.replace(',', "\t"));
    assert_eq!(environment.run(&["sql", sql, "--excel", "-o", "a.csv"]).success(), "");
    assert_eq!(fs::read_to_string(environment.path("a.csv")).unwrap(), expected);
    refused(&environment, &["sql", sql, "--excel", "-f", "json"], "--excel writes csv or tsv, not json");
    refused(&environment, &["sql", sql, "--excel", "-o", "a.html"], "--excel writes csv or tsv, not html");
    refused(&environment, &["run", "days", "--excel", "-o", "a.txt"], "--excel writes csv or tsv, not table");
}

#[test]
fn an_ending_chooses_a_page_or_a_network() {
    let environment = with_queries();
    for (file, start) in [
        ("a.html", "<table>\n<caption dir=\"auto\">Who amplifies whom</caption>\n"),
        ("a.HTM", "<table>\n"),
        ("a.gexf", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf "),
        ("a.graphml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "),
    ] {
        assert_eq!(environment.run(&["run", "edges", "-o", file]).success(), "");
        let written = fs::read_to_string(environment.path(file)).unwrap();
        assert!(written.starts_with(start), "{file}: {written}");
    }
}

#[test]
fn what_is_no_network_is_a_wrong_call_and_leaves_no_file() {
    let environment = with_queries();
    let message = "a network needs the columns source, target and weight; this result has day, posts";
    refused(&environment, &["run", "days", "-f", "gexf"], message);
    refused(&environment, &["run", "days", "-o", "days.graphml"], message);
    assert!(!environment.path("days.graphml").exists());
    refused(
        &environment,
        &["run", "tags", "--wide", "-f", "gexf"],
        "--wide makes a matrix, which gexf cannot hold",
    );
    let outcome = environment.run(&["sql", "SELECT 'a' AS source, 'b' AS target, 0 AS weight", "-f", "gexf"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.contains("row 1 is no edge: its weight is 0"), "{}", outcome.stderr);
}

#[test]
fn a_network_without_a_declared_direction_is_found_by_the_lint() {
    let environment = with_queries();
    write(
        &environment,
        "queries/quiet.sql",
        &fs::read_to_string(environment.path("queries/edges.sql"))
            .unwrap()
            .replace("-- @network directed\n", ""),
    );
    let outcome = environment.run(&["queries", "check", "quiet"]);
    assert!(outcome.stdout.contains("add @network directed or undirected"), "{outcome}");
    assert!(!environment.run(&["queries", "check", "edges"]).stdout.contains("@network"));
}

/// Prints what Python's own XML reader finds.
const PARSE: &str = "\
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
for it in root.iter():
    name = it.tag.split('}')[1]
    if name == 'graph':
        print(name, it.get('defaultedgetype') or it.get('edgedefault'), it.get('timeformat'))
    elif name == 'node':
        print(name, it.get('id'), it.get('start'), it.get('end'))
    elif name == 'edge':
        held = [data.get('value') or data.text for data in it.iter() if data.tag.endswith('attvalue') or data.tag.endswith('data')]
        print(name, it.get('source'), '->', it.get('target'), it.get('weight'), it.get('start'), held)
";

#[test]
fn python_reads_the_networks() {
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: there is no python3");
        return;
    }
    let environment = with_queries();
    let parsed = |file: &str| {
        let _ = environment.run(&["run", "edges", "-o", file]).success();
        let output = Command::new("python3")
            .args(["-X", "utf8", "-c", PARSE])
            .arg(environment.path(file))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")
    };
    assert_eq!(
        parsed("edges.gexf"),
        "graph directed date\n\
         node @harbour 2024-03-01 2024-03-09\n\
         node @ministry <1> 2024-03-01 2024-03-09\n\
         node порт None None\n\
         edge @harbour -> @ministry <1> 3 2024-03-01 ['2024-03-01', '2024-03-09', '75.0']\n\
         edge @ministry <1> -> @harbour 1 2024-03-02 ['2024-03-02', '2024-03-02', '25.0']\n\
         edge порт -> порт 2 None []\n"
    );
    assert_eq!(
        parsed("edges.graphml"),
        "graph directed None\n\
         node @harbour None None\n\
         node @ministry <1> None None\n\
         node порт None None\n\
         edge @harbour -> @ministry <1> None None ['3', '2024-03-01', '2024-03-09', '75.0']\n\
         edge @ministry <1> -> @harbour None None ['1', '2024-03-02', '2024-03-02', '25.0']\n\
         edge порт -> порт None None ['2']\n"
    );
}

#[test]
fn every_bundled_network_says_whether_it_has_a_direction() {
    use chancery::query::catalogue::{Catalogue, Folders};
    use chancery::query::network::COLUMNS;
    let catalogue = Catalogue::discover(&Folders::default()).unwrap();
    for entry in catalogue.entries() {
        let header = &entry.query().header;
        let is_network = COLUMNS.iter().all(|name| header.columns.iter().any(|column| column.name == *name));
        assert_eq!(
            header.network.is_some(),
            is_network,
            "{}: @network directed or undirected",
            entry.query().name
        );
    }
}

#[test]
fn help_and_messages_name_every_format() {
    let environment = three_posts();
    let help = |words: &[&str]| environment.run(words).success();
    let (sql, run) = (help(&["sql", "--help"]), help(&["run", "days", "--help"]));
    let outcome = environment.run(&["run", "days", "-o", "days.xlsx"]);
    for format in OutputFormat::ALL {
        let name = format.name();
        for text in [&sql, &run] {
            assert!(
                text.split(|char: char| !char.is_alphanumeric()).any(|word| word == name),
                "{name}: {text}"
            );
        }
    }
    // An ending that a message offers is one.
    let endings: Vec<&str> =
        outcome.stderr.split(" .").skip(1).map(|text| text.split([',', '\n']).next().unwrap()).collect();
    assert!(
        outcome.stderr.starts_with("error: no format writes files that end in .xlsx\n"),
        "{}",
        outcome.stderr
    );
    let offered: Vec<_> = endings[1..].iter().map(|ending| OutputFormat::from_ending(ending)).collect();
    assert!(OutputFormat::ALL.iter().all(|format| offered.contains(&Some(*format))), "{endings:?}");
}

/// Tags of three months, two of which are not whole.
const PARTIAL_TAGS: &str = "\
-- Tags & months
-- @column period text : the month
-- @column tag text : the tag
-- @column posts int : posts
-- @column partial int : 1 when not every day is covered
-- @wide rows=tag columns=period value=posts
-- @chart line x=period y=posts series=tag
WITH t (period, tag, posts, partial) AS (VALUES
    ('2024-03', 'trade', 1, 1), ('2024-02', 'trade', 3, 0), ('2024-01', 'trade', 2, 1), ('2024-01', 'port', 2, 1),
    ('undated', 'trade', 2, NULL))
SELECT period, tag, posts, partial FROM t
";

#[test]
fn a_matrix_and_a_drawing_tell_which_periods_are_partial() {
    let environment = three_posts();
    write(&environment, "queries/tags.sql", PARTIAL_TAGS);
    let told = "not every day of 2024-01 and 2024-03 is covered, so their counts may be too low\n";
    for (words, expected) in
        [(&["run", "tags", "--wide"][..], told), (&["run", "tags", "--chart"], told), (&["run", "tags"], "")]
    {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, expected), "{words:?}");
    }
    write(&environment, "queries/tags.sql", &PARTIAL_TAGS.replace("'trade', 1, 1", "'trade', 1, 0"));
    let outcome = environment.run(&["run", "tags", "--wide"]);
    assert_eq!(outcome.stderr, "not every day of 2024-01 is covered, so its counts may be too low\n");
}
