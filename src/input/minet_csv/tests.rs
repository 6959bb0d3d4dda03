//! Rows as minet writes them, invented.

use proptest::prelude::*;

use super::*;
use crate::input::{Format, detect};
use crate::model::SpanKind;

const HEADER: &str = "link_to_message,could_be_displayed,user,user_link,user_img,text,nb_hashtags,hashtags,is_reply_img,\
    is_reply_user,is_reply_text,stickers,nb_photos,photos,nb_videos,videos,videos_times,nb_links,links,link_img,link_site,\
    link_title,link_description,views,datetime,edited";

/// A row of the channel `valdoria_rivers`.
#[derive(Debug, Clone, Default)]
struct Row {
    id: u32,
    text: String,
    hashtags: &'static str,
    photos: &'static str,
    videos: &'static str,
    links: &'static str,
    views: &'static str,
    edited: bool,
}

impl Row {
    fn line(&self) -> String {
        let number = |list: &str| list.split('|').filter(|item| !item.is_empty()).count();
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let Self { id, text, hashtags, photos, videos, links, views, edited } = self;
        let time = if videos.is_empty() { "" } else { "1:05" };
        format!(
            "https://t.me/s/valdoria_rivers/{id},True,Rivers of Valdoria,https://t.me/valdoria_rivers,https://cdn.example/u.jpg,\
             {},{},{hashtags},,,,,{},{},{},{videos},{time},{},{links},,,,,{views},2024-07-16T14:03:22+00:00,{}\r\n",
            quoted(text),
            number(hashtags),
            number(photos),
            quoted(photos),
            number(videos),
            number(links),
            if *edited { "True" } else { "False" }
        )
    }
}

