//! Reports that Chancery has written. Whoever works in the folder that he loads has them beside his exports; read as tables
//! of posts they would count every post once more.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::input::Format;
use crate::input::detect::HEAD;

/// What stands behind a report's name in that of its record.
const RECORD: &str = ".meta.json";

/// The columns of bundled reports that could be read as posts, for those that were written without a record. Other tables
/// hardly have them all, in this order.
const COLUMNS: [&[&str]; 3] = [
    &["date", "channel", "title", "text", "tags", "points", "link"],
    &["seq", "channel", "date", "lag_hours", "similarity", "is_forward", "text", "link", "all_points"],
    &["channel", "date", "link", "value", "x_median", "text", "median", "posts", "share", "all_posts"],
];

/// Longer records than this are none of ours.
const LONGEST_RECORD: u64 = 1 << 22;

/// Whether the file, of this format by its content, is a report: it has the columns of one, or those that the record
/// beside it tells.
pub(super) fn is_report(path: &Path, format: Format) -> bool {
    let names = match format {
        Format::Csv => header(&beginning(path, HEAD as u64)),
        Format::JsonLines => keys(&beginning(path, HEAD as u64)),
        _ => return false,
    };
    COLUMNS.iter().any(|columns| names == *columns)
        || recorded(path).is_some_and(|record| record.tells(&names))
}

/// What the record of a report says of its columns.
#[derive(Deserialize)]
struct Record {
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

fn recorded(path: &Path) -> Option<Record> {
    let mut record = path.as_os_str().to_owned();
    record.push(RECORD);
    serde_json::from_str(&beginning(Path::new(&record), LONGEST_RECORD)).ok()
}

/// How the file begins; nothing of one that cannot be read.
fn beginning(path: &Path, bytes: u64) -> String {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(bytes).read_to_end(&mut head));
    if read.is_ok() { String::from_utf8_lossy(&head).into_owned() } else { String::new() }
}

/// The names of the columns, also where a spreadsheet program wrote the table anew.
fn header(text: &str) -> Vec<String> {
    let header = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    let names = header.split([',', ';', '\t']);
    names.map(|name| name.trim_matches('"').to_owned()).collect()
}

/// The keys of the first object, in their order.
fn keys(text: &str) -> Vec<String> {
    let first = text.trim_start_matches(['\u{FEFF}', '[', ' ', '\r', '\n']);
    let mut objects = serde_json::Deserializer::from_str(first).into_iter::<Keys>();
    objects.next().and_then(Result::ok).unwrap_or_default().0
}

#[derive(Default)]
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfMap;

        impl<'de> Visitor<'de> for OfMap {
            type Value = Keys;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }

        deserializer.deserialize_map(OfMap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_one(names: &[String]) -> bool {
        COLUMNS.iter().any(|columns| names == *columns)
    }

    #[test]
    fn the_columns_of_a_report_are_all_there_and_in_order() {
        let names = "date,channel,title,text,tags,points,link";
        for written in [names, &names.replace(',', "\t"), "\"date\";\"channel\";title;text;tags;points;link"]
        {
            assert!(
                is_one(&header(&format!("\u{FEFF}{written}\r\n2024-01-01,a,b,c,d,1,e\r\n"))),
                "{written}"
            );
        }
        for other in
            ["date,channel,title,text,tags,link", &format!("id,{names}"), &format!("{names},views"), ""]
        {
            assert!(!is_one(&header(other)), "{other}");
        }
        let object = "{\"date\":null,\"channel\":\"a\",\"title\":\"b\",\"text\":\"c\",\"tags\":[],\"points\":1,\"link\":null}";
        for written in [object.to_owned(), format!("{object}\n{object}\n"), format!("[{object},\n{object}]")]
        {
            assert!(is_one(&keys(&written)), "{written}");
        }
        // An export may have all of them, and more; or later objects have them.
        let more = object.replace("\"channel\"", "\"id\":1,\"channel\"");
        let turned = object.replace("date", "x").replace("title", "date").replace("\"x\"", "\"title\"");
        for other in [more, turned, "{\"id\":1}".to_owned() + object, String::new(), object[..40].to_owned()]
        {
            assert!(!is_one(&keys(&other)), "{other}");
        }
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
