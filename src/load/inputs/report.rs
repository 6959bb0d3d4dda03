//! Reports that Chancery has written. Whoever works in the folder that he loads has them beside his exports; read as tables
//! of posts they would count every post once more.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::packed;
use crate::input::{Format, ReadOptions, first_two_rows};
use crate::{Error, ErrorKind};

/// What stands behind a report's name in that of its record.
const RECORD: &str = ".meta.json";

/// The columns of bundled reports that could be read as posts, for those that were written without a record. Other tables
/// hardly have them all, in this order.
const COLUMNS: [&[&str]; 3] = [
    &["date", "channel", "title", "text", "tags", "points", "link"],
    &["seq", "channel", "date", "lag_hours", "similarity", "is_forward", "text", "link", "all_points"],
    &["channel", "date", "link", "value", "x_median", "text", "median", "posts", "share", "all_posts"],
];

/// Those of a sample, which other tables may have, too: then its rows tell.
const OF_SAMPLE: [&str; 5] = ["post", "date", "channel", "text", "link"];

/// How the columns begin of a store's own tables and views that have texts, as other programs write them, and the keys of one
/// post that `show` has written. A store's own numbers are in them, which are ids of no post.
const BEGINNINGS: [&[&str]; 6] = [
    &["post_id", "channel_id", "external_id", "external_no", "author_id"],
    &["post_id", "channel_id", "platform", "channel", "channel_name", "external_id"],
    &["post_id", "text_hash", "text"],
    &["post_id", "position", "load_id", "as_of", "external_id"],
    &["talking_point_id", "post_id", "position"],
    &["post_id", "channel", "external_id", "link", "posted_at", "posted_local"],
];

/// Longer records than this are none of ours.
const LONGEST_RECORD: u64 = 1 << 22;

/// How a report is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// By the record beside it.
    ByRecord,
    /// By its columns alone, which a table of the user's own may have, too.
    ByColumns,
}

/// How a file of this format that begins with `head` is told to be a report, if it is one: it has the columns that the
/// record tells which lies beside it, or those of a report. Whoever says what its columns are has a table of his own, unless
/// it has a record.
pub(super) fn told(
    head: &[u8],
    format: Format,
    options: &ReadOptions,
    record: impl FnOnce() -> Option<Record>,
) -> Option<Told> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{FEFF}');
    let (written, row) = match format {
        Format::Csv => first_two_rows(head).into(),
        Format::JsonLines => (keys(text), Vec::new()),
        _ => return None,
    };
    let (names, row) = without_additions(&written, row);
    if record().is_some_and(|record| record.tells(&written) || record.tells(&names)) {
        return Some(Told::ByRecord);
    }
    let has_columns = || {
        COLUMNS.iter().any(|columns| names == *columns)
            || names == OF_SAMPLE
                && if format == Format::Csv { is_row_of_sample(&row) } else { is_sample(text) }
            || BEGINNINGS.iter().any(|beginning| begins(&names, beginning))
    };
    (options.columns.is_empty() && has_columns()).then_some(Told::ByColumns)
}

/// The columns without what other programs add when they write a table anew, and the row below them: numbers of rows before
/// them, as pandas, R and Datasette do, and behind a number what it stands for, as Datasette does where it is asked for labels.
fn without_additions(written: &[String], row: Vec<String>) -> (Vec<String>, Vec<String>) {
    let is_row_number =
        |name: &&String| matches!(name.as_str(), "" | "index" | "rowid") || name.starts_with("Unnamed: ");
    let added = written.iter().take_while(is_row_number).count();
    let is_label = |at: usize| {
        at > added && written[at].strip_suffix("_label").is_some_and(|labelled| labelled == written[at - 1])
    };
    let names = (added..written.len()).filter(|at| !is_label(*at)).map(|at| written[at].clone()).collect();
    (names, row.into_iter().skip(added).collect())
}

fn begins(names: &[String], beginning: &[&str]) -> bool {
    names.get(..beginning.len()).is_some_and(|first| first == beginning)
}

