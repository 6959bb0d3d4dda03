//! Damaged pages, and several pages.

use super::*;
use crate::model::Moment;

fn cut_places(records: &[Record]) -> Vec<&Place> {
    records
        .iter()
        .filter_map(|record| if let Record::Cut(place) = record { Some(place) } else { None })
        .collect()
}

fn ids(records: &[Record]) -> Vec<&str> {
    posts(records).into_iter().filter_map(|post| post.external_id.as_deref()).collect()
}

#[test]
fn a_page_cut_anywhere_gives_what_is_whole() {
    let page = page(
        &[row(5, "<div class=\"text\">\nOsk\n  </div>"), service(6, "History cleared"), row(7, "")].concat(),
    );
    let whole = records(&page);
    // Behind what a page shows nothing is lost.
    let end = page.find("</body>").unwrap() + "</body>".len();
    for length in 1..page.len() {
        let mut reader = reader(&[("messages.html", &page.as_bytes()[..length])]);
        let Ok(mut cut) = drain(&mut reader) else {
            assert!(length <= page.find("page_header").unwrap() + "page_header\"".len(), "{length}");
            continue;
        };
        assert_eq!(cut_places(&cut).len(), usize::from(length < end), "{length}");
        assert_eq!(reader.is_complete(), length >= end);
        cut.retain(|record| !matches!(record, Record::Cut(_)));
        assert_eq!(cut[..], whole[..cut.len()], "{length}");
    }
}

#[test]
fn the_place_of_a_cut_is_that_of_the_message_that_is_lost() {
    let page = page(&[row(5, ""), row(6, "")].concat());
    let second = page.rfind("<div class=\"message default").unwrap();
    let found = records(&page[..second + 60]);
    assert_eq!(cut_places(&found), [&Place::Byte(second as u64)]);
    assert_eq!(ids(&found), ["5"]);
}

#[test]
fn pages_are_read_one_after_another() {
    let (one, two) = (page(&row(5, "")), page(&row(6, "").replace("message6", "message six")));
    let pages = [("x/messages.html", one.as_bytes()), ("x/messages2.html", two.as_bytes())];
    let mut reader = reader(&pages);
    let records = drain(&mut reader).unwrap();
    assert_eq!(reader.bytes_read(), (one.len() + two.len()) as u64);
    let [Record::Channel(_), Record::Post(_), Record::Reject(reject)] = &records[..] else {
        panic!("{records:?}")
    };
    let place = Place::Byte(two.find("<div class=\"message default").unwrap() as u64);
    assert_eq!(reject.place, Place::In("x/messages2.html".to_owned(), Box::new(place)));
    assert!(reader.is_complete());
}

#[test]
fn a_page_that_is_cut_does_not_hide_the_next_one() {
    let (one, two) = (page(&row(5, "")), page(&row(6, "")));
    let half = &one.as_bytes()[..one.len() - 20];
    let mut reader = reader(&[("messages.html", half), ("messages2.html", two.as_bytes())]);
    let records = drain(&mut reader).unwrap();
    assert_eq!(ids(&records), ["5", "6"]);
    let place = Place::In("messages.html".to_owned(), Box::new(Place::Byte(half.len() as u64)));
    assert_eq!(cut_places(&records), [&place]);
    assert!(!reader.is_complete() && reader.is_ordered());
}

#[test]
fn pages_in_one_file_hide_no_cut_of_the_first() {
    let (one, two) = (page(&(row(5, "") + &row(6, "<div class=\"text\">half</div>"))), page(&row(7, "")));
    let last = one.rfind("<div class=\"message default").unwrap();
    for (length, left, place) in [
        (one.find("half").unwrap() + 2, vec!["5", "7"], Some(last)),
        (one.len() - 20, vec!["5", "6", "7"], None),
    ] {
        let file = [&one.as_bytes()[..length], two.as_bytes()].concat();
        let mut reader = reader(&[("messages.html", &file)]);
        let records = drain(&mut reader).unwrap();
        assert_eq!(ids(&records), left, "{length}");
        let [Place::Byte(cut)] = cut_places(&records)[..] else { panic!("{length}: {records:?}") };
        assert_eq!(place.unwrap_or(usize::try_from(*cut).unwrap()) as u64, *cut, "{length}");
        assert!(!reader.is_complete());
    }
    let whole = format!("{one}{two}");
    let mut reader = reader(&[("messages.html", whole.as_bytes())]);
    assert_eq!(cut_places(&drain(&mut reader).unwrap()).len(), 0);
}

