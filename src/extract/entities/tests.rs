mod properties;
mod published;

use super::{Entities, find};
use crate::model::{Span, SpanKind};

/// What the rule alone finds in a text: tags and handles with their signs, then the links.
fn found(text: &str) -> (Vec<String>, Vec<String>) {
    let entities = find(text, &[]);
    let mut names: Vec<_> = entities
        .hashtags
        .iter()
        .map(|tag| (tag.start, format!("#{}", tag.spelling)))
        .chain(entities.handles.iter().map(|handle| (handle.start, format!("@{}", handle.spelling))))
        .collect();
    names.sort();
    let links = entities.links.into_iter().map(|link| link.url).collect();
    (names.into_iter().map(|(_, name)| name).collect(), links)
}

fn span(text: &str, words: &str, kind: SpanKind) -> Span {
    let start = text.find(words).unwrap();
    Span { kind, start, end: start + words.len(), href: None }
}

fn link_span(text: &str, words: &str, href: &str) -> Span {
    Span { href: Some(href.to_owned()), ..span(text, words, SpanKind::TextLink) }
}

#[test]
fn an_address_swallows_the_tags_and_handles_in_it() {
    for (text, names, links) in [
        ("https://a.bc/#tag", vec![], vec!["https://a.bc/#tag"]),
        // A top-level domain has two characters at least, so this is no address.
        ("https://a.b/#tag", vec!["#tag"], vec![]),
        ("https://example.org/#tag #other", vec!["#other"], vec!["https://example.org/#tag"]),
        ("a.com/x#tag", vec![], vec!["a.com/x#tag"]),
        ("a.com/@name,", vec![], vec!["a.com/@name"]),
        ("me@mail.ru", vec![], vec![]),
        ("(me@mail.ru) @name", vec!["@name"], vec![]),
        ("tg://resolve?domain=x#tag", vec![], vec!["tg://resolve?domain=x#tag"]),
        ("tonsite://example.ton", vec![], vec!["tonsite://example.ton"]),
        ("/start@name_bot @name", vec!["@name"], vec![]),
        ("$ABC@name @name", vec!["@name"], vec![]),
        ("конец.#тег", vec!["#тег"], vec![]),
        ("конец.@name", vec!["@name"], vec![]),
        ("a.bad/#tag", vec!["#tag"], vec![]),
    ] {
        let (found_names, found_links) = found(text);
        assert_eq!(found_names, names, "{text}");
        assert_eq!(found_links, links, "{text}");
    }
}

#[test]
fn a_use_says_where_its_spelling_begins_and_how_it_folds() {
    let text = "👉 #Straße@Kanal и #ЙОД: @Some_Name, @1499";
    let Entities { hashtags, handles, .. } = find(text, &[]);
    let tags: Vec<_> = hashtags
        .iter()
        .map(|tag| (tag.spelling.as_str(), tag.tag.as_str(), tag.channel_handle.as_deref(), tag.start))
        .collect();
    assert_eq!(tags, [("Straße", "strasse", Some("kanal"), 4), ("ЙОД", "йод", None, 20)]);
    let handles: Vec<_> = handles
        .iter()
        .map(|handle| (handle.spelling.as_str(), handle.handle.as_str(), handle.is_number, handle.start))
        .collect();
    assert_eq!(handles, [("Some_Name", "some_name", false, 26), ("1499", "1499", true, 38)]);
}

#[test]
fn a_tag_folds_only_after_its_end_is_found() {
    // Composed before matching, the second tag would be `йод` as well.
    let tags: Vec<_> =
        find("#Йод #И\u{306}од", &[]).hashtags.into_iter().map(|tag| (tag.tag, tag.spelling)).collect();
    assert_eq!(tags, [("йод".to_owned(), "Йод".to_owned()), ("и".to_owned(), "И".to_owned())]);
}

#[test]
fn nothing_is_found_in_code_links_and_names_but_in_styles() {
    let text = "see #tag @name example.org here";
    let words = &text[4..26];
    for kind in [
        SpanKind::Code,
        SpanKind::Pre,
        SpanKind::MentionName,
        SpanKind::Email,
        SpanKind::Phone,
        SpanKind::BankCard,
    ] {
        assert_eq!(
            Entities { closed: Vec::new(), ..find(text, &[span(text, words, kind)]) },
            Entities::default(),
            "{kind:?}"
        );
    }
    let url = find(text, &[span(text, words, SpanKind::Url)]);
    assert_eq!((url.hashtags.len(), url.handles.len(), url.links.len()), (0, 0, 1));
    let linked = find(text, &[link_span(text, words, "https://t.me/other")]);
    assert_eq!((linked.hashtags.len(), linked.handles.len(), linked.links.len()), (0, 0, 1));
    for kind in [SpanKind::Style, SpanKind::ListItem { ordinal: None }] {
        assert_eq!(find(text, &[span(text, words, kind)]), find(text, &[]), "{kind:?}");
    }
    assert_eq!(find(text, &[]).hashtags.len(), 1);
}

