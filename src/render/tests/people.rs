use insta::assert_snapshot;

use super::*;

const FREQUENCY: [(&str, ColumnType); 4] = [
    ("period", ColumnType::Text),
    ("tag", ColumnType::Text),
    ("posts", ColumnType::Int),
    ("share", ColumnType::Percent),
];

fn frequency() -> Vec<Vec<Value>> {
    vec![
        vec![text("2024-05"), text("rivers"), int(12), Value::Real(37.5)],
        vec![text("2024-05"), text("реки"), int(3), Value::Real(9.38)],
        vec![text("2024-05"), text("السلام"), int(1), int(100)],
        vec![text("undated"), text("報道"), int(0), Value::Null],
    ]
}

/// Columns of a terminal by another road than the renderer's: marks of direction are nothing, every
/// other grapheme is measured alone.
fn columns_of(line: &str) -> usize {
    line.graphemes(true).map(|grapheme| grapheme.width()).sum()
}

/// The column at which each of these words begins in its line.
fn begins(table: &str, words: &[&str]) -> Vec<usize> {
    let begin = |word: &&str| {
        let line = table.lines().find(|line| line.contains(*word)).unwrap();
        columns_of(&line[..line.find(*word).unwrap()])
    };
    words.iter().map(begin).collect()
}

/// The column after the last one of each of these words.
fn ends(table: &str, words: &[&str]) -> Vec<usize> {
    begins(table, words).iter().zip(words).map(|(begin, word)| begin + columns_of(word)).collect()
}

