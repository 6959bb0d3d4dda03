//! Records of whole pages. Single rows are tried in `tests/rows.rs`, damage in `tests/damage.rs`.

mod damage;
mod media;
mod mixes;
mod rich;
mod rows;
mod samples;

use super::*;
use crate::model::{ChannelEvent, Post};

/// The records of one page.
fn records(page: impl AsRef<[u8]>) -> Vec<Record> {
    drain(&mut reader(&[("messages.html", page.as_ref())])).unwrap()
}

fn reader(pages: &[(&str, &[u8])]) -> TelegramHtml {
    let source = |bytes: &[u8]| Box::new(io::Cursor::new(bytes.to_vec())) as Source;
    TelegramHtml::new(pages.iter().map(|(name, bytes)| ((*name).to_owned(), source(bytes))).collect())
}

fn drain(reader: &mut TelegramHtml) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    while let Some(record) = reader.next_record()? {
        records.push(record);
    }
    Ok(records)
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn events(records: &[Record]) -> Vec<&ChannelEvent> {
    records
        .iter()
        .filter_map(|record| if let Record::Event(event) = record { Some(event) } else { None })
        .collect()
}

fn rejects(records: &[Record]) -> Vec<&Reject> {
    records
        .iter()
        .filter_map(|record| if let Record::Reject(reject) = record { Some(reject) } else { None })
        .collect()
}

/// A page up to its messages, as Telegram Desktop lays it out.
const HEAD: &str = "<!DOCTYPE html>\n<html>\n\n <head>\n\n  <meta charset=\"utf-8\"/>\n<title>Exported Data</title>\n  \
    <script src=\"js/script.js\" type=\"text/javascript\">\n\n  </script>\n\n </head>\n\n <body onload=\"CheckLocation();\">\n\n  \
    <div class=\"page_wrap\">\n\n   <div class=\"page_header\">\n\n    <div class=\"content\">\n\n     <div class=\"text bold\">\n\
    Bureau of Vexland \n     </div>\n\n    </div>\n\n   </div>\n\n   <div class=\"page_body chat_page\">\n\n    \
    <div class=\"history\">\n";

/// A page behind its messages.
const TAIL: &str = "\n    </div>\n\n   </div>\n\n  </div>\n\n </body>\n\n</html>\n";

/// A page with these rows.
fn page(rows: &str) -> String {
    format!("{HEAD}{rows}{TAIL}")
}

/// A message of the channel with an id, a date, and more.
fn row(id: i64, rest: &str) -> String {
    format!(
        "\n     <div class=\"message default clearfix\" id=\"message{id}\">\n\n      <div class=\"pull_left userpic_wrap\">\n\n       \
         <div class=\"userpic userpic8\" style=\"width: 42px\">\n\n        <div class=\"initials\">\nB\n        </div>\n\n       </div>\n\n      \
         </div>\n\n      <div class=\"body\">\n\n       <div class=\"pull_right date details\" title=\"01.06.2025 12:00:00 UTC+02:00\">\n\
         12:00\n       </div>\n\n       <div class=\"from_name\">\nBureau of Vexland \n       </div>\n\n       {rest}\n\n      </div>\n\n     </div>\n"
    )
}

/// A forwarded message; a joined one does not name its source.
fn forward(id: i64, source: Option<(&str, &str)>, text: &str) -> String {
    let name = source.map_or_else(String::new, |(name, title)| {
        format!(
            "<div class=\"from_name\">\n{name} <span class=\"date details\" title=\"{title}\"> 31.05.2025 09:30:00</span>\n        </div>"
        )
    });
    let body = format!(
        "<div class=\"pull_left forwarded userpic_wrap\"><div class=\"userpic\"></div></div>\
         <div class=\"forwarded body\">{name}<div class=\"text\">\n{text}\n        </div></div>"
    );
    let row = row(id, &body);
    if source.is_some() {
        return row;
    }
    let (before, rest) = row.split_once("<div class=\"from_name\">").unwrap();
    format!("{before}{}", rest.split_once("</div>").unwrap().1)
}

fn service(id: i64, html: &str) -> String {
    format!(
        "\n     <div class=\"message service\" id=\"message{id}\">\n\n      <div class=\"body details\">\n{html}\n      </div>\n\n     </div>\n"
    )
}
