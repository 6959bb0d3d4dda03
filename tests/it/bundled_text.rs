//! The queries about words: figures worked out by hand from `tests/fixtures/queries/text.sql`, and the characters that
//! their SQL lists, held to Unicode.

use chancery::extract::fold::fold;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory as Category;
use serde_json::{Value, json};

use crate::bundled_queries::{Row, query, rows, store_of};

const QUERIES: [&str; 2] = ["word-frequency", "keyword-in-context"];

fn rows_of(name: &str, parameters: &Value) -> Vec<Row> {
    rows(&store_of("text.sql"), name, parameters)
}

/// Posts and total of each word over the whole store, in the order of the words.
fn counts(words: &[&str]) -> Vec<(i64, i64)> {
    let got = rows_of("word-frequency", &json!({"words": words, "by": "year"}));
    let sum = |word: &str, column: usize| {
        got.iter().filter(|row| row[1] == word).map(|row| row[column].as_i64().unwrap()).sum()
    };
    words.iter().map(|word| (sum(word, 2), sum(word, 3))).collect()
}

#[test]
fn a_word_is_no_part_of_a_longer_word_unless_asked_for() {
    // Post 1: Trade-war. Post 2: war, WAR, #war and one after an emoji; not award, warden and war_x.
    assert_eq!(counts(&["war"]), [(2, 5)]);
    // With them: one, and seven.
    assert_eq!(counts(&["*war*"]), [(2, 8)]);
    // Begin with it: the five, warden and war_x. End with it: the five.
    assert_eq!(counts(&["war*", "*war"]), [(2, 7), (2, 5)]);
}

#[test]
fn words_are_told_apart_in_every_script() {
    // Санкции: post 3 once beside санкций, post 4 three times. تجارة: post 5 once alone, once with the article, once with و.
    assert_eq!(counts(&["санкции", "санкци*", "تجارة", "*تجارة"]), [(2, 4), (2, 5), (1, 1), (1, 3)]);
    // Chinese has no spaces: 中国 stands twice within 中国经济和中国, and 贸易 behind trade.
    assert_eq!(counts(&["中国", "贸易"]), [(1, 2), (1, 1)]);
}

#[test]
fn a_phrase_is_found_across_line_ends_and_every_place_counts() {
    // Post 1 twice, post 9 twice: with a no-break space, and with a line separator.
    assert_eq!(counts(&["free trade"]), [(2, 4)]);
    // In each banana of post 13 two that overlap.
    assert_eq!(counts(&["*ana*", "ana"]), [(1, 4), (0, 0)]);
}

#[test]
fn no_words_are_no_rows() {
    for parameters in [json!({}), json!({"words": []}), json!({"words": ["", "*"]})] {
        assert_eq!(rows_of("word-frequency", &parameters), Vec::<Row>::new());
    }
    assert_eq!(rows_of("keyword-in-context", &json!({"words": "*"})), Vec::<Row>::new());
}

#[test]
fn a_context_is_cut_from_the_published_text() {
    let got = rows_of("keyword-in-context", &json!({"words": "hafen", "width": 14}));
    let shown: Vec<_> =
        got.iter().map(|row| [&row[2], &row[3], &row[4]].map(|text| text.as_str().unwrap())).collect();
    // Straße is one character shorter than strasse, and two line ends and a space are one space.
    assert_eq!(
        shown,
        [["aße, führt zum ", "Hafen", ". STRASSE! Str"], ["E! Straßen am ", "Hafen", ""]]
            .map(|row| { [row[0].trim_start_matches('a'), row[1], row[2]] })
    );
}

#[test]
fn a_word_that_folding_makes_longer_is_shown_whole() {
    let got = rows_of("keyword-in-context", &json!({"words": "*ss*", "width": 3}));
    let words: Vec<_> = got.iter().map(|row| row[3].as_str().unwrap()).collect();
    // Newest first: post 16, post 15 with ß alone and in „ëß“, whose marks make up for it, post 6.
    assert_eq!(words, ["groß", "ß", "„e\u{308}ß“", "Straße,", "SS", "Straßen"]);
}

#[test]
fn both_queries_find_the_same_places() {
    for word in ["trade", "*trade*", "war", "*а*", "ë", "*ss*", "санкци*", " trade"] {
        let listed = rows_of("keyword-in-context", &json!({"words": word})).len();
        assert_eq!(counts(&[word])[0].1, i64::try_from(listed).unwrap(), "{word}");
    }
}

/// The pairs of numbers of the `number`th JSON array in the query.
fn ranges(name: &str, number: usize) -> Vec<(u32, u32)> {
    let sql = query(name).sql;
    let start = sql.match_indices("json_each('[").nth(number).unwrap().0 + "json_each('".len();
    let end = start + sql[start..].find('\'').unwrap();
    serde_json::from_str(&sql[start..end]).unwrap()
}

fn holds(ranges: &[(u32, u32)], character: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(character)))
}

