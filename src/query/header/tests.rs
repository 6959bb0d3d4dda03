use super::{Choice, Header, Need, Wide};
use crate::query::Problem;
use crate::query::bind::Arguments;
use crate::query::network::Direction;
use crate::query::parameter::Mark;
use crate::query::rows::ColumnType;
use crate::query::wide::RowOrder;

const TEXT: &str = "\
-- Posts per colour
--
-- use: Which colours rule,
--   and when?
-- tags: colours, time
-- note: a forward counts once
-- note: undated posts count
-- needs: views
--
-- Two paragraphs of help.
--
--    kept as written: yes
-- @param by      enum(day|month) = month : length of a period;
--                                          weeks are ISO weeks
-- @param channel channel*       : only these
-- @column period text    : e.g. 2024-03; 'undated' for the rest
-- @column share  percent : posts / all_posts
-- @wide rows=colour columns=period value=posts
-- @chart line x=period y=posts
-- @example chancery run colours --by day

-- @param late text : too late
SELECT 1
";

fn messages(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn every_part_of_a_header_is_read() {
    let (header, problems) = Header::parse("colours.sql", TEXT);
    assert_eq!(header.title, "Posts per colour");
    assert_eq!(header.question.as_deref(), Some("Which colours rule, and when?"));
    assert_eq!(header.tags, ["colours", "time"]);
    assert_eq!(header.notes, ["a forward counts once", "undated posts count"]);
    assert_eq!(header.needs, [Need { what: "views".into(), when: None, line: 8 }]);
    assert_eq!(header.help, "Two paragraphs of help.\n\n   kept as written: yes");
    assert_eq!(header.parameters.len(), 2);
    assert_eq!(header.parameters[0].help, "length of a period; weeks are ISO weeks");
    assert_eq!((header.parameters[1].mark, header.parameters[1].line), (Mark::List, 15));
    assert_eq!(header.columns[0].help, "e.g. 2024-03; 'undated' for the rest");
    assert_eq!(header.column_type("share"), ColumnType::Percent);
    assert_eq!(header.column_type("other"), ColumnType::Unknown);
    let wide = Wide {
        rows: "colour".into(),
        columns: "period".into(),
        value: "posts".into(),
        order: RowOrder::Total,
        line: 18,
    };
    assert_eq!(header.wide, Some(wide));
    assert_eq!(header.chart, Some(crate::query::chart::Chart::parse("line x=period y=posts", 19).unwrap()));
    assert_eq!(header.examples, ["chancery run colours --by day"]);
    assert_eq!(
        messages(&problems),
        [
            "colours.sql:22: this stands below the header and is not read; move it into the first comment block"
        ]
    );
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_change_nothing() {
    let (plain, _) = Header::parse("colours.sql", TEXT);
    let (windows, problems) =
        Header::parse("colours.sql", &format!("\u{feff}{}", TEXT.replace('\n', "\r\n")));
    assert_eq!(windows, plain);
    assert_eq!(problems.len(), 1);
}

#[test]
fn a_wrong_header_names_file_and_line() {
    let text = "-- @param x text\n-- @colour red\n-- @param y txt : h\n-- @param db text : h\n\
        -- @param z text\n-- @param z int\n-- @column a\n-- @column a int\n-- @column a text\n\
        -- @column b colour\n-- @wide rows=a\n-- use: a\n-- use: b\nSELECT 1";
    let (header, problems) = Header::parse("my.sql", text);
    assert_eq!(header.title, "");
    assert_eq!(header.parameters.len(), 1, "the first line is never a parameter");
    let expected = [
        ("my.sql:1: the first line is the title", false),
        ("my.sql:2: unknown key '@colour'; known: @param", false),
        ("my.sql:3: 'txt' is no type", true),
        ("my.sql:4: 'db' is an option of run", true),
        ("my.sql:6: 'z' is declared twice, first in line 5", true),
        ("my.sql:7: @column needs a name and a type", false),
        ("my.sql:9: column 'a' stands twice", false),
        ("my.sql:10: 'colour' is no type of a column", false),
        ("my.sql:11: @wide needs three columns", false),
        ("my.sql:13: 'use:' stands twice", false),
    ];
    assert_eq!(problems.len(), expected.len(), "{problems:#?}");
    for (problem, (message, prevents_run)) in problems.iter().zip(expected) {
        assert!(problem.to_string().starts_with(message), "{problem}");
        assert_eq!(problem.prevents_run, prevents_run, "{problem}");
    }
}

#[test]
fn a_header_that_is_indented_throughout_is_read_as_one_that_is_not() {
    let plain = "-- Title\n--\n-- use: when?\n-- tags: time, mine\n-- note: a note that\n--   goes on\n-- needs: views\n\
        --\n-- Help.\n-- More.\n-- @param since date? : first\nSELECT 1";
    let (expected, _) = Header::parse("my.sql", plain);
    assert_eq!(expected.notes, ["a note that goes on"]);
    assert_eq!(expected.help, "Help.\nMore.");
    for indent in ["-- ", "--    ", "--\t", "  --  "] {
        let (header, problems) = Header::parse("my.sql", &plain.replace("-- ", indent));
        assert_eq!((header, problems), (expected.clone(), vec![]), "{indent:?}");
    }
}

#[test]
fn a_key_is_one_however_it_is_written() {
    let text = "-- Title\n-- use: when?\n--    tags: time\n--     note: one\n-- Note : two\n--\tNEEDS: views\nSELECT 1";
    let (header, problems) = Header::parse("my.sql", text);
    assert_eq!(problems, []);
    assert_eq!(header.question.as_deref(), Some("when?"));
    assert_eq!(
        (header.tags, header.notes),
        (vec!["time".to_owned()], vec!["one".to_owned(), "two".to_owned()])
    );
    assert_eq!(header.needs, [Need { what: "views".into(), when: None, line: 6 }]);
}

#[test]
fn keys_behind_the_header_are_told() {
    let text = "-- Title\n-- use: when?\n\n-- tags: time\n--   @wide rows=a columns=b value=c\n/* of */\n-- needs: views\n\
        SELECT 1 AS a, -- note: within the statement\n-- tags: the same\n-- @chart bar x=a y=a\n2 AS b";
    let (_, problems) = Header::parse("my.sql", text);
    let told = |line: u32| {
        format!(
            "my.sql:{line}: this stands below the header and is not read; move it into the first comment block"
        )
    };
    assert_eq!(messages(&problems), [4, 5, 7, 10].map(told));
}

#[test]
fn a_declaration_is_one_however_it_is_indented() {
    let text = "--\tTitle\n--\t@param since date? : first day\n-- use: when?\n--     @column day date : the day\n\
        --                     of the post\n--  @wide rows=day columns=day value=day\nSELECT 1 AS day";
    let (header, problems) = Header::parse("my.sql", text);
    assert_eq!(problems, []);
    assert_eq!((header.title.as_str(), header.question.as_deref()), ("Title", Some("when?")));
    assert_eq!((header.parameters[0].name.as_str(), header.parameters[0].line), ("since", 2));
    assert_eq!((header.columns[0].help.as_str(), header.columns[0].line), ("the day of the post", 4));
    assert_eq!(header.wide.map(|wide| wide.line), Some(6));
}

#[test]
fn a_second_matrix_drawing_or_direction_does_not_take_the_place_of_the_first_in_silence() {
    let text = "-- T\n-- @wide rows=a columns=b value=c\n-- @wide rows=b columns=a value=c\n-- @chart bar x=a y=c\n\
        -- @chart bar x=b y=c\n-- @network directed\n-- @network undirected\nSELECT 1";
    let (_, problems) = Header::parse("my.sql", text);
    assert_eq!(
        messages(&problems),
        [
            "my.sql:3: '@wide' stands twice",
            "my.sql:5: '@chart' stands twice",
            "my.sql:7: '@network' stands twice"
        ]
    );
}

#[test]
fn more_columns_than_sqlite_gives_are_not_read() {
    let lines: String = (0..45_000).map(|number| format!("-- @column c{number} int\n")).collect();
    let begun = std::time::Instant::now();
    let (header, problems) = Header::parse("my.sql", &format!("-- T\n{lines}SELECT 1 AS c0"));
    assert_eq!(header.columns.len(), 2_000);
    assert_eq!(messages(&problems), ["my.sql:2002: a result has at most 2000 columns"]);
    // Each compared with all before it takes a minute.
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

#[test]
fn a_need_may_depend_on_a_value() {
    let text = "-- T\n-- needs: views, point-groups when object=Point\n-- @param object enum(link|point)? : what\n\
                -- @param by enum(day|point) = point : how\n-- needs: search-index when by=point\nSELECT 1";
    let (header, problems) = Header::parse("my.sql", text);
    assert_eq!(problems, []);
    let told: Vec<String> = header.needs.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["views", "point-groups when object=Point", "search-index when by=point"]);
    let when = Some(Choice { parameter: "object".into(), value: Some("Point".into()) });
    assert_eq!(header.needs[1], Need { what: "point-groups".into(), when, line: 2 });
    let needed = |given: &[(&str, &str)]| {
        let mut arguments = Arguments::new();
        for (name, text) in given {
            arguments.add(*name, *text);
        }
        ["views", "point-groups", "search-index"].map(|what| header.needs(what, &arguments))
    };
    // One without a default is not needed unless it is asked for, one of the default is.
    assert_eq!(needed(&[]), [true, false, true]);
    assert_eq!(needed(&[("object", "POINT"), ("by", "day")]), [true, true, false]);
    assert_eq!(needed(&[("object", "link"), ("by", "point")]), [true, false, true]);
    assert!(!header.needs("forwards", &Arguments::new()));
}

#[test]
fn a_need_may_depend_on_whether_there_is_a_value() {
    let text = "-- T\n-- needs: word-index when words, views when top\n-- @param words words? : what\n\
                -- @param top int = 3 : how many\nSELECT 1";
    let (header, problems) = Header::parse("my.sql", text);
    assert_eq!(problems, []);
    assert_eq!(header.needs[0].to_string(), "word-index when words");
    assert!(!header.needs("word-index", &Arguments::new()));
    assert!(header.needs("views", &Arguments::new()), "a default is a value");
    let mut given = Arguments::new();
    given.add("words", "war");
    assert!(header.needs("word-index", &given));
}

#[test]
fn a_need_that_can_never_be_is_a_problem() {
    for (need, message) in [
        ("x when objet=point", "'x when objet=point': no parameter 'objet' is declared"),
        ("x when object=poit", "'x when object=poit': 'poit' is not one of: link, point"),
        ("x when many=point", "'x when many=point': 'many' must be an enum that takes one word"),
        ("x when top=3", "'x when top=3': 'top' must be an enum that takes one word"),
        ("x when objects", "'x when objects': no parameter 'objects' is declared"),
        ("x when object now", "'x when object now' is no need; write needs: NAME"),
        ("x when =point", "'x when =point' is no need"),
        ("x when object=", "'x when object=' is no need"),
        ("x if object=point", "'x if object=point' is no need"),
        ("x when object=point or so", "'x when object=point or so' is no need"),
    ] {
        let text = format!(
            "-- T\n-- @param object enum(link|point) = link : what\n-- @param many enum(link|point)* : which\n\
             -- @param top int = 3 : how many\n-- needs: {need}\nSELECT 1"
        );
        let (_, problems) = Header::parse("my.sql", &text);
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert!(messages(&problems)[0].starts_with(&format!("my.sql:5: {message}")), "{problems:#?}");
        assert!(!problems[0].prevents_run);
    }
}

#[test]
fn a_file_without_header_has_no_title() {
    for text in ["", "SELECT 1", "/* c */ SELECT 1", "\n-- late\nSELECT 1", "--\nSELECT 1"] {
        let (header, problems) = Header::parse("my.sql", text);
        assert_eq!(header, Header::default(), "{text:?}");
        assert_eq!(problems.len(), 1, "{text:?}");
    }
}

#[test]
fn a_matrix_may_say_the_order_of_its_rows() {
    for (text, order) in [
        ("rows=tag columns=period value=rank order=latest", RowOrder::Latest),
        ("order=first rows=tag columns=period value=rank", RowOrder::First),
        ("rows=tag columns=period value=rank", RowOrder::Total),
    ] {
        let (header, problems) = Header::parse("a.sql", &format!("-- T\n-- @wide {text}\nSELECT 1"));
        assert_eq!((header.wide.unwrap().order, problems), (order, vec![]), "{text}");
    }
    for (text, message) in [
        ("rows=tag columns=period value=rank order=best", "'best' is no order of rows: @wide rows=NAME"),
        ("rows=tag columns=period value=rank top=3", "'top=3' is no part of @wide rows=NAME"),
        ("rows=tag rows=tag columns=period value=rank", "'rows=tag' does not name one thing; write @wide"),
        ("rows=tag columns= value=rank", "'columns=' does not name one thing; write @wide"),
    ] {
        let (header, problems) = Header::parse("a.sql", &format!("-- T\n-- @wide {text}\nSELECT 1"));
        assert_eq!(header.wide, None);
        assert!(messages(&problems)[0].starts_with(&format!("a.sql:2: {message}")), "{problems:?}");
    }
}

#[test]
fn a_network_says_whether_it_has_a_direction() {
    let network = |text: &str| Header::parse("a.sql", &format!("-- T\n{text}SELECT 1"));
    assert_eq!(network("-- @network directed\n").0.network, Some(Direction::Directed));
    assert_eq!(network("-- @network undirected\n").0.network, Some(Direction::Undirected));
    assert_eq!(network("").0.network, None);
    assert_eq!(
        messages(&network("-- @network both\n").1),
        ["a.sql:2: 'both' is no kind of network; write @network directed or undirected"]
    );
}
