//! Damaged inputs.

use super::*;
use crate::input::RECORD_LIMIT;

#[test]
fn a_page_cut_anywhere_gives_what_is_whole_and_says_so() {
    let file =
        page(&(post(7, &words("a &amp; <b>é</b>")) + &service(8, "Channel created") + &post(9, &words("b"))));
    let whole = records(&file);
    assert_eq!(brief(&whole), "[valdoria] 7 8:create_channel 9");
    let main_end = file.find("</main").unwrap() + "</main".len();
    for length in 0..main_end {
        let mut reader = WebPreview::new(&file.as_bytes()[..length]);
        let mut given = Vec::new();
        let result = loop {
            match reader.next_record() {
                Ok(Some(record)) => given.push(record),
                other => break other,
            }
        };
        if result.is_err() {
            assert_eq!(given, [], "{length}: nothing of a preview page was met");
            assert!(length < file.find("</div></div>").unwrap());
            continue;
        }
        assert!(matches!(given.pop(), Some(Record::Cut(_))), "{length}");
        assert_eq!(given, whole[..given.len()], "{length}");
        let closed = ["valdoria/7", "valdoria/8", "valdoria/9"]
            .iter()
            .filter(|id| {
                let start = file.find(&format!("data-post=\"{id}")).unwrap();
                file[start..]
                    .find("\n</div></div>")
                    .is_some_and(|end| start + end + "\n</div>".len() <= length)
            })
            .count();
        assert_eq!(given.len(), if closed > 0 { closed + 1 } else { 0 }, "{length}");
    }
    for length in main_end..=file.len() {
        assert_eq!(records(&file.as_bytes()[..length]), whole, "{length}");
    }
}

#[test]
fn the_place_of_a_cut_is_that_of_its_post() {
    let file = page(&(post(7, &words("a")) + &post(8, &words("b"))));
    let start = file.rfind("<div class=\"tgme_widget_message text").unwrap();
    let records = records(&file.as_bytes()[..start + 200]);
    assert_eq!(records.last(), Some(&Record::Cut(Place::Byte(start as u64))));
    assert_eq!(brief(&records), "[valdoria] 7 cut");
}

#[test]
fn a_page_that_is_cut_does_not_spoil_the_one_behind_it() {
    let (one, two) =
        (page(&(post(7, &words("a")) + &post(8, &words("b #cut")))), page(&post(9, &words("c"))));
    let start = one.rfind("<div class=\"tgme_widget_message text").unwrap();
    for length in [one.find("#cut").unwrap() + 2, one.rfind("</time>").unwrap()] {
        let records = records([&one.as_bytes()[..length], two.as_bytes()].concat());
        assert_eq!(brief(&records), "[valdoria] 7 cut 9", "{length}");
        assert!(records.contains(&Record::Cut(Place::Byte(start as u64))));
    }
}

#[test]
fn a_page_that_is_cut_anywhere_is_told_of_where_another_stands_behind_it() {
    let (one, two) = (page(&(post(7, &words("a")) + &post(8, &words("b")))), page(&post(9, &words("c"))));
    let whole = records(format!("{one}{two}"));
    let lengths = "<!DOCTYPE".len()..one.find("</main").unwrap();
    for length in lengths.filter(|length| one.is_char_boundary(*length)) {
        let before = &one[..length];
        let found = records(format!("{before}{two}"));
        let posts = given(&found);
        assert_eq!(posts.last(), given(&whole).last(), "{length}");
        assert!(posts.iter().all(|post| given(&whole).contains(post)), "{length}: {posts:?}");
        let is_told = found.iter().any(|record| matches!(record, Record::Cut(_) | Record::Reject(_)));
        assert!(is_told, "{length}: {}", brief(&found));
    }
    // A page of something else, and a frame within a saved one, are no pages that are cut off.
    let other = "<!DOCTYPE html>\n<html><body>a</body></html>\n";
    let framed = one.replacen("<main", "<iframe srcdoc=\"<!DOCTYPE html><html></html>\"></iframe><main", 1);
    for file in
        [format!("{one}{other}{two}"), format!("{other}{other}{one}"), format!("{framed}{framed}{two}")]
    {
        assert!(!records(&file).iter().any(|record| matches!(record, Record::Cut(_))), "{file}");
    }
}

