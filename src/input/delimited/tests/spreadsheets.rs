//! What spreadsheets make of ids, of yes and no, and of the rows below a table.

use super::*;
use crate::model::Place;

#[test]
fn a_row_of_a_channel_whose_id_is_rounded_is_a_reject() {
    for (header, cells) in [
        ("id,text,channel_id", "1,a,-1.001E+12"),
        ("id,text,channel", "1,a,-1.001E+12"),
        ("id,text,channel", "1,a,1.001E+12"),
        ("id,text,channel_id", "-1.2E+10,a,5"),
        ("id;text;channel_id", "1;a;-1,001E+12"),
    ] {
        let records = records(format!("{header}\n{cells}\n"));
        assert_eq!(records.len(), 1, "{records:?}");
        assert_eq!(rejects(&records)[0].reason, "id rounded by a spreadsheet", "{cells}");
    }
}

#[test]
fn a_forward_from_a_channel_whose_id_is_rounded_is_one_from_somewhere() {
    let header = "id,text,forwarded_from_id,forwarded_post_id,author_id,reply_to";
    for (cells, is_forward, unread) in [
        ("1,a,1.001E+09,,,", true, 1),
        ("1,a,,1.2E+5,,", true, 1),
        ("1,a,,,6.12E+09,1.2E+5", false, 2),
        ("1,a,5,7,6,1", true, 0),
        ("1,a,,,,", false, 0),
    ] {
        let table = format!("{header}\n{cells}\n");
        let mut reader = Delimited::new(table.as_bytes(), &ReadOptions::default()).unwrap();
        let records: Vec<Record> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
        let post = posts(&records)[0];
        assert_eq!(post.forward.is_some(), is_forward, "{cells}");
        let source = post.forward.as_ref().and_then(|forward| forward.channel.external_id.as_deref());
        assert_eq!(source, (unread == 0 && is_forward).then_some("5"), "{cells}");
        let told = reader.unread_counts();
        assert_eq!(told.as_ref().map_or(0, |told| told.values), unread, "{cells}");
        assert!(told.is_none_or(|told| told.first.to_string() == "line 2"));
    }
}

#[test]
fn a_channel_is_known_by_an_id_with_zeros_behind_a_point_and_by_a_private_link() {
    for cell in [
        "-1001000999555.0",
        "1000999555.0",
        "1000999555",
        "https://t.me/c/1000999555",
        "t.me/c/1000999555",
        "https://t.me/c/1000999555/1",
    ] {
        let channel = only_channel("id,text,channel", &format!("1,a,{cell}"));
        assert_eq!((channel.external_id.as_deref(), channel.name), (Some("1000999555"), None), "{cell}");
    }
    let channel = only_channel("id,text,channel", "1,a,Route 66.0");
    assert_eq!((channel.external_id, channel.name.as_deref()), (None, Some("Route 66.0")));
}

#[test]
fn no_is_read_in_the_languages_of_spreadsheets() {
    let forward = |cell: &str| only_post("id,text,forwarded_from", &format!("1,a,{cell}")).forward;
    for no in ["FALSE", "FALSCH", "FAUX", "ЛОЖЬ", "FALSO", "YANLIŞ", "[]", "{}", "\\N"] {
        assert_eq!(forward(no), None, "{no}");
    }
    let source = forward("TRUE").unwrap().channel;
    assert_eq!((source.name, source.external_id), (None, None));
    // What is yes may be a channel's name, and is a forward in either case.
    for name in ["WAHR", "VRAI", "ИСТИНА", "PRAVDA", "Pravda", "Falso"] {
        assert_eq!(forward(name).unwrap().channel.name.as_deref(), Some(name));
    }
}

#[test]
fn a_row_of_sums_is_no_post() {
    let records = records("id,date,text,views\n1,2024-07-16,a,200\nTotal,,,200\n2,,,3\n");
    assert_eq!(posts(&records).len(), 2);
    assert_eq!(rejects(&records)[0].reason, "neither text nor date, and an id that is no number");
    // On other platforms ids are words.
    let elsewhere = records_of_elsewhere("abc,,,x");
    assert_eq!(posts(&elsewhere).len(), 1);
}

fn records_of_elsewhere(row: &str) -> Vec<Record> {
    records(format!("id,date,text,platform\n{row}\n"))
}

#[test]
fn line_ends_that_a_database_wrote_out_are_line_ends_and_told() {
    let read = |table: &str| {
        let mut reader = Delimited::new(table.as_bytes(), &ReadOptions::default()).unwrap();
        let records: Vec<Record> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
        let texts: Vec<String> = texts(&records).into_iter().map(str::to_owned).collect();
        (texts, reader.doubts(), reader.bad_bytes())
    };
    let rows = "1\t\"Peace\"\n2\tFog\\n\\n• one\\n#tag\n3\tCalm\n4\ta\\\\nb\n5\tsee\\t#tag\n";
    let (texts, doubts, bad) = read(&format!("id\ttext\n{rows}"));
    assert_eq!(texts[1..], ["Fog\n\n• one\n#tag", "Calm", "a\\nb", "see\t#tag"]);
    let told = Doubtful { doubt: Doubt::LineEndsWrittenOut, records: 3, first: Place::Line(3) };
    assert_eq!((doubts, bad), (vec![told], None));
    // Of one table all texts are read alike: here a path tells that a backslash is one.
    let (texts, doubts, _) = read("id\ttext\n1\tFog\\nCalm\n2\tD:\\news\\files\n");
    assert_eq!(texts, ["Fog\\nCalm", "D:\\news\\files"]);
    assert_eq!(
        doubts,
        [Doubtful { doubt: Doubt::LineEndsMayBeWrittenOut, records: 1, first: Place::Line(2) }]
    );
    // Who puts cells in quotes has no need of it, and in other tables it is what somebody wrote.
    let (texts, doubts, _) = read("id\ttext\n1\t\"a\nb\"\n2\tc\\nd\n");
    let told = Doubtful { doubt: Doubt::LineEndsMayBeWrittenOut, records: 1, first: Place::Line(4) };
    assert_eq!((&*texts[1], doubts), ("c\\nd", vec![told]));
    let (texts, doubts, _) = read("id,text\n2,c\\nd\n");
    assert_eq!((&*texts[0], doubts), ("c\\nd", Vec::new()));
}
