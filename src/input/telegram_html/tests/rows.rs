//! One test for each quirk of a row.

use jiff::civil::date;

use super::*;
use crate::input::{Format, RECORD_LIMIT, detect};
use crate::model::{Author, Forward, Moment, Reaction, Reply, SpanKind};

fn only_post(row: &str) -> Post {
    let records = records(page(row));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

pub(super) fn post_with(rest: &str) -> Post {
    only_post(&row(5, rest))
}

fn text_of(html: &str) -> String {
    post_with(&format!("<div class=\"text\">\n{html}\n       </div>")).text
}

/// Kinds, words and addresses of what is marked.
fn marks(html: &str) -> Vec<(SpanKind, String, Option<String>)> {
    let post = post_with(&format!("<div class=\"text\">\n{html}\n       </div>"));
    post.spans
        .iter()
        .map(|span| (span.kind, post.text[span.start..span.end].to_owned(), span.href.clone()))
        .collect()
}

fn event(html: &str) -> ChannelEvent {
    let records = records(page(&service(7, html)));
    let [Record::Channel(_), Record::Event(event)] = &records[..] else { panic!("{records:?}") };
    assert_eq!((event.external_id.as_deref(), event.happened), (Some("7"), Moment::Unknown));
    event.clone()
}

#[test]
fn a_plain_message_has_id_instant_and_text() {
    let post = post_with("<div class=\"text\">\nThe <strong>Osk</strong> &amp; the Vex\n       </div>");
    assert_eq!(post.external_id.as_deref(), Some("5"));
    // 2025-06-01T10:00:00Z.
    assert_eq!(post.posted, Moment::Instant(1_748_772_000));
    assert_eq!(post.text, "The Osk & the Vex");
    assert_eq!(
        (post.author, post.posted_raw, post.reactions, post.edited),
        (None, None, None, Moment::Unknown)
    );
}

#[test]
fn the_channel_is_the_name_in_the_header() {
    let records = records(page(&row(5, "")));
    let Some(Record::Channel(channel)) = records.first() else { panic!("{records:?}") };
    let expected =
        Channel { platform: "telegram".into(), name: Some("Bureau of Vexland".into()), ..Channel::default() };
    assert_eq!(*channel, expected);
}

#[test]
fn old_titles_have_no_zone_and_unreadable_ones_are_kept() {
    let dated = |title: &str| only_post(&row(5, "").replace("01.06.2025 12:00:00 UTC+02:00", title));
    assert_eq!(dated("05.09.2018 16:42:32").posted, Moment::Local(date(2018, 9, 5).at(16, 42, 32, 0)));
    let post = dated("yesterday");
    assert_eq!((post.posted, post.posted_raw.as_deref()), (Moment::Unknown, Some("yesterday")));
    let post = dated("");
    assert_eq!((post.posted, post.posted_raw), (Moment::Unknown, None));
}

#[test]
fn only_the_writers_own_line_feeds_are_taken_off() {
    assert_eq!(text_of("a<br>b"), "a\nb");
    assert_eq!(text_of("<br> a <br>"), "\n a \n");
    assert_eq!(text_of("a<br>  "), "a\n  ");
    assert_eq!(text_of("<strong>a<br></strong><br>"), "a\n\n");
    assert_eq!(text_of(""), "");
    assert_eq!(
        text_of("&#x1;&#x1F;&#xD;&quot;&apos;&lt;br&gt;\u{FEFF}\u{200F}"),
        "\u{1}\u{1F}\r\"'<br>\u{FEFF}\u{200F}"
    );
    let inline = post_with("<div class=\"text\">a<br>   </div>");
    assert_eq!(inline.text, "a\n   ", "no line feed of the writer");
}

#[test]
fn separators_that_the_writer_breaks_come_back() {
    let row = row(5, "<div class=\"text\">\na<br>1b<br>2<br>c\n       </div>");
    let mut page = page(&row).into_bytes();
    for (mark, stray) in [(&b"<br>1"[..], b"\x80\xA8"), (b"<br>2", b"\x80\xA9")] {
        let place = memchr::memmem::find(&page, mark).unwrap() + 4;
        page.splice(place..=place, stray.iter().copied());
    }
    let mut reader = reader(&[("messages.html", &page)]);
    let records = drain(&mut reader).unwrap();
    assert_eq!(posts(&records)[0].text, "a\u{2028}b\u{2029}\nc");
    assert_eq!(reader.bad_bytes(), None);
}

#[test]
fn entities_are_spans() {
    let html = "<a href=\"\" onclick=\"return ShowHashtag(&quot;osk&quot;)\">#osk</a> \
        <a href=\"\" onclick=\"return ShowCashtag(&quot;VAL&quot;)\">$VAL</a> \
        <a href=\"\" onclick=\"return ShowBotCommand(&quot;go&quot;)\">/go</a> \
        <a href=\"\" onclick=\"return ShowMentionName()\">Ada</a> \
        <a href=\"https://t.me/vexland\">@vexland</a> \
        <a href=\"https://osk.example/?a=1&amp;b=2\">https://osk.example/?a=1&amp;b=2</a> \
        <a href=\"https://osk.example/?a=1&amp;b=2\">here</a> \
        <a href=\"mailto:a@osk.example\">a@osk.example</a> \
        <a href=\"tel:+420 1\">+420 1</a> \
        <strong>b</strong><em>i</em><u>u</u><s>s</s><blockquote>q</blockquote><code>c</code><pre>p</pre>\
        <span class=\"spoiler hidden\" onclick=\"ShowSpoiler(this)\"><span aria-hidden=\"true\">x</span></span>\
        <a href = \"stickers/sticker (1).webp\">1</a><a href=\"\" onclick=\"return ShowNotLoadedEmoji();\">2</a>\
        <a href=\"\">3</a>";
    let link = "https://osk.example/?a=1&b=2";
    let expected = [
        (SpanKind::Hashtag, "#osk", None),
        (SpanKind::Cashtag, "$VAL", None),
        (SpanKind::BotCommand, "/go", None),
        (SpanKind::MentionName, "Ada", None),
        (SpanKind::Mention, "@vexland", None),
        (SpanKind::Url, link, None),
        (SpanKind::TextLink, "here", Some(link)),
        (SpanKind::Email, "a@osk.example", None),
        (SpanKind::Phone, "+420 1", None),
        (SpanKind::Style, "b", None),
        (SpanKind::Style, "i", None),
        (SpanKind::Style, "u", None),
        (SpanKind::Style, "s", None),
        (SpanKind::Style, "q", None),
        (SpanKind::Code, "c", None),
        (SpanKind::Pre, "p", None),
        (SpanKind::Style, "x", None),
        (SpanKind::Style, "1", None),
        (SpanKind::Style, "2", None),
    ];
    assert_eq!(
        marks(html),
        expected.map(|(kind, words, href)| (kind, words.into(), href.map(str::to_owned)))
    );
}

#[test]
fn spans_that_lie_in_each_other_begin_with_the_outer_one() {
    let found = marks("<strong>a <em>b</em></strong><i></i><b>c");
    let expected = [(SpanKind::Style, "a b"), (SpanKind::Style, "b"), (SpanKind::Style, "c")];
    assert_eq!(found, expected.map(|(kind, words)| (kind, words.to_owned(), None)));
}

#[test]
fn a_forward_names_its_source_and_when_that_was_posted() {
    let post = only_post(&forward(5, Some(("Osk Herald", "31.05.2025 09:30:00 UTC+02:00")), "Floods"));
    // 2025-05-31T07:30:00Z is 1748676600.
    let channel =
        Channel { platform: "telegram".into(), name: Some("Osk Herald".into()), ..Channel::default() };
    let expected = Forward { channel, external_id: None, posted: Moment::Instant(1_748_676_600) };
    assert_eq!(post.forward, Some(expected));
    assert_eq!((post.text.as_str(), post.author), ("Floods", None));
}

#[test]
fn a_forward_of_a_deleted_account_has_no_name() {
    let post = only_post(&forward(5, Some(("Deleted Account", "31.05.2025 09:30:00")), "x"));
    assert_eq!(post.forward.unwrap().channel.name, None);
}

#[test]
fn joined_rows_have_the_sender_and_the_source_of_the_row_before() {
    let first =
        forward(5, Some(("Ada via @osk_bot", "31.05.2025 09:30:00")), "1").replace("Bureau of Vexland", "Bo");
    let joined = forward(6, None, "2").replace("clearfix", "clearfix joined");
    let other = row(7, "").replace("Bureau of Vexland", "Cy via @gif");
    let last =
        "<div class=\"message default clearfix joined\" id=\"message8\"><div class=\"body\"></div></div>";
    let records = records(page(&[first, joined, other, last.to_owned()].concat()));
    let told: Vec<_> = posts(&records)
        .into_iter()
        .map(|post| {
            let author = post.author.as_ref().and_then(|author| author.name.as_deref());
            let source = post.forward.as_ref().and_then(|forward| forward.channel.name.as_deref());
            (author, source, post.via_bot.as_deref())
        })
        .collect();
    let expected = [
        (Some("Bo"), Some("Ada"), Some("osk_bot")),
        (Some("Bo"), Some("Ada"), Some("osk_bot")),
        (Some("Cy"), None, Some("gif")),
        (Some("Cy"), None, Some("gif")),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_joined_row_inherits_nothing_from_another_page() {
    let first = page(&row(5, "").replace("Bureau of Vexland \n", "Bo\n"));
    let second = page(
        "<div class=\"message default clearfix joined\" id=\"message6\"><div class=\"body\"></div></div>",
    );
    let mut reader = reader(&[("messages.html", first.as_bytes()), ("messages2.html", second.as_bytes())]);
    let records = drain(&mut reader).unwrap();
    let authors: Vec<_> = posts(&records).into_iter().map(|post| post.author.is_some()).collect();
    assert_eq!(authors, [true, false]);
}

#[test]
fn authors_are_senders_but_not_the_channel_and_signatures() {
    let named = |name: &str| Some(Author { external_id: None, name: Some(name.to_owned()) });
    assert_eq!(
        post_with("<div class=\"signature details\">\nAda L. \n       </div>").author,
        named("Ada L. ")
    );
    let group = row(5, "").replace("Bureau of Vexland \n", "Bo Ek \n");
    assert_eq!(only_post(&group).author, named("Bo Ek"));
    let deleted = row(5, "").replace("Bureau of Vexland \n", "Deleted Account\n");
    assert_eq!(only_post(&deleted).author, None);
}

#[test]
fn replies_lead_to_ids_on_any_page() {
    let reply = |html: &str| post_with(&format!("<div class=\"reply_to details\">\n{html}\n</div>")).reply;
    let to = |id: &str| Some(Reply { external_id: id.to_owned(), channel: None });
    let link = |page: &str| {
        format!(
            "In reply to <a href=\"{page}#go_to_message72\" onclick=\"return GoToMessage(72)\">this message</a>"
        )
    };
    assert_eq!(reply(&link("")), to("72"));
    assert_eq!(reply(&link("messages3.html")), to("72"));
    assert_eq!(reply("In reply to a message in another chat"), None);
}

#[test]
fn reactions_are_counted_by_kind() {
    let post = post_with(
        "<span class=\"reactions\">\
         <span class=\"reaction\"><span class=\"emoji\">\n👍\n</span><span class=\"count\">\n1204\n</span></span>\
         <span class=\"reaction active\"><span class=\"emoji\">\n🔥\n</span><span class=\"userpics\">\
           <div class=\"userpic userpic1\"><div class=\"initials\">A</div></div><div class=\"userpic userpic2\"></div></span></span>\
         <span class=\"reaction paid\"><span class=\"emoji\">\n⭐\n</span><span class=\"count\">7</span></span>\
         <span class=\"reaction\"><span class=\"emoji\"><a href = \"../../chats/chat_001/stickers/sticker.webp\">👋</a></span><span class=\"count\">2</span></span>\
         <span class=\"reaction\"><span class=\"emoji\"><a href=\"\" onclick=\"return ShowNotAvailableEmoji();\">👋</a></span><span class=\"count\">3</span></span>\
         <span class=\"reaction\"><span class=\"emoji\">👀</span><span class=\"count\">0</span></span>\
         <span class=\"reaction\"><span class=\"emoji\">x</span><span class=\"count\">many</span></span></span>",
    );
    let reaction =
        |kind: &str, name: &str, count| Reaction { kind: kind.to_owned(), name: name.to_owned(), count };
    let expected = vec![
        reaction("emoji", "👍", 1204),
        reaction("emoji", "🔥", 2),
        reaction("paid", "", 7),
        reaction("custom_emoji", "stickers/sticker.webp", 2),
        reaction("custom_emoji", "(unavailable)", 3),
    ];
    assert_eq!(post.reactions, Some(expected));
}

#[test]
fn an_album_is_one_post() {
    let photo = |id: i64, text: &str| {
        let media = "<div class=\"media_wrap clearfix\"><a class=\"photo_wrap\" href=\"p.jpg\"></a></div>";
        row(id, &format!("{media}<div class=\"text\">\n{text}\n  </div>"))
    };
    let records = records(page(
        &[photo(5, "Osk"), photo(6, ""), photo(7, ""), photo(8, "Vex"), photo(10, "")].concat(),
    ));
    let found: Vec<_> = posts(&records)
        .into_iter()
        .map(|post| (post.external_id.as_deref().unwrap(), post.text.as_str(), post.media.len()))
        .collect();
    assert_eq!(found, [("5", "Osk", 3), ("8", "Vex", 1), ("10", "", 1)]);
}

#[test]
fn animations_of_one_second_are_no_album() {
    let media = "<div class=\"media_wrap clearfix\"><a class=\"animated_wrap\" href=\"a.mp4\"></a></div>";
    let records = records(page(&[5, 6, 7].map(|id| row(id, media)).concat()));
    let kinds: Vec<_> = posts(&records).into_iter().map(|post| post.media[0].kind.as_str()).collect();
    assert_eq!(kinds, ["animation"; 3]);
}

#[test]
fn an_album_that_lies_on_two_pages_is_one_post() {
    let photo = |id| row(id, "<div class=\"media_wrap\"><a class=\"photo_wrap\" href=\"p.jpg\"></a></div>");
    let (one, two) = (page(&photo(5)), page(&photo(6)));
    let mut reader = reader(&[("messages.html", one.as_bytes()), ("messages2.html", two.as_bytes())]);
    let records = drain(&mut reader).unwrap();
    assert_eq!(posts(&records).into_iter().map(|post| post.media.len()).collect::<Vec<_>>(), [2]);
}

#[test]
fn days_are_no_records_and_service_rows_are_events() {
    let day = service(-3, "5 September 2018");
    assert_eq!(records(page(&day)), []);
    let channel = Some("Bureau of Vexland");
    let table = [
        ("Channel &laquo;Vex &lt;3&raquo; created", "create_channel", channel, Some("Vex <3")),
        ("Channel photo changed", "edit_group_photo", channel, None),
        ("Channel title changed to &laquo;Vex&raquo;", "edit_group_title", channel, Some("Vex")),
        (
            "Bo pinned <a href=\"messages2.html#go_to_message4\">this message</a>",
            "pin_message",
            Some("Bo"),
            Some("4"),
        ),
        ("Bo pinned this message", "pin_message", Some("Bo"), None),
        (
            "Bo created group &laquo;Vex&raquo; with members Ada and Cy",
            "create_group",
            Some("Bo"),
            Some("Vex"),
        ),
        ("Bo invited Ada and Cy", "invite_members", Some("Bo"), Some("Ada and Cy")),
        ("Bo invited Ada to the voice chat", "invite_to_group_call", Some("Bo"), Some("Ada")),
        ("Deleted removed Ada", "remove_members", None, Some("Ada")),
        ("Bo joined group by link from Ada", "join_group_by_link", Some("Bo"), None),
        ("Bo started voice chat (300 seconds)", "group_call", Some("Bo"), Some("300 s")),
        ("Voice chat (5 seconds)", "group_call", None, Some("5 s")),
        ("Bo created topic &laquo;Floods&raquo;", "topic_created", Some("Bo"), Some("Floods")),
        ("History cleared", "clear_history", None, None),
        ("Bo boosted the group 2 times", "service", None, Some("Bo boosted the group 2 times")),
    ];
    for (html, action, actor, detail) in table {
        let event = event(html);
        let name = event.actor.and_then(|actor| actor.name);
        assert_eq!(
            (event.action.as_str(), name.as_deref(), event.detail.as_deref()),
            (action, actor, detail)
        );
    }
}

#[test]
fn a_call_is_an_event() {
    let html = "<div class=\"media_wrap clearfix\"><div class=\"media clearfix pull_left media_call success\"><div class=\"body\">\
                <div class=\"title bold\">\nBo\n</div><div class=\"status details\">\nIncoming (62 seconds)\n</div></div></div></div>";
    let records = records(page(&row(5, html)));
    let [event] = events(&records)[..] else { panic!("{records:?}") };
    assert_eq!((event.action.as_str(), event.happened), ("phone_call", Moment::Instant(1_748_772_000)));
}

#[test]
fn what_cannot_be_read_is_a_reject_with_place_and_reason() {
    let unsupported = service(
        7,
        "This message is not supported by this version of Telegram Desktop. Please update the application.",
    );
    let no_id = row(8, "").replace("message8", "massage8");
    let no_body = "<div class=\"message default\" id=\"message9\"></div>";
    let empty = row(10, "").replace("01.06.2025 12:00:00 UTC+02:00", "01.01.1970 03:00:00");
    let html = page(&[unsupported, no_id, no_body.to_owned(), empty].concat());
    let records = records(&html);
    let found: Vec<_> = rejects(&records)
        .into_iter()
        .map(|reject| (reject.reason.as_str(), reject.external_id.as_deref()))
        .collect();
    let expected = [
        ("unsupported message", Some("7")),
        ("no id", None),
        ("no body", Some("9")),
        ("empty message", Some("10")),
    ];
    assert_eq!(found, expected);
    let reject = rejects(&records)[2];
    assert_eq!(reject.raw, "<div class=\"message default\" id=\"message9\"></div>");
    assert_eq!(reject.place, Place::Byte(html.find(no_body).unwrap() as u64));
}

#[test]
fn a_message_that_is_too_long_is_a_reject() {
    let long = row(5, &format!("<div class=\"text\">{}</div>", "x".repeat(RECORD_LIMIT)));
    let records = records(page(&[long, row(6, "")].concat()));
    let [Record::Channel(_), Record::Reject(reject), Record::Post(post)] = &records[..] else { panic!() };
    assert_eq!((reject.reason.as_str(), reject.external_id.as_deref()), ("longer than 32 MiB", Some("5")));
    assert!(reject.raw.len() <= Reject::RAW_LIMIT && reject.raw.contains("xxx"));
    assert_eq!(post.external_id.as_deref(), Some("6"));
}

#[test]
fn pages_with_messages_are_told_from_other_pages() {
    let is_html = |page: &str| detect(page.as_bytes()) == Some(Format::TelegramHtml);
    assert!(is_html(&page(&row(5, ""))));
    assert!(is_html(&format!("\u{FEFF}\n{}", page(""))), "an empty chat");
    assert!(!is_html(&page("").replace("<div class=\"history\">", "<div class=\"entry_list\">")), "a list");
    assert!(!is_html("<html><body><div class=\"message service\">x</div></body></html>"));
    assert!(!is_html("fn main() { \"<title>Exported Data</title> <div class=\\\"history\\\"\" }"));
}
