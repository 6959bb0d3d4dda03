//! Rows as they should be. Damage is tried in `tests/damage.rs`.

mod damage;

use std::fmt::Write;
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::*;
use crate::model::{Author, Channel, ChannelEvent, Moment, Post, Reply, SpanKind};

/// The tables as tg-archive makes them.
const SCHEMA: &str = "
CREATE table messages (
    id INTEGER NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    date TIMESTAMP NOT NULL,
    edit_date TIMESTAMP,
    content TEXT,
    entities JSON,
    reply_to INTEGER,
    user_id INTEGER,
    media_id INTEGER,
    FOREIGN KEY(user_id) REFERENCES users(id),
    FOREIGN KEY(media_id) REFERENCES media(id)
);
CREATE table users (
    id INTEGER NOT NULL PRIMARY KEY,
    username TEXT,
    first_name TEXT,
    last_name TEXT,
    tags TEXT,
    avatar TEXT
);
CREATE table media (
    id INTEGER NOT NULL PRIMARY KEY,
    type TEXT,
    url TEXT,
    title TEXT,
    description TEXT,
    thumb TEXT
);
PRAGMA foreign_keys = OFF;";

/// Two people, so that the chat is a group.
const PEOPLE: &str = "INSERT INTO users VALUES
    (11, 'anna_voss', 'Anna', 'Voss', '', NULL), (12, '12', 'Bert', NULL, 'bot', NULL);";

fn database(folder: &Path, sql: &str) -> PathBuf {
    let path = folder.join("data.sqlite");
    let _ = std::fs::remove_file(&path);
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    path
}

fn page(path: &Path) -> Page {
    Page { name: "data.sqlite".to_owned(), file: File::open(path).unwrap(), path: Some(path.to_owned()) }
}

fn drain(mut reader: Box<dyn Reader>) -> Vec<Record> {
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

/// The records of a database with these rows.
fn records(rows: &str) -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path(), &format!("{SCHEMA}{rows}"));
    assert!(looks_like(&std::fs::read(&path).unwrap()));
    drain(open(page(&path)).unwrap())
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

/// A row of `messages` from its id on.
fn message(values: &str) -> String {
    format!("INSERT INTO messages VALUES ({values});")
}

#[test]
fn a_message_has_its_text_times_sender_and_reply() {
    let row =
        message("7, 'message', '2024-03-19 07:03:06', '2024-03-19 08:00:00', 'Hello', NULL, 5, 11, NULL");
    let records = records(&format!("{PEOPLE}{row}"));
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert!(channel.is_anonymous());
    assert_eq!(channel.platform, "telegram");
    let author = Author { external_id: Some("user11".to_owned()), name: Some("Anna Voss".to_owned()) };
    let expected = Post {
        external_id: Some("7".to_owned()),
        posted: Moment::Instant(1_710_831_786),
        edited: Moment::Instant(1_710_835_200),
        text: "Hello".to_owned(),
        author: Some(author),
        reply: Some(Reply { external_id: "5".to_owned(), channel: None }),
        ..Post::default()
    };
    assert_eq!(**post, expected, "no views, no forwards, no reactions: absent is not zero");
}

#[test]
fn entities_are_marked_in_utf_16() {
    let entities = r##"{"Bold": [{"o": 0, "l": 2}], "Hashtag": [{"o": 3, "l": 6}],
        "TextUrl": [{"o": 10, "l": 4, "url": "https://example.org/"}], "Unheard": [{"o": 0, "l": 1}],
        "Code": [{"o": 90, "l": 1}, {"l": 1}, 7], "Italic": 5}"##;
    let row = message(&format!(
        "7, 'message', '2024-03-19 07:03:06', NULL, '😀 #Orsel here', '{entities}', NULL, 11, NULL"
    ));
    let records = records(&format!("{PEOPLE}{row}"));
    let post = posts(&records)[0];
    let marked: Vec<_> = post
        .spans
        .iter()
        .map(|span| (span.kind, &post.text[span.start..span.end], span.href.as_deref()))
        .collect();
    assert_eq!(
        marked,
        [
            (SpanKind::Style, "😀", None),
            (SpanKind::Hashtag, "#Orsel", None),
            (SpanKind::TextLink, "here", Some("https://example.org/")),
        ]
    );
    let broken = message("8, 'message', '2024-03-19 07:03:06', NULL, 'a', '{\"Bold\": [', NULL, 11, NULL");
    let broken = self::records(&broken);
    assert_eq!(posts(&broken)[0].spans, []);
}

