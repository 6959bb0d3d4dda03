use std::fs;
use std::path::Path;

use super::{BUNDLED, Catalogue, Folders, Origin};
use crate::ErrorKind;

fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn named(folder: &Path) -> Folders {
    Folders { named: vec![folder.to_owned()], ..Folders::default() }
}

#[test]
fn every_bundled_query_is_found_and_its_header_is_sound() {
    let catalogue = Catalogue::bundled();
    assert_eq!(catalogue.entries().count(), BUNDLED.len());
    assert!(catalogue.entry("overview").is_some());
    for entry in catalogue.entries() {
        assert_eq!(entry.query().problems, [], "{}", entry.query().name);
        assert_eq!(entry.origin_in_words(), "bundled");
    }
}

#[test]
fn the_ending_of_a_file_may_be_in_capitals() {
    let root = tempfile::tempdir().unwrap();
    write(&root.path().join("group/mine.SQL"), "-- Mine\nSELECT 1");
    let catalogue = Catalogue::discover(&named(root.path())).unwrap();
    assert_eq!(catalogue.find("mine").unwrap().header.title, "Mine");
    assert_eq!(catalogue.find("nosuch.SQL").unwrap_err().to_string(), "no file 'nosuch.SQL'");
}

#[test]
fn a_later_folder_wins_and_says_what_it_hides() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    write(&at("user/overview.sql"), "-- User's overview\nSELECT 1");
    write(&at("user/mine.sql"), "-- Mine\nSELECT 1");
    write(&at("beside/hashtags/overview.sql"), "-- Beside\nSELECT 2");
    write(&at("work/overview.sql"), "-- Working\nSELECT 3");
    write(&at("given/x/y/too-deep.sql"), "-- No\nSELECT 4");
    write(&at("given/mine.sql"), "-- Given\nSELECT 4");
    let mut folders = Folders {
        user: Some(at("user")),
        beside_store: Some(at("beside")),
        working: Some(at("work")),
        named: vec![at("given")],
    };
    let catalogue = Catalogue::discover(&folders).unwrap();
    let entry = |name: &str| {
        let entry = catalogue.entry(name).unwrap();
        (entry.query().header.title.as_str(), entry.origin_in_words())
    };
    assert_eq!(entry("overview"), ("Working", "project, overrides project and user and bundled".to_owned()));
    assert_eq!(entry("mine"), ("Given", "--queries, overrides user".to_owned()));
    assert!(catalogue.entry("too-deep").is_none());

    folders.working = None;
    let catalogue = Catalogue::discover(&folders).unwrap();
    let beside = catalogue.entry("overview").unwrap();
    assert_eq!(
        (beside.query().header.title.as_str(), beside.query().group.as_deref()),
        ("Beside", Some("hashtags"))
    );
}

#[test]
fn one_folder_under_two_names_is_read_once() {
    let root = tempfile::tempdir().unwrap();
    write(&root.path().join("queries/mine.sql"), "-- Mine\nSELECT 1");
    let folder = root.path().join("queries");
    let folders = Folders {
        beside_store: Some(folder.clone()),
        working: Some(root.path().join("queries/../queries")),
        named: vec![folder],
        ..Folders::default()
    };
    assert_eq!(folders.in_order().len(), 1);
    let entry = Catalogue::discover(&folders).unwrap().entry("mine").cloned().unwrap();
    assert_eq!((entry.origin, entry.overrides), (Origin::Named, vec![]));
}

#[test]
fn an_equal_copy_of_a_bundled_query_hides_nothing() {
    let root = tempfile::tempdir().unwrap();
    let text = BUNDLED.iter().find(|query| query.name == "overview").unwrap().text;
    write(&root.path().join("overview.sql"), text);
    let catalogue = Catalogue::discover(&named(root.path())).unwrap();
    assert_eq!(catalogue.entry("overview").unwrap().origin_in_words(), "bundled");
}

