//! Messages with an inner structure, laid out as version 7.x does.

use super::rows::post_with;
use super::*;
use crate::model::SpanKind;

fn rich(blocks: &str) -> Post {
    post_with(&format!(
        "<div class=\"text rich_message\" data-rich-message=\"5\" data-rich-part=\"false\" dir=\"auto\">{blocks}</div>"
    ))
}

fn spans(post: &Post) -> Vec<(SpanKind, &str)> {
    post.spans.iter().map(|span| (span.kind, &post.text[span.start..span.end])).collect()
}

#[test]
fn paragraphs_headings_and_rich_words_become_text_with_spans() {
    let post = rich(
        "\n        <h2 class=\"rich_block rich_heading\" data-rich-kind=\"heading\">\nFindings\n        </h2>\n\n        \
         <p class=\"rich_block rich_paragraph\" data-rich-kind=\"paragraph\" dir=\"auto\">\nSee \
         <strong><a data-tag=\"osk\" href=\"\" onclick=\"return ShowHashtag(this.dataset.tag)\">#osk</a></strong> and \
         <a href=\"https://a.example\">this</a><span class=\"rich_inline_fallback\" data-rich-kind=\"inline-image\">Inline image</span>\
         <span class=\"rich_diff\">!<del class=\"rich_diff_previous\">Previous: <b>?</b></del></span>\n        </p>\n\n        \
         <hr class=\"rich_block rich_divider\" data-rich-kind=\"divider\"/>\n\
         <pre class=\"rich_block rich_code\" data-rich-kind=\"code\"><code class=\"rich_code_content\">#not<br>x</code></pre>\
         <div class=\"rich_block rich_fallback\" data-rich-kind=\"unknown\">\nUnknown rich content\n</div>",
    );
    assert_eq!(post.text, "Findings\n\nSee #osk and this!\n\n#not\nx");
    let expected = [
        (SpanKind::Hashtag, "#osk"),
        (SpanKind::Style, "#osk"),
        (SpanKind::TextLink, "this"),
        (SpanKind::Pre, "#not\nx"),
    ];
    assert_eq!(spans(&post), expected);
}

#[test]
fn the_items_of_lists_stand_on_lines_of_their_own_with_markers() {
    let item = |attributes: &str, marker: &str, words: &str| {
        format!(
            "\n <li class=\"rich_list_item\" data-rich-content=\"text\"{attributes}>\n{marker}\
             <span class=\"rich_list_content\">{words}</span>\n </li>\n"
        )
    };
    let list = |tag: &str, attributes: &str, items: &str| {
        format!(
            "\n<{tag} class=\"rich_block rich_list\" data-rich-kind=\"list\"{attributes}>\n{items}\n</{tag}>\n"
        )
    };
    let numbered = "<span class=\"rich_order_marker\">7.</span>";
    let deep =
        list("ol", "", &(item(" data-num=\"7.\" value=\"7\"", numbered, "deep") + &item("", "", "deeper")));
    let task = format!(
        "<li class=\"rich_list_item rich_task_item\" data-rich-content=\"blocks\">\
         <span aria-checked=\"true\" class=\"rich_task_marker\" role=\"checkbox\">☑</span><div class=\"rich_list_content\">\
         <p class=\"rich_block rich_paragraph\" data-rich-kind=\"paragraph\">\nTwo\n</p>{deep}</div></li>"
    );
    let post = rich(&format!(
        "<p class=\"rich_block\" data-rich-kind=\"paragraph\">\nPoints:\n</p>{}{}<footer class=\"rich_block\" data-rich-kind=\"footer\">\nEnd\n</footer>",
        list("ul", "", &(item("", "", "One") + &task)),
        list("ol", " reversed=\"\"", &(item("", "", "b") + &item("", "", "a"))),
    ));
    assert_eq!(post.text, "Points:\n\n• One\n☑ Two\n  7. deep\n  8. deeper\n\n2. b\n1. a\n\nEnd");
    let item = |ordinal, words| (SpanKind::ListItem { ordinal }, words);
    let expected = [
        item(None, "One"),
        item(None, "Two"),
        item(Some(7), "deep"),
        item(Some(8), "deeper"),
        item(Some(2), "b"),
        item(Some(1), "a"),
    ];
    assert_eq!(spans(&post), expected);
}

#[test]
fn tables_quotes_details_and_captions_keep_their_words() {
    let post = rich(
        "<div class=\"rich_block rich_table_wrap\" data-rich-kind=\"table\" tabindex=\"0\"><table class=\"rich_table\">\
         <caption>\nBread\n</caption><tbody><tr>\n<th class=\"x\">\nyear\n</th>\n<td>\nt\n</td></tr><tr><td>\n2025\n</td><td>\n\n</td></tr></tbody></table></div>\
         <blockquote class=\"rich_block rich_quote\" data-rich-kind=\"quote\">\n<div class=\"rich_quote_body\">\nBe well\n</div>\
         <cite class=\"rich_quote_caption\">\nVex\n</cite></blockquote>\
         <aside class=\"rich_block rich_quote\" data-rich-kind=\"quote-blocks\"><div class=\"rich_quote_body\"><p class=\"rich_block\">\nInner\n</p></div></aside>\
         <details class=\"rich_block rich_details\" data-rich-kind=\"details\"><summary>\nMore\n</summary><div class=\"rich_details_body\">\
         <p class=\"rich_block\">\ninside\n</p></div></details>\
         <address class=\"rich_block rich_author_date\" data-rich-kind=\"author-date\">\nAda • <time>01.06.2025 12:00:00</time>\n</address>\
         <figure class=\"rich_block rich_media_item\" data-rich-kind=\"photo\"><div class=\"media_wrap clearfix\">\
         <a class=\"photo_wrap clearfix pull_left\" href=\"photos/a.jpg\"></a></div>\
         <figcaption class=\"rich_media_caption\"><div class=\"rich_caption_text\">\nA bridge\n</div><cite class=\"rich_caption_credit\">\nBo\n</cite></figcaption></figure>\
         <div class=\"rich_block rich_math_display\" data-rich-kind=\"math\">x+1</div>",
    );
    assert_eq!(
        post.text,
        "Bread\nyear | t\n2025 | \n\nBe well\n\nVex\n\nInner\n\nMore\n\ninside\n\nAda\n\nA bridge\n\nBo\n\nx+1"
    );
    let media: Vec<_> =
        post.media.iter().map(|item| (item.kind.as_str(), item.external_id.as_deref())).collect();
    assert_eq!(media, [("photo", Some("5"))]);
}

#[test]
fn structures_without_end_are_read() {
    for tag in [
        "<details class=\"rich_block\" data-rich-kind=\"details\"><div class=\"rich_details_body\">",
        "<ul><li data-rich-content=\"blocks\"><div class=\"rich_list_content\">",
        "<p class=\"rich_block\">",
    ] {
        assert!(rich(&tag.repeat(50_000)).text.len() < 1_000_000);
    }
}
