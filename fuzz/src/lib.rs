//! What each fuzz target does with its input, and what must hold whatever that is.
//!
//! `tests/it/fuzz_corpus.rs` includes this file and gives every body all files of its corpus, so that what was found
//! once stays found. A body panics when something does not hold.

mod extraction;
mod markup;
mod queries;
mod readers;
mod rendering;
mod words;
mod wrapping;

pub use markup::assert_xml;

/// A body: what a target does with its input.
pub type Body = fn(&[u8]);

/// All bodies by the names of their targets, which are those of the folders of their corpora.
pub const BODIES: [(&str, Body); 27] = [
    ("activitypub", readers::activitypub),
    ("alias_file", words::alias_file),
    ("csv_map", readers::csv_map),
    ("day", words::day),
    ("detect", readers::detect),
    ("extract", extraction::extract),
    ("four_cat_csv", readers::four_cat_csv),
    ("full_text", words::full_text),
    ("header", queries::header),
    ("json_lines", readers::json_lines),
    ("minet_csv", readers::minet_csv),
    ("pack", words::pack),
    ("parameter", queries::parameter),
    ("query", queries::query),
    ("record", words::record),
    ("render", rendering::render),
    ("similarity", extraction::similarity),
    ("snscrape", readers::snscrape),
    ("sql", queries::sql),
    ("sqlite_inputs", readers::sqlite_inputs),
    ("tdl", readers::tdl),
    ("telegram_html", readers::telegram_html),
    ("telegram_json", readers::telegram_json),
    ("telethon", readers::telethon),
    ("web_preview", readers::web_preview),
    ("web_preview_text", readers::web_preview_text),
    ("wrapped", wrapping::wrapped),
];

/// Gives `data` to the body of this name.
///
/// # Panics
/// When there is none, or something does not hold.
pub fn run(name: &str, data: &[u8]) {
    let body = BODIES.iter().find(|(other, _)| *other == name).map(|(_, body)| body);
    body.unwrap_or_else(|| panic!("there is no body '{name}'"))(data);
}