fn records_of(table: &str) -> Vec<Record> {
    let mut reader = MinetCsv::new(table.as_bytes()).unwrap();
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

fn only_post(row: &Row) -> Post {
    let records = records_of(&format!("{HEADER}\r\n{}", row.line()));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

/// As [`only_post`], of a table that pandas has saved again, with an index in a column without a name.
fn only_post_of_pandas(row: &Row, index: u32) -> Post {
    let records = records_of(&format!(",{HEADER}\r\n{index},{}", row.line()));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

#[test]
fn an_index_without_a_name_is_no_number_of_stickers() {
    let row = Row { id: 7, text: "Rain".to_owned(), views: "3.0", ..Row::default() };
    let post = only_post_of_pandas(&row, 5);
    assert_eq!((post.media, post.views, post.external_id.as_deref()), (Vec::new(), Some(3), Some("7")));
    let photo = only_post_of_pandas(&Row { photos: "https://cdn.example/p.jpg", ..row }, 2);
    assert_eq!(photo.media.iter().map(|item| item.kind.as_str()).collect::<Vec<_>>(), ["photo"]);
}

/// The marked words.
fn marked(post: &Post) -> Vec<(SpanKind, &str)> {
    post.spans.iter().map(|span| (span.kind, &post.text[span.start..span.end])).collect()
}

#[test]
fn a_row_is_a_post_of_the_channel_in_its_link() {
    let row = Row {
        id: 12,
        text: "High water in the Orla".to_owned(),
        views: "436",
        edited: true,
        ..Row::default()
    };
    let records = records_of(&format!("{HEADER}\r\n{}{}", row.line(), Row { id: 13, ..row.clone() }.line()));
    let [Record::Channel(channel), Record::Post(post), Record::Post(next)] = &records[..] else {
        panic!("{records:?}")
    };
    assert_eq!(channel.handle.as_deref(), Some("valdoria_rivers"));
    assert_eq!(channel.name.as_deref(), Some("Rivers of Valdoria"));
    assert_eq!(channel.link_base.as_deref(), Some("https://t.me/valdoria_rivers/"));
    let expected = Post {
        external_id: Some("12".to_owned()),
        posted: Moment::Instant(1_721_138_602),
        text: "High water in the Orla".to_owned(),
        is_edited: true,
        views: Some(436),
        ..Post::default()
    };
    assert_eq!(**post, expected);
    assert_eq!(next.external_id.as_deref(), Some("13"));
}

#[test]
fn the_doubled_text_of_an_album_is_read_once_with_its_marks() {
    let row = Row {
        text: "Паводок #Орла#ОрлаПодробно@desk".repeat(2),
        hashtags: "%D0%9E%D1%80%D0%BB%D0%B0|%D0%9E%D1%80%D0%BB%D0%B0|%D0%9E%D1%80%D0%BB%D0%B0|%D0%9E%D1%80%D0%BB%D0%B0",
        links: "https://t.me/desk|https://t.me/desk",
        photos: "https://cdn.example/1.jpg|https://cdn.example/2.jpg",
        ..Row::default()
    };
    let post = only_post(&row);
    assert_eq!(post.text, "Паводок #Орла#ОрлаПодробно@desk");
    assert_eq!(
        marked(&post),
        [(SpanKind::Hashtag, "#Орла"), (SpanKind::Hashtag, "#Орла"), (SpanKind::Mention, "@desk")]
    );
    assert_eq!(post.media.len(), 2);
    assert!(post.media.iter().all(|item| item.external_id.is_none()), "the page tells the first id only");
}

#[test]
fn what_people_repeat_themselves_is_kept() {
    let text = |text: &str, photos: &'static str, videos: &'static str| {
        only_post(&Row { text: text.to_owned(), photos, videos, ..Row::default() }).text
    };
    let (one, two, video) = (
        "https://cdn.example/1.jpg",
        "https://cdn.example/1.jpg|https://cdn.example/2.jpg",
        "https://cdn.example/1.mp4",
    );
    assert_eq!(text("haha", "", ""), "haha");
    assert_eq!(text("haha", one, ""), "haha");
    assert_eq!(text("haha", "", video), "haha", "perhaps a single video");
    assert_eq!(text("haha", two, ""), "ha", "certainly an album");
    assert_eq!(text("haha", one, video), "ha");
    let long = "The river rises by the hour.";
    assert_eq!(text(&long.repeat(2), "", video), long, "nobody writes so");
    assert_eq!(text(&long.repeat(2), "", ""), long.repeat(2), "without media there is no album");
    assert_eq!(
        text(&format!("{long} {long}"), two, ""),
        format!("{long} {long}"),
        "not without anything between"
    );
    let once = Row { text: "#a1#a1".to_owned(), hashtags: "a1", photos: two, ..Row::default() };
    assert_eq!(only_post(&once).text, "#a1#a1", "the tags do not stand twice");
}

#[test]
fn marks_say_how_far_glued_words_reach() {
    let row = Row {
        text: "#ordersMore at https://example.org/aRead @deskToday #b".to_owned(),
        hashtags: "orders|missing|b",
        links: "https://example.org/a|https://t.me/desk|https://nowhere.example/",
        ..Row::default()
    };
    assert_eq!(
        marked(&only_post(&row)),
        [
            (SpanKind::Hashtag, "#orders"),
            (SpanKind::Url, "https://example.org/a"),
            (SpanKind::Mention, "@desk"),
            (SpanKind::Hashtag, "#b"),
        ]
    );
    let bare = Row { text: "see example.orgNow".to_owned(), links: "http://example.org/", ..Row::default() };
    assert_eq!(marked(&only_post(&bare)), [(SpanKind::Url, "example.org")]);
}

#[test]
fn a_mark_is_as_often_as_its_list_tells() {
    let starts = |text: &str, hashtags: &'static str, links: &'static str| {
        let post = only_post(&Row { text: text.to_owned(), hashtags, links, ..Row::default() });
        post.spans.iter().map(|span| span.start).collect::<Vec<_>>()
    };
    // In the address, and behind a letter, there is no tag.
    assert_eq!(starts("see x.example/#a now #a", "a", "http://x.example/#a"), [4, 21]);
    assert_eq!(starts("b#a #a", "a", ""), [4]);
    assert_eq!(starts("b#a #a", "a|a", ""), [1, 4], "a lost line end");
    assert_eq!(starts("b#a #ab", "a|ab", ""), [1, 4], "not where the other stands");
    assert_eq!(starts("#ab #a", "ab|a", ""), [0, 4]);
    assert_eq!(starts("#abc", "a", ""), [0]);
    let mail = "me@desk.example @desk";
    assert_eq!(starts(mail, "", "mailto:me@desk.example|https://t.me/desk"), [0, 16]);
    assert_eq!(starts(mail, "", "https://t.me/desk"), [16]);
    let both = "@desk t.me/desk @desk";
    assert_eq!(starts(both, "", "https://t.me/desk|https://t.me/desk|https://t.me/desk"), [0, 6, 16]);
}

#[test]
fn views_are_as_exact_as_the_page_shows_them() {
    let views = |views: &'static str| {
        let post = only_post(&Row { views, ..Row::default() });
        (post.views, post.views_unit)
    };
    assert_eq!(views(""), (None, None));
    assert_eq!(views("999"), (Some(999), None));
    assert_eq!(views("1200"), (Some(1200), Some(100)));
    assert_eq!(views("436600"), (Some(436_600), Some(100)));
    assert_eq!(views("436599"), (Some(436_600), Some(100)), "as a product of doubles cut off");
    assert_eq!(views("5740000"), (Some(5_740_000), Some(10_000)));
    assert_eq!(views("10500000"), (Some(10_500_000), Some(100_000)));
    assert_eq!(views("1234"), (Some(1234), None));
}

#[test]
fn media_are_counted_though_the_page_does_not_show_them() {
    let row = Row { id: 7, videos: "media is too big", ..Row::default() };
    let post = only_post(&row);
    let [video] = &post.media[..] else { panic!("{:?}", post.media) };
    assert_eq!((video.kind.as_str(), &video.file_name, video.duration), ("video", &None, Some(65.0)));
    assert_eq!(video.external_id.as_deref(), Some("7"));
}

#[test]
fn a_row_without_a_link_is_a_reject_and_the_end_may_be_missing() {
    let row = Row { id: 5, ..Row::default() }.line();
    let table = format!(
        "{HEADER}\r\n{}{row}a,b\r\n{}",
        row.replace("/s/valdoria_rivers/5", ""),
        &row[..row.len() - 60]
    );
    let records = records_of(&table);
    let [
        Record::Reject(link),
        Record::Channel(_),
        Record::Post(_),
        Record::Reject(short),
        Record::Cut(place),
    ] = &records[..]
    else {
        panic!("{records:?}")
    };
    assert_eq!(
        (link.reason.as_str(), short.reason.as_str()),
        ("no link to the post", "wrong number of cells")
    );
    assert_eq!(place.to_string(), "line 5");
}

#[test]
fn only_minets_table_is_taken_for_it() {
    assert_eq!(detect::detect(HEADER.as_bytes()), Some(Format::MinetCsv));
    assert!(!looks_like(b"id,text,views\n"));
    let error = MinetCsv::new(&b"id,text,views\n1,a,2\n"[..]).err().unwrap();
    assert_eq!(error.to_string(), "there is no column 'link_to_message', which minet writes");
}

#[test]
fn a_flood_of_marks_takes_linear_time() {
    let row = Row { text: "#a".repeat(200_000), ..Row::default() }.line();
    let table =
        format!("{HEADER}\r\n{}", row.replace(",0,,,,,,", &format!(",0,{},,,,,", "z|".repeat(200_000))));
    let _ = records_of(&table);
}

proptest! {
    #[test]
    fn any_text_keeps_its_marks_in_order(text in "[a-c#|@ é\u{1F535}]{0,30}", twice: bool, two: bool) {
        let photos = if two { "https://c.example/1.jpg|https://c.example/2.jpg" } else { "" };
        let row = Row { text: if twice { text.repeat(2) } else { text }, hashtags: "a|b|a", links: "a|@b", photos, ..Row::default() };
        let post = only_post(&row);
        prop_assert!(row.text.starts_with(&post.text));
        prop_assert!(post.spans.windows(2).all(|pair| pair[0].start <= pair[1].start));
        prop_assert!(post.spans.iter().all(|span| post.text.get(span.start..span.end).is_some()));
    }

    #[test]
    fn arbitrary_rows_never_panic(cells in prop::collection::vec("[a-z0-9|#%/:.-]{0,12}", 26..=26), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let table = [format!("{HEADER}\n{}\n", cells.join(",")).as_bytes(), &bytes].concat();
        let mut reader = MinetCsv::new(&table[..]).unwrap();
        while let Ok(Some(_)) = reader.next_record() {}
    }
}
