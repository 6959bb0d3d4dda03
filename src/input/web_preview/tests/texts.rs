//! Texts and their marks.

use super::*;
use crate::model::SpanKind;

/// The text that this markup gives.
fn text(html: &str) -> String {
    only_post(&post(7, &words(html))).text
}

/// What is marked, with the words and addresses.
fn marks(html: &str) -> Vec<(SpanKind, String, Option<String>)> {
    let post = only_post(&post(7, &words(html)));
    let mut last = 0;
    post.spans
        .iter()
        .map(|span| {
            assert!(last <= span.start, "in order");
            last = span.start;
            (span.kind, post.text[span.start..span.end].to_owned(), span.href.clone())
        })
        .collect()
}

fn mark(kind: SpanKind, words: &str) -> (SpanKind, String, Option<String>) {
    (kind, words.to_owned(), None)
}

const EMOJI: &str = r#"<i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09F94B8.png')"><b>🔸</b></i>"#;

#[test]
fn breaks_are_line_ends_wherever_they_stand() {
    assert_eq!(text("a<br>b<br/><br/>c"), "a\nb\n\nc");
    assert_eq!(text(r#"<b>a<br/></b><a href="https://x.example/">b<br/></a>c"#), "a\nb\nc");
    assert_eq!(text("<br/>a<br/>"), "a", "none at the edges, as Telegram has none");
}

#[test]
fn spaces_are_the_authors_and_line_feeds_are_an_indenting_tools() {
    assert_eq!(text("a  b <br/>  c"), "a  b \n  c");
    assert_eq!(text("a&nbsp;&nbsp;b&#33; &lt;&amp;&gt; &quot;&#39;"), "a\u{a0}\u{a0}b! <&> \"'");
    let indented = "\n         <b>a</b>\n         <br>\n         <br>b: <a href=\"?q=%23c\">#c</a>\n         (d) e\n           f\n         <br>g\n        ";
    assert_eq!(text(indented), "a\n\nb: #c (d) e f\ng");
    assert_eq!(text("a \r\n\t<br>\r\n b"), "a\nb");
    assert_eq!(text("a\n<b>\nb\n</b>\nc"), "a b c");
}

#[test]
fn emoji_are_characters_without_marks() {
    assert_eq!(text(&format!("{EMOJI} a {EMOJI}{EMOJI}")), "🔸 a 🔸🔸");
    assert_eq!(marks(&format!("{EMOJI} a")), []);
    let custom = format!(r#"<tg-emoji emoji-id="5224362841208793190">{EMOJI}</tg-emoji> a"#);
    assert_eq!(text(&custom), "🔸 a");
    assert_eq!(marks(&custom), [mark(SpanKind::Style, "🔸")]);
    let indented = "a\n <tg-emoji emoji-id=\"1\">\n  <i class=\"emoji\">\n   <b>\n    🔸\n   </b>\n  </i>\n </tg-emoji>\n b";
    assert_eq!(text(indented), "a 🔸 b");
    assert_eq!(
        text(
            r#"<i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09F94B8.png')"><b></b></i>a"#
        ),
        "🔸a",
        "by its picture"
    );
    assert_eq!(text(r#"<img class="emoji" alt="🔸" src="x.png">a"#), "🔸a");
    assert_eq!(text("<i><i class=\"emoji\"><b>🔸</b></i> b</i>"), "🔸 b");
    assert_eq!(marks("<i><i class=\"emoji\"><b>🔸</b></i> b</i>"), [mark(SpanKind::Style, "🔸 b")]);
    for odd in ["F0", "ZZZZZZ", "FFFFFF", "F09F94B8F", "090A0D"] {
        let html = format!(
            r#"<i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/{odd}.png')"></i>a"#
        );
        assert_eq!(text(&html), "a");
    }
}

#[test]
fn what_scripts_and_styles_of_a_browser_leave_is_passed_over() {
    let served = words("a <tg-spoiler>b</tg-spoiler>");
    let saved = r#"<div class="tgme_widget_message_text js-message_text before_footer" dir="auto">a <tg-spoiler><canvas>no</canvas>b</tg-spoiler><template shadowrootmode="open"><style>b {}</style>no</template><svg><text>no</text></svg><script>no</script><span style="display: inline-block; width: 76px;"></span></div>"#;
    let saved = only_post(&post(7, saved));
    assert_eq!(saved.text, "a b");
    assert_eq!(saved, only_post(&post(7, &served)));
}

#[test]
fn links_are_told_apart_by_address_and_words() {
    assert_eq!(
        marks(r#"<a href="?q=%23%D1%80%D0%B5%D0%BA%D0%B0">#река</a>"#),
        [mark(SpanKind::Hashtag, "#река")]
    );
    assert_eq!(
        marks(r#"<a href="https://t.me/s/valdoria?q=%23река">#река</a>"#),
        [mark(SpanKind::Hashtag, "#река")]
    );
    assert_eq!(marks(r#"<a href="?before=5&amp;q=#a">#a</a>"#), [mark(SpanKind::Hashtag, "#a")]);
    assert_eq!(marks(r#"<a href="?q=%24VLD">$VLD</a>"#), [mark(SpanKind::Cashtag, "$VLD")]);
    assert_eq!(
        marks(r#"<a href="https://t.me/Ena_Ross" target="_blank">@ena_ross</a>"#),
        [mark(SpanKind::Mention, "@ena_ross")]
    );
    assert_eq!(
        marks(r#"<a href="mailto:a@rivers.example">a@rivers.example</a>"#),
        [mark(SpanKind::Email, "a@rivers.example")]
    );
    assert_eq!(marks(r#"<a href="tel:+123">+1 23</a>"#), [mark(SpanKind::Phone, "+1 23")]);
    for (href, words) in [
        ("http://rivers.example/job/", "rivers.example/job/"),
        ("https://rivers.example/", "https://rivers.example"),
        ("https://rivers.example/%D1%80?a=1&amp;amp;b=2", "https://rivers.example/р?a=1&amp;b=2"),
        ("HTTP://Rivers.example/", "Rivers.Example"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
    ] {
        let plain = marks(&format!(r#"<a href="{href}" target="_blank" rel="noopener">{words}</a>"#));
        assert_eq!((plain[0].0, &plain[0].2), (SpanKind::Url, &None), "{words}");
    }
    let text_link = |html: &str, words: &str, href: &str| {
        assert_eq!(marks(html), [(SpanKind::TextLink, words.to_owned(), Some(href.to_owned()))]);
    };
    text_link(
        r#"<a href="https://rivers.example/?a=1&amp;amp;b=2" onclick="return confirm('Open this link?\n\n'+this.href);">here</a>"#,
        "here",
        "https://rivers.example/?a=1&b=2",
    );
    text_link(
        r#"<a href="https://rivers.example/" onclick="return confirm(1)">rivers.example</a>"#,
        "rivers.example",
        "https://rivers.example/",
    );
    text_link(r#"<a href="https://t.me/other">@ena_ross</a>"#, "@ena_ross", "https://t.me/other");
    text_link(r#"<a href="https://rivers.example/">#tag</a>"#, "#tag", "https://rivers.example/");
    text_link(r#"<a href="/valdoria/5">five</a>"#, "five", "https://t.me/valdoria/5");
    assert_eq!(marks("<a>no address</a>"), []);
}

#[test]
fn marks_stand_where_their_words_stand() {
    assert_eq!(
        marks("\n  <b>a <u>b</u></b>\n  <br>\n  <i>\n c</i> <s>d</s>\n"),
        [
            mark(SpanKind::Style, "a b"),
            mark(SpanKind::Style, "b"),
            mark(SpanKind::Style, "c"),
            mark(SpanKind::Style, "d")
        ]
    );
    assert_eq!(marks("a <b>b </b>c"), [mark(SpanKind::Style, "b ")]);
    assert_eq!(marks("<b><br/></b><b></b>a"), []);
    assert_eq!(marks("<b>a<br/></b>"), [mark(SpanKind::Style, "a")]);
    assert_eq!(
        marks(r#"<b><a href="?q=%23a">#a</a></b>"#),
        [mark(SpanKind::Hashtag, "#a"), mark(SpanKind::Style, "#a")].into_iter().rev().collect::<Vec<_>>()
    );
    assert_eq!(marks("<span class=\"tg-spoiler\">a</span><span>b</span>"), [mark(SpanKind::Style, "a")]);
    assert_eq!(text("Search <mark>finds</mark> this"), "Search finds this");
    assert_eq!(marks("Search <mark>finds</mark> this"), []);
}

#[test]
fn code_keeps_its_spaces_and_lines() {
    assert_eq!(text("<pre>\n a\n  b<br/>c  d</pre>"), "a\n  b\nc  d", "but none at the edges of a text");
    assert_eq!(text("x<pre>\n\n  a</pre>"), "x\n\n  a", "the line feed behind the tag is none");
    assert_eq!(text("x<pre><br/>a</pre>"), "x\n\na");
    assert_eq!(
        marks(r#"x <code>a b</code> <pre><code class="language-sql">SELECT 1</code></pre>"#),
        [mark(SpanKind::Code, "a b"), mark(SpanKind::Pre, "SELECT 1")]
    );
}

#[test]
fn blocks_stand_on_lines_of_their_own() {
    assert_eq!(text("a.<blockquote>b</blockquote>c"), "a.\nb\nc");
    assert_eq!(text("a.<br/><blockquote>b</blockquote><br/>c"), "a.\nb\nc", "one line end is enough");
    assert_eq!(text("<blockquote>a</blockquote>"), "a");
    assert_eq!(text("a\n <pre>b</pre>\n c"), "a\nb\nc");
    assert_eq!(marks("a<blockquote>b<br/>c</blockquote>d"), [mark(SpanKind::Style, "b\nc")]);
    assert_eq!(text("<ul><li>a</li><li>b</li></ul><p>c</p>"), "a\nb\nc");
}

#[test]
fn zero_characters_are_replaced() {
    assert_eq!(text("a\0b&#0;c"), "a\u{fffd}b\u{fffd}c");
}

#[test]
fn a_post_has_the_text_and_marks_of_its_row_in_telegram_desktops_export() {
    let json = r##"{"name":"Bureau of Valdoria","type":"public_channel","id":1500000001,"messages":[{"id":7,"type":"message",
"date":"2025-06-01T10:00:07","date_unixtime":"1748772007","text_entities":[
{"type":"plain","text":"🔸 The Oro & the Vex\n"},{"type":"hashtag","text":"#река"},{"type":"plain","text":", "},{"type":"mention","text":"@ena_ross"},
{"type":"plain","text":": \""},{"type":"text_link","text":"levels","href":"https://rivers.example/?a=1&b=2"},{"type":"plain","text":"\"  at "},
{"type":"link","text":"rivers.example/now"},{"type":"plain","text":"\n\n"},{"type":"code","text":"a  <b>"},{"type":"plain","text":" !\n"},{"type":"pre","text":"x\n  y"}]}]}"##;
    let served = format!(
        r#"{EMOJI} The Oro &amp; the Vex<br/><a href="?q=%23%D1%80%D0%B5%D0%BA%D0%B0">#река</a>, <a href="https://t.me/ena_ross" target="_blank">@ena_ross</a>: &quot;<a href="https://rivers.example/?a=1&amp;amp;b=2" target="_blank" rel="noopener" onclick="return confirm('Open this link?\n\n'+this.href);">levels</a>&quot;  at <a href="https://rivers.example/now" target="_blank" rel="noopener">rivers.example/now</a><br/><br/><code>a  &lt;b&gt;</code> &#33;<br/><pre>x<br/>  y</pre>"#
    );
    let saved = served.replace("href=\"?q", "href=\"https://t.me/s/valdoria?q").replace("<br/>", "<br>")
        + r#"<span style="display: inline-block; width: 76px;"></span>"#;
    let mut reader = crate::input::TelegramJson::new(json.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    let exported = given(&records)[0];
    for html in [served, saved] {
        let shown = only_post(&post(7, &words(&html)));
        assert_eq!(shown.text, exported.text);
        assert_eq!(shown.spans, exported.spans);
        assert_eq!(shown.posted, exported.posted);
        assert_eq!(shown.external_id, exported.external_id);
    }
}

#[test]
fn a_page_of_the_wayback_machine_is_the_page_itself() {
    let forward = r#"<div class="tgme_widget_message_forwarded_from">Forwarded from&nbsp;<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/osk/77"><span dir="auto">Osk</span></a></div>"#;
    let words = words(
        r#"<a href="https://t.me/ena_ross">@ena_ross</a> <a href="https://rivers.example/x">https://rivers.example/x</a> <a href="https://rivers.example/a" onclick="return confirm('Open?')">here</a> <a href="https://web.archive.org/web/20200203040506/https://a.example/">https://web.archive.org/web/20200203040506/https://a.example/</a>"#,
    );
    let page = page(&post(7, &format!("{forward}{words}")));
    let archived =
        page.replace(r#"href="https://"#, r#"href="https://web.archive.org/web/20210203040506/https://"#);
    assert_eq!(records(&archived), records(&page));
    let post = given(&records(&page))[0].clone();
    let kinds: Vec<SpanKind> = post.spans.iter().map(|span| span.kind).collect();
    assert_eq!(kinds, [SpanKind::Mention, SpanKind::Url, SpanKind::TextLink, SpanKind::Url]);
    assert_eq!(post.forward.unwrap().channel.handle.as_deref(), Some("osk"));
    let hidden = words_of_hidden_archive();
    assert_eq!(
        marks(hidden)[0].2.as_deref(),
        Some("https://web.archive.org/web/20200203040506/https://a.example/")
    );
}

/// A link of the author's own to the Wayback Machine, on a page that is not from there.
fn words_of_hidden_archive() -> &'static str {
    r#"<a href="https://web.archive.org/web/20200203040506/https://a.example/">here</a>"#
}
