//! How a table is written, and which of its columns are meant.

use super::*;

#[test]
fn a_header_that_stands_again_where_tables_are_put_together_is_no_post() {
    let records = records(
        "\u{FEFF}id,text,channel\r\n1,a,River\r\n\u{FEFF}id, text ,channel\r\n2,b,River\r\nid,text,x\r\n",
    );
    assert_eq!(texts(&records), ["a", "b", "text"], "the last row is another one");
    let channels = records.iter().filter(|record| matches!(record, Record::Channel(_))).count();
    assert_eq!((channels, rejects(&records).len()), (2, 0));
}

/// The texts, authors or channels, and days of the posts, and the place of each reject.
fn joined(table: &str) -> (Vec<String>, Vec<String>) {
    let all = records(table);
    assert_eq!(super::damage::trickled(table.as_bytes()), all, "{table}");
    let mut channel = None;
    let mut posts = Vec::new();
    for record in &all {
        match record {
            Record::Channel(found) => channel.clone_from(&found.name),
            Record::Post(post) => {
                let whose = post
                    .author
                    .as_ref()
                    .and_then(|author| author.name.clone())
                    .or_else(|| channel.clone())
                    .unwrap_or_default();
                let id = post.external_id.clone().unwrap_or_default();
                let views = post.views.map(|views| views.to_string()).unwrap_or_default();
                let is_dated = post.posted != Moment::Unknown;
                posts.push(format!("{id} {} {whose} {views} {is_dated}", post.text));
            }
            _ => {}
        }
    }
    (posts, rejects(&all).iter().map(|reject| reject.place.to_string()).collect())
}

#[test]
fn a_table_behind_another_is_read_by_its_own_header() {
    let table = "id,channel,text\n1,North,one\nID,Channel,Text\n2,North,two\n";
    assert_eq!(texts(&records(table)), ["one", "two"]);
    for (table, posts, rejected) in [
        // The same columns in another order, by the same names and by others.
        (
            "id,channel,text\n1,North,one\nid,text,channel\n2,two,South\n",
            &["1 one North  false", "2 two South  false"][..],
            &["line 3"][..],
        ),
        (
            "id,date,text\n1,2024-07-01,one\nmessage_id,body,created_at\n2,two,2024-07-02\n",
            &["1 one   true", "2 two   true"],
            &["line 3"],
        ),
        (
            "id,channel,text\n1,North,one\nbody,channel_name,post_id\ntwo,South,2\n",
            &["1 one North  false", "2 two South  false"],
            &["line 3"],
        ),
        // Other columns at the same places: neither is a view an id, nor a name a count.
        (
            "id,date,text\n1,2024-07-01,one\nauthor,created_at,body\nAnn,2024-07-02,two\n",
            &["1 one   true", " two Ann  true"],
            &["line 3"],
        ),
        (
            "date,text,views\n2024-07-01,one,7\ndate,text,likes\n2024-07-02,two,9\ndate,text,views\n2024-07-03,three,8\n",
            &[" one  7 true", " two   true", " three  8 true"],
            &["line 3", "line 5"],
        ),
        // Fewer or more columns, and the line by which a spreadsheet is told the separator.
        (
            "id;date;text\n1;2024-07-01;one\nsep=;\ndate;body;author;views\n2024-07-02;two;Ann;9\nsep=;\nid;text\n3;three\n",
            &["1 one   true", " two Ann 9 true", "3 three   false"],
            &["line 4", "line 7"],
        ),
        // A row with such words that is no header spoils nothing but itself.
        (
            "date,text,author\n2024-07-01,one,Ann\ndate,text,text\n2024-07-02,two,Ben\n",
            &[" one Ann  true", " two Ben  true"],
            &["line 3"],
        ),
        (
            "date,text,author\n2024-07-01,one,Ann\ndate,text\n2024-07-02,two\n",
            &[" one Ann  true", " two   true"],
            &["line 3"],
        ),
    ] {
        let expected: Vec<String> = posts.iter().map(|post| (*post).to_owned()).collect();
        let places: Vec<String> = rejected.iter().map(|place| (*place).to_owned()).collect();
        assert_eq!(joined(table), (expected, places), "{table}");
    }
    // By other names they are the same columns.
    let first = "id,date,text\n1,2024-07-01,one\n";
    let again = records(format!("{first}message_id,created_at,body\n2,2024-07-02,two\n"));
    assert_eq!(texts(&again), ["one", "two"]);
    let [reject] = &rejects(&again)[..] else { panic!("it is told of: {again:?}") };
    assert_eq!(
        (reject.place.to_string().as_str(), reject.raw.as_str()),
        ("line 3", "message_id,created_at,body\n")
    );
    assert_eq!(texts(&records(format!("{first}2,2024-07-02,body\n"))), ["one", "body"]);
    // A post may say what a column is called, and its id may be such a word, as in a list of the words of a program.
    assert_eq!(
        texts(&records("id,text\nid-1,hello\npost_id,message\nkey,body\n")),
        ["hello", "message", "body"]
    );
    assert_eq!(texts(&records("id,channel,text\nid,id,text\n1,text,id\n")), ["text", "id"]);
}

