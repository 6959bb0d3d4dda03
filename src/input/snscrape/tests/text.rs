use super::*;
use crate::model::SpanKind;

/// The words that are marked in a text with these links.
fn found(content: &str, links: &[&str]) -> Vec<(SpanKind, String)> {
    let post = only_post(&line(1, content, &outlinks(links)));
    assert_eq!(post.text, content);
    assert!(post.spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "in order");
    let words = marked(&post.text, &post.spans);
    post.spans.iter().zip(words).map(|(span, words)| (span.kind, words.to_owned())).collect()
}

fn tags(content: &str, tags: &[&str]) -> Vec<String> {
    let links: Vec<_> = tags.iter().map(|tag| format!("https://t.me/s/valdoria_mfa?q=%23{tag}")).collect();
    let links: Vec<_> = links.iter().map(String::as_str).collect();
    found(content, &links).into_iter().map(|(_, words)| words).collect()
}

#[test]
fn a_tag_that_runs_into_the_next_word_ends_where_its_address_says() {
    assert_eq!(tags("#OrselWe met today", &["Orsel"]), ["#Orsel"]);
    assert_eq!(tags("Vote now#OrselWe met#VossYes", &["Orsel", "Voss"]), ["#Orsel", "#Voss"]);
    assert_eq!(
        tags("#МИДВстреча #ОрсельИ ещё", &["МИД", "%D0%9E%D1%80%D1%81%D0%B5%D0%BB%D1%8C"]),
        ["#МИД", "#Орсель"]
    );
}

#[test]
fn of_two_tags_the_longer_one_is_taken_where_both_can_stand() {
    assert_eq!(tags("#Orsel2024Day #Orsel", &["Orsel2024", "Orsel"]), ["#Orsel2024", "#Orsel"]);
    assert_eq!(tags("#Orsel #Orsel2024Day", &["Orsel", "Orsel2024"]), ["#Orsel", "#Orsel2024"]);
    // The first use of `Orsel` is before the first one of `OrselDay`.
    assert_eq!(tags("#OrselDay one #OrselDay", &["Orsel", "OrselDay"]), ["#Orsel", "#OrselDay"]);
}

#[test]
fn every_use_of_a_tag_counts_though_its_address_comes_once() {
    assert_eq!(tags("#Orsel and #Orsel, #OrselAgain", &["Orsel"]), ["#Orsel"; 3]);
}

#[test]
fn tags_that_do_not_stand_in_the_text_are_left_out() {
    assert_eq!(tags("The answered post's words", &["Orsel"]), [""; 0]);
    assert_eq!(tags("#orsel", &["Orsel"]), [""; 0], "as written");
    assert_eq!(tags("", &["Orsel"]), [""; 0]);
}

#[test]
fn a_tag_with_a_channel_is_one_tag() {
    assert_eq!(tags("#News@valdoria_mfaNext", &["News%40valdoria_mfa"]), ["#News@valdoria_mfa"]);
}

#[test]
fn other_searches_are_no_tags() {
    for link in [
        "https://t.me/s/valdoria_mfa?q=%24VAL",
        "https://t.me/share/url?q=%23Orsel",
        "https://example.org/s/valdoria_mfa?q=%23Orsel",
        "https://t.me/s/valdoria_mfa?before=%23Orsel",
        "https://t.me/s/valdoria_mfa?q=%23",
        "https://t.me/s/valdoria_mfa?q=%23%FF",
    ] {
        assert_eq!(found("#Orsel", &[link]), [], "{link}");
    }
    assert_eq!(found("#Orsel", &["https://t.me/valdoria_mfa?q=%23Orsel&before=7"]).len(), 1);
}

#[test]
fn addresses_end_where_the_links_say() {
    let urls = |content: &str, links: &[&str]| {
        found(content, links)
            .into_iter()
            .map(|(kind, words)| {
                assert_eq!(kind, SpanKind::Url);
                words
            })
            .collect::<Vec<_>>()
    };
    let link = "https://example.org/a";
    assert_eq!(urls("See https://example.org/aNext line", &[link]), [link]);
    assert_eq!(urls("💵https://example.org/a", &[link]), [link]);
    let longer = "https://example.org/abc";
    assert_eq!(urls("https://example.org/abcNext https://example.org/a", &[link, longer]), [longer, link]);
    assert_eq!(urls("https://example.org/a/b", &[link]), [""; 0], "another address, which goes on");
    assert_eq!(
        urls("See example.org/a and example.orgToday", &["http://example.org/a", "http://example.org/"]),
        ["example.org/a", "example.org"]
    );
    assert_eq!(urls("sub.example.org", &["http://example.org/"]), [""; 0]);
    assert_eq!(urls("read it here", &[link]), [""; 0], "an address that cannot be placed");
}

