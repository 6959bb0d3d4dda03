//! The worst inputs that were thought of, one flood after another: how long each takes, at one size and at twice that.
//!
//! `cargo bench --bench worst -- [MEGABYTES] [PART]`; a PART of a flood's name takes only those that have it. Seconds are
//! those of the processor where the system tells them, which is on Linux, so that other work on the machine counts for
//! little. Where the last column is about 2, time is linear; nothing here is held to a time, since no machine is like
//! another.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and ends where something is wrong"
)]

use std::io::{Seek as _, Write as _};
use std::time::Instant;

use chancery::extract;
use chancery::extract::naming::{Dictionary, alias_file};
use chancery::input::{self, Format, Page, ReadOptions};
use chancery::model::{PointRule, Post};

/// Repeated to a text.
const TEXTS: [&str; 62] = [
    "#",
    "@",
    "#a",
    "#a ",
    "@abcde ",
    "(",
    "[",
    "()",
    "1. \n",
    "1. a\n",
    "• a\n",
    "•",
    "- \n",
    "— a\n",
    "🇫🇷",
    "🇫",
    "e\u{301}",
    "\u{301}",
    "\u{200d}",
    "\u{200b}",
    "\u{202e}a",
    "http://",
    "http://a ",
    "http://a.b/",
    "www.",
    "a.",
    "a@",
    "a@b.",
    "://",
    "tg://",
    "127.0.0.1",
    "Mr. ",
    "Mr. A ",
    "President of ",
    "Foreign Minister ",
    "Foreign Minister Sergey Lavrov ",
    "Министр иностранных дел ",
    "Президент России ",
    "Иван Иванов ",
    "United Nations ",
    "Republic of the ",
    "Bosnia and ",
    "Russian-",
    "Russia’s ",
    "`",
    "`a ",
    "```\n",
    "\\",
    "\n",
    " ",
    "May 3, 2024 ",
    "📍 A, May 3, 2024\n",
    "Today, on ",
    "Key talking points:\n",
    "Read in full\n",
    "#a #b\n",
    "🔥",
    "東",
    "Σ",
    "ﷺ",
    "İ",
    "Ministers A, ",
];

const TELEGRAM: &str = r#"{"name":"N","type":"public_channel","id":1,"messages":[{"id":1,"type":"message","date":"2024-01-01T00:00:00","text":"#;
const PAGE: &str = "<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class=\"page_body chat_page\"><div \
                    class=\"history\"><div class=\"message default clearfix\" id=\"message1\"><div class=\"body\"><div \
                    class=\"pull_right date details\" title=\"01.01.2024 00:00:00\">00:00</div><div class=\"text\">";
const TABLE: &str = "id,posted_at,text\n1,2024-01-01,";

/// Repeated behind a beginning, in this format.
const INPUTS: [(Format, &str, &str); 28] = [
    (Format::TelegramJson, TELEGRAM, "["),
    (Format::TelegramJson, TELEGRAM, "{\"text\":"),
    (Format::TelegramJson, TELEGRAM, "\"a\",{},"),
    (Format::TelegramJson, TELEGRAM, "\\"),
    (Format::TelegramJson, TELEGRAM, "\""),
    (Format::TelegramJson, TELEGRAM, "}"),
    (Format::TelegramJson, TELEGRAM, "\"a\"},{\"id\":1,"),
    (Format::Telethon, "{\"_\":\"Message\",\"id\":1,\"message\":\"", "\\\""),
    (Format::Tdl, "{\"id\":1,\"messages\":[", "{\"id\":1,"),
    (Format::Snscrape, "{\"_type\":\"snscrape.modules.telegram.TelegramPost\",\"content\":", "["),
    (Format::ActivityPub, "{\"type\":\"OrderedCollection\",\"orderedItems\":[", "{\"object\":"),
    (Format::JsonLines, "{\"id\":1,\"text\":\"a\"}\n", "{\n"),
    (Format::JsonLines, "{\"id\":1,\"text\":\"", "a"),
    (Format::TelegramHtml, PAGE, "<b>"),
    (Format::TelegramHtml, PAGE, "<"),
    (Format::TelegramHtml, PAGE, "&"),
    (Format::TelegramHtml, PAGE, "<div>"),
    (Format::TelegramHtml, PAGE, "<br>"),
    (Format::TelegramHtml, PAGE, "<a href=\"x\">"),
    (Format::TelegramHtml, PAGE, "<a a=\"1\" "),
    (
        Format::WebPreview,
        "<div class=\"tgme_widget_message\" data-post=\"a/1\">",
        "<div class=\"tgme_widget_message_text\">",
    ),
    (Format::WebPreviewText, "Forwarded from A\n", "a\nb\n"),
    (Format::WebPreviewText, "Forwarded from A\n", "ab "),
    (Format::WebPreviewText, "", "Forwarded from A\n"),
    (Format::Csv, TABLE, "\"\""),
    (Format::Csv, TABLE, "\"\n"),
    (Format::Csv, TABLE, ","),
    (Format::Csv, TABLE, "a"),
];

fn flood(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

/// Nanoseconds that this thread has been on a processor: the first number of `schedstat` (Linux, proc(5)).
fn on_processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok()
}

/// Seconds that the work takes for so many bytes, and for twice as many.
fn measure(name: &str, bytes: usize, mut work: impl FnMut(usize)) {
    let mut seconds = |bytes: usize| {
        let (started, before) = (Instant::now(), on_processor());
        work(bytes);
        match (before, on_processor()) {
            (Some(before), Some(after)) => (after - before) / 1e9,
            _ => started.elapsed().as_secs_f64(),
        }
    };
    let (once, twice) = (seconds(bytes), seconds(2 * bytes));
    println!("{once:8.3} {twice:8.3} {:6.1}  {name:?}", twice / once.max(1e-6));
}

fn main() {
    let words = || std::env::args().skip(1).filter(|word| word != "--bench");
    let megabytes: f64 = words().find_map(|word| word.parse().ok()).unwrap_or(2.0);
    let part = words().find(|word| word.parse::<f64>().is_err()).unwrap_or_default();
    let bytes = (megabytes * 1e6) as usize;
    println!("{:>6}MB {:>6}MB  ratio", megabytes, 2.0 * megabytes);
    let dictionary = Dictionary::new(alias_file::bundled().unwrap());
    for piece in TEXTS.into_iter().filter(|piece| piece.contains(&part)) {
        measure(piece, bytes, |bytes| {
            let post = Post { text: flood(piece, bytes), ..Post::default() };
            drop(extract::extract(&post, &dictionary, PointRule::Items));
        });
    }
    for (format, beginning, piece) in INPUTS {
        let name = format!("{}: {piece}", format.name());
        if !name.contains(&part) {
            continue;
        }
        measure(&name, bytes, |bytes| {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(beginning.as_bytes()).unwrap();
            file.write_all(flood(piece, bytes).as_bytes()).unwrap();
            file.rewind().unwrap();
            let page = Page { name: "flood".to_owned(), file, path: None };
            if let Ok(mut reader) = input::open_pages(vec![page], format, &ReadOptions::default()) {
                while let Ok(Some(record)) = reader.next_record() {
                    drop(record);
                }
            }
        });
    }
}
