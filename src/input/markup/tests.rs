use std::io::Cursor;

use proptest::prelude::*;

use super::*;

/// Gives one byte at a time.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(1);
        self.0.read(&mut buffer[..count])
    }
}

fn is_row(tag: &Tag<'_>) -> bool {
    tag.name == b"div" && tag.has_class("row") || tag.name == b"link"
}

fn pieces<R: Read>(source: R) -> Vec<Piece> {
    pieces_within(source, RECORD_LIMIT)
}

fn pieces_within<R: Read>(source: R, limit: usize) -> Vec<Piece> {
    let mut markup = Markup::with_limit(source, is_row, limit);
    std::iter::from_fn(|| markup.next_piece().unwrap()).collect()
}

/// A piece in one line: where it begins, how it ended, and what is in it.
fn shown(piece: &Piece) -> String {
    match piece {
        Piece::PageEnd => "end".to_owned(),
        Piece::ShownEnd => "shown".to_owned(),
        Piece::EmptyPage(start) => format!("{start} empty"),
        Piece::PageCut(start) => format!("{start} cuts"),
        Piece::Behind { start, beginning, is_separator } => {
            format!("{start} {} {beginning}", if *is_separator { "separates" } else { "behind" })
        }
        Piece::Block(block) => format!("{} {:?} {}", block.start, block.ending, block.beginning()),
    }
}

fn show(html: &str) -> Vec<String> {
    let whole: Vec<_> = pieces(html.as_bytes()).iter().map(shown).collect();
    let drip: Vec<_> = pieces(Drip(html.as_bytes())).iter().map(shown).collect();
    assert_eq!(whole, drip, "one byte at a time");
    whole
}

fn only(html: &[u8]) -> Box<Block> {
    match pieces(Cursor::new(html)).into_iter().next() {
        Some(Piece::Block(block)) => block,
        other => panic!("a block: {other:?}"),
    }
}

#[test]
fn blocks_are_given_with_their_place_and_all_else_is_passed_over() {
    assert_eq!(
        show(
            "<!DOCTYPE html><p>x<DIV id=\"a\" Class='x row y'>one<br>&lt;two&gt;</DIV><div>no</div>é<div class=row></div></html>"
        ),
        [
            "19 Closed <div id=\"a\" class=\"x row y\">one<br>&lt;two&gt;</div>",
            "86 Closed <div class=\"row\"></div>",
            "end",
        ]
    );
}

#[test]
fn void_elements_can_be_blocks() {
    assert_eq!(show("<link href=a><link/>"), ["0 Closed <link href=\"a\">", "13 Closed <link>"]);
}

#[test]
fn a_lost_end_tag_ends_with_the_next_block_or_the_page() {
    assert_eq!(
        show("<div class=row><b>1<div class=row>2</body></div>"),
        ["0 Unclosed <div class=\"row\"><b>1</b></div>", "19 Unclosed <div class=\"row\">2</div>", "shown"]
    );
    assert_eq!(show("<div class=row><i>1"), ["0 Cut <div class=\"row\"><i>1</i></div>"]);
    assert_eq!(show("<div class=row>1<i clas"), ["0 Cut <div class=\"row\">1</div>"]);
    assert_eq!(show("<div class=ro"), [""; 0]);
}

#[test]
fn a_page_within_a_block_begins_where_another_was_cut_off() {
    assert_eq!(
        show(
            "<html><div class=row><b>1<!DOCTYPE html><html><head><title>x</title></head><div class=row>2</div></html>"
        ),
        ["6 Cut <div class=\"row\"><b>1</b></div>", "40 cuts", "75 Closed <div class=\"row\">2</div>", "end"]
    );
    assert_eq!(
        show(
            "<div class=row>1<div title=\"<!DOCTYPE html><html><head><meta name=\">2<meta><div class=row>3</div>"
        )[1..],
        ["75 Closed <div class=\"row\">3</div>"]
    );
}

