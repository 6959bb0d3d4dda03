//! `chancery search`: what is found, how it is counted, and what is said beside it. The posts are few, so that every
//! expected row is worked out by hand.

use std::fs;

use chancery::clock::Clock;
use chancery::query::bind::Arguments;
use chancery::query::full_text::FullText;
use chancery::query::runner::Budget;
use chancery::render::{HIT_BEGINS, HIT_ENDS};
use chancery::report::form::{self, Form, Screen};
use chancery::search::{Search, way};
use chancery::store;
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

/// Two channels: `Ministry` (11) with ids from 1, `Harbour` (22) with ids from 101, one post a day from 1 January 2024.
const MINISTRY: [&str; 8] = [
    "Free trade talks begin in the harbour #trade",
    "Trade, war and peace: the minister speaks",
    "The port strike ends; tariffs stay #strike",
    "Free the trade of fish",
    "TARIFF war without end 🔥",
    "A strike of the port workers in the old town of Lind begins",
    "中国人民银行 and 🫡 salute",
    "ประเทศไทย 日本語のテスト",
];

const HARBOUR: [&str; 4] =
    ["trade winds", "Calm", "war", "ferry @ministry free-trade zone https://example.org/a-b"];

fn exports() -> Environment {
    let environment = Environment::new();
    let channel = |id: i64, name: &str, first: i64, texts: &[&str]| {
        texts.iter().zip(0..).fold(Export::new(id, name), |export, (text, nth)| {
            export.post(first + nth, NEW_YEAR + nth * DAY, text)
        })
    };
    let ministry = channel(11, "Ministry", 1, &MINISTRY);
    // A forward in March, so that February is empty.
    let ministry =
        ministry.post(9, NEW_YEAR + 65 * DAY, "war again #trade").with(&json!({"forwarded_from": "Gazette"}));
    ministry.write(environment.folder(), "ministry.json");
    channel(22, "Harbour", 101, &HARBOUR).write(environment.folder(), "harbour.json");
    environment
}

fn loaded() -> Environment {
    let environment = exports();
    assert_eq!(environment.run(&["load", "ministry.json", "harbour.json"]).code, 0);
    environment
}

/// With the search index.
fn indexed() -> Environment {
    let environment = loaded();
    let made = environment.run(&["index"]).success();
    assert!(made.starts_with("the search index holds 13 posts (unicode61, "), "{made}");
    environment
}

/// The ids of the posts found, the smallest first.
#[track_caller]
fn found(environment: &Environment, arguments: &[&str]) -> Vec<i64> {
    let outcome = environment.run(&[&["search", "-f", "json"], arguments].concat());
    assert_eq!(outcome.code, 0, "{outcome}");
    let rows: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let mut ids: Vec<i64> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let link = row["link"].as_str().unwrap();
            link.rsplit('/').next().unwrap().parse().unwrap()
        })
        .collect();
    ids.sort_unstable();
    ids
}

#[test]
fn words_phrases_beginnings_and_operators_find_what_they_say() {
    let environment = indexed();
    for (text, expected) in [
        ("trade", &[1, 2, 4, 9, 101, 104][..]),
        ("TRADE", &[1, 2, 4, 9, 101, 104]),
        ("free trade", &[1, 4, 104]),
        ("\"free trade\"", &[1, 104]),
        ("tariff", &[5]),
        ("tarif*", &[3, 5]),
        ("war NOT peace", &[5, 9, 103]),
        ("war peace", &[2]),
        ("peace OR calm", &[2, 102]),
        ("strike AND (tariffs OR lind)", &[3, 6]),
        ("strike (tariffs OR lind)", &[3, 6]),
        ("NEAR(port strike, 2)", &[3, 6]),
        ("NEAR(strike lind, 8)", &[]),
        ("NEAR(strike lind, 9)", &[6]),
        ("^trade", &[2, 101]),
        ("ade", &[]),
        ("nothing", &[]),
    ] {
        assert_eq!(found(&environment, &[text]), expected, "{text}");
    }
    // Several words of the command line are one text.
    assert_eq!(found(&environment, &["free", "trade"]), [1, 4, 104]);
}

