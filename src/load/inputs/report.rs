//! Reports that Chancery has written. Whoever works in the folder that he loads has them beside his exports; read as tables
//! of posts they would count every post once more.

use std::fs::File;
use std::io::Read;
use std::path::Path;

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

/// Whether the file, of this format by its content, is a report: its record is beside it, or it has the columns of one.
pub(super) fn is_report(path: &Path, format: Format) -> bool {
    match format {
        Format::Csv => has_record(path) || has_header(&beginning(path)),
        Format::JsonLines => has_record(path) || has_keys(&beginning(path)),
        _ => false,
    }
}

fn has_record(path: &Path) -> bool {
    let mut record = path.as_os_str().to_owned();
    record.push(RECORD);
    let text = beginning(Path::new(&record));
    text.starts_with('{') && text.contains("\"record_version\"") && text.contains("\"chancery_version\"")
}

/// How the file begins; nothing of one that cannot be read.
fn beginning(path: &Path) -> String {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    if read.is_ok() { String::from_utf8_lossy(&head).into_owned() } else { String::new() }
}

fn has_header(text: &str) -> bool {
    let header = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    COLUMNS.iter().any(|columns| [",", "\t"].iter().any(|separator| header == columns.join(separator)))
}

/// Whether the first object has these keys, in their order.
fn has_keys(text: &str) -> bool {
    let has_all = |columns: &&[&str]| {
        let mut rest = text.trim_start_matches(['[', '{']);
        columns.iter().enumerate().all(|(at, column)| {
            let key = format!("\"{column}\":");
            let Some(found) = rest.find(&key).filter(|found| at > 0 || *found == 0) else { return false };
            rest = &rest[found + key.len()..];
            true
        })
    };
    COLUMNS.iter().any(has_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_a_report_are_all_there_and_in_order() {
        let header = "date,channel,title,text,tags,points,link";
        assert!(has_header(header) && has_header(&format!("\u{FEFF}{header}\r\n2024-01-01,a,b,c,d,1,e\r\n")));
        assert!(has_header(&header.replace(',', "\t")));
        assert!(!has_header("date,channel,title,text,tags,link") && !has_header(&format!("id,{header}")));
        let object = "{\"date\":null,\"channel\":\"a\",\"title\":\"b\",\"text\":\"c\",\"tags\":null,\"points\":1,\"link\":null}";
        assert!(has_keys(object) && has_keys(&format!("[{object},\n{object}]\n")));
        assert!(!has_keys(&object.replace("\"points\"", "\"views\"")));
        assert!(!has_keys(&format!("{{\"id\":1,{}", &object[1..])) && !has_keys(""));
    }
}