#[test]
fn what_one_alone_wrote_in_a_chat_of_an_account_may_lack_what_others_wrote() {
    let rows = row(5, "") + &row(6, "").replace("Bureau of Vexland", "Ann");
    let of_account = |rows: &str| {
        let link = "<a class=\"content block_link\" href=\"../../lists/chats.html\" onclick=\"return GoBack(this)\">";
        page(rows).replacen("<div class=\"content\">", link, 1).replacen(
            "Vexland \n     </div>\n\n    </div>",
            "Vexland \n     </div>\n\n    </a>",
            1,
        )
    };
    for (page, is_complete) in
        [(page(&row(5, "")), true), (of_account(&row(5, "")), false), (of_account(&rows), true)]
    {
        let mut reader = reader(&[("messages.html", page.as_bytes())]);
        let records = drain(&mut reader).unwrap();
        let Some(Record::Channel(channel)) = records.first() else { panic!("{records:?}") };
        assert_eq!(channel.name.as_deref(), Some("Bureau of Vexland"));
        assert_eq!(reader.is_complete(), is_complete);
    }
}

#[test]
fn pages_are_complete_when_none_is_missing_and_ids_ascend() {
    let is_complete = |pages: &[(&str, i64)]| {
        let pages: Vec<_> = pages.iter().map(|(name, id)| (*name, page(&row(*id, "")))).collect();
        let pages: Vec<_> = pages.iter().map(|(name, page)| (*name, page.as_bytes())).collect();
        let mut reader = reader(&pages);
        drain(&mut reader).unwrap();
        (reader.is_complete(), reader.is_ordered())
    };
    assert_eq!(is_complete(&[("a.html", 5)]), (true, true));
    assert_eq!(is_complete(&[("messages9.html", 5), ("messages10.html", 6)]), (true, true));
    assert_eq!(is_complete(&[("index.html", 5), ("messages2.html", 6)]), (true, true));
    assert_eq!(is_complete(&[("messages.html", 5), ("messages3.html", 6)]), (false, true));
    assert_eq!(is_complete(&[("messages.html", 6), ("messages2.html", 5)]), (false, false));
    assert_eq!(is_complete(&[("messages.html", 5), ("other.html", 6)]), (false, true));
}

#[test]
fn pages_are_numbered_by_their_names() {
    for (name, number) in [
        ("messages.html", Some(1)),
        ("chats/chat_001/messages2.html", Some(2)),
        ("x\\messages10.html", Some(10)),
        ("messages1.html", None),
        ("messages02.html", None),
        ("messages99999999999999999999.html", None),
        ("messages (2).html", None),
        ("index.html", None),
        ("messages.htm", None),
    ] {
        assert_eq!(pages::page_number(name), number, "{name}");
    }
}

#[test]
fn pages_of_another_chat_begin_another_channel() {
    let (one, two) = (page(&row(5, "")), page(&row(6, "")).replace("Bureau of Vexland", "Osk Herald"));
    let mut reader = reader(&[("messages.html", one.as_bytes()), ("messages2.html", two.as_bytes())]);
    let records = drain(&mut reader).unwrap();
    let names: Vec<_> = records
        .iter()
        .filter_map(
            |record| if let Record::Channel(channel) = record { channel.name.as_deref() } else { None },
        )
        .collect();
    assert_eq!(names, ["Bureau of Vexland", "Osk Herald"]);
}

#[test]
fn a_lost_end_tag_spoils_one_message_at_most() {
    let rows = [row(5, "<div class=\"text\">\nOsk"), row(6, "<div class=\"text\">\nVex\n  </div>")].concat();
    let records = records(page(&rows));
    assert_eq!(ids(&records), ["5", "6"]);
    assert_eq!(posts(&records)[1].text, "Vex");
}