#[test]
fn a_page_cuts_another_only_where_what_it_shows_has_not_ended() {
    let row = "<div class=row>1</div>";
    for (shown, rest) in [("<main>", "</main>"), ("<body>", "</body>")] {
        let whole = show(&format!("<html>{shown}{row}{rest}<html>{shown}{row}"));
        assert_eq!(
            whole[1..],
            ["shown", "53 Closed <div class=\"row\">1</div>"].map(str::to_owned),
            "{rest}"
        );
        let open = show(&format!("<html>{shown}{row}<html>{shown}{row}"));
        assert_eq!(open[1..], ["34 cuts", "46 Closed <div class=\"row\">1</div>"].map(str::to_owned));
    }
    // The same page says again that it begins.
    assert_eq!(
        show(&format!("<html><head></head>\n<html><body>{row}</body></html>"))[1..],
        ["shown".to_owned(), "end".to_owned()]
    );
    for begun in ["<html><head>", "<html><head></head><div>", "<html><head></head><!doctype html>"] {
        let told = show(&format!("{begun}<html><body>{row}</body></html>"));
        assert_eq!(told[..2], ["0 empty".to_owned(), format!("{} cuts", begun.len())], "{begun}");
    }
}

#[test]
fn end_tags_close_what_lies_within_and_stray_ones_nothing() {
    assert_eq!(
        show("<div class=row><b><i>1</b>2</i></em>3</div>4"),
        ["0 Closed <div class=\"row\"><b><i>1</i></b>23</div>"]
    );
}

#[test]
fn comments_scripts_and_styles_are_left_out() {
    assert_eq!(
        show(
            "<div class=row>1<!-- </div> -->2<script>'<div class=row>'</script><style></div></style>3</div>"
        ),
        ["0 Closed <div class=\"row\">12<script></script><style></style>3</div>"]
    );
    assert_eq!(show("<title><div class=row></title>"), [""; 0]);
}

#[test]
fn an_element_tells_its_attributes_children_and_texts() {
    let block = only(
        b"<div class='row joined' id=m7><div class=\"a b\">1<i>2</i></div> <p hidden title='x' title='y'>3<i class=c>4</i></p></div>",
    );
    let root = block.root();
    assert_eq!((root.name(), root.attribute("id")), ("div", Some("m7")));
    assert!(root.has_class("joined") && !root.has_class("join") && !root.has_class(""));
    let children: Vec<_> = root.elements().map(Element::name).collect();
    assert_eq!(children, ["div", "p"]);
    let all: Vec<_> = root.descendants().map(Element::name).collect();
    assert_eq!(all, ["div", "i", "p", "i"]);
    let a = root.child("a").unwrap();
    assert_eq!((a.text(), root.text()), ("12".to_owned(), "12 34".to_owned()));
    assert_eq!(root.find("c").unwrap().text(), "4");
    assert!(root.child("c").is_none() && a.find("c").is_none(), "only within");
    let p = root.elements().nth(1).unwrap();
    assert_eq!(p.attribute("hidden"), Some(""));
    assert_eq!(p.attribute("title"), Some("x"), "the first one counts");
    assert_eq!(p.attributes().count(), 3);
    let steps: Vec<_> =
        a.walk().map(|step| format!("{step:?}").split('(').next().unwrap().to_owned()).collect();
    assert_eq!(steps, ["Text", "Enter", "Text", "Leave"]);
}

#[test]
fn entities_are_decoded_in_texts_and_values() {
    let block = only(b"<div class=row title='&quot;&amp;quot;'>&lt;&#x1F600;&apos;&nbsp;&nosuch;&#0;a</div>");
    assert_eq!(block.root().attribute("title"), Some("\"&quot;"));
    assert_eq!(block.root().text(), "<\u{1F600}'\u{A0}&nosuch;\u{FFFD}a");
    assert!(!block.has_bad_bytes);
    let zero = only(b"<div class=row>a\0b</div>");
    assert_eq!((zero.root().text().as_str(), zero.has_bad_bytes), ("a\u{FFFD}b", true));
}

