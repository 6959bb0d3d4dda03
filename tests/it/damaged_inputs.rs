//! Inputs of every format, cut off, in a wrong encoding, or with bytes lost: each is loaded as far as it is whole, or
//! refused with a reason, and the store stays whole and keeps what it had.

use std::fs;
use std::path::Path;

use chancery::clock::Clock;
use chancery::load::{self, LoadOptions, LoadReport, Outcome, Silent};
use chancery::store;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::channel_history::{Format, History, Life, Made};
use crate::load_again::{assert_sound, content, rows};

/// An export of another channel, which the store has before.
const BEFORE: &str = r#"{"name":"Herald","type":"public_channel","id":99,"messages":[{"id":1,"type":"message","date_unixtime":"1704067200","date":"2024-01-01T00:00:00","text":"Stays #here"}]}"#;

fn load(folder: &Path, name: &str, bytes: &[u8], format: Option<chancery::input::Format>) -> LoadReport {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    let options = LoadOptions {
        clock: Clock::Fixed("2025-06-01T12:00:00Z".parse().unwrap()),
        format,
        ..LoadOptions::default()
    };
    load::load(&folder.join("a.db"), &[path.display().to_string()], &options, &mut Silent).unwrap()
}

fn open(folder: &Path) -> Connection {
    store::open_read_only(&folder.join("a.db")).unwrap()
}

/// Loads damaged bytes into a store that has something; gives how many posts came of them.
fn posts_of(bytes: &[u8], format: Option<chancery::input::Format>) -> Option<i64> {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    assert!(load(folder, "before", BEFORE.as_bytes(), None).is_complete());
    let file = fs::read(folder.join("a.db")).unwrap();
    let before = content(&open(folder));
    let report = load(folder, "damaged", bytes, format);
    assert!(report.failure.is_none(), "{report:?}");
    let store = open(folder);
    assert_sound(&store);
    let after = content(&store);
    assert_eq!(before.iter().find(|line| !after.contains(line)), None, "what was there before is lost");
    match &report.inputs[0].outcome {
        Outcome::Loaded => {
            let posts = rows(&store, "SELECT count(*) FROM posts");
            Some(posts[0].parse::<i64>().unwrap() - 1)
        }
        Outcome::Failed(error) => {
            assert!(!error.to_string().is_empty());
            assert!(
                fs::read(folder.join("a.db")).unwrap() == file,
                "a failed input changed the file: {error}"
            );
            None
        }
        other => panic!("{other:?}"),
    }
}

fn whole(format: Format) -> Vec<u8> {
    let history = History { lives: (0..6).map(Life::plain).collect() };
    history.input(&Made { format, day: 20, from: 0, until: 6, lost: None }).into_bytes()
}

fn name_of(format: Format) -> chancery::input::Format {
    use chancery::input::Format as Read;
    match format {
        Format::Json => Read::TelegramJson,
        Format::Html => Read::TelegramHtml,
        Format::WebPage => Read::WebPreview,
        Format::Telethon => Read::Telethon,
        Format::Csv => Read::Csv,
        Format::Snscrape => Read::Snscrape,
        Format::Lines => Read::JsonLines,
        Format::Tdl => Read::Tdl,
        Format::FourCat => Read::FourCatCsv,
    }
}

#[test]
fn an_input_that_is_cut_anywhere_gives_what_is_whole_before_the_cut() {
    for format in Format::ALL {
        let bytes = whole(format);
        let all = posts_of(&bytes, None).unwrap();
        let mut most = 0;
        for part in 1..=24 {
            let cut = bytes.len() * part / 25;
            let posts = posts_of(&bytes[..cut], Some(name_of(format))).unwrap_or(0);
            assert!(posts <= all, "{format:?} cut at {cut} has {posts} posts of {all}");
            // A reader may hold the last one back, since it cannot tell whether it is whole.
            assert!(
                posts + 1 >= most,
                "{format:?} cut at {cut} has {posts} posts, and less of it had {most}"
            );
            most = most.max(posts);
        }
        assert!(most + 2 >= all, "{format:?}: {most} of {all}");
    }
}

#[test]
fn bytes_in_a_wrong_encoding_are_refused_or_told_of() {
    for format in Format::ALL {
        let text = String::from_utf8(whole(format)).unwrap();
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(posts_of(&utf16, Some(name_of(format))), None, "{format:?} in UTF-16");
        // Letters beyond ASCII as single bytes: each becomes U+FFFD, and nothing else changes; unless they are many.
        let single: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap_or(0xE9)).collect();
        let posts = posts_of(&single, Some(name_of(format)));
        assert!(
            posts.is_none() || posts == posts_of(text.as_bytes(), None),
            "{format:?} in single bytes: {posts:?}"
        );
    }
}

#[test]
fn bytes_that_were_lost_cost_no_more_than_the_records_around_them() {
    for format in Format::ALL {
        let bytes = whole(format);
        for part in 1..10 {
            let at = bytes.len() * part / 10;
            let mut damaged = bytes.clone();
            damaged.drain(at..(at + 7).min(bytes.len()));
            let posts = posts_of(&damaged, Some(name_of(format))).unwrap_or(0);
            assert!(posts <= 9, "{format:?} without bytes {at}..{}: {posts} posts", at + 7);
            damaged = bytes.clone();
            damaged.splice(at..at, [0; 64]);
            assert!(
                posts_of(&damaged, Some(name_of(format))).unwrap_or(0) <= 9,
                "{format:?} with zeros at {at}"
            );
        }
    }
}
