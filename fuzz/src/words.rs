//! What users write in files and on the command line: days, searches, aliases, packs, records.

use std::path::Path;

use chancery::extract::naming::{Dictionary, alias_file, spelling};
use chancery::model::{Origin, PointRule, Post};
use chancery::query::bind::Arguments;
use chancery::query::catalogue::Catalogue;
use chancery::query::date::{self, Edge, Today};
use chancery::query::full_text::FullText;
use chancery::report::pack::Pack;
use chancery::report::record::Record;
use jiff::civil;

/// A day in any form: its first day is not after its last, and a day as it is written is that day.
pub fn day(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let today = civil::date(2024, 2, 29);
    let data = Some((civil::date(2020, 1, 1), civil::date(2024, 12, 31)));
    for now in [Today { today, data }, Today { today, data: None }, Today { today: civil::Date::MAX, data }] {
        match (date::resolve(&text, Edge::First, &now), date::resolve(&text, Edge::Last, &now)) {
            (Ok(first), Ok(last)) => {
                assert!(first <= last, "{text:?}");
                for day in [first, last] {
                    assert_eq!(date::resolve(&day.to_string(), Edge::First, &now), Ok(day), "{text:?}");
                }
            }
            (Err(first), Err(_)) => assert!(!first.is_empty()),
            (first, last) => panic!("{text:?}: {first:?} and {last:?}"),
        }
    }
    let _ = chancery::store::settings::zone(&text);
    let _ = text.parse::<chancery::extract::similarity::Threshold>();
    let _ = Edge::of_parameter(&text);
}

/// What is searched for: what is read of it, FTS5 understands, and reads again as the same.
pub fn full_text(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match FullText::read(&text) {
        Ok(read) => {
            assert!(!read.matching.is_empty() && !read.matching.contains('\0'), "{read:?}");
            let again = FullText::read(&read.matching).expect("what was read can be read");
            assert_eq!(again.all_occur, read.all_occur, "{read:?} {again:?}");
        }
        Err(why) => assert!(!why.is_empty()),
    }
}

/// A file of aliases: each alias that is taken can be looked for, and its first form is a form of it.
pub fn alias_file(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match alias_file::parse(&text, Origin::User) {
        Ok(aliases) => {
            for alias in &aliases {
                assert!(spelling::fault(&alias.alias).is_none());
                let first = spelling::first_form(&alias.alias);
                assert!(spelling::is_form_of(&first, &alias.alias), "{alias:?}: {first:?}");
            }
            let dictionary = Dictionary::new(&aliases);
            let text =
                aliases.iter().map(|alias| spelling::first_form(&alias.alias)).collect::<Vec<_>>().join(". ");
            let post = Post { text, ..Post::default() };
            let _ = chancery::extract::extract(&post, &dictionary, PointRule::Items);
        }
        Err(fault) => assert!(fault.line >= 1 && !fault.what.is_empty()),
    }
}

/// A pack: what is in it is told with its place, or it is refused with one.
pub fn pack(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let told = |error: chancery::Error| assert!(!error.to_string().is_empty());
    let pack = match Pack::parse("pack.toml", Path::new("/nonexistent"), &text) {
        Ok(pack) => pack,
        Err(error) => {
            assert!(error.to_string().contains("pack.toml"), "{error}");
            return;
        }
    };
    let _ = pack.record();
    match pack.queries(&Catalogue::bundled()) {
        Ok(queries) => {
            let _ = pack.reports(&queries, &Arguments::new(), None).map_err(told);
        }
        Err(error) => told(error),
    }
}

/// A record: what is read is written again as the same.
pub fn record(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Record::parse("x.csv.meta.json", &text) {
        Ok(record) => {
            let written = record.to_json().expect("a record is JSON");
            let again = Record::parse("x.csv.meta.json", &written).expect("a record can be read again");
            assert_eq!(again.to_json().ok(), Some(written));
        }
        Err(error) => assert!(error.to_string().contains("x.csv.meta.json"), "{error}"),
    }
}
