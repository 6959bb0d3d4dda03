use super::FullText;

/// What is searched for, or why not.
fn read(text: &str) -> String {
    FullText::read(text).map_or_else(|why| why, |read| read.matching)
}

#[test]
fn the_grammar_of_fts5_stays_as_it_is() {
    for text in [
        "trade",
        "free trade",
        "\"free trade\" tarif*",
        "trade OR (war NOT peace)",
        "NEAR(port strike, 5)",
        "NEAR(\"free trade\" war)",
        "^\"trade\"",
        "торговля ещё",
        "تجارة",
        "\"say \"\"no\"\"\"",
        "a + b",
    ] {
        assert_eq!(read(text), text);
    }
    assert_eq!(read("  a\tb \n"), "a b");
    assert_eq!(read("^trade"), "^\"trade\"");
    assert_eq!(read("\"free tra\"*"), "\"free tra\" *");
}

#[test]
fn what_fts5_would_refuse_is_taken_as_phrases() {
    for (text, expected, phrases) in [
        ("free-trade", "\"free-trade\"", vec!["free-trade"]),
        ("@ministry #trade", "\"@ministry\" \"#trade\"", vec!["@ministry", "#trade"]),
        ("https://t.me/ministry/12", "\"https://t.me/ministry/12\"", vec!["https://t.me/ministry/12"]),
        ("war, peace.", "\"war,\" \"peace.\"", vec![]),
        ("don't OR text:war", "\"don't\" OR \"text:war\"", vec!["don't", "text:war"]),
        ("free-tra*", "\"free-tra\" *", vec!["free-tra"]),
        ("Marks & Spencer — 5%", "Marks Spencer \"5%\"", vec!["5%"]),
        ("NEAR(free-trade war,5)", "NEAR(\"free-trade\" war, 5)", vec!["free-trade"]),
        ("near(war)", "near AND (war)", vec![]),
    ] {
        let read = FullText::read(text).unwrap();
        assert_eq!(
            (read.matching.as_str(), read.taken_as_phrases),
            (expected, phrases.iter().map(|it| (*it).to_owned()).collect())
        );
    }
}

#[test]
fn a_word_beside_a_group_is_joined_with_it() {
    assert_eq!(read("trade (war OR peace) deal"), "trade AND (war OR peace) AND deal");
    assert_eq!(read("(a) (b)"), "(a) AND (b)");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, expected) in [
        ("", "'' has no word to search for"),
        ("— !", "'— !' has no word to search for"),
        ("AND", "'AND' has no word to search for"),
        ("war \"peace", "'war \"peace' has a quotation mark at character 5 that is not closed"),
        ("(war", "'(war' has a parenthesis at character 1 that is not closed"),
        ("война :)", "'война :)' has a parenthesis at character 8 that closes nothing"),
        ("war AND", "'war AND' ends where a word should follow"),
        ("war OR OR peace", "'war OR OR peace' cannot be read near 'OR'"),
        (
            "NEAR(war peace, x)",
            "'NEAR(war peace, x)' has 'x' behind the comma of NEAR, where a number of words belongs",
        ),
        (
            "NEAR(war (a))",
            "'NEAR(war (a))' has a parenthesis at character 10, within NEAR, which takes words and phrases only",
        ),
        (
            "war -peace",
            "'war -peace' has a hyphen at character 5: to leave a word out write NOT, to find it write it without the hyphen",
        ),
    ] {
        assert_eq!(read(text), expected);
    }
}

#[test]
fn characters_that_stand_by_themselves_are_told() {
    let read = FullText::read("中国 OR fire🔥").unwrap();
    assert_eq!(read.characters, ['中', '国', '🔥']);
    assert_eq!(
        FullText::read("自由贸易 贸易").unwrap().characters,
        ['自', '由', '贸', '易'],
        "as they are read"
    );
    assert_eq!(read.matching_parted, "\"\u{1F}中\u{1F}\u{1F}国\u{1F}\" OR \"fire\u{1F}🔥\u{1F}\"");
    assert!(!read.all_occur && read.is_short);
    let read = FullText::read("trade \"free market\"").unwrap();
    assert!(read.characters.is_empty() && read.all_occur && !read.is_short);
    assert!(FullText::read("UN trade").unwrap().is_short);
    // One letter is one character however it was typed.
    assert_eq!(FullText::read("и\u{306}од").unwrap().matching, "йод");
}