#[test]
fn rows_below_a_header_that_does_not_tell_its_columns_are_no_posts() {
    let table = "id,date,text\n1,2024-07-01,one\nid,date,message,post_id\n2,2024-07-02,two,3\nid,date,text\n4,2024-07-04,four\n";
    assert_eq!(joined(table).0, ["1 one   true", "4 four   true"], "{table}");
    assert_eq!(joined(table).1, ["line 3", "line 4"]);
    let table = "id,date,text,author\n1,2024-07-01,one,Ann\nid,date,message,post_id\n2,2024-07-02,two,3\nid,date,text,author\n4,2024-07-04,four,Ann\n";
    assert_eq!(joined(table).0, ["1 one Ann  true", "4 four Ann  true"], "{table}");
    assert_eq!(joined(table).1, ["line 3", "line 4", "line 5"]);
    // A mapped column has its place in a header that has it, and in one with the same columns.
    let options = mapped(&[("text", "Beitrag")]);
    let table = "date,Beitrag,text\n2024-07-01,one,a\ndate,text,author\n2024-07-02,two,Ann\n";
    let found = try_records(table, &options).unwrap();
    assert_eq!((texts(&found), rejects(&found).len()), (vec!["one", "two"], 1));
    let table = "date,Beitrag,views\n2024-07-01,one,1\nviews,date,Beitrag\n2,2024-07-02,two\n";
    let found = try_records(table, &options).unwrap();
    assert_eq!((texts(&found), rejects(&found).len()), (vec!["one", "two"], 1));
}