/// Thai and Lao; Burmese; Khmer; Tai; Chinese and Japanese: no spaces between words. Then marks that make emoji.
const NO_LETTERS: [(u32, u32); 19] = [
    (0xE00, 0xEFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x1950, 0x19FF),
    (0x1A20, 0x1AAF),
    (0x2E80, 0x312F),
    (0x3190, 0x9FFF),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAADF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x11700, 0x1174F),
    (0x16FE0, 0x18FFF),
    (0x1AFF0, 0x1B2FF),
    (0x20000, 0x3FFFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xE0100, 0xE01EF),
    (0x1D165, 0x1D244),
];

fn is_letter(character: char) -> bool {
    use Category::{
        ConnectorPunctuation, DecimalNumber, EnclosingMark, LetterNumber, LowercaseLetter, ModifierLetter,
        NonspacingMark, OtherLetter, SpacingMark, TitlecaseLetter, UppercaseLetter,
    };
    let category = CodePointMapData::<Category>::new().get(character);
    let is_of_words = matches!(
        category,
        LowercaseLetter
            | UppercaseLetter
            | TitlecaseLetter
            | ModifierLetter
            | OtherLetter
            | NonspacingMark
            | SpacingMark
            | EnclosingMark
            | DecimalNumber
            | LetterNumber
            | ConnectorPunctuation
    );
    // Persian writes within words what joins no letters.
    (is_of_words && !holds(&NO_LETTERS, character)) || character == '\u{200C}'
}

#[test]
fn the_letters_are_those_of_unicode() {
    let listed = ranges(QUERIES[0], 0);
    assert_eq!(listed, ranges(QUERIES[1], 0));
    let unassigned = |c: char| {
        matches!(CodePointMapData::<Category>::new().get(c), Category::Unassigned | Category::PrivateUse)
    };
    let mut wrong = Vec::new();
    for character in ('\0'..='\u{FFFF}').chain('\u{1D400}'..='\u{1D7FF}').chain('\u{1E900}'..='\u{1FFFF}') {
        // Mathematical letters are listed whole, with the few signs among them.
        let is_maths = ('\u{1D400}'..='\u{1D7FF}').contains(&character) && !is_letter(character);
        if !unassigned(character) && !is_maths && holds(&listed, character) != is_letter(character) {
            wrong.push(format!("{:04X}", u32::from(character)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    // These are known without a look at the list.
    for name in QUERIES {
        assert_eq!(query(name).sql.matches(" BETWEEN 'a' AND 'z' OR ").count(), 2, "{name}");
        assert_eq!(query(name).sql.matches(" BETWEEN 'а' AND 'я' THEN 0").count(), 2, "{name}");
    }
    assert!(('a'..='z').chain('а'..='я').all(|character| holds(&listed, character)));
}

#[test]
fn every_character_that_folding_makes_longer_is_listed() {
    let listed = ranges("keyword-in-context", 1);
    let missing: Vec<char> = ('\0'..=char::MAX)
        .filter(|c| fold(&c.to_string()).chars().count() > 1 && !holds(&listed, *c))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(!holds(&listed, 'я') && !holds(&listed, 'é') && !holds(&listed, 'م'));
    // A text is asked for them only where it has the bytes with which they begin.
    let sql = query("keyword-in-context").sql;
    let bytes = |digits: &str| -> Vec<u8> {
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
    };
    let beginnings: Vec<Vec<u8>> = sql
        .split("instr(CAST(e.text AS BLOB), x'")
        .skip(1)
        .map(|rest| bytes(rest.split('\'').next().unwrap()))
        .collect();
    for character in listed.iter().flat_map(|(first, last)| *first..=*last).filter_map(char::from_u32) {
        let written = character.to_string();
        let begins = beginnings.iter().any(|bytes| written.as_bytes().starts_with(bytes));
        assert!(begins, "{:04X}", u32::from(character));
    }
}

#[test]
fn every_white_space_becomes_a_space() {
    let sql = query("keyword-in-context").sql;
    for character in ('\0'..=char::MAX).filter(|c| c.is_whitespace() && *c != ' ') {
        let step = ["char(", &u32::from(character).to_string(), "), ' ')"].concat();
        // What a text has of these is replaced in the first way that looks for it; all have line feeds.
        let ways = match character {
            '\n' => 3,
            '\t' | '\r' => 2,
            _ => 1,
        };
        assert_eq!(sql.matches(&step).count(), ways, "{step}");
        let bytes: String = character.to_string().bytes().map(|byte| format!("{byte:02x}")).collect();
        let question = ["instr(CAST(p.text AS BLOB), x'", &bytes, "')"].concat();
        assert_eq!(sql.matches(&question).count(), usize::from(character != '\n'), "{question}");
    }
    // 21 of one way, 2 of two, 1 of three; then two spaces become one.
    assert_eq!(sql.matches(", ' ')").count(), 21 + 2 * 2 + 3 + 1);
}