#[test]
fn a_page_without_a_header_is_read_and_one_without_anything_is_refused() {
    let found = records(row(5, ""));
    let [Record::Channel(channel), Record::Post(_), Record::Cut(_)] = &found[..] else { panic!("{found:?}") };
    assert!(channel.is_anonymous());
    let error = drain(&mut reader(&[("messages.html", b"<html><p>x</p></html>")])).unwrap_err();
    assert_eq!(error.to_string(), "the input is no HTML export of Telegram Desktop: it has no messages");
    assert!(drain(&mut reader(&[("messages.html", b"")])).is_err());
}

#[test]
fn bytes_that_are_no_utf8_are_counted_by_record() {
    let mut bytes = page(&[row(5, "<div class=\"text\">\nOsk?\n </div>"), row(6, "")].concat()).into_bytes();
    let place = memchr::memmem::find(&bytes, b"Osk?").unwrap() + 3;
    bytes[place] = 0xFF;
    let mut reader = reader(&[("messages.html", &bytes)]);
    let records = drain(&mut reader).unwrap();
    assert_eq!(posts(&records)[0].text, "Osk\u{FFFD}");
    let bad = reader.bad_bytes().unwrap();
    let first = memchr::memmem::find(&bytes, b"<div class=\"message default").unwrap();
    assert_eq!((bad.records, bad.first), (1, Place::Byte(first as u64)));
}

#[test]
fn floods_of_tags_take_linear_time() {
    let deep = row(5, &format!("<div class=\"text\">\n{}x", "<b>".repeat(200_000)));
    let marks = row(6, &format!("<div class=\"text\">\n{}</div>", "<i>x</i><br>".repeat(80_000)));
    let nested = row(7, &format!("<div class=\"text\">\n{}</div>", "<b><i>x</i></b>".repeat(80_000)));
    let reactions =
        row(8, &format!("<span class=\"reactions\">{}</span>", "<span class=\"reaction\">".repeat(100_000)));
    let lost = "<div class=\"message\"><div class=\"body\">".repeat(50_000);
    let found = records(page(&[deep, marks, nested, reactions, lost].concat()));
    assert_eq!(ids(&found), ["5", "6", "7", "8"]);
    assert_eq!(posts(&found)[1].spans.len(), 80_000);
    assert_eq!(posts(&found)[2].spans.len(), 160_000);
    assert_eq!(posts(&found)[0].posted, Moment::Instant(1_748_772_000));
    assert_eq!(rejects(&found).len(), 50_000);
}

/// The place and reason of each reject.
fn told(records: &[Record]) -> Vec<String> {
    rejects(records).iter().map(|reject| format!("{}: {}", reject.place, reject.reason)).collect()
}

#[test]
fn another_format_behind_a_page_is_told_of_and_the_next_page_is_read() {
    let (one, two) = (page(&row(5, "")), page(&row(6, "")));
    for other in [
        "{\n \"name\": \"Osk\",\n \"messages\": []\n}\n",
        "id,date,text\n1,2025-06-01,a <b>b</b>\n",
        "[]\n",
        "x\n",
    ] {
        let found = records(format!("{one}{other}{two}"));
        assert_eq!(ids(&found), ["5", "6"], "{other}");
        let expected = format!(
            "byte {}: text outside the pages: mend its page, or put it into a file of its own",
            one.len()
        );
        assert_eq!(told(&found), [expected], "{other}");
        assert!(rejects(&found)[0].raw.starts_with(&other[..2]), "{other}");
        assert_eq!(told(&records(format!("{one}\u{FEFF}\n{other}"))).len(), 1, "{other}");
    }
    // What stands before the first page makes no chat without a name.
    let found = records(format!("Ships\n{one}"));
    assert_eq!((told(&found).len(), ids(&found)), (1, vec!["5"]));
    assert_eq!(found.iter().filter(|record| matches!(record, Record::Channel(_))).count(), 1);
    assert_eq!(told(&records(format!("{one}\n\u{FEFF}{two}<!-- saved -->\n"))), [""; 0]);
}