#[test]
fn a_quote_in_a_table_of_tabs_without_quoting_is_a_character_like_any() {
    let told = |table: &str| {
        let all = records(table);
        assert_eq!(super::damage::trickled(table.as_bytes()), all, "{table}");
        let rejects: Vec<_> =
            rejects(&all).iter().map(|one| format!("{}: {}", one.place, one.reason)).collect();
        (texts(&all).join("|"), rejects, all.iter().any(|record| matches!(record, Record::Cut(_))))
    };
    let head = "id\tdate\ttext\n";
    let line = |id: u32, text: &str| format!("{id}\t2024-07-1{id}\t{text}\n");
    for (texts, expected) in [
        (&["a", "\"To be", "c", "the question.\"", "e"][..], "a|\"To be|c|the question.\"|e"),
        (&["\"a", "b", "c said \"d\"", "\"e\" f", "\"\"g\"\""], "\"a|b|c said \"d\"|\"e\" f|\"\"g\"\""),
        (&["\"a", "b", "c"], "\"a|b|c"),
        (&["\"a", "\"b", "\"c", "\"d\""], "\"a|\"b|\"c|d"),
    ] {
        let table: String = (1..).zip(texts).map(|(id, text)| line(id, text)).collect();
        assert_eq!(told(&format!("{head}{table}")), (expected.to_owned(), vec![], false));
        let first = "text\tid\tdate\n".to_owned();
        let table: String =
            (1..).zip(texts).map(|(id, text)| format!("{text}\t{id}\t2024-07-1{id}\n")).collect();
        assert_eq!(told(&(first + &table)), (expected.to_owned(), vec![], false));
    }
    // Where cells are quoted they hold line ends and tabs as ever.
    let quoted = format!("{head}1\t2024-07-11\t\"a\tb\nc\n\nd\"\n2\t2024-07-12\t\"say \"\"e\"\"\"\n");
    assert_eq!(told(&quoted), ("a\tb\nc\n\nd|say \"e\"".to_owned(), vec![], false));
    let damaged = format!("{quoted}3\t2024-07-13\t\"a \"b\" c\n{}", line(4, "e"));
    assert_eq!(told(&damaged).1, ["line 7: a quote in a quoted cell that is not doubled"]);
    // A quote in the last row is one like any, too, unless the table has cells in quotes, or its end is missing.
    assert_eq!(told(&format!("{head}{}", line(1, "\"b"))), ("\"b".to_owned(), vec![], false));
    let crossed = |table: String| table.replace('\n', "\r\n");
    assert_eq!(told(&crossed(format!("{head}{}", line(1, "\"b")))), ("\"b".to_owned(), vec![], false));
    // At a line end it may be missing: where the text has a doubled quote, or the line another end than those before, what is
    // there is kept, and the doubt told, but where another row has such a quote.
    let before = format!("{head}{}", line(1, "a"));
    for (doubtful, expected) in [
        (format!("{before}{}", line(2, "\"b \"\"c\"\"")), "a|\"b \"\"c\"\""),
        (format!("{}{}", crossed(before), line(2, "\"b")), "a|\"b"),
    ] {
        assert_eq!(told(&doubtful), (expected.to_owned(), vec![], true), "{doubtful:?}");
        assert_eq!(records(&doubtful).last(), Some(&Record::Cut(crate::model::Place::Line(4))));
    }
    for first in ["a", "\"a\" a", "\"a"] {
        let plain = format!("{head}{}{}", line(1, first), line(2, "\"b"));
        assert_eq!(told(&plain), (format!("{first}|\"b"), vec![], false));
    }
    assert_eq!(
        told(&format!("{head}{}{}", line(1, "\"a\""), line(2, "\"b"))),
        ("a".to_owned(), vec![], true)
    );
    let last = line(2, "c").replace('\n', "");
    assert_eq!(told(&format!("{head}{}{last}", line(1, "\"a"))), ("\"a|c".to_owned(), vec![], false));
    let cut = format!("{head}{}2\t2024-07-12\t\"b", line(1, "a"));
    assert_eq!(told(&cut), ("a".to_owned(), vec![], true));
}

#[test]
fn line_ends_within_a_cell_are_those_of_unix() {
    let records = records("id,text\n1,\"Points:\r• a\r\n• b\r\"\n");
    assert_eq!(texts(&records), ["Points:\n• a\n• b\n"]);
}

#[test]
fn every_separator_is_told_from_the_header() {
    for separator in [",", ";", "\t", "|"] {
        let table = "id:text:date\n1:\"a:b\":2024-07-16\n".replace(':', separator);
        let records = records(&table);
        assert_eq!(texts(&records), [format!("a{separator}b")], "{separator:?}");
    }
    // There are more commas than semicolons, but they make no columns of known names.
    assert_eq!(texts(&records("id;\"a, b, c, d\";text\n1;x;y\n")), ["y"]);
}

#[test]
fn the_line_of_spreadsheets_that_names_the_separator_is_no_header() {
    for line in ["sep=|\n", "\"sep=|\"\r\n", "\u{FEFF}sep=|\n"] {
        assert_eq!(texts(&records(format!("{line}id|text\n1|a, b\n"))), ["a, b"], "{line:?}");
    }
}

#[test]
fn quoted_cells_hold_line_ends_separators_and_quotes() {
    let table = "\u{FEFF}\"id\",\"text\"\r\n1,\"Rain, then \"\"sun\"\"\r\n\r\n• one\n• two\"\r\n2,plain\r\n\r\n3,\"\"\r\n";
    let records = records(table);
    assert_eq!(texts(&records), ["Rain, then \"sun\"\n\n• one\n• two", "plain", ""]);
    assert_eq!(rejects(&records), [] as [&Reject; 0]);
}

#[test]
fn a_carriage_return_alone_ends_rows_only_where_nothing_else_does() {
    assert_eq!(texts(&records("id,text\r1,a\r2,b\r")), ["a", "b"]);
    // In a cell its lines end as the program has them.
    assert_eq!(texts(&records("id,text\r1,\"a\nb \"\"c\"\"\"\r2,d\r")), ["a\nb \"c\"", "d"]);
    assert_eq!(texts(&records("sep=;\rid;text\r1;a\r2;b\r")), ["a", "b"]);
    assert_eq!(texts(&records("id,text\r\n1,a\rb\r\n")), ["a\nb"]);
    assert_eq!(texts(&records("id,text\n1,a\r\r\n")), ["a\n"]);
}