#[test]
fn a_broken_file_hides_no_other_and_is_listed_with_its_problem() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    write(&at("good.sql"), "-- Good\nSELECT 1");
    write(&at("latin.sql"), b"-- Caf\xe9\nSELECT 1");
    write(&at("later.sql"), b"-- T\n-- b\n-- \xff\nSELECT 1");
    write(&at("huge.sql"), "x".repeat(1_000_001));
    write(&at("wrong.sql"), "-- T\n-- @param x txt\nSELECT 1");
    write(&at("a/twice.sql"), "-- First\nSELECT 1");
    write(&at("b/twice.sql"), "-- Second\nSELECT 2");
    write(&at("notes.txt"), "no query");
    write(&at(".hidden.sql"), "-- Hidden\nSELECT 1");
    fs::create_dir(at("folder.sql")).unwrap();
    let catalogue = Catalogue::discover(&named(root.path())).unwrap();
    let problem = |name: &str| catalogue.entry(name).unwrap().query().problems[0].message.clone();
    assert_eq!(catalogue.entry("good").unwrap().query().problems, []);
    assert_eq!(problem("latin"), "the file is not UTF-8 text, from line 1 on");
    assert_eq!(problem("later"), "the file is not UTF-8 text, from line 3 on");
    assert_eq!(problem("huge"), "the file is larger than 1000000 bytes, and so no query");
    assert!(problem("wrong").starts_with("'txt' is no type"));
    assert_eq!(catalogue.entry("twice").unwrap().query().header.title, "First");
    assert_eq!(catalogue.problems().len(), 1);
    assert!(
        catalogue.problems()[0].to_string().contains("twice.sql: is not used: the name 'twice' is taken by")
    );
    let not_used = |name: &str| catalogue.same_named(name).map(|it| it.file.clone()).collect::<Vec<_>>();
    assert_eq!(not_used("twice"), [at("b/twice.sql").display().to_string()]);
    assert!(not_used("good").is_empty());
    let own = catalogue.entries().filter(|entry| entry.origin == Origin::Named).count();
    assert_eq!(own, 6, "good, latin, later, huge, wrong, twice");
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_listed_with_its_problem() {
    let root = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/nowhere/at/all.sql", root.path().join("lost.sql")).unwrap();
    let catalogue = Catalogue::discover(&named(root.path())).unwrap();
    assert!(catalogue.entry("lost").unwrap().query().problems[0].message.starts_with("cannot be read"));
}

#[test]
fn only_a_folder_that_was_asked_for_must_exist() {
    let missing = Path::new("/nowhere/at/all").to_owned();
    let folders =
        Folders { user: Some(missing.clone()), working: Some(missing.clone()), ..Folders::default() };
    assert!(Catalogue::discover(&folders).is_ok());
    let error = Catalogue::discover(&named(&missing)).unwrap_err();
    assert_eq!(error.to_string(), "the folder of queries '/nowhere/at/all' cannot be read");
    assert_eq!(error.kind(), ErrorKind::Usage);
}

#[test]
fn an_unknown_name_brings_the_close_ones() {
    let root = tempfile::tempdir().unwrap();
    for name in ["hashtag-frequency", "hashtag-first-seen", "hashtag-pairs", "zebra"] {
        write(&root.path().join(format!("{name}.sql")), "-- T\nSELECT 1");
    }
    let catalogue = Catalogue::discover(&named(root.path())).unwrap();
    let error = catalogue.find("hashtag-freq").unwrap_err();
    assert_eq!(error.to_string(), "no query named 'hashtag-freq'");
    // The folder is named again: without it the list would lack its queries.
    let all = format!("see all: chancery queries list --queries {}", root.path().display());
    assert_eq!(error.hints(), ["did you mean: hashtag-frequency, hashtag-first-seen", all.as_str()]);
    assert_eq!(error.exit_code(), 2);
    assert_eq!(catalogue.find("qqq").unwrap_err().hints(), [all.as_str()]);
}

#[test]
fn a_path_is_a_query_too() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("My Report.sql");
    write(&path, "-- Mine\nSELECT 1");
    let query = Catalogue::bundled().find(path.to_str().unwrap()).unwrap();
    assert_eq!((query.name.as_str(), query.header.title.as_str()), ("My Report", "Mine"));
    assert_eq!(query.label, path.display().to_string());
    let error = Catalogue::bundled().find("./nowhere.sql").unwrap_err();
    assert_eq!(error.to_string(), "no file './nowhere.sql'");
    let folder = Catalogue::bundled().find(root.path().to_str().unwrap()).unwrap();
    assert_eq!(folder.problems[0].message, "is no file");
}

#[test]
fn search_finds_words_anywhere_and_headings_first() {
    let root = tempfile::tempdir().unwrap();
    let texts = [
        ("aaa", "-- Colours\n-- @column x int : Réactions by day\nSELECT 1"),
        ("bbb", "-- Reactions of readers\n-- tags: daily\nSELECT 1"),
        ("zzz", "-- Others\n-- use: Which RÉACTIONS count?\n-- by day\nSELECT 1"),
    ];
    for (name, text) in texts {
        write(&root.path().join(format!("{name}.sql")), text);
    }
    let catalogue = Catalogue::discover(&named(root.path())).unwrap();
    let found = |text: &str| -> Vec<String> {
        let own = catalogue.search(text).into_iter().filter(|entry| entry.origin == Origin::Named);
        own.map(|entry| entry.query().name.clone()).collect()
    };
    assert_eq!(found("réactions DAY"), ["zzz", "aaa"], "a question comes before the help of a column");
    assert_eq!(found("dai reactions"), ["bbb"]);
    assert_eq!(found("others day"), ["zzz"]);
    assert_eq!(found("day"), ["aaa", "zzz"]);
    assert_eq!(found("zebra"), [""; 0]);
    assert_eq!(found("which colours"), [""; 0]);
    assert_eq!(found("c").first().map(String::as_str), Some("aaa"), "a word in the title comes first");
}
