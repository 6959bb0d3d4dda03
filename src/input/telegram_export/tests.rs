//! Rows as they should be. Damage is tried in `tests/damage.rs`.

mod damage;

use std::fmt::Write;
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::*;
use crate::model::{Author, Channel, Forward, Moment, Post, Reply, SpanKind};

/// The tables as telegram-export makes them, without those that are not read.
const SCHEMA: &str = "
CREATE TABLE Version (Version INTEGER);
CREATE TABLE Forward(ID INTEGER PRIMARY KEY AUTOINCREMENT,OriginalDate INT NOT NULL,FromID INT,ChannelPost INT,PostAuthor TEXT);
CREATE TABLE Media(ID INTEGER PRIMARY KEY AUTOINCREMENT,Name TEXT,MimeType TEXT,Size INT,ThumbnailID INT,Type TEXT,LocalID INT,VolumeID INT,Secret INT,Extra TEXT);
CREATE TABLE User(ID INT NOT NULL,DateUpdated INT NOT NULL,FirstName TEXT NOT NULL,LastName TEXT,Username TEXT,Phone TEXT,Bio TEXT,Bot INTEGER,CommonChatsCount INT NOT NULL,PictureID INT,PRIMARY KEY (ID, DateUpdated)) WITHOUT ROWID;
CREATE TABLE Channel(ID INT NOT NULL,DateUpdated INT NOT NULL,About TEXT,Title TEXT NOT NULL,Username TEXT,PictureID INT,PinMessageID INT,PRIMARY KEY (ID, DateUpdated)) WITHOUT ROWID;
CREATE TABLE Supergroup(ID INT NOT NULL,DateUpdated INT NOT NULL,About TEXT,Title TEXT NOT NULL,Username TEXT,PictureID INT,PinMessageID INT,PRIMARY KEY (ID, DateUpdated)) WITHOUT ROWID;
CREATE TABLE Chat(ID INT NOT NULL,DateUpdated INT NOT NULL,Title TEXT NOT NULL,MigratedToID INT,PictureID INT,PRIMARY KEY (ID, DateUpdated)) WITHOUT ROWID;
CREATE TABLE Message(ID INT NOT NULL,ContextID INT NOT NULL,Date INT NOT NULL,FromID INT,Message TEXT,ReplyMessageID INT,ForwardID INT,PostAuthor TEXT,ViewCount INT,MediaID INT,Formatting TEXT,ServiceAction TEXT,FOREIGN KEY (ForwardID) REFERENCES Forward(ID),FOREIGN KEY (MediaID) REFERENCES Media(ID),PRIMARY KEY (ID, ContextID)) WITHOUT ROWID;
PRAGMA foreign_keys = OFF;
INSERT INTO User VALUES (11, 5, 'Anna', 'Voss', 'anna_voss', NULL, NULL, 0, 0, NULL), (11, 9, 'Anna', 'Voss-Reed', 'anna_voss', NULL, NULL, 0, 0, NULL);
INSERT INTO Channel VALUES (-1001234567890, 5, NULL, 'Old name', NULL, NULL, NULL), (-1001234567890, 9, NULL, 'Ministry of Valdoria', 'valdoria_mfa', NULL, NULL);";

const MINISTRY: i64 = -1_001_234_567_890;

fn database(folder: &Path, sql: &str) -> PathBuf {
    let path = folder.join("export.db");
    let _ = std::fs::remove_file(&path);
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    path
}

fn page(path: &Path) -> Page {
    Page { name: "export.db".to_owned(), file: File::open(path).unwrap(), path: Some(path.to_owned()) }
}

fn drain(mut reader: Box<dyn Reader>) -> Vec<Record> {
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

fn records(rows: &str) -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path(), &format!("{SCHEMA}{rows}"));
    assert!(looks_like(&std::fs::read(&path).unwrap()));
    drain(open(page(&path)).unwrap())
}