#[test]
fn the_last_row_needs_no_line_end() {
    assert_eq!(texts(&records("id,text\n1,a\n2,b")), ["a", "b"]);
    assert_eq!(texts(&records("id,text\n1,a\n2,")), ["a", ""]);
    assert_eq!(texts(&records("id,text\n1,\"a\"")), ["a"]);
}

#[test]
fn empty_lines_and_rows_of_nothing_are_no_records() {
    let records = records("\n\nid,text\n\n1,a\n,\n  \n\"\",\"\"\n");
    assert_eq!(texts(&records), ["a"]);
    assert_eq!(records.len(), 2);
}

#[test]
fn names_of_columns_are_found_in_upper_case_and_by_alias() {
    let post = only_post("Post_ID, Created_At ,BODY,View_Count,Shares,Comments", "5,1721138602,a,7,8,9");
    assert_eq!(post.external_id.as_deref(), Some("5"));
    assert_eq!(post.posted, Moment::Instant(1_721_138_602));
    assert_eq!(
        (post.text.as_str(), post.views, post.forwards, post.replies),
        ("a", Some(7), Some(8), Some(9))
    );
}

#[test]
fn a_mapped_column_is_meant_whatever_else_is_there() {
    let table = "id,message_id,Full Text,message,when\n0,17,a,b,2024-07-16T14:03:22Z\n";
    let options = mapped(&[("id", "message_id"), ("text", "full text"), ("posted_at", "when")]);
    let records = try_records(table, &options).unwrap();
    let [post] = posts(&records)[..] else { panic!("{records:?}") };
    assert_eq!(post.external_id.as_deref(), Some("17"));
    assert_eq!((post.text.as_str(), post.posted), ("a", Moment::Instant(1_721_138_602)));
}

#[test]
fn a_column_that_is_mapped_is_not_found_by_its_name_too() {
    let options = mapped(&[("author", "channel")]);
    let records = try_records("id,text,channel\n1,a,Desk of Vexland\n", &options).unwrap();
    assert!(channels(&records)[0].is_anonymous());
    assert_eq!(posts(&records)[0].author.as_ref().unwrap().name.as_deref(), Some("Desk of Vexland"));
}

#[test]
fn one_column_may_be_mapped_to_several() {
    let options = mapped(&[("id", "link"), ("url", "link")]);
    let records = try_records("link,text\nhttps://t.me/valdoria/9,a\n", &options).unwrap();
    assert_eq!(channels(&records)[0].handle.as_deref(), Some("valdoria"));
    assert_eq!(posts(&records)[0].external_id.as_deref(), Some("9"));
    assert_eq!(posts(&records)[0].url.as_deref(), Some("https://t.me/valdoria/9"));
}

