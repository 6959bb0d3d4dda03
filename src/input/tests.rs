use std::io::Write;
use std::path::PathBuf;

use super::*;

/// A file or folder beside the project, or `None` after a line that says that it is not there.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests says whether it must be there")]
pub(in crate::input) fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(name);
    if path.exists() {
        return Some(path);
    }
    let is_required = std::env::var_os("CHANCERY_REQUIRE_SHARED").is_some_and(|value| value == "1");
    assert!(!is_required, "{} is missing", path.display());
    println!("skipped: {} is missing", path.display());
    None
}

/// A file with this content, in a folder of its own.
fn file(name: &str, content: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

/// The format of the file at `path`.
pub(in crate::input) fn recognise_of(path: &Path, options: &ReadOptions) -> Result<Format> {
    recognise(&mut File::open(path).unwrap(), &path.display().to_string(), None, options)
}

/// The message and the hints of the error that opening gives, with `x` for the path.
fn error_of(content: &[u8], format: Option<Format>) -> String {
    let (_folder, path) = file("x", content);
    let error = open(&path, format).err().expect("it cannot be opened");
    assert_eq!(error.kind(), ErrorKind::Input);
    let hints = error.hints().iter().map(|hint| format!(" ({hint})")).collect::<String>();
    format!("{error}{hints}").replace(&path.display().to_string(), "x")
}

#[test]
fn a_missing_file_and_a_folder_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let message = |path: &Path| {
        let error = open(path, None).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Input);
        error.to_string().replace(&folder.path().display().to_string(), "f")
    };
    assert_eq!(message(&folder.path().join("x.json")), "cannot open 'f/x.json': no such file");
    assert_eq!(message(folder.path()), "'f' is a folder, not a file");
}

#[test]
fn what_cannot_be_an_export_is_refused_with_a_remedy() {
    let json = Some(Format::TelegramJson);
    assert_eq!(error_of(b"", None), "'x' is empty (export or download it again)");
    assert_eq!(error_of(b" \n\n", json), "'x' is empty (export or download it again)");
    let compressed = "'x' is compressed (unpack it first)";
    for magic in [&b"\x1F\x8B\x08\0"[..], b"PK\x03\x04\x14\0", b"\x28\xB5\x2F\xFD\0", b"BZh91AY"] {
        assert_eq!(error_of(magic, None), compressed);
        assert_eq!(error_of(magic, json), compressed, "whatever the user says that it is");
    }
    assert_eq!(
        error_of(b"SQLite format 3\0\x10\0", None),
        "'x' is an SQLite database, not an export (to work with a store, name it with --db)"
    );
    let utf16 = "'x' is UTF-16 text (save it as UTF-8 first)";
    assert_eq!(error_of(b"\xFF\xFE{\0}\0", None), utf16);
    assert_eq!(error_of(b"\xFE\xFF\0{\0}", json), utf16);
    assert_eq!(error_of(b"{\0\"\0a\0\"\0", None), utf16, "without a mark");
    assert_eq!(
        error_of(b"\x89PNG\r\n\x1A\n\0\0\0", None),
        "'x' is not text (give the export itself, a text or JSON file)"
    );
}

#[test]
fn text_of_no_known_format_is_refused_unless_the_user_says_what_it_is() {
    let unknown = "cannot tell what 'x' is (known formats: telegram-json, telegram-html, web-preview, telethon, \
        tdl, snscrape, minet-csv, 4cat-csv, tg-archive, telegram-export, activitypub, csv, jsonl, \
        web-preview-text; choose one with --as) (a table or JSON lines of other columns: --map text=COLUMN)";
    assert_eq!(error_of(b"id,name\n1,x\n", None), unknown);
    assert_eq!(error_of(b"{\"a\": 1}", None), unknown);
    let html = b"<!DOCTYPE html>\n<html>\n <head>\n  <meta charset=\"utf-8\"/>\n<title>Exported Data</title>";
    assert_eq!(
        error_of(html, None),
        "'x' is a page of a Telegram Desktop HTML export that holds no messages (give the chat's messages.html, or \
         the whole folder of the export)"
    );
    assert_eq!(
        error_of(b"\n<html><body>", None),
        "'x' is an HTML page (save the page's text, or export the chat as JSON)"
    );
    let (_folder, path) = file("x", b"[{\"id\":1,\"date\":1748772000,\"text\":\"a\"}]");
    assert_eq!(recognise_of(&path, &ReadOptions::default()).unwrap(), Format::JsonLines);
    let mut reader = open(&path, Some(Format::TelegramJson)).unwrap();
    assert!(matches!(reader.next_record(), Ok(Some(Record::Channel(_)))));
    assert!(matches!(reader.next_record(), Ok(Some(Record::Post(_)))));
}