/// A message with these values from its id on.
fn message(values: &str) -> String {
    format!("INSERT INTO Message VALUES ({values});")
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn channels(records: &[Record]) -> Vec<&Channel> {
    records
        .iter()
        .filter_map(|record| if let Record::Channel(channel) = record { Some(channel) } else { None })
        .collect()
}

#[test]
fn a_channels_post_has_its_text_instant_signature_views_and_reply() {
    let row = message(&format!(
        "7, {MINISTRY}, 1710831786.0, NULL, 'Hello', 5, NULL, 'A. Voss', 812, NULL, NULL, NULL"
    ));
    let records = records(&row);
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(
        *channel,
        Channel {
            platform: "telegram".to_owned(),
            external_id: Some("1234567890".to_owned()),
            handle: Some("valdoria_mfa".to_owned()),
            name: Some("Ministry of Valdoria".to_owned()),
            kind: Some("public_channel".to_owned()),
            link_base: Some("https://t.me/valdoria_mfa/".to_owned()),
        }
    );
    assert_eq!(
        **post,
        Post {
            external_id: Some("7".to_owned()),
            posted: Moment::Instant(1_710_831_786),
            text: "Hello".to_owned(),
            author: Some(Author { external_id: None, name: Some("A. Voss".to_owned()) }),
            reply: Some(Reply { external_id: "5".to_owned(), channel: None }),
            views: Some(812),
            ..Post::default()
        }
    );
}

#[test]
fn the_messages_of_each_context_come_together_by_id() {
    let rows: String = [(3, MINISTRY), (1, MINISTRY), (2, 11), (4, -77), (1, -77), (2, -1_009_999_999_999)]
        .map(|(id, context)| {
            message(&format!(
                "{id}, {context}, 1710831786, NULL, 'a', NULL, NULL, NULL, NULL, NULL, NULL, NULL"
            ))
        })
        .concat();
    let rows = rows + "INSERT INTO Chat VALUES (-77, 1, 'Voss family', NULL, NULL);";
    let outline: Vec<_> = records(&rows)
        .iter()
        .map(|record| match record {
            Record::Channel(channel) => format!(
                "{} {:?} {} {:?}",
                channel.external_id.clone().unwrap(),
                channel.name.clone().unwrap_or_default(),
                channel.kind.clone().unwrap_or_default(),
                channel.link_base.clone().unwrap_or_default()
            ),
            Record::Post(post) => post.external_id.clone().unwrap(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        outline,
        [
            "9999999999 \"\"  \"https://t.me/c/9999999999/\"",
            "2",
            "1234567890 \"Ministry of Valdoria\" public_channel \"https://t.me/valdoria_mfa/\"",
            "1",
            "3",
            "chat77 \"Voss family\" private_group \"\"",
            "1",
            "4",
            "user11 \"Anna Voss-Reed\" personal_chat \"\"",
            "2",
        ]
    );
}

#[test]
fn supergroups_basic_groups_and_early_bare_ids_are_told_apart() {
    let rows = "INSERT INTO Supergroup VALUES (-1002, 1, NULL, 'Harbour', NULL, NULL, NULL);
        INSERT INTO Chat VALUES (-1003, 1, 'A group whose id begins so', NULL, NULL);
        INSERT INTO Channel VALUES (55, 1, NULL, 'An early one', NULL, NULL, NULL);";
    let rows = [-1002, -1003, -10_055]
        .map(|context| {
            message(&format!("1, {context}, 1710831786, NULL, 'a', NULL, NULL, NULL, NULL, NULL, NULL, NULL"))
        })
        .concat()
        + rows;
    let records = records(&rows);
    let told: Vec<_> = channels(&records)
        .iter()
        .map(|channel| (channel.external_id.as_deref().unwrap(), channel.kind.as_deref().unwrap()))
        .collect();
    assert_eq!(told, [("55", "private_channel"), ("chat1003", "private_group"), ("2", "private_supergroup")]);
}

#[test]
fn senders_are_named_by_their_newest_row() {
    let rows = message("1, -77, 1710831786, 11, 'a', NULL, NULL, 'signed', NULL, NULL, NULL, NULL")
        + &message("2, -77, 1710831786, 12, 'b', NULL, NULL, NULL, NULL, NULL, NULL, NULL")
        + &message(&format!("3, -77, 1710831786, {MINISTRY}, 'c', NULL, NULL, NULL, NULL, NULL, NULL, NULL"));
    let records = records(&rows);
    let authors: Vec<_> = posts(&records).iter().map(|post| post.author.clone().unwrap()).collect();
    let author = |id: &str, name: Option<&str>| Author {
        external_id: Some(id.to_owned()),
        name: name.map(str::to_owned),
    };
    assert_eq!(
        authors,
        [
            author("user11", Some("Anna Voss-Reed")),
            author("user12", None),
            author("channel1234567890", Some("Ministry of Valdoria")),
        ]
    );
}

#[test]
fn forwards_tell_the_original_as_far_as_it_was_kept() {
    let rows = "INSERT INTO Forward VALUES (1, 1700000000, NULL, 193, NULL), (2, 1700000000, 11, NULL, NULL),
        (3, 1700000000, 11, 194, 'A. Voss'), (4, 1700000000, -1001234567890, 195, NULL);";
    let rows = (1..=5).fold(rows.to_owned(), |rows, id| {
        rows + &message(&format!("{id}, 11, 1710831786, NULL, 'a', NULL, {id}, NULL, NULL, NULL, NULL, NULL"))
    });
    let records = records(&rows);
    let forwards: Vec<_> = posts(&records).iter().map(|post| post.forward.clone().unwrap()).collect();
    let told: Vec<_> = forwards
        .iter()
        .map(|forward| (forward.channel.external_id.as_deref(), forward.external_id.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (None, Some("193")),
            (Some("user11"), None),
            (None, Some("194")),
            (Some("1234567890"), Some("195")),
            (None, None),
        ]
    );
    assert_eq!(forwards[0].posted, Moment::Instant(1_700_000_000));
    assert_eq!(forwards[1].channel.name.as_deref(), Some("Anna Voss-Reed"));
    let unknown = Channel { platform: "telegram".to_owned(), ..Channel::default() };
    assert_eq!(
        forwards[4],
        Forward { channel: unknown, external_id: None, posted: Moment::Unknown },
        "its row is gone"
    );
}

#[test]
fn entities_are_marked_in_utf_16() {
    let formatting = "bold,0,2;texturl,3,4,https://example.org/?a=1%2c2%3b3;code,8,1;mentionname,8,1,11;italic,90,1;x,0,1;bold,z,1;bold";
    let row = message(&format!(
        "1, 11, 1710831786, NULL, '😀 here #a', NULL, NULL, NULL, NULL, NULL, '{formatting}', NULL"
    ));
    let records = records(&row);
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
            (SpanKind::TextLink, "here", Some("https://example.org/?a=1,2;3")),
            (SpanKind::Code, "#", None),
            (SpanKind::MentionName, "#", None),
        ]
    );
}

#[test]
fn service_rows_are_events() {
    let rows = message(
        r#"1, -77, 1710831786, 11, '{"title": "Harbour talk"}', NULL, NULL, NULL, NULL, NULL, NULL, 'chat.edittitle'"#,
    ) + &message("2, -77, 1710831786, 11, '{}', 1, NULL, NULL, NULL, NULL, NULL, 'pin.message'")
        + &message("3, -77, 1710831786, 11, 'not JSON', NULL, NULL, NULL, NULL, NULL, NULL, 'custom'");
    let records = records(&rows);
    let events: Vec<_> = records
        .iter()
        .filter_map(|record| match record {
            Record::Event(event) => Some((event.action.as_str(), event.detail.as_deref())),
            _ => None,
        })
        .collect();
    assert_eq!(
        events,
        [("chat.edittitle", Some("Harbour talk")), ("pin.message", Some("1")), ("custom", None)]
    );
    assert_eq!(posts(&records).len(), 0);
}

#[test]
fn media_have_their_kind_type_size_and_words() {
    let media = [
        ("photo", "image/jpeg", "2018-01-02 03:04:05", "photo"),
        ("document", "video/mp4", "river.mp4", "video"),
        ("document", "audio/ogg", "", "voice"),
        ("document", "image/webp", "", "sticker"),
        ("document", "application/pdf", "note.pdf", "file"),
        ("document.animated", "video/mp4", "", "animation"),
        ("venue", "", "Orsel bridge", "location"),
    ];
    let mut rows = String::new();
    for (index, (kind, mime, name, _)) in media.iter().enumerate() {
        let id = 10 * (index + 1);
        write!(rows,
            "INSERT INTO Media VALUES ({id}, nullif('{name}', ''), nullif('{mime}', ''), 2048, NULL, '{kind}', 1, 1, 1, NULL);"
        ).unwrap();
        rows +=
            &message(&format!("{id}, 11, 1710831786, NULL, '', NULL, NULL, NULL, NULL, {id}, NULL, NULL"));
    }
    rows += "INSERT INTO Media VALUES (900, 'A page', NULL, NULL, NULL, 'webpage', 1, 1, 1, NULL);";
    rows += &message("900, 11, 1710831786, NULL, '', NULL, NULL, NULL, NULL, 900, NULL, NULL");
    let records = records(&rows);
    let found: Vec<_> = posts(&records).into_iter().flat_map(|post| &post.media).collect();
    assert_eq!(found.iter().map(|media| media.kind.as_str()).collect::<Vec<_>>(), media.map(|it| it.3));
    assert_eq!(
        (found[0].file_name.as_deref(), found[0].size),
        (None, Some(2048)),
        "a photo's name is its date"
    );
    assert_eq!(found[1].file_name.as_deref(), Some("river.mp4"));
    assert_eq!((found[6].title.as_deref(), found[6].file_name.as_deref()), (Some("Orsel bridge"), None));
}

#[test]
fn the_rows_of_an_album_are_one_post() {
    let rows: String = (20..23)
        .map(|id| {
            format!(
                "INSERT INTO Media VALUES ({id}, NULL, 'image/jpeg', 1, NULL, 'photo', {id}, 1, 1, NULL);"
            ) + &message(&format!(
                "{id}, {MINISTRY}, 1710831786, NULL, '{}', NULL, NULL, NULL, 5, {id}, NULL, NULL",
                if id == 20 { "Views" } else { "" }
            ))
        })
        .collect();
    let records = records(&rows);
    let posts = posts(&records);
    assert_eq!((posts.len(), posts[0].media.len(), posts[0].external_id.as_deref()), (1, 3, Some("20")));
}

#[test]
fn songs_are_an_album_and_voices_and_animations_are_none() {
    let songs = [(20, "audio/mpeg"), (21, "audio/mpeg")];
    let others = [(22, "audio/ogg"), (23, "audio/ogg"), (24, "image/gif"), (25, "image/gif")];
    let rows: String = [&songs[..], &others]
        .concat()
        .into_iter()
        .map(|(id, kind)| {
            format!("INSERT INTO Media VALUES ({id}, NULL, '{kind}', 1, NULL, 'document', {id}, 1, 1, NULL);")
                + &message(&format!(
                    "{id}, {MINISTRY}, 1710831786, NULL, '', NULL, NULL, NULL, 5, {id}, NULL, NULL"
                ))
        })
        .collect();
    let records = records(&rows);
    let ids: Vec<_> = posts(&records).iter().map(|post| post.external_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["20", "22", "23", "24", "25"]);
}

#[test]
fn the_early_schema_without_views_and_actions_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let sql = "CREATE TABLE Message(ID INT NOT NULL,ContextID INT NOT NULL,Date INT NOT NULL,FromID INT,Message TEXT,ReplyMessageID INT,ForwardID INT,PostAuthor TEXT,MediaID INT,PRIMARY KEY (ID, ContextID)) WITHOUT ROWID;
        INSERT INTO Message VALUES (1, -1001234567890, 1710831786, NULL, 'a', NULL, NULL, NULL, NULL);";
    let path = database(folder.path(), sql);
    assert!(looks_like(&std::fs::read(&path).unwrap()));
    let records = drain(open(page(&path)).unwrap());
    assert_eq!(posts(&records)[0].views, None);
    assert_eq!(channels(&records)[0].external_id.as_deref(), Some("1234567890"));
}
