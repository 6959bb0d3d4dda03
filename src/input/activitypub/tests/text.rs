use super::*;
use crate::model::SpanKind;

/// The text of a post, and what is marked in it.
fn read(content: &str, tags: &str) -> (String, Vec<(SpanKind, String, Option<String>)>) {
    let post = only_post(create(1, content, &format!(r#","tag":[{tags}]"#)));
    let marked = post
        .spans
        .iter()
        .map(|span| (span.kind, post.text[span.start..span.end].to_owned(), span.href.clone()))
        .collect();
    (post.text, marked)
}

fn text(content: &str) -> String {
    read(content, "").0
}

#[test]
fn paragraphs_and_line_ends_are_kept() {
    assert_eq!(text("<p>One<br />two<br>three</p><p>Four</p>"), "One\ntwo\nthree\n\nFour");
    assert_eq!(text("<p>One<br><br>two</p>\n<p> Three  here </p>\n"), "One\n\ntwo\n\nThree  here");
    assert_eq!(text("<p>a\n   b</p>"), "a b");
    assert_eq!(text("<p>A &amp; B &lt;c&gt; &#39;d&#39;&nbsp;e</p>"), "A & B <c> 'd'\u{A0}e");
    assert_eq!(text("<div>a</div><div>b</div>"), "a\nb");
    assert_eq!(text("<h1>T</h1>a<script>x<b>y</b></script>b<style>p{}</style>"), "T\n\nab");
    assert_eq!(text("plain"), "plain");
    assert_eq!(text(""), "");
    assert_eq!(text("<p>a<img alt=\":orsel:\" src=\"x\"/>b\0</p>"), "a:orsel:b\u{FFFD}");
}

#[test]
fn hashtags_are_marked() {
    let html = r##"<p><a href="https://valdoria.example/tags/Orsel" class="mention hashtag" rel="tag">#<span>Orsel</span></a> and <a href="https://x/t/Voss">#Voss</a></p>"##;
    let tags = r##"{"type":"Hashtag","href":"https://x","name":"#voss"}"##;
    let (text, marked) = read(html, tags);
    assert_eq!(text, "#Orsel and #Voss");
    let expected = ["#Orsel", "#Voss"].map(|tag| (SpanKind::Hashtag, tag.to_owned(), None));
    assert_eq!(marked, expected);
}

#[test]
fn mentions_get_their_whole_handle_back() {
    let mention = |host: &str| {
        format!(
            r#"<span class="h-card"><a href="https://{host}/@anna" class="u-url mention">@<span>anna</span></a></span>"#
        )
    };
    let tag = |host: &str| {
        format!(r#"{{"type":"Mention","href":"https://{host}/users/anna","name":"@anna@{host}"}}"#)
    };
    let (text, marked) = read(&format!("<p>{} hi</p>", mention("orsel.example")), &tag("orsel.example"));
    assert_eq!(text, "@anna@orsel.example hi");
    assert_eq!(marked, [(SpanKind::Mention, "@anna@orsel.example".to_owned(), None)]);
    let both = format!("{},{}", tag("orsel.example"), tag("voss.example"));
    assert_eq!(read(&mention("voss.example"), &both).0, "@anna@voss.example", "the one to which it leads");
    assert_eq!(read(&mention("web.example"), &both).0, "@anna", "which one cannot be told");
    let local = r#"{"type":"Mention","href":"https://valdoria.example/users/anna","name":"@anna"}"#;
    assert_eq!(read(&mention("valdoria.example"), local).0, "@anna");
}

#[test]
fn long_addresses_are_whole_again() {
    let html = r#"<p>See <a href="https://example.org/a/long/path" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">example.org/a/lo</span><span class="invisible">ng/path</span></a>.</p>"#;
    let (text, marked) = read(html, "");
    assert_eq!(text, "See https://example.org/a/long/path.");
    assert_eq!(marked, [(SpanKind::Url, "https://example.org/a/long/path".to_owned(), None)]);
    let (text, _) = read(r#"<a href="https://example.org/a/long/path">example.org/a/lo…</a>"#, "");
    assert_eq!(text, "https://example.org/a/long/path");
    let (text, marked) = read(r#"<a href="https://example.org/">here</a>"#, "");
    assert_eq!(text, "here");
    assert_eq!(marked, [(SpanKind::TextLink, "here".to_owned(), Some("https://example.org/".to_owned()))]);
}

#[test]
fn lists_are_items_without_their_markers() {
    let (text, marked) = read(
        "<p>Points:</p><ul><li>One</li><li>Two<ol start=\"3\"><li>a</li><li>b</li></ol></li></ul>End",
        "",
    );
    assert_eq!(text, "Points:\n\nOne\nTwo\na\nb\n\nEnd");
    let item = |ordinal, words: &str| (SpanKind::ListItem { ordinal }, words.to_owned(), None);
    assert_eq!(marked, [item(None, "One"), item(None, "Two"), item(Some(3), "a"), item(Some(4), "b")]);
}

#[test]
fn code_is_marked_and_keeps_its_lines() {
    let (text, marked) =
        read("<p>Use <code>a #b</code>:</p><pre><code>\none\n  #two\n</code></pre><p>x</p>", "");
    assert_eq!(text, "Use a #b:\n\none\n  #two\n\nx");
    assert_eq!(
        marked,
        [(SpanKind::Code, "a #b".to_owned(), None), (SpanKind::Pre, "one\n  #two".to_owned(), None),]
    );
}

#[test]
fn what_ends_with_the_line_end_of_code_ends_with_the_code() {
    let mention = "<a href=\"https://x.example/@b\" class=\"mention\">";
    let (text, marked) = read(&format!("<pre>a {mention}@b\n</a></pre><p>c</p>"), "");
    assert_eq!(text, "a @b\n\nc");
    assert_eq!(
        marked,
        [(SpanKind::Code, "a @b".to_owned(), None), (SpanKind::Mention, "@b".to_owned(), None)]
    );
}

#[test]
fn a_content_warning_and_a_title_stand_before_the_text() {
    let post = only_post(
        create(1, "<p>#Orsel <a href=\"https://x.example\">x</a></p>", "")
            .replace(r#""summary":null"#, r#""summary":"Floods & a < b""#),
    );
    assert_eq!(post.text, "Floods & a < b\n\n#Orsel x");
    assert_eq!(&post.text[post.spans[0].start..post.spans[0].end], "x");
    let alone = only_post(create(1, "", "").replace(r#""summary":null"#, r#""summary":"Floods""#));
    assert_eq!(alone.text, "Floods");
    let article = only_post(create(1, "<p>a</p>", r#","name":"Title""#).replace(r#""Note""#, r#""Article""#));
    assert_eq!(article.text, "Title\n\na");
    let mapped = only_post(create(1, "", r#","contentMap":{"en":"<p>mapped</p>"}"#));
    assert_eq!(mapped.text, "mapped");
}
