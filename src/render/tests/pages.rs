//! `html`: a fragment that is safe in any page.

use html5gum::{Token, Tokenizer};
use insta::assert_snapshot;

use super::*;

#[test]
fn a_page_gets_a_table_with_numbers_at_the_right_and_texts_in_their_own_direction() {
    let columns = [
        ("tag", ColumnType::Text),
        ("posts", ColumnType::Int),
        ("share", ColumnType::Percent),
        ("link", ColumnType::Link),
    ];
    let rows = vec![
        vec![text("нефть & <газ>"), int(3), Value::Real(12.5), text("https://t.me/harbour/1?a=1&b='2'")],
        vec![text("one\r\ntwo\u{202E}"), Value::Null, int(50), text("javascript:alert(1)")],
    ];
    let options = RenderOptions { title: Some("Tags <of> \"2024\""), ..ALL_ROWS };
    assert_snapshot!(rendered(OutputFormat::Html, &columns, rows, &options), @r#"
    <table>
    <caption dir="auto">Tags &lt;of&gt; &quot;2024&quot;</caption>
    <thead>
    <tr><th scope="col" dir="auto" style="text-align:start">tag</th><th scope="col" dir="auto" style="text-align:right">posts</th><th scope="col" dir="auto" style="text-align:right">share</th><th scope="col" dir="auto" style="text-align:start">link</th></tr>
    </thead>
    <tbody>
    <tr><td dir="auto">нефть &amp; &lt;газ&gt;</td><td style="text-align:right">3</td><td style="text-align:right">12.5%</td><td dir="ltr"><a href="https://t.me/harbour/1?a=1&amp;b=&#39;2&#39;" rel="noopener nofollow">https://t.me/harbour/1?a=1&amp;b=&#39;2&#39;</a></td></tr>
    <tr><td dir="auto">one<br>two</td><td></td><td style="text-align:right">50%</td><td dir="auto">javascript:alert(1)</td></tr>
    </tbody>
    </table>
    "#);
}

#[test]
fn only_web_addresses_in_columns_of_links_are_links() {
    for (address, kind, is_link) in [
        ("https://a.example/x", ColumnType::Link, true),
        ("HTTP://a.example", ColumnType::Link, true),
        ("https://a.example/x", ColumnType::Text, false),
        ("https://a.example/x", ColumnType::Unknown, false),
        ("data:text/html,x", ColumnType::Link, false),
        ("//a.example", ColumnType::Link, false),
        ("https:a.example", ColumnType::Link, false),
        ("https://", ColumnType::Link, false),
        ("https:///etc", ColumnType::Link, false),
        (" https://a.example", ColumnType::Link, false),
        ("https://a.example/\u{202E}gpj.exe", ColumnType::Link, false),
        ("https://a.example/a\nb", ColumnType::Link, false),
        ("tg://resolve?domain=x", ColumnType::Link, false),
        ("", ColumnType::Link, false),
    ] {
        let page = rendered(OutputFormat::Html, &[("link", kind)], vec![vec![text(address)]], &ALL_ROWS);
        assert_eq!(page.contains("<a "), is_link, "{address}: {page}");
    }
}

proptest! {
    /// Whatever the cells hold, the page has the table's own tags, as many cells as the table, and nothing that acts.
    #[test]
    fn no_cell_becomes_markup(table in any_table()) {
        let page = render_any(OutputFormat::Html, &table, &ALL_ROWS);
        let mut cells = 0;
        for token in Tokenizer::new(&page) {
            let Ok(Token::StartTag(tag)) = token else { continue };
            let name = String::from_utf8(tag.name.to_vec()).unwrap();
            let known = ["table", "thead", "tbody", "tr", "th", "td", "br", "a"];
            prop_assert!(known.contains(&name.as_str()), "<{}>", name);
            cells += usize::from(name == "td");
            for attribute in tag.attributes.keys() {
                let attribute = String::from_utf8(attribute.to_vec()).unwrap();
                prop_assert!(["scope", "dir", "style", "href", "rel"].contains(&attribute.as_str()), "{}", attribute);
            }
        }
        prop_assert_eq!(cells, table.0.len() * table.1.len());
        prop_assert!(page.chars().all(|char| char == '\n' || !char.is_control()));
        let has_turned = page.contains(['\u{202E}', '\u{2067}', '\u{2066}']);
        prop_assert!(!has_turned);
    }
}