/// What a report of this name and format gets that is named as an input.
pub(super) fn refused(name: &str, format: Format, told: Told) -> Error {
    let message = format!("'{name}' is a report that Chancery wrote: its posts came from other inputs");
    let own = match told {
        Told::ByRecord => "",
        Told::ByColumns => "; if it is a table of your own, say what its columns are: --map id=COLUMN",
    };
    Error::new(ErrorKind::Input, message)
        .hint(format!("to load it all the same: --as {}{own}", format.name()))
}

/// What the record of a report says of its columns.
#[derive(Deserialize)]
pub(super) struct Record {
    #[serde(rename = "record_version")]
    _version: u64,
    #[serde(rename = "chancery_version")]
    _program: String,
    form: Form,
    columns: Vec<Column>,
}

#[derive(Deserialize)]
struct Form {
    shape: String,
}

#[derive(Deserialize)]
struct Column {
    name: String,
}

impl Record {
    /// Another file may have come in the report's place since.
    fn tells(&self, names: &[String]) -> bool {
        let mut columns = self.columns.iter().map(|column| column.name.as_str());
        if self.form.shape == "long" {
            columns.eq(names.iter().map(String::as_str))
        } else {
            // The other columns are values.
            columns.next().is_some_and(|first| names.first().is_some_and(|name| name == first))
        }
    }
}

/// The names that the record of a report of this name may have. One that is packed may have been so since.
pub(super) fn names_of_record(report: &str) -> impl Iterator<Item = String> {
    let unpacked = packed::without_ending(report);
    [Some(report), Some(unpacked).filter(|name| *name != report)]
        .into_iter()
        .flatten()
        .map(|name| format!("{name}{RECORD}"))
}

/// Whether a file of this name may be the record of a report.
pub(super) fn may_be_record(file: &str) -> bool {
    file.ends_with(RECORD)
}

/// The record that `source` holds.
pub(super) fn read_record(source: impl Read) -> Option<Record> {
    let mut record = Vec::new();
    source.take(LONGEST_RECORD).read_to_end(&mut record).ok()?;
    serde_json::from_slice(&record).ok()
}

/// The record beside the report at `path`.
pub(super) fn record_beside(path: &Path) -> Option<Record> {
    let name = path.file_name()?.to_str()?;
    names_of_record(name)
        .filter_map(|record| File::open(path.with_file_name(record)).ok())
        .find_map(read_record)
}

/// Whether the first object has a number of a post and a bare day, as samples do.
fn is_sample(text: &str) -> bool {
    let first = serde_json::Deserializer::from_str(first_object(text)).into_iter::<Sampled>().next();
    let Some(Ok(Sampled { post, date })) = first else { return false };
    is_row_of_sample(&[post.to_string(), date.unwrap_or_default()])
}

/// Whether a row begins with a number of a post and a bare day, as those of samples do. That the number is the store's own
/// cannot be told by the link: in the store of one whole export both are often the same.
fn is_row_of_sample(cells: &[String]) -> bool {
    let [post, date, ..] = cells else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(post) && (date.is_empty() || date.len() == 10 && is_number(&date.replace('-', "")))
}

#[derive(Deserialize)]
struct Sampled {
    post: u64,
    date: Option<String>,
}

/// The text from the first object of lines or of an array on.
fn first_object(text: &str) -> &str {
    text.trim_start_matches(['[', ' ', '\r', '\n'])
}

/// The keys of the first object, in their order; of one that is cut off those that are there.
fn keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut object = serde_json::Deserializer::from_str(first_object(text));
    // What is cut off is no object, and has told its keys.
    _ = Keys(&mut keys).deserialize(&mut object);
    keys
}

struct Keys<'k>(&'k mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key()? {
            self.0.push(key);
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_table(text: &str) -> bool {
        told(text.as_bytes(), Format::Csv, &ReadOptions::default(), || None).is_some()
    }