#[test]
fn a_spooled_file_is_read_from_its_beginning() {
    let mut spooled = tempfile::tempfile().unwrap();
    let row = r#"{"id":1,"type":"message","date_unixtime":"1748772000","date":"","text":"a"}"#;
    write!(spooled, r#"{{"messages":[{row}],"name":"V","type":"public_channel","id":5}}"#).unwrap();
    let options = ReadOptions::default();
    let format = recognise(&mut spooled, "standard input", None, &options).unwrap();
    let page = Page { name: "standard input".to_owned(), file: spooled, path: None };
    let mut reader = open_pages(vec![page], format, &options).unwrap();
    let Some(Record::Channel(channel)) = reader.next_record().unwrap() else { panic!("a channel first") };
    assert_eq!(channel.external_id.as_deref(), Some("5"), "found behind the messages");
}

#[test]
fn a_damaged_export_with_zeros_in_it_is_still_one() {
    let row = r#"{"id":1,"type":"message","date_unixtime":"1748772000","date":"x","text":"a"}"#;
    let content = format!("{{\"id\":5,\"messages\":[{row},{}", "\0".repeat(5000));
    let (_folder, path) = file("x", content.as_bytes());
    assert!(open(&path, None).is_ok());
}

#[test]
fn every_format_is_found_by_its_name() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
    assert_eq!(Format::from_name("word"), None);
}

#[test]
fn a_table_of_other_columns_is_told_when_the_user_maps_them() {
    let options = ReadOptions { columns: [("text".to_owned(), "Beitrag".to_owned())].into() };
    let told = |content: &[u8]| {
        let (_folder, path) = file("x", content);
        let told = recognise_of(&path, &options);
        told.map_err(|error| error.to_string().replace(&path.display().to_string(), "x"))
    };
    assert_eq!(told(b"Nr;Beitrag\n1;a\n").unwrap(), Format::Csv);
    assert_eq!(told(b"\xEF\xBB\xBF{\"Beitrag\": \"a\"}\n").unwrap(), Format::JsonLines);
    assert_eq!(told(b"Nr;Text\n1;a\n").unwrap_err(), "'x': there is no column 'Beitrag'");
    assert_eq!(told(b"{\"a\": 1}").unwrap_err(), "'x': there is no member 'Beitrag'");
    assert_eq!(told(b"<html><body>").unwrap_err(), "'x' is an HTML page");
    assert_eq!(told(b"Forwarded from Bureau of Vexland\na\n").unwrap(), Format::WebPreviewText);
    assert_eq!(told(b"fn main() {\n}\n").unwrap_err(), "cannot tell what 'x' is");
}