#[test]
fn a_hit_that_only_touches_code_is_kept_and_one_that_straddles_it_is_not() {
    let text = "x #tag(code)#next";
    let found = find(text, &[span(text, "(code)", SpanKind::Code)]);
    assert_eq!(found.hashtags.len(), 2);
    let found = find(text, &[span(text, "ag(code)#n", SpanKind::Code)]);
    assert!(found.hashtags.is_empty());
}

#[test]
fn an_address_dropped_for_code_does_not_free_its_tag() {
    let text = "https://example.org/#tag";
    assert_eq!(
        Entities { closed: Vec::new(), ..find(text, &[span(text, "https", SpanKind::Code)]) },
        Entities::default()
    );
}

#[test]
fn what_the_input_marks_is_taken_as_it_is_and_once() {
    let text = "#tag x#12 @Ab @имя #other";
    let spans = [
        span(text, "@имя", SpanKind::Mention),
        span(text, "#tag", SpanKind::Hashtag),
        span(text, "#12", SpanKind::Hashtag),
        span(text, "#tag", SpanKind::Hashtag),
        span(text, "@Ab", SpanKind::Mention),
    ];
    let Entities { hashtags, handles, .. } = find(text, &spans);
    let tags: Vec<_> = hashtags.iter().map(|tag| (tag.tag.as_str(), tag.start)).collect();
    assert_eq!(tags, [("tag", 2), ("12", 8), ("other", 21)]);
    let handles: Vec<_> = handles.iter().map(|handle| (handle.handle.as_str(), handle.start)).collect();
    assert_eq!(handles, [("ab", 12), ("имя", 16)]);
}

#[test]
fn a_marked_tag_with_a_channel_is_parted() {
    let text = "a #Side_Notes@Madrasa";
    let found = find(text, &[span(text, "#Side_Notes@Madrasa", SpanKind::Hashtag)]);
    assert_eq!(found.hashtags.len(), 1);
    assert_eq!(found.hashtags[0].spelling, "Side_Notes");
    assert_eq!(found.hashtags[0].tag, "side_notes");
    assert_eq!(found.hashtags[0].channel_handle.as_deref(), Some("madrasa"));
    assert_eq!(found.hashtags[0].start, 4);
}

#[test]
fn a_rule_hit_over_a_marked_one_is_dropped() {
    let text = "#tag@channel";
    let found = find(text, &[span(text, "#tag", SpanKind::Hashtag)]);
    assert_eq!(found.hashtags.len(), 1);
    assert_eq!(found.hashtags[0].channel_handle, None);
}

#[test]
fn a_mark_over_several_lines_is_no_name() {
    for text in ["#c\n\n>", "#c\r", "@abcdef\nx", "#c\t"] {
        let kind = if text.starts_with('#') { SpanKind::Hashtag } else { SpanKind::Mention };
        assert_eq!(find(text, &[span(text, text, kind)]), find(text, &[]), "{text:?}");
        assert_eq!(found(text).0.len() + found(text).1.len(), 1, "{text:?}");
    }
}

#[test]
fn a_mark_over_several_words_or_signs_is_no_name() {
    for (text, tags, handles) in [
        ("#one #two", 2, 0),
        ("#one\">#two", 2, 0),
        ("#one two", 1, 0),
        ("#one#two", 0, 0),
        ("@abcdef @ghijkl", 0, 2),
        ("@abcdef said", 0, 1),
        ("@abcdef@ghijkl", 0, 1),
        ("@abcdef@ghijkl@b.example", 0, 1),
        ("@abcdef@", 0, 1),
    ] {
        let kind = if text.starts_with('#') { SpanKind::Hashtag } else { SpanKind::Mention };
        let marked = find(text, &[span(text, text, kind)]);
        assert_eq!((marked.hashtags.len(), marked.handles.len()), (tags, handles), "{text:?}");
    }
}

