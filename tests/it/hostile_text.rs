//! Posts, names and files that attack whoever reads them: through every way out, nothing of them acts, and what a
//! machine reads back is what was written.

use std::fs;

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::fuzz_corpus::assert_xml;

/// What people write to drive a terminal, a page, a spreadsheet or a database. Known forms, in invented words.
const ATTACKS: [&str; 44] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]0;a new title\u{7}",
    "\u{1b}]8;;http://evil.example\u{1b}\\click\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{1b}_Gf=100;AAAA\u{1b}\\",
    "\u{1b}^private\u{1b}\\ \u{1b}[?1049h \u{1b}c \u{1b}#8",
    "\u{9b}31mC1\u{9d}0;title\u{9c} \u{90}dcs\u{9c} \u{85}next",
    "\u{8}\u{8}\u{8}back \u{7f}del \u{e}shift\u{f}",
    "over\rwritten",
    "user\u{202e}txt.exe\u{202c}",
    "\u{2066}// isolated\u{2069}\u{2067}if admin\u{2069} begin\u{2068}x",
    "\u{202a}a\u{202b}b\u{202d}c",
    "\u{61c}\u{200e}\u{200f} marks",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "--><!-- <b> ]]> <![CDATA[ x ]]>",
    "</td></tr></table><h1>x</h1>",
    "&lt;b&gt; &#60;script&#62; &amp;amp; &evil;",
    "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]>&c;",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "javascript:alert(1)",
    "'); DROP TABLE posts; --",
    "' OR '1'='1",
    "\"; ATTACH 'x' AS y; --",
    "=cmd|'/c calc'!A0",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "a,b;c\"d\"\r\ne\tf",
    "| a | b |\n|---|---|\n",
    "![x](http://evil.example/x.png) [y](javascript:alert(1)) `code` **bold** # head",
    "\u{fffe}\u{ffff}\u{fdd0} \u{feff}bom \u{10ffff}",
    "\u{2028}line\u{2029}paragraph",
    "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}\u{30d}\u{30e}\u{30f}\u{310}",
    "\u{200b}\u{200b}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}x",
    "$(touch evil) `touch evil` ; touch evil & %COMSPEC% !!",
];

/// A channel whose posts, names, authors, tags and media are all attacks.
fn export() -> String {
    let message = |(at, attack): (usize, &&str)| {
        json!({
            "id": at + 1, "type": "message", "date": "2024-03-05T10:00:00",
            "date_unixtime": (1_709_632_800 + 60 * at).to_string(), "from": attack, "from_id": format!("user{at}"),
            "author": attack, "forwarded_from": attack, "file": attack, "media_type": "video_file",
            "mime_type": attack, "title": attack,
            "text": [
                format!("{attack}\n\n• first {attack} harbour\n• second {attack}\n\n"),
                {"type": "hashtag", "text": format!("#tag{at}")}, " ", {"type": "hashtag", "text": "#all"}, " ",
                {"type": "text_link", "text": format!("x{attack}"), "href": format!("javascript:{attack}")},
                format!(" https://example.org/{attack} #{attack} @{attack}"),
            ],
        })
    };
    let messages: Vec<Value> = ATTACKS.iter().enumerate().map(message).collect();
    json!({"name": ATTACKS.concat(), "type": "public_channel", "id": 11, "messages": messages})
        .to_string()
        // What no Rust string can hold.
        .replace("over\\rwritten", "over\\rwritten \\ud800 \\udc00\\u0000 ")
}

