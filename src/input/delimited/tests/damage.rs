//! Damaged, huge and arbitrary tables.

use std::io::{self, Read};

use proptest::prelude::*;

use super::*;

/// Gives one byte at a time.
struct Trickle<'b>(&'b [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.len().min(1).min(buffer.len());
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

impl BufRead for Trickle<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(&self.0[..self.0.len().min(1)])
    }

    fn consume(&mut self, length: usize) {
        self.0 = &self.0[length..];
    }
}

pub(super) fn trickled(table: &[u8]) -> Vec<Record> {
    drain(Delimited::new(Trickle(table), &ReadOptions::default()).unwrap()).unwrap()
}

#[test]
fn a_row_with_another_number_of_cells_is_a_reject_at_its_line() {
    let records =
        records("id,text,date\n1,a\nb,2024-07-16\n2,c,2024-07-16\n3,d,2024-07-16,e\n4,f,2024-07-16\n");
    assert_eq!(texts(&records), ["c", "f"]);
    let told: Vec<_> =
        rejects(&records).iter().map(|one| (one.place.to_string(), one.raw.as_str())).collect();
    assert_eq!(
        told,
        [
            ("line 2".to_owned(), "1,a\n"),
            ("line 3".to_owned(), "b,2024-07-16\n"),
            ("line 5".to_owned(), "3,d,2024-07-16,e\n")
        ]
    );
    assert!(rejects(&records).iter().all(|reject| reject.reason == "wrong number of cells"));
}

#[test]
fn a_quote_that_is_not_doubled_spoils_its_own_row_only() {
    let records = records("id,text\n1,\"say \"hello\" to all\"\n2,\"a\" b\n3,c\n4,d \"e\"\n5,\"f\r\"\n");
    assert_eq!(texts(&records), ["c", "d \"e\"", "f\n"]);
    let reasons: Vec<&str> = rejects(&records).iter().map(|reject| reject.reason.as_str()).collect();
    assert_eq!(reasons, ["a quote in a quoted cell that is not doubled"; 2]);
}

#[test]
fn a_quote_that_never_closes_cuts_the_table_there() {
    let table = format!("id,text\n1,a\n2,\"b\n{}", "3,c\n".repeat(100_000));
    let records = records(table);
    assert_eq!(texts(&records), ["a"]);
    assert_eq!(records.last(), Some(&Record::Cut(crate::model::Place::Line(3))));
    assert_eq!(records.len(), 3);
}

#[test]
fn a_table_cut_anywhere_gives_what_is_whole() {
    let table = "id,text,date\r\n1,\"a \"\"b\"\"\nc\",2024-07-16\r\n2,d,2024-07-17\r\n";
    let whole = records(table);
    for length in "id,text,date".len()..table.len() {
        let cut = trickled(&table.as_bytes()[..length]);
        let given = posts(&cut);
        for (given, post) in given.iter().zip(posts(&whole)) {
            assert_eq!((&given.external_id, &given.text), (&post.external_id, &post.text), "{length}");
        }
        assert!(rejects(&cut).is_empty(), "{length}");
        let is_open = (table.find('"').unwrap() + 1..=table.find("c\"").unwrap() + 1).contains(&length);
        let row = table[..length].rsplit('\n').next().unwrap();
        let lacks_cells =
            !row.is_empty() && row.matches(',').count() < 2 && length > table.find("2,d").unwrap();
        let is_cut = matches!(cut.last(), Some(Record::Cut(_)));
        assert!(is_cut || !is_open && !lacks_cells, "{length}: {cut:?}");
    }
}

#[test]
fn a_record_over_the_limit_is_a_reject_and_not_held() {
    let cell = "x".repeat(RECORD_LIMIT);
    for quote in ["", "\""] {
        let records = records(format!("id,text\n1,{quote}{cell}{quote}\n2,a\n"));
        assert_eq!(texts(&records), ["a"]);
        let [reject] = rejects(&records)[..] else { panic!("one reject") };
        assert_eq!((reject.reason.as_str(), reject.raw.len()), ("longer than 32 MiB", Reject::RAW_LIMIT));
    }
    let commas = format!("id,text\n{}\n2,a\n", ",".repeat(4 * 1024 * 1024));
    let records = records(commas);
    assert_eq!(rejects(&records)[0].reason, "wrong number of cells");
    assert_eq!(texts(&records), ["a"]);
}