#[test]
fn signs_of_everyday_text_are_no_errors() {
    let environment = indexed();
    for (text, ids, note) in [
        (
            "free-trade",
            &[1, 104][..],
            "note: 'free-trade' is taken as the phrase of its words; other signs do not count\n",
        ),
        (
            "@ministry",
            &[104],
            "note: '@ministry' is taken as the phrase of its words; other signs do not count\n",
        ),
        (
            "#strike",
            &[3, 6],
            "note: '#strike' is taken as the phrase of its words; other signs do not count (only as a hashtag: --tag)\n",
        ),
        (
            "https://example.org/a-b #trade",
            &[104],
            "note: 'https://example.org/a-b', '#trade' are taken as the phrases of their words; other signs do not count (only as a hashtag: --tag)\n",
        ),
        ("war: again", &[9], ""),
        ("trade, war & peace.", &[2], ""),
    ] {
        let outcome = environment.run(&["search", "-f", "csv", text]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, note), "{text}");
        assert_eq!(found(&environment, &[text]), ids, "{text}");
    }
    for (text, message) in [
        ("", "'' has no word to search for"),
        ("?!", "'?!' has no word to search for"),
        ("\"free trade", "'\"free trade' has a quotation mark at character 1 that is not closed"),
        ("(war", "'(war' has a parenthesis at character 1 that is not closed"),
        ("war OR", "'war OR' ends where a word should follow"),
        (
            "war -peace",
            "'war -peace' has a hyphen at character 5: to leave a word out write NOT, to find it write it without the hyphen",
        ),
    ] {
        let outcome = environment.run(&["search", text]);
        let expected = format!("error: {message}\n  see what can be written: chancery search --help\n");
        assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr), (2, "", expected));
    }
}

#[test]
fn scripts_without_spaces_and_symbols_are_found_with_no_setting() {
    let environment = loaded();
    let before = fs::read(environment.path("chancery.db")).unwrap();
    for (text, expected) in [
        ("中国", &[7][..]),
        ("人民", &[7]),
        ("银行 salute", &[7]),
        ("国中", &[]),
        ("ไทย", &[8]),
        ("日本", &[8]),
        ("本語のテ", &[8]),
        ("🔥", &[5]),
        ("🫡", &[7]),
        ("🔥 OR 人民", &[5, 7]),
        ("(🔥 OR 🫡) NOT war", &[7]),
        ("trade NOT 🔥", &[1, 2, 4, 9, 101, 104]),
    ] {
        assert_eq!(found(&environment, &[text]), expected, "{text}");
    }
    let outcome = environment.run(&["search", "-f", "jsonl", "人民"]);
    assert_eq!(
        outcome.stderr,
        "note: every post is read: the search index knows whole words, and 人民 may stand within one\n"
    );
    let row: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(row["snippet"], "中国[人民]银行 and 🫡 salute");
    let outcome = environment.run(&["search", "-f", "jsonl", "🔥"]);
    assert_eq!(outcome.stderr, "note: every post is read: the search index knows words, and not 🔥\n");
    // None of these needed an index, so none was made.
    assert!(fs::read(environment.path("chancery.db")).unwrap() == before);
}

#[test]
fn case_and_diacritics_count_as_documented_in_each_script() {
    let texts = [
        "Йод и ёж, ещё",  // 1
        "иод и еж, еще",  // 2
        "Café Việt ŁÓDŹ", // 3
        "STRASSE",        // 4
        "Straße",         // 5
        "İSTANBUL",       // 6
        "IRAK",           // 7
        "ırak",           // 8
        "مُحَمَّد",           // 9, with the vowels
        "محمد",           // 10
        "हिन्दी भाषा",     // 11
        "Σίσυφος",        // 12
        "ΣΊΣΥΦΟΣ",        // 13
        "❤️ heart",       // 14
        "한국은",         // 15
    ];
    let environment = Environment::new();
    texts
        .iter()
        .zip(1..)
        .fold(Export::new(11, "Letters"), |export, (text, id)| export.post(id, NEW_YEAR, text))
        .write(environment.folder(), "letters.json");
    assert_eq!(environment.run(&["load", "letters.json"]).code, 0);
    assert_eq!(environment.run(&["index"]).code, 0);
    for (text, expected) in [
        // Letters of their own, whatever Unicode takes them apart into.
        ("йод", &[1][..]),
        ("ЙОД", &[1]),
        ("и\u{306}од", &[1]),
        ("иод", &[2]),
        ("ЁЖ", &[1]),
        ("еж", &[2]),
        // Diacritics of Latin letters do not count; a stroke is none.
        ("cafe viet", &[3]),
        ("CAFÉ", &[3]),
        ("łodz", &[3]),
        ("lodz", &[]),
        ("straße", &[5]),
        ("strasse", &[4]),
        ("istanbul", &[6]),
        ("irak", &[7]),
        ("ırak", &[8]),
        // Arabic is found as it is written.
        ("محمد", &[10]),
        ("مُحَمَّد", &[9]),
        ("हिन्दी", &[11]),
        ("ह", &[]),
        ("σίσυφος", &[12, 13]),
        ("❤️", &[14]),
        ("❤", &[14]),
        ("한국", &[]),
        ("한국*", &[15]),
    ] {
        assert_eq!(found(&environment, &[text]), expected, "{text}");
    }
}

