//! How a table is written, and which of its columns are meant.

use super::*;

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