    fn is_lines(text: &str) -> bool {
        told(text.as_bytes(), Format::JsonLines, &ReadOptions::default(), || None).is_some()
    }

    #[test]
    fn the_columns_of_a_report_are_all_there_and_in_order() {
        let names = "date,channel,title,text,tags,points,link";
        for written in [names, &names.replace(',', "\t"), "\"date\";\"channel\";title;text;tags;points;link"]
        {
            assert!(is_table(&format!("\u{FEFF}{written}\r\n2024-01-01,a,b,c,d,1,e\r\n")), "{written}");
        }
        for other in
            ["date,channel,title,text,tags,link", &format!("id,{names}"), &format!("{names},views"), ""]
        {
            assert!(!is_table(other), "{other}");
        }
        let object = "{\"date\":null,\"channel\":\"a\",\"title\":\"b\",\"text\":\"c\",\"tags\":[],\"points\":1,\"link\":null}";
        for written in
            [object.to_owned(), format!("{object}\n{object}\n"), format!("\u{FEFF}[{object},\n{object}]")]
        {
            assert!(is_lines(&written), "{written}");
        }
        // An export may have all of them, and more; or later objects have them.
        let more = object.replace("\"channel\"", "\"id\":1,\"channel\"");
        let turned = object.replace("date", "x").replace("title", "date").replace("\"x\"", "\"title\"");
        for other in [more, turned, "{\"id\":1}".to_owned() + object, String::new(), object[..40].to_owned()]
        {
            assert!(!is_lines(&other), "{other}");
        }
    }

    #[test]
    fn tables_of_a_store_are_told_by_how_they_begin() {
        for names in [
            "post_id,channel_id,external_id,external_no,author_id,posted_at,text",
            "post_id;channel_id;platform;channel;channel_name;external_id;posted_at;text",
            "talking_point_id,post_id,position,marker,ordinal,text",
            "post_id,text_hash,text,edited_at",
        ] {
            assert!(is_table(&format!("{names}\n1,2\n")), "{names}");
        }
        assert!(is_lines("[{\"talking_point_id\":1,\"post_id\":2,\"position\":3,\"text\":\"a\"}]"));
        for names in
            ["post_id,channel_id,text,posted_at", "id,post_id,channel_id,external_id,external_no,author_id"]
        {
            assert!(!is_table(&format!("{names}\n1,2\n")), "{names}");
        }
    }

    #[test]
    fn a_table_that_another_program_wrote_anew_is_told_as_well() {
        let posts = "post_id,channel_id,external_id,external_no,author_id,posted_at,text";
        let labelled = "post_id,channel_id,channel_id_label,external_id,external_no,author_id,author_id_label,posted_at,text";
        let report = "date,channel,title,text,tags,points,link";
        for names in [
            &format!(",{posts}"),
            &format!("\"\",{posts}"),
            &format!("Unnamed: 0.1,Unnamed: 0,{posts}"),
            labelled,
            &format!("rowid,{labelled}"),
            &format!(",{report}"),
            &format!("index,{report}"),
        ] {
            assert!(is_table(&format!("{names}\n0,1,2,3,4\n")), "{names}");
        }
        assert!(is_table(",post,date,channel,text,link\n0,7,2024-05-01,Gazette,Fog,\n"));
        assert!(is_lines("{\"index\":0,\"talking_point_id\":1,\"post_id\":2,\"position\":3,\"text\":\"a\"}"));
        // What stands before the columns of a table of the user's own, or behind them, makes it none of ours.
        for names in [
            ",id,date,text",
            "number,post_id,channel_id,external_id,external_no,author_id,text",
            "post_id,channel_label,channel_id,external_id,external_no,author_id,text",
            "index,rowid",
        ] {
            assert!(!is_table(&format!("{names}\n0,1,2\n")), "{names}");
        }
        assert!(!is_table(",post,date,channel,text,link\n0,Gazette/7,2024-05-01,Gazette,Fog,\n"));
    }