#[test]
fn a_table_has_rules_numbers_to_the_right_and_signs_on_percentages() {
    let table = rendered(OutputFormat::Table, &FREQUENCY, frequency(), &at_width(80));
    assert_snapshot!(table.replace('\u{200E}', ""), @"
    ───────────────────────────────
    period   tag     posts    share
    ───────────────────────────────
    2024-05  rivers     12   37.50%
    2024-05  реки        3    9.38%
    2024-05  السلام      1  100.00%
    undated  報道        0
    ───────────────────────────────
    ");
}

#[test]
fn arabic_and_chinese_keep_the_columns_straight() {
    let table = rendered(OutputFormat::Table, &FREQUENCY, frequency(), &at_width(80));
    assert_eq!(begins(&table, &["tag", "rivers", "реки", "السلام", "報道"]), [9; 5]);
    assert_eq!(ends(&table, &["37.50%", "9.38%", "100.00%"]), [31; 3]);
}

#[test]
fn a_right_to_left_cell_is_closed_so_that_its_line_keeps_its_order() {
    let table = rendered(OutputFormat::Table, &FREQUENCY, frequency(), &ALL_ROWS);
    let line = table.lines().find(|line| line.contains("السلام")).unwrap();
    assert_eq!(line, "\u{200E}2024-05  السلام \u{200E}     1  100.00%");
    assert_eq!(table.matches('\u{200E}').count(), 2);
}

#[test]
fn long_text_is_cut_and_figures_never() {
    let columns = [("posts", ColumnType::Int), ("text", ColumnType::Text), ("tag", ColumnType::Text)];
    let rows = vec![
        vec![int(123_456), text("The delegations met on the river bank\nand signed."), text("rivers")],
        vec![int(7), text("報道官は会見で述べた、そして続けた"), text("報道")],
    ];
    let table = rendered(OutputFormat::Table, &columns, rows.clone(), &at_width(40));
    assert_snapshot!(table, @"
    ────────────────────────────────────────
     posts  text                      tag
    ────────────────────────────────────────
    123456  The delegations met on …  rivers
         7  報道官は会見で述べた、…   報道
    ────────────────────────────────────────
    ");
    let wide = rendered(OutputFormat::Table, &columns, rows, &ALL_ROWS);
    assert_snapshot!(wide, @"
    ───────────────────────────────────────────────────────────────────
     posts  text                                                 tag
    ───────────────────────────────────────────────────────────────────
    123456  The delegations met on the river bank ⏎ and signed.  rivers
         7  報道官は会見で述べた、そして続けた                   報道
    ───────────────────────────────────────────────────────────────────
    ");
}

#[test]
fn names_are_broken_after_underscores_before_columns_are_given_up() {
    let columns =
        [("tag", ColumnType::Text), ("posts_per_day", ColumnType::Float), ("all_posts", ColumnType::Int)];
    let rows = || vec![vec![text("openports"), Value::Real(0.25), int(7)]];
    // 9 + 13 + 9 and two gaps of two are 35; the parts of the names need 9 + 6 + 5 and the gaps, 24.
    let whole = rendered(OutputFormat::Table, &columns, rows(), &at_width(35));
    assert_eq!(whole.lines().nth(1), Some("tag        posts_per_day  all_posts"));
    let broken = rendered(OutputFormat::Table, &columns, rows(), &at_width(24));
    assert_snapshot!(broken, @"
    ────────────────────────
               posts_
                 per_   all_
    tag           day  posts
    ────────────────────────
    openports    0.25      7
    ────────────────────────
    ");
    let coloured = RenderOptions { color: true, ..at_width(24) };
    let bold = rendered(OutputFormat::Table, &columns, rows(), &coloured);
    assert_eq!(bold.lines().filter(|line| line.starts_with("\u{1B}[1m")).count(), 3);
    assert!(rendered(OutputFormat::Table, &columns, rows(), &at_width(23)).starts_with("─ 1 ─"));
}

#[test]
fn a_link_is_cut_at_its_beginning_since_its_end_tells_the_post() {
    let columns = [("text", ColumnType::Text), ("link", ColumnType::Link)];
    let row = || vec![vec![text("Bridges opened"), text("https://t.me/harbour/1234")]];
    // 14 and 25 and the gap are 41: all fits there, and in one less the longer one gives.
    assert!(
        rendered(OutputFormat::Table, &columns, row(), &at_width(41)).contains("https://t.me/harbour/1234")
    );
    let cut = rendered(OutputFormat::Table, &columns, row(), &at_width(30));
    assert!(cut.contains("\nBridges opened  …/harbour/1234\n"), "{cut}");
    let block = rendered(OutputFormat::Table, &columns, row(), &at_width(20));
    assert!(block.contains("\nlink  …/harbour/1234\n"), "{block}");
}

#[test]
fn words_that_go_on_in_the_next_column_are_cut_at_their_beginning_and_stand_beside_it() {
    let columns = [("left", ColumnType::Before), ("word", ColumnType::Text), ("right", ColumnType::Text)];
    let row = |left| vec![text(left), text("rivers"), text("go by")];
    let rows = || vec![row("the ships of the Ministry of "), row("On "), row("")];
    let table = rendered(OutputFormat::Table, &columns, rows(), &at_width(31));
    // 31 less two gaps, 6 and 5 are 16.
    let expected = [
        "            left  word    right",
        "…the Ministry of  rivers  go by",
        "              On  rivers  go by",
    ];
    for line in expected {
        assert!(table.contains(&format!("\n{line}\n")), "{table}");
    }
    assert!(table.contains(&format!("\n{}rivers  go by\n", " ".repeat(18))), "{table}");
    assert!(
        rendered(OutputFormat::Markdown, &columns, rows(), &at_width(31))
            .contains("\n| ---: | --- | --- |\n")
    );
    let page = rendered(OutputFormat::Html, &columns, rows(), &at_width(31));
    assert_eq!(page.matches("right\">").count(), 4, "{page}");
}

#[test]
fn prose_gets_three_times_the_room_of_a_name() {
    let columns = [("channel", ColumnType::Text), ("text", ColumnType::Text)];
    let prose = "p ".repeat(31) + "p";
    let rows = vec![vec![text(&"n".repeat(50)), text(&prose)]];
    let table = rendered(OutputFormat::Table, &columns, rows, &at_width(58));
    // 58 less the gap are 56: 14 and three times 14.
    assert!(table.contains(&format!("\n{}…  {}…\n", "n".repeat(13), &prose[..41])), "{table}");
    for no_prose in ["p".repeat(63), prose[..55].to_owned()] {
        let rows = vec![vec![text(&"n".repeat(50)), text(&no_prose)]];
        let table = rendered(OutputFormat::Table, &columns, rows, &at_width(58));
        assert!(table.contains(&format!("\n{}…  {}…\n", "n".repeat(27), &no_prose[..27])), "{table}");
    }
}

#[test]
fn too_many_columns_turn_into_a_record_per_block() {
    let table = rendered(OutputFormat::Table, &FREQUENCY, frequency(), &at_width(24));
    assert_snapshot!(table, @"
    ─ 1 ────────────────────
    period  2024-05
    tag     rivers
    posts   12
    share   37.50%
    ─ 2 ────────────────────
    period  2024-05
    tag     реки
    posts   3
    share   9.38%
    ─ 3 ────────────────────
    period  2024-05
    tag     السلام
    posts   1
    share   100.00%
    ─ 4 ────────────────────
    period  undated
    tag     報道
    posts   0
    share
    ");
}

#[test]
fn a_day_is_whole_at_every_width() {
    let columns = [("day", ColumnType::Text), ("text", ColumnType::Text)];
    for width in 16..60 {
        let rows = vec![vec![text("2024-05-03"), text("The delegations met on the river bank.")]];
        let table = rendered(OutputFormat::Table, &columns, rows, &at_width(width));
        assert!(table.contains("2024-05-03"), "{table}");
    }
}

#[test]
fn a_number_too_wide_for_its_block_goes_on_in_the_next_line() {
    let columns = [("a_long_name", ColumnType::Int), ("b", ColumnType::Text)];
    let rows = vec![vec![int(i64::MIN), text("some words to cut")]];
    let table = rendered(OutputFormat::Table, &columns, rows, &at_width(20));
    assert_snapshot!(table, @"
    ─ 1 ────────────────
    a_long_n…  -92233720
               368547758
               08
    b          some wor…
    ");
}

#[test]
fn a_bare_statement_has_its_numbers_to_the_right_too() {
    let columns = [("n", ColumnType::Unknown), ("mixed", ColumnType::Unknown), ("none", ColumnType::Unknown)];
    let rows = vec![
        vec![int(1), int(1), Value::Null],
        vec![Value::Null, text("word"), Value::Null],
        vec![Value::Real(1000.25), Value::Real(0.5), Value::Null],
    ];
    let table = rendered(OutputFormat::Table, &columns, rows, &ALL_ROWS);
    assert_snapshot!(table, @"
    ────────────────────
          n  mixed  none
    ────────────────────
          1  1
             word
    1000.25  0.5
    ────────────────────
    ");
}

#[test]
fn no_rows_leave_the_header() {
    let table = rendered(OutputFormat::Table, &FREQUENCY, vec![], &at_width(80));
    assert_snapshot!(table, @"
    ─────────────────────────
    period  tag  posts  share
    ─────────────────────────
    ─────────────────────────
    ");
}

#[test]
fn only_a_coloured_table_has_escapes_and_only_its_own() {
    let options = RenderOptions { color: true, ..at_width(80) };
    let rows = vec![vec![text("\u{1B}[31mred")]];
    let table = rendered(OutputFormat::Table, &[("word", ColumnType::Text)], rows.clone(), &options);
    assert_eq!(
        table,
        "───────\n\u{1B}[1mword\u{1B}[0m\n───────\n␛[31mred\n───────\n".replace("───────", "────────")
    );
    let plain = rendered(OutputFormat::Table, &[("word", ColumnType::Text)], rows, &at_width(80));
    assert!(!plain.contains('\u{1B}'));
}

#[test]
fn a_post_cannot_steer_the_terminal() {
    let rows = NASTY.iter().map(|nasty| vec![int(1), text(nasty)]).collect();
    let table =
        rendered(OutputFormat::Table, &[("n", ColumnType::Int), ("t", ColumnType::Text)], rows, &ALL_ROWS);
    for char in table.chars().filter(|char| *char != '\n') {
        assert!(
            !char.is_control() && !sanitize::turns_direction(char) && !sanitize::is_line_break(char),
            "{char:?}"
        );
    }
    assert!(table.contains("usertxt.exe"), "{table}");
    assert!(table.contains("one ⏎ two ⏎ three ⏎ four"));
    assert!(table.contains("👨‍👩‍👧‍👦 family 👩🏽‍🚀"), "families stay");
    assert!(table.contains("🏴󠁧󠁢󠁥󠁮󠁧󠁿"), "flags of regions stay");
    assert_eq!(table.matches('\u{200B}').count(), 8);
}

#[test]
fn markdown_shows_text_as_it_is() {
    let columns = [("tag", ColumnType::Text), ("all_posts", ColumnType::Int), ("share", ColumnType::Percent)];
    let rows = vec![
        vec![text("a|b *c* _d_ e_f\r\ng"), int(3), Value::Real(12.5)],
        vec![text("<b>&amp;</b> ![x](http://a.b/p.png) `c` \\ ~~s~~\u{1B}\u{202E}"), Value::Null, int(100)],
    ];
    let markdown = rendered(OutputFormat::Markdown, &columns, rows, &at_width(20));
    assert_snapshot!(markdown, @r"
    | tag | all_posts | share |
    | --- | ---: | ---: |
    | a\|b \*c\* \_d\_ e_f<br>g | 3 | 12.5% |
    | &lt;b&gt;&amp;amp;&lt;/b&gt; !\[x\](http://a.b/p.png) \`c\` \\ \~\~s\~\~␛ |  | 100% |
    ");
}

#[test]
fn markdown_keeps_addresses_whole() {
    // GitHub makes links of them, the escapes within included; what is expected was read back with cmark-gfm.
    let columns = [("link", ColumnType::Link)];
    for (address, expected) in [
        ("https://t.me/foo_bar/1", "https://t.me/foo_bar/1"),
        ("https://a.example/w/Foo_(bar)", "<https://a.example/w/Foo_(bar)>"),
        ("HTTP://a.example/?a=1&b=2", "<HTTP://a.example/?a=1&b=2>"),
        ("https://a.example/?a=1&copy;=2", "<https://a.example/?a=1&amp;copy;=2>"),
        ("https://a.example/b_", "<https://a.example/b_>"),
        ("see (https://a.example/_b), _c_", r"see (<https://a.example/_b>), \_c\_"),
        ("https://a.example/*b*. d", "<https://a.example/*b>\\*. d"),
        ("https://a.example/b|c", r"<https://a.example/b>\|c"),
        (r"https://a.example/b\|c", r"<https://a.example/b>\\\|c"),
        ("https://a.example/<b>", "<https://a.example/>&lt;b&gt;"),
        ("www.a.example/?a=1&b=2", "www&#46;a.example/?a=1&amp;b=2"),
        ("www.a.example/b", "www.a.example/b"),
        ("www._a_", r"www&#46;\_a\_"),
        ("www.…[b]", r"www&#46;…\[b\]"),
        ("WWW.a.example/b_", r"WWW&#46;a.example/b\_"),
        ("www.", "www."),
        ("http://🎉_a_", "<http://🎉_a_>"),
        ("https://*b*", r"https://\*b\*"),
        ("xhttps://a.example/_b", r"xhttps://a.example/\_b"),
        ("яhttps://a.example/_b", "я<https://a.example/_b>"),
        ("[x](http://a.b)<i>", r"\[x\](<http://a.b>)&lt;i&gt;"),
    ] {
        let markdown = rendered(OutputFormat::Markdown, &columns, vec![vec![text(address)]], &ALL_ROWS);
        assert_eq!(markdown.lines().nth(2), Some(format!("| {expected} |").as_str()), "{address}");
    }
}

proptest! {
    #[test]
    fn a_table_never_overflows(table in any_table(), width in 20..200_usize) {
        let shown = render_any(OutputFormat::Table, &table, &at_width(width));
        for line in shown.lines() {
            prop_assert!(columns_of(line) <= width, "{} > {width}: {line:?}", columns_of(line));
        }
    }

    #[test]
    fn the_rules_of_a_table_are_as_wide_as_its_widest_row(table in any_table()) {
        let shown = render_any(OutputFormat::Table, &table, &ALL_ROWS);
        let rules: Vec<usize> = shown.lines().filter(|line| line.starts_with('─')).map(columns_of).collect();
        prop_assert!(rules.len() >= 3);
        prop_assert!(rules.iter().all(|rule| *rule == rules[0]));
        prop_assert_eq!(shown.lines().count(), table.1.len() + 4);
        prop_assert!(shown.lines().all(|line| columns_of(line) <= rules[0]));
    }

    #[test]
    fn markdown_has_a_line_a_row_and_as_many_cells_as_columns(table in any_table()) {
        let markdown = render_any(OutputFormat::Markdown, &table, &ALL_ROWS);
        prop_assert_eq!(markdown.lines().count(), table.1.len() + 2);
        for line in markdown.lines() {
            let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            prop_assert_eq!(bars, table.0.len() + 1, "{}", line);
            let is_address = |text: &str| {
                let inner = text.split_once('>').map_or("", |(inner, _)| inner).to_ascii_lowercase();
                ["http://", "https://", "ftp://"].iter().any(|scheme| inner.starts_with(scheme))
                    && !inner.contains(char::is_whitespace)
            };
            let has_tag = line.replace("<br>", "").split('<').skip(1).any(|text| !is_address(text));
            prop_assert!(!has_tag && !line.chars().any(char::is_control));
        }
    }
}
