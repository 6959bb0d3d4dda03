//! Tables of tabs, many of which are written without quoting.

use super::*;

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
    // One in the last row that nothing closes may be around a text whose other lines are cut off. What is there is kept, and the
    // doubt told, but where another row has a quote in a bare text: there it is a character like any.
    let crossed = |table: String| table.replace('\n', "\r\n");
    let before = format!("{head}{}", line(1, "a"));
    for (doubtful, expected) in [
        (format!("{head}{}", line(2, "\"b")), "\"b"),
        (crossed(format!("{head}{}", line(2, "\"b"))), "\"b"),
        (format!("{before}{}", line(2, "\"b")), "a|\"b"),
        (format!("{before}{}", line(2, "\"b \"\"c\"\"")), "a|\"b \"\"c\"\""),
        (format!("{}{}", crossed(before.clone()), line(2, "\"b")), "a|\"b"),
    ] {
        assert_eq!(told(&doubtful), (expected.to_owned(), vec![], true), "{doubtful:?}");
        let last = doubtful.lines().count() as u64;
        assert_eq!(records(&doubtful).last(), Some(&Record::Cut(crate::model::Place::Line(last))));
    }
    for first in ["say \"a\"", "a\"", "\"a\" a", "\"a"] {
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
fn quotes_of_the_table_above_say_nothing_of_those_below_a_header() {
    let second = "id\tviews\ttext\n2\t5\t\"open\n";
    assert_eq!(texts(&records(second)), ["\"open"]);
    assert_eq!(texts(&records(format!("id\ttext\n1\t\"a\tb\"\n{second}"))), ["a\tb", "\"open"]);
}