#[test]
fn a_handle_may_name_its_host() {
    for (text, handle) in [
        ("@anna@orsel.example", "anna@orsel.example"),
        ("@Anna.B-1@Orsel.Example:8080", "anna.b-1@orsel.example:8080"),
        ("@анна@орсель.рф", "анна@орсель.рф"),
    ] {
        let found = find(text, &[span(text, text, SpanKind::Mention)]).handles;
        assert_eq!(found.iter().map(|one| one.handle.as_str()).collect::<Vec<_>>(), [handle]);
        assert_eq!((found[0].spelling.as_str(), found[0].start), (&text[1..], 2));
    }
}

#[test]
fn a_span_that_does_not_fit_counts_for_nothing() {
    let text = "я #tag #";
    let bad = |kind, start, end| Span { kind, start, end, href: None };
    let spans = [
        bad(SpanKind::Hashtag, 1, 3),
        bad(SpanKind::Hashtag, 8, 9),
        bad(SpanKind::Hashtag, 4, 7),
        bad(SpanKind::Mention, 3, 7),
        bad(SpanKind::Code, 7, 3),
        bad(SpanKind::Code, 0, 1),
        bad(SpanKind::Pre, 3, 999),
        bad(SpanKind::Code, 4, 4),
        bad(SpanKind::TextLink, 3, 7),
    ];
    assert_eq!(find(text, &spans), find(text, &[]));
    assert_eq!(find(text, &[]).hashtags.len(), 1);
}

#[test]
fn links_are_told_visible_from_hidden() {
    let text = "Read here, on Example.org/x, at https://www.example.net:80/y or by mail";
    let spans = [
        link_span(text, "here", "https://t.me/name"),
        link_span(text, "Example.org/x", "http://example.org/x/"),
        link_span(text, "mail", "mailto:me@example.org"),
    ];
    let links: Vec<_> = find(text, &spans)
        .links
        .into_iter()
        .map(|link| (link.url, link.host, link.is_visible, link.start, link.length))
        .collect();
    let host = |host: &str| Some(host.to_owned());
    assert_eq!(
        links,
        [
            ("https://t.me/name".to_owned(), host("t.me"), false, 6, 4),
            ("http://example.org/x/".to_owned(), host("example.org"), true, 15, 13),
            ("https://www.example.net:80/y".to_owned(), host("example.net"), true, 33, 28),
            ("mailto:me@example.org".to_owned(), None, false, 68, 4),
        ]
    );
}

#[test]
fn a_link_behind_a_marked_address_is_one_link() {
    let text = "see example.org now";
    let spans =
        [span(text, "example.org", SpanKind::Url), link_span(text, "example.org", "https://trap.example")];
    let links = find(text, &spans).links;
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].url.as_str(), links[0].is_visible), ("https://trap.example", false));
}

#[test]
fn every_one_of_very_many_uses_is_counted_once_and_as_what_it_is() {
    let count = |text: &str| {
        let found = find(text, &[]);
        (found.hashtags.len(), found.handles.len(), found.links.len())
    };
    assert_eq!(count(&"#a ".repeat(50_000)), (50_000, 0, 0));
    assert_eq!(count(&"@name ".repeat(50_000)), (0, 50_000, 0));
    assert_eq!(count(&"a.com ".repeat(50_000)), (0, 0, 50_000));
    assert_eq!(count(&"#тег @name a.com/#x me@a.com /go ".repeat(50_000)), (50_000, 50_000, 50_000));
}

/// Inputs whose scan would be quadratic in a careless program: at this size it would take minutes.
#[test]
fn the_worst_inputs_take_time_that_grows_with_their_length() {
    let units = [
        "#", "@", "$", "/", ".", ":", "a.", ".a", "#a", "@name", "@a.", "http://", "tg://a?", "a@", "a@b.",
        "/.?", ".?", ".?a", "/.:", "a.b:0", "a.b/", "a.b?(", "mailto:", "://a.b", "я.", "#я@abc#", "$A",
        "/a@", ")", "…", "\u{200b}", ".\u{301}", "_.",
    ];
    for unit in units {
        let flood = unit.repeat(100_000 / unit.len());
        for head in ["", "a.b/", "#a.b/", "http://a@b.c?", "@"] {
            for text in [format!("{head}{flood}"), format!("{flood}{head}")] {
                let found = find(&text, &[]);
                let uses = found.hashtags.len() + found.handles.len() + found.links.len();
                assert!(uses <= 2, "{uses} in {unit:?} after or before {head:?}");
            }
        }
    }
    let text = "#a ".repeat(60_000);
    let spans: Vec<_> =
        (0..60_000).map(|n| Span { kind: SpanKind::Code, start: 3 * n, end: 180_000, href: None }).collect();
    assert_eq!(Entities { closed: Vec::new(), ..find(&text, &spans) }, Entities::default());
}