#[test]
fn a_page_that_lacks_only_its_end_is_not_cut_by_the_one_behind_it() {
    let (one, two) = (page(&post(7, &words("a"))), page(&post(9, &words("c"))));
    let ends = |page: &str, end: &str| page[..page.find(end).unwrap() + end.len()].to_owned();
    let body = |page: &str| page[page.find("<body").unwrap()..].replace("</html>", "");
    for (first, second) in [
        (ends(&one, "</main>"), two.clone()),
        (ends(&one, "</body>"), ends(&two, "</body>")),
        (body(&one), body(&two)),
        (one.replace("<body", "<html lang=\"en\"><body"), two.clone()),
    ] {
        for between in ["", "\n"] {
            let found = records(format!("{first}{between}{second}"));
            assert_eq!(brief(&found), "[valdoria] 7 9", "{first}");
        }
    }
    let open = ends(&one, "</section>");
    assert_eq!(brief(&records(&open)), "[valdoria] 7 cut");
    assert_eq!(brief(&records(format!("{open}{two}"))), "[valdoria] 7 cut 9");
    assert_eq!(brief(&records(format!("{}{}", body(&open), body(&two)))), "[valdoria] 7 cut 9");
}

#[test]
fn an_answer_that_is_cut_does_not_spoil_the_one_behind_it() {
    let answer = |blocks: String| serde_json::to_string(&blocks).unwrap();
    let (one, two) =
        (answer(post(7, &words("a")) + &post(8, &words("b #cut"))), answer(post(9, &words("c"))));
    for length in [one.find("#cut").unwrap() + 2, one.rfind("datetime").unwrap() + 12] {
        for between in ["", "\n", "\r\n"] {
            let json = format!("{}{between}{two}", &one[..length]);
            let mut reader = WebPreview::new(JsonString::new(json.as_bytes()));
            let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
            assert_eq!(brief(&records), "[valdoria] 7 cut 9", "{json}");
        }
    }
}

#[test]
fn a_block_without_an_id_is_a_reject_with_its_beginning() {
    let block = post(8, &words("b")).replace("data-post=\"valdoria/8\"", "");
    let file = page(&(post(7, &words("a")) + &block + &post(9, &words("c"))));
    let records = records(&file);
    assert_eq!(brief(&records), "[valdoria] 7 (no post id) 9");
    let reject = rejects(&records)[0];
    let start = file.match_indices("<div class=\"tgme_widget_message text").nth(1).unwrap().0;
    assert_eq!(reject.place, Place::Byte(start as u64));
    assert!(
        reject
            .raw
            .starts_with("<div class=\"tgme_widget_message text_not_supported_wrap js-widget_message\"")
    );
    assert!(reject.raw.len() <= Reject::RAW_LIMIT);
    assert_eq!(reject.external_id, None);
}

#[test]
fn ids_that_are_none_are_rejects() {
    for id in [
        "",
        "valdoria",
        "valdoria/",
        "valdoria/x",
        "valdoria/0",
        "/7",
        "val doria/7",
        "valdoria/99999999999999999999",
    ] {
        let block = post(7, &words("a")).replace("data-post=\"valdoria/7\"", &format!("data-post=\"{id}\""));
        assert_eq!(brief(&records(page(&block))), "[valdoria] (no post id)", "{id}");
        assert!(brief(&records(block)).ends_with("] (no post id)"), "{id}: a channel comes first");
    }
}

#[test]
fn pages_of_missing_posts_and_of_comments_say_what_they_are() {
    let missing = r#"<html><body class="widget_frame_base body_widget_post"><div class="tgme_widget_message err_message"><div class="tgme_widget_message_bubble"><div class="tgme_widget_message_error">Post not found</div></div></div></body></html>"#;
    assert_eq!(brief(&records(missing)), "[?] (post not found)");
    let comment = r#"<div class="tgme_widget_message js-widget_message" data-post-id="20"><div class="tgme_widget_message_text js-message_text">Hm.</div></div>"#;
    assert_eq!(brief(&records(comment)), "[?] (a comment, not a post)");
}

#[test]
fn a_lost_end_tag_spoils_one_post_and_not_the_page() {
    let torn = post(7, &words("a")).replace("</div></div>", "");
    let records = records(page(&(torn + &post(8, &words("b")) + &post(9, &words("c")))));
    assert_eq!(brief(&records), "[valdoria] 7 8 9");
    assert_eq!(given(&records)[0].text, "a");
    let torn_text = post(7, &words("a")).replacen("a</div>", "a", 1);
    let post = only_post(&torn_text);
    assert_eq!(post.text, "a", "though the footer lies within it");
}