#[test]
fn where_two_columns_could_be_meant_the_user_is_asked() {
    let none = ReadOptions::default();
    assert_eq!(
        error_of("id,message_id,text\n1,2,a\n", &none),
        "'id' and 'message_id' could both be the id (say which one is meant: --map id=id)"
    );
    assert_eq!(
        error_of("text,Text\na,b\n", &none),
        "'text' and 'Text' could both be the text (say which one is meant: --map text=text)"
    );
    assert_eq!(error_of("text,text\na,b\n", &none), "two columns are called 'text' (say which one is meant)");
    assert_eq!(
        error_of("id,Full Text,when\n1,a,b\n", &none),
        "which column is the text? there are: id, Full Text, when (say which: --map text=COLUMN)"
    );
    assert_eq!(
        error_of("id,text\n1,a\n", &mapped(&[("author", "Autor")])),
        "there is no column 'Autor' (there are: id, text)"
    );
    let error = try_records("id,text\n", &mapped(&[("body", "text")])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert_eq!(error.to_string(), "there is no column 'body' to map to");
    let twice = try_records("id,text\n", &mapped(&[("posted_at", "a"), ("posted_at:dmy", "b")])).unwrap_err();
    assert_eq!(twice.to_string(), "'posted_at' is mapped twice");
}

#[test]
fn the_order_of_day_and_month_is_asked_for_and_taken() {
    let table = "id,text,Date\n1,a,\n2,b,07/06/2024\n3,c,2024-07-16\n";
    assert_eq!(
        error_of(table, &ReadOptions::default()),
        "the dates of the column 'Date' are written as '07/06/2024': is that day or month first? \
         (day first: --map 'posted_at:dmy=Date'; month first: --map 'posted_at:mdy=Date')"
    );
    let records = try_records(table, &mapped(&[("posted_at:dmy", "Date")])).unwrap();
    let days: Vec<Moment> = posts(&records).iter().map(|post| post.posted).collect();
    let day = |text: &str| Moment::Day(text.parse().unwrap());
    assert_eq!(days, [Moment::Unknown, day("2024-06-07"), day("2024-07-16")]);
}

#[test]
fn one_odd_date_among_others_is_kept_as_written() {
    let records = records("id,text,date\n1,a,2024-07-16\n2,b,07/06/2024\n3,c,soon\n");
    let raw: Vec<_> = posts(&records).iter().map(|post| (post.posted, post.posted_raw.as_deref())).collect();
    let day = Moment::Day("2024-07-16".parse().unwrap());
    assert_eq!(raw, [(day, None), (Moment::Unknown, Some("07/06/2024")), (Moment::Unknown, Some("soon"))]);
}

#[test]
fn only_tables_of_posts_are_taken_without_asking() {
    for head in [
        "id,text\n",
        "text,date",
        "Date;Text;x\n",
        "\"message_id\"\t\"body\"\t\"views\"\n1\ta\t2\n",
        "id,date,message,views\n1,2024-07-16,\"Forwarded from Vexland\nForwarded from Valdoria\n\",5",
        "id,message_id,text\n",
    ] {
        assert!(looks_like(head.as_bytes()), "{head:?}");
        assert_eq!(detect::detect(head.as_bytes()), Some(Format::Csv), "{head:?}");
    }
    for head in [
        "id,name\n1,x\n",
        "timestamp,level,message\n",
        "text\na\n",
        "text,label\n",
        "id,body\n",
        "date,amount,content\n",
        "id,date,message\n1,2024-07-16,Invoice 7\n",
        "id,subject,author,date,body\n",
        "created_at,author,message,comments\n",
        "fn main() {\n    let text = id;\n}\n",
        "Forwarded from Bureau of Vexland\nid,text\n",
        "",
        "\"text",
        "<html>,text,id\n",
    ] {
        assert_eq!(detect::detect(head.as_bytes()).filter(|format| *format == Format::Csv), None, "{head:?}");
    }
}

#[test]
fn a_table_of_other_columns_is_told_by_its_rows() {
    for table in ["a,b\n1,2\n", "Beitrag;Datum\r\n\"x;\ny\";z\r\n", "a\tb\n", "a,b\n1,2\n3"] {
        assert!(is_table(table.as_bytes()), "{table:?}");
    }
    for other in [
        "a\nb\n",
        "a,b\n1\n2\n",
        "{\"a\": 1, \"b\": 2}\n",
        "<p>a, b</p>\n",
        "Dear all, good news.\nWe won.\n",
        "",
        "\"a,b\n",
    ] {
        assert!(!is_table(other.as_bytes()), "{other:?}");
    }
}

#[test]
fn no_sample_of_another_format_is_taken() {
    let Some(folder) = crate::input::tests::shared("samples") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(entry.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let head = &bytes[..bytes.len().min(detect::HEAD)];
            assert!(!looks_like(head) && !is_table(head), "{}", path.display());
            assert!(!super::super::super::json_lines::looks_like(head), "{}", path.display());
            assert!(!super::super::super::minet_csv::looks_like(head), "{}", path.display());
            assert!(!super::super::super::four_cat_csv::looks_like(head), "{}", path.display());
        }
    }
}

#[test]
fn a_line_of_dashes_below_the_header_is_no_row() {
    // As sqlcmd writes it: -W -s "|".
    let table = "id|date|text\n--|----|----\n7|2024-05-01|Fog\n8|2024-05-02|--\n";
    let posts =
        |table: &str| records(table).iter().filter(|record| matches!(record, Record::Post(_))).count();
    assert_eq!(posts(table), 2);
    assert_eq!(posts(&format!("{table}{table}")), 4, "one behind the other");
    // Anywhere else it is what somebody wrote.
    assert_eq!(posts("date,text\n2024-05-01,Fog\n--,--\n"), 2);
}
