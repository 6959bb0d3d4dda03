//! Headers further down in a table, as where tables were put one behind the other.

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
fn a_line_that_names_columns_is_no_header_where_the_rows_below_are_of_the_one_above() {
    let first = "id,date,text\n1,2024-07-11,Fog\n";
    let rest = "2,2024-07-12,Dew\n3,2024-07-13,Ash\n";
    let all = ["1 Fog   true", "2 Dew   true", "3 Ash   true"];
    let (count, alone) = ("wrong number of cells", table::NAMES_ALONE);
    for (line, told) in [
        // As in a text whose quotes are lost.
        ("id,text\n", vec![(3, count)]),
        ("id,text\nand more\n\n", vec![(3, count), (4, count)]),
        ("id,text\n7,x\n", vec![(3, count), (4, count)]),
        ("id,text,date,views\n", vec![(3, count)]),
        ("text,date,id\n", vec![(3, alone)]),
        ("body,date,post_id\n", vec![(3, alone)]),
    ] {
        let table = format!("{first}{line}{rest}");
        let found = records(&table);
        let told: Vec<_> = told.into_iter().map(|(line, why)| (format!("line {line}"), why)).collect();
        let reasons: Vec<_> =
            rejects(&found).iter().map(|one| (one.place.to_string(), one.reason.as_str())).collect();
        assert_eq!(reasons, told, "{table}");
        assert_eq!(joined(&table).0, all, "{table}");
    }
    assert_eq!(joined("text,id\nFog,1\nid,text\nDew,2\n").0, ["1 Fog   false", "2 Dew   false"]);
    // A damaged row below a header does not make it none, nor does a table of nothing.
    let table = format!("{first}id,text\n2,2024-07-12,x\n3,Dew\n4,Ash\n");
    assert_eq!(joined(&table).0, ["1 Fog   true", "3 Dew   false", "4 Ash   false"]);
    assert_eq!(joined(&table).1, ["line 3", "line 4"]);
    // Rows that lack their last cell are not read by the header above.
    let table = "id,text,date\n1,Fog,2024-07-11\nid,date,text,views\n2,2024-07-12,Dew\n3,2024-07-13,Ash\n";
    assert_eq!(joined(table).0, ["1 Fog   true"]);
    assert_eq!(joined(table).1, ["line 3", "line 4", "line 5"]);
    let table = format!("{first}id,text\nid,date,text\n{rest}");
    assert_eq!(joined(&table).0, all);
    assert_eq!(joined(&table).1, ["line 3", "line 4"]);
}

#[test]
fn what_is_looked_at_ahead_is_read_in_its_turn() {
    let rows = |first: u32, row: &dyn Fn(u32) -> String| (first..first + 4000).map(row).collect::<String>();
    let table = [
        "id,text\n".to_owned(),
        rows(0, &|id| format!("{id},\"a\n{id}\"\n")),
        "text,id\n".to_owned(),
        rows(4000, &|id| format!("\"a\n{id}\",{id}\n")),
        "id,text,views\n".to_owned(),
        rows(8000, &|id| format!("{id},\"a\n{id}\",5\n")),
        "id,text\n".to_owned(),
        rows(12_000, &|id| format!("{id},\"a\n{id}\"\n")),
    ]
    .concat();
    for table in [table.clone(), table.replace(',', "\t")] {
        let mut reader = Delimited::new(table.as_bytes(), &ReadOptions::default()).unwrap();
        let found: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
        assert_eq!(reader.bytes_read(), table.len() as u64);
        let expected: Vec<_> = (0..16_000).map(|id| (id.to_string(), format!("a\n{id}"))).collect();
        let posts: Vec<_> =
            posts(&found).iter().map(|post| (post.external_id.clone().unwrap(), post.text.clone())).collect();
        assert!(posts == expected, "{} posts", posts.len());
        let places: Vec<_> = rejects(&found).iter().map(|one| one.place.to_string()).collect();
        assert_eq!(places, ["line 8002", "line 16003", "line 24004"]);
        assert!(super::damage::trickled(table.as_bytes()) == found);
    }
}