#[test]
fn words_behind_the_end_of_a_page_are_told_and_so_is_a_page_without_blocks() {
    let page = "<html><div class=row>1</div></html>";
    for blank in ["", "\n", " \r\n\u{FEFF}\n", "<!-- saved -->\n", "\n<script>x</script>y", "<p>x</p>"] {
        assert_eq!(
            show(&format!("{page}{blank}")),
            ["6 Closed <div class=\"row\">1</div>", "end"],
            "{blank}"
        );
    }
    assert_eq!(
        show(&format!("{page}\n\u{FEFF} {{\"a\": 1}}\n{page}x<b>y</b>")),
        [
            "6 Closed <div class=\"row\">1</div>",
            "end",
            // Of the line end, three bytes of the mark and a blank.
            &format!("{} behind {{\"a\": 1}}\n", page.len() + 5),
            &format!("{} Closed <div class=\"row\">1</div>", page.len() + 5 + 9 + 6),
            "end",
            &format!("{} behind x", 2 * page.len() + 5 + 9),
        ]
    );
    let row = |start: usize| format!("{start} Closed <div class=\"row\">1</div>");
    for doctype in ["", "<!DOCTYPE html>"] {
        let start = 4 + doctype.len() + 6;
        let next = start + page.len() - 6 + 4 + doctype.len() + 6;
        let last = next + page.len() - 6;
        assert_eq!(
            show(&format!("200\n{doctype}{page}---\n{doctype}{page}200")),
            [
                "0 separates 200\n",
                &row(start),
                "end",
                &format!("{} separates ---\n", start + page.len() - 6),
                &row(next),
                "end",
                &format!("{last} separates 200")
            ]
        );
    }
    // What is left of a page has tags.
    for left in ["200</div>", "</div>200", "200<p>", "200\n<b>", "200</div></html>", "200</body></html>"] {
        let told = show(&format!("{page}{left}{page}"));
        assert!(told[2..5].iter().any(|piece| piece.contains(" behind 200")), "{left}: {told:?}");
    }
    assert_eq!(show(&format!("{page}</html>200"))[3], "42 separates 200", "behind a page that ends twice");
    assert_eq!(show("<html>x</html><html><html>"), ["0 empty", "end", "14 empty", "20 cuts", "20 empty"]);
}

#[test]
fn addresses_in_the_header_of_an_answer_are_no_tags() {
    let header =
        "HTTP/2 200 \r\nlink: <https://t.me/s/osk?before=20>; rel=\"original\", <http://a/b>; rel=c\r\n\r\n";
    let page = "<html><div class=row>1</div></html>";
    let told = show(&format!("{header}{page}{header}{page}"));
    let kept = header.replace('\r', "");
    assert_eq!(told[0], format!("0 separates {kept}"));
    let second = header.len() + page.len();
    assert!(told[3].starts_with(&format!("{second} separates HTTP/2 200 ")), "{told:?}");
    assert_eq!(show(&format!("Ships <https://a/>{page}"))[0], "0 behind Ships <https://a>");
    assert_eq!(show(&format!("\n<https://a/b>{page}"))[0], "1 behind <https://a/b>");
    // In the field for links they may be paths, of which the first part is kept where they look like end tags.
    for (field, kept) in [
        ("link: </style.css>; rel=preload; as=style", "link: </style.css>; rel=preload; as=style"),
        ("Link: </css/a.css?1>; rel=preload, </js/b.js>; rel=c", "Link: </css>; rel=preload, </js>; rel=c"),
        ("link: <a.css>; rel=preload, <css/b.css>; rel=c", "link: <a.css>; rel=preload, <css/b.css>; rel=c"),
    ] {
        for end in ["\n\n", "\nserver: nginx\n\n"] {
            let file = format!("HTTP/2 200\n{field}{end}{page}200\nHTTP/1.1 200 OK\n{field}{end}{page}");
            let told = show(&file);
            assert_eq!(told[0], format!("0 separates HTTP/2 200\n{kept}{end}"), "{file}");
            assert!(told[3].contains(&format!(" separates 200\nHTTP/1.1 200 OK\n{kept}")), "{told:?}");
            assert_eq!(told.len(), 6, "{told:?}");
        }
    }
    // Anywhere else a tag is one.
    for left in ["Ships\nlink: </b>", "HTTP/2 200\n\nlink: </b>", "link: </b>", "HTTP/2 200\nserver: </b>"] {
        let told = show(&format!("{page}{left}{page}"));
        assert!(told[2].contains(" behind "), "{left}: {told:?}");
    }
    let row = "<div class=row>1</div>";
    let told = show(&format!("{page}Ships\nlink: {row}"));
    assert!(told[3].contains("Closed"), "{told:?}");
}

#[test]
fn line_ends_are_line_feeds_and_places_count_all_bytes() {
    let html = "<p>\r\n\r</p><div class=row>a\r\nb</div>";
    assert_eq!(show(html), ["10 Closed <div class=\"row\">a\nb</div>"]);
}