#[test]
fn filters_narrow_and_mean_the_same_with_and_without_the_index() {
    let ways = [indexed(), loaded()];
    // A folder in the place of the lock: nobody can write this store.
    fs::create_dir(ways[1].path("chancery.db-lock")).unwrap();
    for environment in &ways {
        for (arguments, expected) in [
            (&["trade", "--channel", "Harbour"][..], &[101, 104][..]),
            (&["trade", "--channel", "Harbour,Ministry"], &[1, 2, 4, 9, 101, 104]),
            (&["trade", "--channel", "Harbour", "--channel", "11"], &[1, 2, 4, 9, 101, 104]),
            (&["trade", "--since", "2024-01-04"], &[4, 9, 104]),
            (&["trade", "--until", "2024-01-02"], &[1, 2, 101]),
            (&["trade", "--since", "2024-03", "--until", "2024-03"], &[9]),
            (&["trade", "--tag", "#Trade"], &[1, 9]),
            (&["trade OR strike", "--tag", "trade,strike"], &[1, 3, 9]),
            (&["trade", "--forwards", "no"], &[1, 2, 4, 101, 104]),
            (&["trade", "--forwards", "only"], &[9]),
            (&["trade", "--since", "-300d", "--as-of", "2024-12-31"], &[9]),
            (&["🔥", "--channel", "Harbour"], &[]),
        ] {
            assert_eq!(found(environment, arguments), expected, "{arguments:?}");
        }
    }
    let outcome = ways[1].run(&["search", "calm", "-f", "csv"]);
    assert!(
        outcome.stderr.starts_with("note: every post is read, since the search index cannot be made now: "),
        "{outcome}"
    );
    assert_eq!(outcome.stdout, ways[0].run(&["search", "calm", "-f", "csv"]).success());
    let wrong = ways[0].run(&["search", "calm", "--channel", "Harbor"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.starts_with("error: --channel 'Harbor' is not in this store"), "{wrong}");
    let wrong = ways[0].run(&["search", "calm", "--since", "soon"]);
    assert!(wrong.stderr.starts_with("error: --since 'soon' is no date"), "{wrong}");
    let none = ways[0].run(&["search", "calm", "--since", "2025", "-f", "csv"]);
    assert_eq!(
        none.stderr,
        "note: since 2025-01-01\n0 rows: 2025-01-01.. holds no posts; this store covers 2024-01-01..2024-03-06\n"
    );
}

#[test]
fn rows_have_their_columns_and_their_order() {
    let environment = indexed();
    let all = environment.run(&["search", "war", "--order", "date", "-f", "json"]).json();
    assert_eq!(
        all[0],
        json!({"date": "2024-03-06", "channel": "Ministry", "snippet": "[war] again #trade",
            "link": "https://t.me/c/11/9", "post_id": 9})
    );
    let dates: Vec<&str> = all.as_array().unwrap().iter().map(|row| row["date"].as_str().unwrap()).collect();
    assert_eq!(dates, ["2024-03-06", "2024-01-05", "2024-01-03", "2024-01-02"]);
    // The shortest text that is nothing but the word is the best match.
    let best = environment.run(&["search", "war", "-f", "json"]).json();
    assert_eq!(best[0]["link"], "https://t.me/c/22/103");
    let cut = environment.run(&["search", "war", "--order", "date", "--limit", "1", "-f", "csv"]);
    assert_eq!(cut.stderr, "1 of 4 rows; all of them: --limit 0\n");
    assert_eq!(
        cut.stdout,
        "date,channel,snippet,link,post_id\r\n2024-03-06,Ministry,[war] again #trade,https://t.me/c/11/9,9\r\n"
    );
    let file = environment.run(&["search", "war", "-o", "war.csv"]).success();
    assert_eq!(file, "");
    assert_eq!(fs::read_to_string(environment.path("war.csv")).unwrap().lines().count(), 5);
    let late = environment.run(&["search", "war", "--timeout", "-1"]);
    assert_eq!(late.code, 2, "{late}");
}

#[test]
fn periods_are_counted_against_all_posts_and_filled_with_zeros() {
    let environment = loaded();
    let undated = Export::new(33, "Pier").post(1, -10 * 365 * DAY, "old war");
    undated.write(environment.folder(), "pier.json");
    assert_eq!(environment.run(&["load", "pier.json"]).code, 0);
    assert_eq!(environment.run(&["index"]).code, 0);
    let row = |period: &str, posts: i64, share: Value, all: i64, partial: Value| json!({"period": period, "posts": posts, "share": share, "all_posts": all, "partial": partial});
    let rows = environment.run(&["search", "war", "--by", "month", "-f", "json"]).json();
    // Ministry 8 and Harbour 4 in January, of which 2, 5 and 103; nothing in February; 9 in March.
    assert_eq!(
        rows,
        json!([
            row("2024-01", 3, json!(25.0), 12, json!(0)),
            row("2024-02", 0, Value::Null, 0, json!(0)),
            row("2024-03", 1, json!(100.0), 1, json!(1)),
            row("undated", 1, json!(100.0), 1, Value::Null),
        ])
    );
    let rows = environment
        .run(&[
            "search",
            "war",
            "--by",
            "day",
            "--since",
            "2024-01-01",
            "--until",
            "2024-01-04",
            "--channel",
            "Ministry",
            "-f",
            "json",
        ])
        .json();
    assert_eq!(
        rows,
        json!([
            row("2024-01-01", 0, json!(0.0), 1, json!(0)),
            row("2024-01-02", 1, json!(100.0), 1, json!(0)),
            row("2024-01-03", 0, json!(0.0), 1, json!(0)),
            row("2024-01-04", 0, json!(0.0), 1, json!(0)),
        ])
    );
    let rows = environment.run(&["search", "war", "--by", "year", "--forwards", "only", "-f", "json"]).json();
    assert_eq!(rows, json!([row("2024", 1, json!(100.0), 1, json!(1))]));
    let rows = environment.run(&["search", "🔥", "--by", "quarter", "--tag", "none", "-f", "csv"]);
    assert!(rows.stdout == "period,posts,share,all_posts,partial\r\n" && rows.code == 0, "{rows}");
}

#[test]
fn control_characters_never_reach_a_terminal_and_hits_are_bold_there() {
    let environment = Environment::new();
    let text = "\u{1b}[31mred\u{7} \u{202e}harbour\u{1b}]0;title\u{7} news and a long line of words that goes on and on \
                and on until it is far beyond the edge of the terminal and the harbour again";
    Export::new(11, "Gazette").post(1, NEW_YEAR, text).write(environment.folder(), "gazette.json");
    assert_eq!(environment.run(&["load", "gazette.json"]).code, 0);
    assert_eq!(environment.run(&["index"]).code, 0);
    let plain = environment.run(&["search", "harbour"]).success();
    assert!(plain.contains("[harbour]"), "{plain}");
    assert!(
        !plain.contains(|char: char| char.is_control() && char != '\n' || char == '\u{202e}'),
        "{plain:?}"
    );

    let connection = store::open_read_only(&environment.path("chancery.db")).unwrap();
    let search = Search {
        text: FullText::read("harbour").unwrap(),
        arguments: Arguments::new(),
        by_period: false,
        as_of: None,
        marks: (HIT_BEGINS, HIT_ENDS),
        width: Some(120),
        shown: None,
    };
    let way = way(&connection, &search.text).unwrap().unwrap();
    let mut prepared =
        search.prepare(connection, &way, Clock::System, Budget::default(), &mut |_, _| ()).unwrap();
    let mut out = Vec::new();
    let screen = Screen { width: Some(120), color: true };
    prepared
        .run(Budget::default(), |rows| {
            form::write(rows, &Form::default(), form::Subject::default(), &mut out, screen)
        })
        .unwrap();
    let shown = String::from_utf8(out).unwrap();
    assert!(shown.contains("\u{1b}[1mharbour\u{1b}[22m"), "{shown:?}");
    let rest = shown.replace("\u{1b}[1m", "").replace("\u{1b}[22m", "").replace("\u{1b}[0m", "");
    assert!(!rest.contains(|char: char| char.is_control() && char != '\n'), "{rest:?}");
    assert!(!rest.contains(HIT_BEGINS) && !rest.contains(HIT_ENDS) && !rest.contains('\u{202e}'), "{rest:?}");
}

#[test]
fn parts_of_words_are_found_by_trigrams() {
    let environment = loaded();
    let made = environment.run(&["index", "--tokenizer", "trigram"]).success();
    assert!(made.starts_with("the search index holds 13 posts (trigram, "), "{made}");
    for (text, expected) in [
        ("ariff", &[3, 5][..]),
        ("人民银", &[7]),
        ("@ministry", &[104]),
        // Shorter than three characters: words are found, and what stands alone.
        ("人民", &[7]),
        ("of", &[4, 6]),
    ] {
        assert_eq!(found(&environment, &[text]), expected, "{text}");
    }
    assert_eq!(
        environment.run(&["search", "of", "-f", "csv"]).stderr,
        "note: every post is read: the search index of this store knows nothing shorter than three characters\n"
    );
    assert_eq!(environment.run(&["search", "@ministry", "-f", "csv"]).stderr, "");
    // The store remembers it, also when the index is gone.
    assert_eq!(environment.run(&["index", "--drop"]).success(), "the search index was removed\n");
    let again = environment.run(&["search", "ariff", "-f", "csv"]);
    assert_eq!(again.stderr, "note: the search index was made (13 posts); later loads keep it\n");
    assert_eq!(again.stdout.lines().count(), 3);
}

#[test]
fn near_counts_characters_by_trigrams_and_says_so() {
    let environment = Environment::new();
    let texts = ["Café", "Việt", "Łódź", "İzmir", "port a b strike"];
    let rows: String = (1..).zip(texts).map(|(id, text)| format!("{id},2024-07-16,{text}\n")).collect();
    environment.write("posts.csv", format!("id,date,text\n{rows}"));
    environment.run(&["load", "posts.csv", "--channel", "Gazette"]).success();
    let told = |text: &str| {
        let outcome = environment.run(&["search", text, "-f", "csv"]);
        (outcome.stdout.lines().count() - 1, outcome.stderr.contains("NEAR counts characters"))
    };
    let all = |expected: [(usize, bool); 7]| {
        let searched =
            ["cafe", "viet", "łodz", "izmir", "café", "NEAR(port strike, 5)", "NEAR(port strike, 9)"];
        for (text, expected) in searched.into_iter().zip(expected) {
            assert_eq!(told(text), expected, "{text}");
        }
    };
    let (found, none) = ((1, false), (0, false));
    all([found; 7]);
    environment.run(&["index", "--tokenizer", "trigram"]).success();
    all([none, none, none, none, found, (0, true), (1, true)]);
}

#[test]
fn a_word_with_a_hyphen_before_it_is_told_how_to_be_left_out() {
    let environment = Environment::new();
    for (words, word) in [(&["flood", "-volunteers"][..], "volunteers"), (&["-v", "flood"], "v")] {
        let outcome = environment.run(&[&["search"][..], words].concat());
        let message = format!(
            "error: '-{word}' is no flag of search\n  to leave the word out: chancery search '… NOT {word}'\n"
        );
        assert_eq!((outcome.code, outcome.stderr), (2, message));
    }
    let outcome = environment.run(&["search", "flood", "--chanel", "a"]);
    assert!(outcome.code == 2 && outcome.stderr.contains("unexpected argument '--chanel'"), "{outcome}");
    // What begins with the letter of an option is no option either: this would write a file, and that print the help.
    let told = "error: '-oil' is no flag of search\n  to leave the word out: chancery search '… NOT oil'\n  to write to a \
                file of that name: -o il\n";
    let outcome = environment.run(&["search", "spill", "-oil"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, told));
    let outcome = environment.run(&["search", "spill", "-house"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.starts_with("error: '-house' is no flag of search\n"), "{outcome}");
    assert_eq!(environment.files(), [""; 0]);
}