#[test]
fn a_flood_of_quotes_takes_linear_time() {
    for piece in ["\"", "\"\"", "\",\"", "\"\n", "\"x", ",", "\r", "\r\n\""] {
        let table = format!("id,text\n{}", piece.repeat(200_000));
        let _ = records(table);
    }
    for piece in ["text,id\nid,text\n", "id,text,date\n1,a\n", "text,id\n1,a\n"] {
        let table = format!("id,text\n{}", piece.repeat(2_000));
        let _ = records(table);
    }
}

#[test]
fn what_has_no_header_is_no_table() {
    let options = ReadOptions::default();
    let expected = "the first line is no header of a table (name the columns in the first line, separated by commas, \
                    semicolons or tabs)";
    for table in ["", "\n\n", "\"id,text\n1,a\n"] {
        assert_eq!(error_of(table, &options), expected, "{table:?}");
    }
    let wide = format!("id,text{}\n1,a\n", ",x".repeat(5000));
    assert_eq!(error_of(&wide, &options), expected);
}

#[derive(Debug, Clone)]
enum Line {
    Good(String),
    Quoted(String),
    Short,
    Long,
    Malformed,
    Empty,
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line = prop_oneof![
        "[a-zé #\u{1F535}]{0,8}".prop_map(Line::Good),
        "[a-z\",\n\r ]{0,12}".prop_map(Line::Quoted),
        Just(Line::Short),
        Just(Line::Long),
        Just(Line::Malformed),
        Just(Line::Empty),
    ];
    prop::collection::vec(line, 0..30)
}

fn table_of(lines: &[Line]) -> String {
    let mut table = "id,text,views\n".to_owned();
    for (line, id) in lines.iter().zip(1..) {
        let row = match line {
            Line::Good(text) => format!("{id},{text},5\n"),
            Line::Quoted(text) => format!("\"{id}\",\"{}\",5\r\n", text.replace('"', "\"\"")),
            Line::Short => format!("{id},a\n"),
            Line::Long => format!("{id},a,5,\"\n\"\n"),
            Line::Malformed => format!("{id},\"a\"b,5\n"),
            Line::Empty => "\n".to_owned(),
        };
        table.push_str(&row);
    }
    table
}

proptest! {
    #[test]
    fn every_row_becomes_a_post_or_a_reject(lines in lines()) {
        let records = records(table_of(&lines));
        let good: Vec<String> = lines
            .iter()
            .filter_map(|line| match line {
                Line::Good(text) => Some(text.clone()),
                Line::Quoted(text) => Some(text.replace("\r\n", "\n").replace('\r', "\n")),
                _ => None,
            })
            .collect();
        let bad = lines.iter().filter(|line| matches!(line, Line::Short | Line::Long | Line::Malformed)).count();
        prop_assert_eq!(texts(&records), good);
        prop_assert_eq!(rejects(&records).len(), bad);
        prop_assert_eq!(channels(&records).len(), usize::from(!posts(&records).is_empty()));
    }

    #[test]
    fn one_byte_at_a_time_gives_the_same_records(lines in lines()) {
        let table = table_of(&lines);
        prop_assert_eq!(trickled(table.as_bytes()), records(&table));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let table = [b"id,text,date,views,url,reactions\n".as_slice(), &bytes].concat();
        let _ = try_records(&table, &ReadOptions::default());
        let _ = try_records(&bytes, &ReadOptions::default());
        let _ = (looks_like(&bytes), is_table(&bytes));
    }

    #[test]
    fn arbitrary_pieces_never_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "id", "text", "date", ",", ";", "\n", "\r\n", "\r", "\"", "\"\"", "sep=", "\u{FEFF}", "1", "a", "é",
                "https://t.me/x/1", "07/06/2024", "-100", "{\"a\":1}", "|", "\t", " ", "1.2K", "\0",
            ]),
            0..80,
        ),
    ) {
        let table = pieces.concat();
        if let Ok(whole) = try_records(&table, &ReadOptions::default()) {
            prop_assert_eq!(trickled(table.as_bytes()), whole);
        }
        let options = mapped(&[("text", "a"), ("posted_at:dmy", "date")]);
        let _ = try_records(&table, &options);
    }
}