#[test]
fn a_page_that_is_cut_anywhere_is_told_of_where_another_stands_behind_it() {
    let (one, two) = (page(&row(5, "<div class=\"text\">\nOsk\n </div>")), page(&row(6, "")));
    let whole = records(format!("{one}{two}"));
    for length in "<!DOCTYPE".len()..one.find("</body>").unwrap() + "</body>".len() {
        let found = records(format!("{}{two}", &one[..length]));
        assert_eq!(posts(&found).last(), posts(&whole).last(), "{length}");
        assert!(posts(&found).iter().all(|post| posts(&whole).contains(post)), "{length}: {found:?}");
        assert!(found.iter().any(|record| matches!(record, Record::Cut(_))), "{length}: {found:?}");
        assert!(length > one.find("</title>").unwrap() || rejects(&found).is_empty(), "{length}: {found:?}");
    }
    // Where all of what it shows is there nothing is lost, and pages that are whole are no cut ones.
    let end = one.find("</body>").unwrap() + "</body>".len();
    let other = "<!DOCTYPE html>\n<html><body>a</body></html>\n";
    let bare = |id: i64| format!("<!DOCTYPE html>\n<html><body>{}</body></html>\n", row(id, ""));
    for file in [
        format!("{}{two}", &one[..end]),
        format!("{other}{one}{other}{other}{two}"),
        format!("{}{}{two}", bare(3), bare(4)),
    ] {
        assert_eq!(cut_places(&records(&file)), [] as [&Place; 0], "{file}");
    }
    // The place is where the next page begins, be it taken for a part of a tag.
    for cut in ["<title>Expo", "<script src=\"js/", "<body", " </head>", "<meta charset=\"utf-8\"/>"] {
        let length = one.find(cut).unwrap() + cut.len();
        let found = records(format!("{}{two}", &one[..length]));
        let [Place::Byte(place)] = cut_places(&found)[..] else { panic!("{found:?}") };
        assert!((length as u64..=length as u64 + 16).contains(place), "{cut}: {place}");
    }
}

#[test]
fn what_programs_write_between_pages_is_counted_and_no_record() {
    let (one, two) = (page(&row(5, "")), page(&row(6, "")));
    for (separator, written) in [
        ("200\n", "200"),
        ("\n---\n", "---"),
        ("==> messages2.html <==\n", "==> messages2.html <=="),
        ("HTTP/2 200\r\nserver: nginx\r\n\r\n", "HTTP/2 200"),
    ] {
        let file = format!("{separator}{one}{separator}{two}{separator}");
        let mut reader = reader(&[("messages.html", file.as_bytes())]);
        let found = drain(&mut reader).unwrap();
        assert_eq!((ids(&found), told(&found)), (vec!["5", "6"], vec![]), "{separator}");
        let start = separator.len() - separator.trim_start().len();
        let expected = Separators { texts: 3, first: Place::Byte(start as u64), written: written.to_owned() };
        assert_eq!(reader.separators(), Some(expected), "{separator}");
    }
    // What is left of a message stays a record that cannot be read, whatever it is.
    for left in ["200\n</div>\n", "200<b>3</b>\n", "12:00\nOsk\nShips\n", "</div>\n---\n"] {
        let file = format!("{one}{left}{two}");
        let mut reader = reader(&[("messages.html", file.as_bytes())]);
        let found = drain(&mut reader).unwrap();
        assert_eq!((ids(&found), told(&found).len()), (vec!["5", "6"], 1), "{left}");
        assert_eq!(reader.separators(), None, "{left}");
    }
}

#[test]
fn a_page_of_something_else_is_told_of_before_and_behind() {
    let page = page(&row(5, ""));
    let other = "<!DOCTYPE html>\n<html><body><div class=\"tgme_widget_message\" data-post=\"osk/7\">a</div></body></html>\n";
    let reason = "a page of another kind: put it into a file of its own";
    let behind = records(format!("{page}{other}"));
    assert_eq!(
        (ids(&behind), told(&behind)),
        (vec!["5"], vec![format!("byte {}: {reason}", page.len() + 16)])
    );
    let before = records(format!("{other}{other}{page}"));
    assert_eq!((ids(&before), told(&before)), (vec!["5"], vec![format!("byte 16: {reason}")]));
    // A chat without messages has a header nevertheless.
    let empty = super::page("");
    assert_eq!(told(&records(format!("{page}{empty}"))), [""; 0]);
}