/// What would act on a terminal, or turn what is read.
fn acts(char: char) -> bool {
    char.is_control() && !matches!(char, '\n' | '\t')
        || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[track_caller]
fn assert_harmless(text: &str, what: &str) {
    let first = text.char_indices().find(|(_, char)| acts(*char));
    let around = |at: usize| {
        text[text.floor_char_boundary(at.saturating_sub(60))..].chars().take(120).collect::<String>()
    };
    assert!(first.is_none(), "{what}: {:?}", first.map(|(at, _)| around(at)));
}

fn loaded() -> Environment {
    let environment = Environment::new();
    environment.write("attacks.json", export());
    let outcome = environment.run(&["load", "attacks.json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_harmless(&outcome.stdout, "load");
    assert_harmless(&outcome.stderr, "load");
    environment
}

/// The attacks as few words of an argument or names of files: several in each.
fn joined(attacks: impl Iterator<Item = &'static str>) -> Vec<String> {
    let mut joined = vec![String::new()];
    for attack in attacks {
        if joined.last().is_some_and(|last| last.len() + attack.len() > 180) {
            joined.push(String::new());
        }
        joined.last_mut().unwrap().push_str(attack);
    }
    joined
}

/// The texts as the store has them, by SQLite itself.
fn texts(environment: &Environment) -> Vec<String> {
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    let mut statement = store.prepare("SELECT text FROM posts ORDER BY post_id").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

const TEXTS: &str = "SELECT post_id, text FROM posts ORDER BY post_id";

#[test]
fn machines_read_back_what_was_written() {
    let environment = loaded();
    let texts = texts(&environment);
    assert_eq!(texts.len(), ATTACKS.len());
    for (text, attack) in texts.iter().zip(ATTACKS) {
        let kept =
            if attack.starts_with("over") { "over\rwritten \u{fffd} \u{fffd}\u{fffd} " } else { attack };
        assert!(text.contains(&format!("second {kept}")), "{attack:?}: {text:?}");
    }
    let csv = environment.run(&["sql", TEXTS, "-f", "csv"]).success();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let read: Vec<String> = reader.records().map(|record| record.unwrap()[1].to_owned()).collect();
    assert_eq!(read, texts);
    for (format, lines) in [("json", false), ("jsonl", true)] {
        let out = environment.run(&["sql", TEXTS, "-f", format]).success();
        assert_harmless(&out, format);
        let rows: Vec<Value> = if lines {
            out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        } else {
            serde_json::from_str(&out).unwrap()
        };
        let read: Vec<&str> = rows.iter().map(|row| row["text"].as_str().unwrap()).collect();
        assert_eq!(read, texts);
    }
    let tsv = environment.run(&["sql", TEXTS, "-f", "tsv"]).success();
    let unescaped = |cell: &str| {
        let mut text = String::new();
        let mut chars = cell.chars();
        while let Some(char) = chars.next() {
            text.push(match char {
                '\\' => match chars.next().unwrap() {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    other => other,
                },
                other => other,
            });
        }
        text
    };
    let read: Vec<String> = tsv
        .trim_end_matches('\n')
        .split('\n')
        .skip(1)
        .map(|line| unescaped(line.split_once('\t').unwrap().1))
        .collect();
    assert_eq!(read, texts);
    // Whole texts begin with the attack, which is what a spreadsheet would look at.
    let guarded = environment.run(&["sql", "SELECT text FROM posts", "-f", "csv", "--excel"]).success();
    let mut reader = csv::Reader::from_reader(guarded.trim_start_matches('\u{feff}').as_bytes());
    for record in reader.records().map(Result::unwrap) {
        assert!(!record[0].starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']), "{record:?}");
    }
}

#[test]
fn nothing_that_people_read_acts() {
    let mut environment = loaded();
    for width in ["40", "200"] {
        environment.set("COLUMNS", width);
        for words in [
            &["sql", TEXTS][..],
            &["run", "posts"],
            &["run", "top-hashtags"],
            &["run", "talking-points"],
            &["run", "top-links"],
            &["run", "forward-sources"],
            &["run", "field-coverage"],
            &["run", "hashtag-frequency", "--by", "day", "--wide"],
            &["run", "hashtag-frequency", "--by", "day", "--chart"],
            &["run", "posting-rhythm", "--chart"],
            &["run", "load-history"],
            &["search", "harbour"],
            &["search", "harbour", "--by", "month"],
            &["channels"],
            &["status"],
            &["entities", "list"],
            &["similar", "first harbour"],
            &["show", "11/1"],
            &["show", "11/9"],
            &["show", "11/12", "-f", "json"],
        ] {
            let outcome = environment.run(words);
            assert_eq!(outcome.code, 0, "{words:?}: {outcome}");
            assert!(!outcome.stdout.is_empty(), "{words:?}");
            assert_harmless(&outcome.stdout, &format!("{words:?}"));
            assert_harmless(&outcome.stderr, &format!("{words:?}"));
        }
    }
    for words in [["sql", TEXTS], ["run", "posts"], ["search", "harbour"]] {
        for format in ["markdown", "html"] {
            let out = environment.run(&[&words[..], &["-f", format, "--limit", "0"]].concat()).success();
            assert_harmless(&out, format);
            let lower = out.to_lowercase();
            for evil in [
                "<script",
                "<img",
                "<svg",
                "<h1",
                "<!--",
                "<!doctype",
                "<?xml",
                "href=\"javascript",
                "</table><",
            ] {
                assert!(!lower.contains(evil), "{words:?} {format}: {evil}");
            }
        }
    }
}

#[test]
fn networks_are_well_formed() {
    let environment = loaded();
    for words in [
        [
            "sql",
            "SELECT text AS source, text || '>' AS target, 1 AS weight, text AS \"a\u{1b}<b>\" FROM posts",
        ],
        ["run", "hashtag-pairs"],
        ["run", "forward-network"],
    ] {
        for format in ["gexf", "graphml"] {
            let outcome = environment.run(&[&words[..], &["-f", format, "--limit", "0"]].concat());
            assert_eq!(outcome.code, 0, "{outcome}");
            assert_harmless(&outcome.stdout, format);
            assert_xml(&outcome.stdout);
            assert!(!outcome.stdout.contains("<!"), "{words:?} {format}");
        }
    }
}

#[test]
fn values_that_are_statements_are_values() {
    let environment = loaded();
    // Else the first search makes it.
    assert_eq!(environment.run(&["index"]).code, 0);
    let store = fs::read(environment.path("chancery.db")).unwrap();
    let statements = ATTACKS
        .iter()
        .filter(|attack| attack.contains("--") || attack.contains("OR"))
        .map(|attack| (*attack).to_owned());
    for attack in joined(ATTACKS.into_iter()).into_iter().chain(statements) {
        for words in
            [&["run", "posts", "--tag"][..], &["run", "keyword-in-context", "--word"], &["search"], &["show"]]
        {
            let with = [words, &[attack.as_str()]].concat();
            let outcome = environment.run(&with);
            assert_harmless(&outcome.stdout, &format!("{with:?}"));
            assert_harmless(&outcome.stderr, &format!("{with:?}"));
        }
    }
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
    assert_eq!(environment.files(), ["attacks.json", "chancery.db"]);
}

#[cfg(unix)]
#[test]
fn names_of_files_and_queries_do_not_act() {
    let environment = loaded();
    for attack in joined(ATTACKS.into_iter().filter(|attack| !attack.contains('/'))) {
        let name = format!("{attack}.json");
        environment.write(&name, "{\"nonsense\": 1}");
        let path = format!("./{name}");
        let sql = format!("./{attack}.sql");
        for words in [
            &["load", &path][..],
            &["sql", "SELECT 1", "--db", &path],
            &["run", "posts", "--from", &path],
            &["queries", "check", &sql],
            &["queries", "show", &sql],
            &["run", &sql],
            &["verify", &path],
            &["run", "--pack", &path, "-o", "out"],
            &["load", "attacks.json", "--channel", &attack],
        ] {
            let outcome = environment.run(words);
            assert_harmless(&outcome.stdout, &format!("{words:?}"));
            assert_harmless(&outcome.stderr, &format!("{words:?}"));
        }
        fs::remove_file(environment.path(&name)).unwrap();
    }
    assert!(!environment.path("evil").exists());
    // Of a file that is loaded the store keeps the name.
    let name = "\u{1b}]0;x\u{7}\u{202e}\u{9b}2J<b>.json";
    environment.write(name, export().replace("\"id\":11,", "\"id\":12,"));
    for words in [
        &["load", name][..],
        &["status"],
        &["status", "-f", "json"],
        &["run", "load-history"],
        &["show", "12/1"],
        &["check"],
        &["forget", "12"],
    ] {
        let outcome = environment.run(words);
        assert_eq!(outcome.code, 0, "{words:?}: {outcome}");
        assert_harmless(&outcome.stdout, &format!("{words:?}"));
        assert_harmless(&outcome.stderr, &format!("{words:?}"));
    }
}

#[test]
fn what_other_programs_are_given_does_not_act() {
    let environment = loaded();
    let sql = "-- T <b>\u{1b}[31m\n-- use: x \u{202e}?\n-- @param s values(SELECT text FROM posts)? : one\n-- @column a text : a\nSELECT :s AS a FROM posts AS \"p\u{1b}[2J\" JOIN posts\n";
    fs::create_dir(environment.path("queries")).unwrap();
    environment.write("queries/mine.sql", sql);
    for words in [
        &["datasette-config"][..],
        &["queries", "list"],
        &["queries", "list", "-f", "json"],
        &["queries", "show", "mine"],
        &["queries", "search", "T"],
        &["queries", "check", "mine"],
        &["queries", "explain", "mine"],
        &["run", "mine", "--help"],
        &["queries", "publish", "mine", "--s", "'; DROP TABLE posts; --\u{1b}[31m\u{202e}\n"],
        &["schema"],
        &["completions", "bash"],
    ] {
        let outcome = environment.run(words);
        assert_harmless(&outcome.stdout, &format!("{words:?}"));
        assert_harmless(&outcome.stderr, &format!("{words:?}"));
    }
    assert_eq!(
        environment.run(&["sql", "SELECT count(*) AS n FROM posts", "-f", "csv"]).success(),
        format!("n\r\n{}\r\n", ATTACKS.len())
    );
}
