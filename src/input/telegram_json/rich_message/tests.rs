use super::*;

fn flat(message: &str) -> (String, Vec<(SpanKind, String)>) {
    let (flat, _) = flatten(&serde_json::from_str(message).unwrap());
    let spans =
        flat.spans.iter().map(|span| (span.kind, flat.text[span.start..span.end].to_owned())).collect();
    (flat.text, spans)
}

#[test]
fn paragraphs_headings_and_rich_words_become_text_with_spans() {
    let (text, spans) = flat(
        r##"{"rtl":false,"part":false,"blocks":[
        {"type":"heading","level":2,"text":{"type":"plain","text":"Выводы"}},
        {"type":"paragraph","text":{"type":"concat","text":[
            {"type":"plain","text":"See "},
            {"type":"bold","text":{"type":"hashtag","text":{"type":"plain","text":"#Мост"}}},
            {"type":"plain","text":" and "},
            {"type":"text_link","href":"https://a.example","webpage_id":"1","text":{"type":"plain","text":"this"}},
            {"type":"empty"},
            {"type":"mention","text":{"type":"plain","text":"@bureau"}}]}},
        {"type":"divider"},
        {"type":"code","language":"sql","text":{"type":"plain","text":"#not"}}]}"##,
    );
    assert_eq!(text, "Выводы\n\nSee #Мост and this@bureau\n\n#not");
    assert_eq!(
        spans,
        [
            (SpanKind::Hashtag, "#Мост".to_owned()),
            (SpanKind::Style, "#Мост".to_owned()),
            (SpanKind::TextLink, "this".to_owned()),
            (SpanKind::Mention, "@bureau".to_owned()),
            (SpanKind::Pre, "#not".to_owned()),
        ]
    );
}

#[test]
fn the_items_of_lists_stand_on_lines_of_their_own_with_markers() {
    let (text, spans) = flat(
        r#"{"blocks":[
        {"type":"paragraph","text":"Points:"},
        {"type":"list","kind":"bullet","items":[
            {"task_state":"none","content":"text","text":{"type":"plain","text":"One"}},
            {"task_state":"checked","content":"blocks","blocks":[
                {"type":"paragraph","text":{"type":"plain","text":"Two"}},
                {"type":"list","kind":"ordered","items":[
                    {"content":"text","text":{"type":"plain","text":"deep"},"num":"7.","value":7},
                    {"content":"text","text":{"type":"plain","text":"deeper"}}]}]}]},
        {"type":"list","kind":"ordered","reversed":true,"items":[
            {"content":"text","text":"b"},{"content":"text","text":"a"}]},
        {"type":"footer","text":"End"}]}"#,
    );
    assert_eq!(text, "Points:\n\n• One\n☑ Two\n  7. deep\n  8. deeper\n\n2. b\n1. a\n\nEnd");
    let item = |ordinal, words: &str| (SpanKind::ListItem { ordinal }, words.to_owned());
    assert_eq!(
        spans,
        [
            item(None, "One"),
            item(None, "Two"),
            item(Some(7), "deep"),
            item(Some(8), "deeper"),
            item(Some(2), "b"),
            item(Some(1), "a"),
        ]
    );
}

#[test]
fn tables_quotes_details_and_captions_keep_their_words() {
    let (text, _) = flat(
        r#"{"blocks":[
        {"type":"table","title":{"type":"plain","text":"Bread"},"rows":[
            {"cells":[{"header":true,"text":{"type":"plain","text":"year"}},{"text":{"type":"plain","text":"t"}}]},
            {"cells":[{"header":false,"text":{"type":"plain","text":"2025"}},{"header":false}]}]},
        {"type":"quote","content":"text","pullquote":false,"text":{"type":"plain","text":"Be well"},
            "caption":{"type":"plain","text":"Vex"}},
        {"type":"details","open":false,"title":{"type":"plain","text":"More"},"blocks":[
            {"type":"paragraph","text":{"type":"plain","text":"inside"}}]},
        {"type":"photo","photo_id":"1","photo":"photos/a.jpg","photo_file_size":9,"width":3,"height":4,
            "caption":{"text":{"type":"plain","text":"A bridge"},"credit":{"type":"empty"}}},
        {"type":"math","formula":"x+1"},
        {"type":"button_row","buttons":[{"text":{"type":"plain","text":"Buy"}}]},
        {"type":"yet_unknown","text":{"type":"never_seen","text":{"type":"plain","text":"kept"}}}]}"#,
    );
    assert_eq!(
        text,
        "Bread\nyear | t\n2025 | \n\nBe well\n\nVex\n\nMore\n\ninside\n\nA bridge\n\nx+1\n\nkept"
    );
}

#[test]
fn media_within_are_media_of_the_post() {
    let (flat, media) = flatten(
        &serde_json::from_str(
            r#"{"blocks":[{"type":"collage","items":[
            {"type":"photo","photo_skip_reason":"file_type","photo_file_size":9,"width":3,"height":4},
            {"type":"video","document_id":"2","file":"video_files/v.mp4","file_size":7,"media_type":"video_file",
                "mime_type":"video/mp4","duration_seconds":5}],
            "caption":{"text":{"type":"empty"},"credit":{"type":"empty"}}}]}"#,
        )
        .unwrap(),
    );
    assert_eq!(flat.text, "");
    let seen: Vec<_> =
        media.iter().map(|item| (item.kind.as_str(), item.file_name.as_deref(), item.size)).collect();
    assert_eq!(seen, [("photo", None, Some(9)), ("video", Some("v.mp4"), Some(7))]);
}

#[test]
fn values_of_wrong_types_are_passed_over() {
    let (text, spans) =
        flat(r#"{"blocks":[7,null,{"type":"list","items":{}},{"type":3,"text":[{"text":"a\u0000"}]}]}"#);
    assert_eq!(text, "a\u{FFFD}");
    assert_eq!(spans, []);
}