#[test]
fn joining_and_leaving_are_events() {
    let rows = message("1, 'user_joined', '2024-03-19 07:03:06', NULL, '', NULL, NULL, 11, NULL")
        + &message("2, 'user_left', '2024-03-19 07:03:07', NULL, NULL, NULL, NULL, 11, NULL");
    let records = records(&format!("{PEOPLE}{rows}"));
    let Record::Event(event) = &records[1] else { panic!("{records:?}") };
    let expected = ChannelEvent {
        external_id: Some("1".to_owned()),
        happened: Moment::Instant(1_710_831_786),
        action: "user_joined".to_owned(),
        actor: Some(Author { external_id: Some("user11".to_owned()), name: Some("Anna Voss".to_owned()) }),
        detail: None,
    };
    assert_eq!(*event, expected);
    assert_eq!(records.len(), 3);
}

/// The channel of a database with these senders, and who sent its one post.
fn channel(users: &str, sender: i64) -> (Channel, Option<Author>) {
    let row = message(&format!("7, 'message', '2024-03-19 07:03:06', NULL, 'a', NULL, NULL, {sender}, NULL"));
    let records = records(&format!("INSERT INTO users VALUES {users};{row}"));
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (channel.clone(), post.author.clone())
}

#[test]
fn a_chat_whose_only_sender_is_no_person_is_that_channel() {
    let (known, author) = channel("(1234567890, 'valdoria_mfa', NULL, NULL, '', NULL)", 1_234_567_890);
    assert_eq!(known.external_id.as_deref(), Some("1234567890"));
    assert_eq!(known.handle.as_deref(), Some("valdoria_mfa"));
    assert_eq!(known.link_base.as_deref(), Some("https://t.me/valdoria_mfa/"));
    assert_eq!(author, None, "a channel's own posts have no sender");
    let (private, _) = channel("(1234567890, '1234567890', NULL, NULL, '', NULL)", 1_234_567_890);
    assert_eq!((private.external_id.as_deref(), private.handle), (Some("1234567890"), None));
    assert_eq!(private.link_base.as_deref(), Some("https://t.me/c/1234567890/"));
    let (lost, _) = channel("(1234567890, 'Ministry of Valdoria', NULL, NULL, '', NULL)", 1_234_567_890);
    assert_eq!((lost.handle, lost.name.as_deref()), (None, Some("Ministry of Valdoria")));
}

#[test]
fn a_group_that_posts_as_itself_is_known_by_that() {
    let users = "(1234567890, 'Voss family', NULL, NULL, 'group_self', NULL), (11, 'anna_voss', 'Anna', NULL, '', NULL)";
    let (group, author) = channel(users, 1_234_567_890);
    assert_eq!(
        (group.external_id.as_deref(), group.name.as_deref()),
        (Some("1234567890"), Some("Voss family"))
    );
    assert_eq!((group.handle, author), (None, None));
}

#[test]
fn other_chats_are_anonymous_and_their_senders_are_told() {
    let (person, author) = channel("(11, 'anna_voss', 'Anna', NULL, '', NULL)", 11);
    assert!(person.is_anonymous());
    assert_eq!(author.unwrap().name.as_deref(), Some("Anna"));
    let two = "(11, 'anna_voss', 'Anna', NULL, '', NULL), (50, 'orsel_port', NULL, NULL, '', NULL), (51, '51', NULL, NULL, '', NULL)";
    let (group, author) = channel(two, 50);
    assert!(group.is_anonymous());
    let author = author.unwrap();
    assert_eq!(
        (author.external_id.as_deref(), author.name.as_deref()),
        (Some("channel50"), Some("orsel_port"))
    );
    let author = channel(two, 51).1.unwrap();
    assert_eq!(
        (author.external_id.as_deref(), author.name),
        (Some("51"), None),
        "a person who is gone, perhaps"
    );
}