#[test]
fn bytes_that_are_no_utf8_become_replacement_characters() {
    let block = only(b"<div class=row title='\xFF'>a\xC3<b>\xA9</b>\xC3\xA9</div>");
    assert!(block.has_bad_bytes);
    assert_eq!(block.root().text(), "a\u{FFFD}\u{FFFD}\u{E9}");
    assert_eq!(block.root().attribute("title"), Some("\u{FFFD}"));
    assert_eq!(block.root().attribute("class"), Some("row"));
}

#[test]
fn line_separators_that_telegram_desktop_broke_are_mended() {
    let block = only(b"<div class=row>a<br>\x80\xA8b<br>\x80\xA9c<br>d\x80\xA8<br><b>\x80\xA8</b></div>");
    assert!(block.has_bad_bytes, "for those that stand elsewhere");
    assert_eq!(block.root().text(), "a\u{2028}b\u{2029}cd\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}");
    assert!(!only(b"<div class=row>a<br>\x80\xA8b</div>").has_bad_bytes);
}

#[test]
fn a_block_that_is_too_long_keeps_its_start_tag_and_the_next_one_is_whole() {
    let html = format!(
        "<div class=row id=1><p>{}</p>{}</div><div class=row id=2>x</div>",
        "w".repeat(500),
        "<div>é</div>".repeat(500)
    );
    let found = pieces_within(html.as_bytes(), 1000);
    let [Piece::Block(long), Piece::Block(next)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((long.ending, long.root().attribute("id")), (Ending::TooLong, Some("1")));
    assert_eq!(long.root().children().count(), 0);
    assert!(long.beginning().starts_with("<div class=\"row\" id=\"1\"><p>www"));
    assert_eq!((next.ending, next.root().text().as_str()), (Ending::Closed, "x"));
}

#[test]
fn a_tag_that_is_too_long_is_not_held() {
    let html = format!("<div class=row {}>x</div><div class=row>y</div>", "a".repeat(5000));
    let found = pieces_within(html.as_bytes(), 1000);
    let [Piece::Block(long), Piece::Block(next)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(long.ending, Ending::TooLong);
    assert_eq!(next.root().text(), "y");
}

#[test]
fn nesting_without_end_takes_linear_time_and_no_stack() {
    let html = format!(
        "<div class=row>{}1{}{}</div><div class=row>2</div>",
        "<b>".repeat(500_000),
        "</i>".repeat(500_000),
        "</b>".repeat(500_000)
    );
    let found = pieces(html.as_bytes());
    let Some(Piece::Block(block)) = found.first() else { panic!("a block") };
    assert_eq!(block.root().text(), "1");
    assert_eq!(block.root().walk().count(), 1_000_001);
    let lost = format!("{}2</html>", "<div class=row><b>".repeat(100_000));
    assert_eq!(pieces(lost.as_bytes()).len(), 100_001);
}

#[test]
fn many_attributes_take_linear_time() {
    let html = format!("<div class=row {}>x</div>", "a ".repeat(1_000_000));
    assert_eq!(only(html.as_bytes()).root().attributes().count(), 64);
}

proptest! {
    #[test]
    fn any_bytes_are_read_alike_however_they_come(
        parts in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "<div class=row>", "</div>", "<b>", "</b>", "<br>", "&lt;", "&#x", "<", ">", "\"", "'", "=",
                    "<!--", "-->", "<script>", "</script>", "</html>", "<div class=\"row\" a='", "\r", "\r\n",
                    "\0", "é", "<link>", "<title>",
                ]).prop_map(|text| text.as_bytes().to_vec()),
                prop::collection::vec(any::<u8>(), 0..4),
            ],
            0..40,
        ),
    ) {
        let html = parts.concat();
        let whole: Vec<_> = pieces(html.as_slice()).iter().map(shown).collect();
        let drip: Vec<_> = pieces(Drip(&html)).iter().map(shown).collect();
        prop_assert_eq!(&whole, &drip);
        for piece in pieces(html.as_slice()) {
            if let Piece::Block(block) = piece {
                prop_assert!(html[usize::try_from(block.start).unwrap()..].starts_with(b"<"));
                let enters = block.root().walk().filter(|step| matches!(step, Step::Enter(_))).count();
                prop_assert_eq!(enters, block.root().descendants().count());
            }
        }
    }
}