    #[test]
    fn a_sample_is_told_by_its_first_row_too() {
        let names = "post,date,channel,text,link";
        for row in ["7,2024-05-01,Gazette,Fog,", "\"7\";\"\";\"Gazette\";\"Fog\";\"\""] {
            let names = if row.contains(';') { &names.replace(',', ";") } else { names };
            assert!(is_table(&format!("{names}\n{row}\n")), "{row}");
        }
        for row in ["", "Gazette/7,2024-05-01,Gazette,Fog,", "7,2024-05-01T10:00:00Z,Gazette,Fog,"] {
            assert!(!is_table(&format!("{names}\n{row}\n")), "{row}");
        }
        let object = "{\"post\":7,\"date\":\"2024-05-01\",\"channel\":\"a\",\"text\":\"b\",\"link\":null}";
        assert!(is_lines(object) && is_lines(&object.replace("\"2024-05-01\"", "null")));
        assert!(
            !is_lines(&object.replace(":7", ":\"a7\"")) && !is_lines(&object.replace("-01\"", "-01T10:00\""))
        );
    }

    #[test]
    fn a_packed_report_has_the_record_of_what_was_packed() {
        let names = |report: &str| names_of_record(report).collect::<Vec<_>>();
        assert_eq!(names("week.csv"), ["week.csv.meta.json"]);
        assert_eq!(names("week.csv.gz"), ["week.csv.gz.meta.json", "week.csv.meta.json"]);
    }

    #[test]
    fn a_header_is_found_where_the_reader_finds_it() {
        let names = "talking_point_id,post_id,position,marker,ordinal,text";
        let barred = names.replace(',', "|");
        for written in [format!("\n{names}"), format!("\u{FEFF}sep=,\r\n{names}"), barred] {
            assert!(is_table(&format!("{written}\n1,2,3,1,1,Fog\n")), "{written}");
        }
        assert!(is_table("sep=|\npost|date|channel|text|link\n\n7|2024-05-01|Gazette|Fog|\n"));
    }

    #[test]
    fn a_table_whose_columns_the_user_maps_is_his_own_unless_it_has_a_record() {
        let mut options = ReadOptions::default();
        options.columns.insert("id".to_owned(), "post".to_owned());
        let table = b"post,date,channel,text,link\n7,2024-05-01,Gazette,Fog,https://t.me/gazette/7\n";
        let record = || {
            Some(Record {
                _version: 1,
                _program: String::new(),
                form: Form { shape: "long".to_owned() },
                columns: OF_SAMPLE.map(|name| Column { name: name.to_owned() }).into(),
            })
        };
        assert_eq!(told(table, Format::Csv, &ReadOptions::default(), || None), Some(Told::ByColumns));
        assert_eq!(told(table, Format::Csv, &ReadOptions::default(), record), Some(Told::ByRecord));
        assert_eq!(told(table, Format::Csv, &options, || None), None);
        assert_eq!(told(table, Format::Csv, &options, record), Some(Told::ByRecord));
    }

    #[test]
    fn a_record_tells_of_the_columns_that_it_names_and_no_others() {
        let record = |shape: &str| -> Record {
            let record = format!(
                "{{\"record_version\":1,\"chancery_version\":\"0.1.0\",\"file\":{{}},\"form\":{{\"shape\":\"{shape}\"}},
                  \"columns\":[{{\"name\":\"day\",\"type\":\"date\"}},{{\"name\":\"posts\",\"type\":\"int\"}}]}}"
            );
            serde_json::from_str(&record).unwrap()
        };
        let header = |names: &str| names.split(',').map(str::to_owned).collect::<Vec<_>>();
        assert!(
            record("long").tells(&header("day,posts"))
                && record("wide").tells(&header("day,Harbour,Gazette"))
        );
        assert!(
            !record("long").tells(&header("id,channel,date,text"))
                && !record("wide").tells(&header("id,text"))
        );
    }
}