#[test]
fn media_are_told_by_their_files_ending() {
    let kinds = [
        ("photo", "1.jpg", "photo"),
        ("photo", "2.mp4", "video"),
        ("photo", "3.oga", "voice"),
        ("photo", "4.mp3", "audio"),
        ("photo", "5.webp", "sticker"),
        ("photo", "6.pdf", "file"),
        ("poll", "", "poll"),
        ("contact", "", "contact"),
    ];
    let mut rows = PEOPLE.to_owned();
    for (index, (kind, file, _)) in kinds.iter().enumerate() {
        let id = 10 * (index + 1);
        write!(
            rows,
            "INSERT INTO media VALUES ({id}, '{kind}', nullif('{file}', ''), 'own name', NULL, NULL);"
        )
        .unwrap();
        rows += &message(&format!("{id}, 'message', '2024-03-19 07:03:06', NULL, '', NULL, NULL, 11, {id}"));
    }
    rows += "INSERT INTO media VALUES (900, 'webpage', 'https://example.org', 'A page', NULL, NULL);";
    rows +=
        &message("900, 'message', '2024-03-19 07:03:06', NULL, 'https://example.org', NULL, NULL, 11, 900");
    let records = records(&rows);
    let posts = posts(&records);
    let found: Vec<_> = posts.iter().flat_map(|post| &post.media).map(|media| media.kind.as_str()).collect();
    assert_eq!(found, kinds.map(|(_, _, kind)| kind), "the preview of a page is no media");
    let photo = &posts[0].media[0];
    assert_eq!((photo.external_id.as_deref(), photo.file_name.as_deref()), (Some("10"), Some("own name")));
    let poll = &posts[6].media[0];
    assert_eq!((poll.file_name.as_deref(), poll.title.as_deref()), (None, Some("own name")));
}

#[test]
fn the_rows_of_an_album_are_one_post() {
    let mut rows = PEOPLE.to_owned();
    for id in 20..24 {
        write!(rows, "INSERT INTO media VALUES ({id}, 'photo', '{id}.jpg', '{id}.jpg', NULL, NULL);")
            .unwrap();
        let (text, second) = (if id == 20 { "Four views" } else { "" }, if id == 23 { 7 } else { 6 });
        rows += &message(&format!(
            "{id}, 'message', '2024-03-19 07:03:0{second}', NULL, '{text}', NULL, NULL, 11, {id}"
        ));
    }
    let records = records(&rows);
    let posts = posts(&records);
    assert_eq!(posts.len(), 2, "a second later is another post");
    assert_eq!((posts[0].external_id.as_deref(), posts[0].text.as_str()), (Some("20"), "Four views"));
    let ids: Vec<_> = posts[0].media.iter().map(|item| item.external_id.clone().unwrap()).collect();
    assert_eq!(ids, ["20", "21", "22"]);
}

#[test]
fn songs_are_an_album_and_voices_are_none() {
    let mut rows = PEOPLE.to_owned();
    for (id, ending) in [(20, "mp3"), (21, "m4a"), (22, "oga"), (23, "oga")] {
        write!(rows, "INSERT INTO media VALUES ({id}, 'photo', '{id}.{ending}', NULL, NULL, NULL);").unwrap();
        rows += &message(&format!("{id}, 'message', '2024-03-19 07:03:06', NULL, '', NULL, NULL, 11, {id}"));
    }
    let records = records(&rows);
    let ids: Vec<_> = posts(&records).iter().map(|post| post.external_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["20", "22", "23"]);
}

#[test]
fn dates_are_utc_however_they_are_written() {
    let posted = |date: &str| {
        let row = message(&format!("7, 'message', {date}, NULL, 'a', NULL, NULL, 11, NULL"));
        let records = records(&format!("{PEOPLE}{row}"));
        (posts(&records)[0].posted, posts(&records)[0].posted_raw.clone())
    };
    let instant = (Moment::Instant(1_710_831_786), None);
    assert_eq!(posted("'2024-03-19 07:03:06'"), instant);
    assert_eq!(posted("'2024-03-19T07:03:06'"), instant);
    assert_eq!(posted("'2024-03-19T10:03:06+03:00'"), instant);
    assert_eq!(posted("1710831786"), instant);
    assert_eq!(posted("'spring'"), (Moment::Unknown, Some("spring".to_owned())));
    assert_eq!(posted("x'00'"), (Moment::Unknown, None));
}

#[test]
fn older_and_poorer_schemas_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let old = SCHEMA.replace("    entities JSON,\n", "");
    let row = "INSERT INTO messages VALUES (7, 'message', '2024-03-19 07:03:06', NULL, 'a', NULL, 11, NULL);";
    let path = database(folder.path(), &format!("{old}{row}"));
    assert!(looks_like(&std::fs::read(&path).unwrap()));
    assert_eq!(drain(open(page(&path)).unwrap()).len(), 2);
    let path = database(
        folder.path(),
        &format!(
            "{SCHEMA}{row}DROP TABLE users; DROP TABLE media;",
            row = row.replace("NULL, 11", "NULL, NULL, 11")
        ),
    );
    let records = drain(open(page(&path)).unwrap());
    let author = posts(&records)[0].author.clone().unwrap();
    assert_eq!(author, Author { external_id: Some("11".to_owned()), name: None });
}