#[test]
fn a_tag_within_an_address_is_none() {
    let link = "https://example.org/#Orsel";
    let tag = "https://t.me/s/valdoria_mfa?q=%23Orsel";
    assert_eq!(
        found("https://example.org/#Orsel #Orsel", &[link, tag]),
        [(SpanKind::Url, link.to_owned()), (SpanKind::Hashtag, "#Orsel".to_owned())]
    );
}

#[test]
fn handles_are_told_by_their_address() {
    let handles = |content: &str, link: &str| found(content, &[link]);
    let mention = |words: &str| vec![(SpanKind::Mention, words.to_owned())];
    let link = "https://t.me/orsel_port";
    assert_eq!(handles("Ask @orsel_portСейчас", link), mention("@orsel_port"));
    assert_eq!(handles("Спросите@Orsel_Port!", link), mention("@Orsel_Port"));
    assert_eq!(handles("mail info@orsel_port.example", link), []);
    assert_eq!(handles("https://t.me/orsel_port", link), [(SpanKind::Url, link.to_owned())]);
}

/// The text that the fork's content comes to, with `|` for a line end.
fn rejoined(content: &str, mentions: &[&str], hashtags: &[&str], links: &[&str]) -> String {
    let content = content.replace('|', "\n");
    let post = only_post(&line(1, &content, &fork(mentions, hashtags, links)));
    post.text.replace('\n', "|")
}

#[test]
fn the_forks_pieces_of_one_line_are_joined() {
    assert_eq!(
        rejoined(
            "We met |@orsel_port| at |https://example.org/a|, then left.",
            &["orsel_port"],
            &[],
            &["https://example.org/a"]
        ),
        "We met @orsel_port at https://example.org/a, then left."
    );
    assert_eq!(rejoined("Text|#Orsel| |#Voss", &[], &["Orsel", "Voss"], &[]), "Text|#Orsel #Voss");
    assert_eq!(rejoined("A |bold| word", &[], &[], &[]), "A bold word");
    assert_eq!(rejoined("The ministry (|Orsel|) said", &[], &[], &[]), "The ministry (Orsel) said");
    assert_eq!(rejoined("Great news |🔥|Next", &[], &[], &[]), "Great news 🔥|Next");
}

#[test]
fn a_bullet_and_its_words_are_one_line_and_two_bullets_are_two() {
    assert_eq!(rejoined("🔸| First|🔸| Second", &[], &[], &[]), "🔸 First|🔸 Second");
    assert_eq!(rejoined("🔸| First |🔸| Second", &[], &[], &[]), "🔸 First |🔸 Second");
    assert_eq!(rejoined("1️⃣| First|2️⃣| Second", &[], &[], &[]), "1️⃣ First|2️⃣ Second");
}

#[test]
fn line_ends_that_may_be_real_stay() {
    for content in ["First line|Second line", "First line |Second line", "First| Second", "A|small", "a||b"] {
        assert_eq!(rejoined(content, &[], &[], &[]), content);
    }
}

#[test]
fn the_forks_tags_and_handles_are_marked() {
    let rest = fork(&["orsel_port"], &["Orsel", "Orsel"], &[]);
    let post = only_post(&line(1, "Ask \n@orsel_port\n about \n#Orsel\n\n#Orsel", &rest));
    assert_eq!(post.text, "Ask @orsel_port about #Orsel\n\n#Orsel");
    assert_eq!(marked(&post.text, &post.spans), ["@orsel_port", "#Orsel", "#Orsel"]);
}

#[test]
fn zero_bytes_are_replaced() {
    assert_eq!(only_post(&line(1, "a\0b", "")).text, "a\u{FFFD}b");
}
