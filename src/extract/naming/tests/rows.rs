//! What rows of the dictionary do to each other, and the capitals that an alias asks for.

use super::{ALIASES, alias_file, found_with, named_with, parse};
use crate::extract::naming::shared::shared;
use crate::model::{Alias, Origin};

/// Who is named with these rows of the user beside bundled ones: `label=spelling` of each.
fn with_own(bundled: &[Alias], own: &str, text: &str) -> String {
    let own = parse(&format!("kind,name,alias,rule\n{own}\n"), Origin::User).unwrap();
    let found = found_with(&[bundled, &own].concat(), text, &[]);
    let shown = found.iter().map(|naming| format!("{}={}", naming.who.label, naming.spelling));
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_bundled_alias_that_means_nobody_does_so_in_every_case_in_which_it_counted() {
    let bundled = alias_file::bundled().unwrap();
    let german = "the german, German and GERMAN minister, #German #german";
    assert_eq!(with_own(bundled, "", german).matches("Germany=").count(), 5);
    assert_eq!(with_own(bundled, "country,Germany,German,never", german), "");
    let russian = "в россии, России и РОССИИ, #россия; РФ";
    assert_eq!(with_own(bundled, "country,Russia,Росси|я|и|ю|ей,never", russian), "Russia=РФ");
    // An abbreviation counted only as it is written.
    let bundled = "kind,name,alias,rule\ncountry,United States,US,\ncountry,Usland,us,fold\n";
    let bundled = parse(bundled, Origin::Bundled).unwrap();
    assert_eq!(with_own(&bundled, "country,United States,US,never", "Us, US, us"), "Usland=Us Usland=us");
}

#[test]
fn what_else_means_nobody_does_so_with_its_capitals_alone() {
    let bundled = parse(ALIASES, Origin::Bundled).unwrap();
    let own = "country,Iran,Iran War Room,never\ncountry,Guinea,Papua New Guinea,never\ncountry,Iran,ridge iran,never";
    for (text, expected) in [
        ("the Iran War Room, IRAN WAR ROOM", ""),
        ("Iran war room", "Iran=Iran"),
        ("Ridge Iran", ""),
        // It is a bundled alias of another.
        ("Papua New Guinea", ""),
        ("papua new guinea", "Papua New Guinea=papua new guinea"),
    ] {
        assert_eq!(with_own(&bundled, own, text), expected, "{text}");
    }
}

#[test]
fn a_bundled_alias_that_is_taken_away_leaves_its_words_to_the_users_own() {
    let bundled = parse(ALIASES, Origin::Bundled).unwrap();
    let removed = "country,Georgia,Georgia,never\ncountry,Papua New Guinea,Papua New Guinea,never";
    let own = "person,Georgia Smith,Georgia,\norganisation,Guinea Club,papua new guinea,";
    let text = "Georgia in Papua New Guinea, papua new guinea";
    // Those of the same entity mean nobody, too.
    let same = "country,Georgia,Georgia,\ncountry,Georgia,Sakartvelo,";
    assert_eq!(
        with_own(&bundled, &format!("{removed}\n{same}"), "Georgia, Sakartvelo"),
        "Georgia=Sakartvelo"
    );
    assert_eq!(with_own(&bundled, removed, text), "");
    assert_eq!(
        with_own(&bundled, &format!("{removed}\n{own}"), text),
        "Georgia Smith=Georgia Guinea Club=Papua New Guinea Guinea Club=papua new guinea"
    );
}

#[test]
fn all_capitals_of_an_alias_are_capitals_in_the_text() {
    let aliases = "kind,name,alias,rule\n\
        person,Ann McDonald,McDonald,\nperson,Ann McDonald,Mc|Leod|leish,\norganisation,Helpers,NGO,capital\n\
        organisation,Council,UN Harbour Council,\norganisation,Ministry,МИД|а|у Норланди|и,\nperson,Jean,d’AnJou,\n\
        organisation,Council,EU-Rat||es,\norganisation,Union,EurAsU,\norganisation,Council,NGO Street,never\n";
    for (text, expected) in [
        ("McDonald Mcdonald MCDONALD mcDonald McDONALD", "McDonald@1 MCDONALD@19 McDONALD@37"),
        (
            "McLeod Mcleod MCLEOD; McLeish Mcleish MCLEISH",
            "McLeod@1 MCLEOD@15 McLeish@23 Mcleish@31 MCLEISH@39",
        ),
        ("NGO Ngo ngo #ngo", "NGO@1 ngo@14/hashtag"),
        (
            "UN Harbour Council, Un Harbour Council, UN HARBOUR COUNCIL",
            "UN Harbour Council@1 UN HARBOUR COUNCIL@41",
        ),
        ("МИДа Норландии, Мида Норландии, МИДА НОРЛАНДИИ", "МИДа Норландии@1 МИДА НОРЛАНДИИ@33"),
        ("d'AnJou, D’ANJOU, d’Anjou", "d'AnJou@1 D’ANJOU@10"),
        ("EU-Rates, Eu-Rat, EU-RAT, EU-rat", "EU-Rates@1 EU-RAT@19"),
        ("EurAsU, Eurasu, EURASU, Eur\u{ad}AsU", "EurAsU@1 EURASU@17 Eur\u{ad}AsU@25"),
        // Where a phrase that means nobody does not hold, the name within it counts.
        ("NGO Street, NGO street, Ngo Street", "NGO@13"),
    ] {
        let found = named_with(aliases, text, &[]);
        let spellings = found.split("=").skip(1).map(|rest| {
            ["Ann McDonald", "Helpers", "Council", "Ministry", "Jean", "Union"]
                .iter()
                .find_map(|label| rest.strip_suffix(&format!(" {label}")))
                .unwrap_or(rest)
        });
        assert_eq!(spellings.collect::<Vec<_>>().join(" "), expected, "{text}");
    }
}

/// `words: who counts, who does not` of the words that these rows share with others and with these bundled ones.
fn shared_words(bundled: &str, own: &str) -> Vec<String> {
    let header = "kind,name,alias,rule\n";
    let bundled = parse(&format!("{header}{bundled}"), Origin::Bundled).unwrap();
    let own = parse(&format!("{header}{own}"), Origin::User).unwrap();
    shared(bundled.iter().chain(&own), |_| true)
        .iter()
        .map(|one| {
            let counts = if one.counts.rule.as_str() == "never" { "nobody" } else { &one.counts.who.label };
            format!("{}: {counts}, {}", one.words, one.other.label)
        })
        .collect()
}

#[test]
fn words_of_several_entities_are_told_with_the_one_that_counts() {
    for (bundled, own, expected) in [
        ("", "person,Bert Berg,Berg,\nperson,Anna Berg,Berg,", "Berg: Anna Berg, Bert Berg"),
        // Forms of which one is the same; white space and hyphens of several kinds.
        ("", "person,B,Берг||а|у,\nperson,A,Берг|ом|у,", "Бергу: A, B"),
        ("", "person,B,Anna  Berg-Lund,\nperson,A,anna berg‐lund,", "Anna Berg-Lund: A, B"),
        ("", "person,B,Anna BergLund,\nperson,A,Anna Berg Lund,\nperson,C,Anna Berg-Lund,", ""),
        ("", "person,B,Гвине|я-Бисау|и-Бисау,\nperson,A,Гвинеи-Бисау,", "Гвинеи-Бисау: A, B"),
        // Both in capitals; of what counts as it is written alone, the writing decides.
        ("", "person,B,bergLund,\nperson,A,Berglund,", "BERGLUND: A, B"),
        ("", "person,B,US,\nperson,A,us,", "US: A, B"),
        ("", "person,B,US,\nperson,A,Us,exact\nperson,C,UsA,exact", ""),
        ("", "person,B,Us,exact\nperson,A,US,capital", ""),
        ("", "person,A,Berg,\nperson,A,Berg,exact\nperson,A,berg,", ""),
        // The user's row goes before the bundled one, unless that one is taken away.
        ("country,Chad,Chad,", "person,Chad Brenner,Chad,", "Chad: Chad Brenner, Chad"),
        ("country,Chad,Chad,", "person,Chad Brenner,Chad,\ncountry,Chad,Chad,never", ""),
        ("country,Chad,Chad,\ncountry,Chad,Chad Street,never", "country,Chad,Chad Street,", ""),
        ("country,Chad,Chad,\ncountry,Mali,Chad,", "person,A,Chad Berg,", ""),
        // Of the user's own, what means nobody goes first.
        ("", "person,A,Berg,\nphrase,B,Berg,never", "Berg: nobody, A"),
        ("country,Chad,Chad,", "phrase,B,Chad,never\nphrase,C,chad,never", ""),
    ] {
        assert_eq!(shared_words(bundled, own).join("; "), expected, "{bundled} | {own}");
    }
    let three = shared_words("", "person,C,Berg,\nperson,B,Berg,\nperson,A,Berg,");
    assert_eq!(three, ["Berg: A, B", "Berg: A, C"]);
}

/// One that compares all pairs takes many minutes.
#[test]
fn the_shared_words_of_many_rows_are_found_in_linear_time() {
    let rows = |of: fn(usize) -> String| (0..10_000).map(of).collect::<Vec<_>>().join("\n");
    let alike = rows(|row| format!("person,Anna M{row} Berg,Anna M{} Berg,", row % 9_999));
    assert_eq!(shared_words("", &alike), ["Anna M0 Berg: Anna M0 Berg, Anna M9999 Berg"]);
    assert_eq!(shared_words("", &rows(|row| format!("person,P{row:04},Berg,"))).len(), 9_999);
}