/// A count that is none, where each format written in JSON has one.
#[test]
fn counts_that_are_none_are_told_wherever_json_has_them() {
    let telethon = |rest: &str| {
        format!(
            r#"{{"_":"Message","id":1,"peer_id":{{"channel_id":5}},"date":1748772000,"message":"a",{rest}}}"#
        )
    };
    let tdl = |rest: &str| {
        format!(
            r#"{{"id":5,"messages":[{{"id":1,"type":"message","file":"","raw":{{"ID":1,"PeerID":{{"ChannelID":5}},"Flags":1024,"Date":1748772000,"Message":"a",{rest}}}}}]}}"#
        )
    };
    let desktop = |rest: &str| {
        format!(
            r#"{{"id":5,"type":"public_channel","messages":[{{"id":1,"type":"message","date":"2025-06-01T10:00:00","text":"a",{rest}}}]}}"#
        )
    };
    let snscrape = |rest: &str| {
        format!(
            r#"{{"_type":"snscrape.modules.telegram.TelegramPost","url":"https://t.me/s/river/1","date":"2025-06-01T10:00:00+00:00","content":"a",{rest}}}"#
        )
    };
    let note = |rest: &str| {
        format!(
            r#"[{{"id":"https://v.example/1/activity","type":"Create","actor":"https://v.example","object":{{"id":"https://v.example/1","type":"Note","content":"a",{rest}}}}}]"#
        )
    };
    let huge = "9223372036854775807";
    let cases = [
        (telethon(r#""views":"1.2K","forwards":-3,"replies":"many""#), 3, "1.2K"),
        (telethon(r#""views":18446744073709551615,"forwards":[1]"#), 2, "18446744073709552000"),
        (telethon(&format!(r#""reactions":{{"results":[{{"reaction":"x","count":{huge}}}]}}"#)), 1, huge),
        (telethon(r#""reactions":[{"reaction":"x","count":3}]"#), 1, "[…]"),
        (tdl(r#""Views":-1"#), 1, "-1"),
        (
            desktop(&format!(
                r#""reactions":[{{"type":"emoji","emoji":"x","count":{huge}}},{{"emoji":"y","count":"2.000"}}]"#
            )),
            2,
            huge,
        ),
        (snscrape(r#""views":"many""#), 1, "many"),
        (snscrape(r#""views":[-4,1]"#), 1, "-4"),
        (note(r#""likes":{"totalItems":"some"},"shares":{"totalItems":-1}"#), 2, "-1"),
    ];
    for (json, values, written) in cases {
        let (_folder, path) = file("x", json.as_bytes());
        let mut reader = open(&path, None).unwrap();
        let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
        let Some(Record::Post(post)) = records.last() else { panic!("{json}: {records:?}") };
        assert_eq!(
            (post.views, post.forwards, post.replies, &post.reactions),
            (None, None, None, &None),
            "{json}"
        );
        let unread = reader.unread_counts().expect(&json);
        assert_eq!((unread.values, unread.written.as_str()), (values, written), "{json}");
    }
    let counted = telethon(r#""views":"1,200","forwards":{"$numberDouble":"7.0"},"reactions":null"#);
    let (_folder, path) = file("x", counted.as_bytes());
    let mut reader = open(&path, None).unwrap();
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    let Some(Record::Post(post)) = records.last() else { panic!("{records:?}") };
    assert_eq!((post.views, post.forwards), (Some(1200), Some(7)));
    assert_eq!((&post.reactions, reader.unread_counts()), (&Some(vec![]), None));
}

#[test]
fn a_byte_order_mark_where_files_are_put_one_behind_the_other_costs_nothing() {
    for (one, format) in [
        (r#"{"id":1,"posted_at":"2024-05-01","text":"a"}"#, Format::JsonLines),
        (r#"[{"id":1,"posted_at":"2024-05-01","text":"a"}]"#, Format::JsonLines),
        ("{\n\"id\":1,\"posted_at\":\"2024-05-01\",\n\"text\":\"a\"}", Format::JsonLines),
        (
            r#"{"id":1,"type":"message","date":"x","date_unixtime":"1748772000","text":"a"}"#,
            Format::TelegramJson,
        ),
        (
            r#"[{"_":"Message","id":1,"peer_id":{"channel_id":5},"date":1748772000,"message":"a"}]"#,
            Format::Telethon,
        ),
        (r#"{"id":5,"messages":[{"id":1,"type":"message","file":"a.mp4"}]}"#, Format::Tdl),
        ("id,text,date\n1,a,2024-05-01", Format::Csv),
        ("Forwarded from Port\n\na", Format::WebPreviewText),
    ] {
        let again = |id: u32| format!("\u{FEFF}{}\n", one.replace("\"id\":1", &format!("\"id\":{id}")));
        let (_folder, path) = file("x", (1..=3).map(again).collect::<String>().as_bytes());
        assert_eq!(recognise_of(&path, &ReadOptions::default()).unwrap(), format, "{one}");
        let mut reader = open(&path, None).unwrap();
        let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
        let posts = records.iter().filter(|record| matches!(record, Record::Post(_))).count();
        assert_eq!(posts, 3, "{one}: {records:?}");
        let others =
            records.iter().filter(|record| matches!(record, Record::Reject(_) | Record::Cut(_))).count();
        assert_eq!(others, 0, "{one}: {records:?}");
    }
}