#[test]
fn bytes_that_are_no_utf8_are_replaced_and_counted() {
    let mut file = page(&(post(7, &words("a")) + &post(8, &words("b\u{7}c")))).into_bytes();
    let at = file.iter().position(|byte| *byte == 7).unwrap();
    file[at] = 0xFF;
    let mut reader = WebPreview::new(&file[..]);
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(given(&records)[1].text, "b\u{fffd}c");
    let bad = reader.bad_bytes().unwrap();
    assert_eq!(bad.records, 1);
    let text = String::from_utf8_lossy(&file).into_owned();
    let start = text.match_indices("<div class=\"tgme_widget_message text").nth(1).unwrap().0;
    assert_eq!(bad.first, Place::Byte(start as u64));
}

#[test]
fn a_post_that_is_too_long_is_a_reject_and_the_next_one_is_read() {
    let long = post(7, &words(&"rivers ".repeat(RECORD_LIMIT / 7 + 1)));
    let records = records(page(&(long + &post(8, &words("b")))));
    assert_eq!(brief(&records), "[valdoria] (longer than 32 MiB) [valdoria] 8");
    assert_eq!(rejects(&records)[0].external_id.as_deref(), Some("7"));
}

#[test]
fn floods_take_linear_time() {
    let deep = format!("{}a{}", "<b>".repeat(300_000), "</b>".repeat(300_000));
    assert_eq!(given(&records(page(&post(7, &words(&deep)))))[0].text, "a");
    let links = format!("{}a{}", r#"<a href="https://t.me/a">"#.repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(given(&records(page(&post(7, &words(&links)))))[0].text, "a");
    let open = r#"<div class="tgme_widget_message_text js-message_text">"#;
    let nested = format!("{}a{}", open.repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(given(&records(page(&post(7, &nested))))[0].text, "a");
    let photos =
        r#"<a class="tgme_widget_message_photo_wrap" href="https://t.me/valdoria/7?single">"#.repeat(50_000);
    assert_eq!(given(&records(page(&post(7, &photos)))).len(), 1);
    let reactions = r#"<div class="tgme_widget_message_reactions">"#.to_owned()
        + &r#"<span class="tgme_reaction">"#.repeat(100_000);
    assert_eq!(given(&records(page(&post(7, &reactions)))).len(), 1);
    let texts: String = (0..20_000).map(|id| words(&id.to_string())).collect();
    assert_eq!(given(&records(page(&post(7, &texts))))[0].text.lines().count(), 20_000);
    let spaces = format!("a{}b", " \n".repeat(2_000_000));
    assert_eq!(given(&records(page(&post(7, &words(&spaces)))))[0].text, "a b");
    let breaks = format!("a{}b", "<br>\n".repeat(500_000));
    assert_eq!(given(&records(page(&post(7, &words(&breaks)))))[0].text.len(), 500_002);
}

#[test]
fn what_is_no_page_of_these_is_told_of() {
    let one = page(&post(7, &words("a")));
    let told = |input: String| -> Vec<String> {
        records(input)
            .iter()
            .filter_map(|record| match record {
                Record::Reject(reject) => Some(format!("{}: {}", reject.place, reject.reason)),
                _ => None,
            })
            .collect()
    };
    for other in ["{\"id\":1}\n", "id,text\n1,a\n"] {
        let expected = format!(
            "byte {}: text outside the pages: mend its page, or put it into a file of its own",
            one.len()
        );
        assert_eq!(told(format!("{one}{other}{one}")), [expected], "{other}");
    }
    // What stands before the first page makes no channel.
    for before in ["Ships\n", "<https://t.me/s/osk>\n"] {
        let found = records(format!("{before}{one}"));
        assert!(brief(&found).starts_with("[valdoria] (text outside the pages"), "{}", brief(&found));
        assert_eq!((channels(&found).len(), given(&found).len()), (1, 1), "{before}");
    }
    assert_eq!(told(format!("200\n{one}---\n{one}==> osk.html <==\n{one}200")), [""; 0]);
    let export = "<html><body><div class=\"page_header\"><div class=\"text bold\">Osk</div></div><div class=\"message default\" id=\"message5\">b</div></body></html>";
    let expected = format!(
        "byte {}: a page of a Telegram Desktop export: put it into a file of its own",
        one.len() + "<html><body>".len()
    );
    assert_eq!(told(format!("{one}{export}")), [expected]);
    // A post that is gone gives a page without posts.
    let gone = "<html><body><div class=\"tgme_widget_message_error\">Post not found</div></body></html>\n";
    assert_eq!(told(format!("{one}\n{gone}{one}\n")), [""; 0]);
}
