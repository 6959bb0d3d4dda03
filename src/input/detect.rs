//! Tells formats by content: by the first 64 KiB of an input, never by its name.

mod telegram_lines;

use self::telegram_lines::{Whose, begin_with_message, whose};
use super::json::outline::{elements, members};
use super::{
    Format, ReadOptions, activitypub, delimited, four_cat_csv, json_lines, markup, minet_csv, snscrape, tdl,
    telegram_export, telegram_html, telethon, tg_archive, web_preview, web_preview_text,
};
use crate::Result;

/// How many bytes of an input [`detect`] wants to see.
pub const HEAD: usize = 64 * 1024;

/// The format of an input that begins with `head`; `None` for binary data and for formats not known.
#[must_use]
pub fn detect(head: &[u8]) -> Option<Format> {
    if not_text(head).is_some() {
        return None;
    }
    let text = without_mark(head);
    let is_json = matches!(text.first()?, b'{' | b'[');
    let page = markup::first_page(text);
    // Each is asked in turn; those that accept the most come last.
    let candidates: &[(Format, LooksLike)] = if head.starts_with(SQLITE) {
        &[(Format::TgArchive, tg_archive::looks_like), (Format::TelegramExport, telegram_export::looks_like)]
    } else if is_json {
        &[
            (Format::Tdl, tdl::looks_like),
            (Format::TelegramJson, is_telegram_json),
            (Format::Telethon, telethon::looks_like),
            (Format::Snscrape, snscrape::looks_like),
            (Format::ActivityPub, activitypub::looks_like),
            (Format::JsonLines, json_lines::looks_like),
        ]
    } else if page.is_some() {
        &[(Format::TelegramHtml, telegram_html::looks_like), (Format::WebPreview, web_preview::looks_like)]
    } else {
        &[
            (Format::MinetCsv, minet_csv::looks_like),
            (Format::FourCatCsv, four_cat_csv::looks_like),
            (Format::Snscrape, snscrape::looks_like),
            (Format::WebPreview, web_preview::looks_like),
            // A cell of a table may hold the lines by which the text of a web preview is told.
            (Format::Csv, delimited::looks_like),
            (Format::WebPreviewText, |text| {
                !delimited::has_texts(text) && web_preview_text::looks_like(text)
            }),
        ]
    };
    let told =
        candidates.iter().find(|(_, looks_like)| looks_like(page.unwrap_or(text))).map(|(format, _)| *format);
    told.or_else(|| lines_behind(text).map(|(format, _)| format))
}

/// Where Telegram Desktop's messages begin, one a line, behind lines that are none.
pub(super) fn telegram_lines_behind(head: &[u8]) -> Option<usize> {
    lines_behind(head).filter(|(format, _)| *format == Format::TelegramJson).map(|(_, start)| start)
}

/// What the lines are that stand behind others, such as a comment, a licence or the header of a mail, and where they begin.
/// Each of them begins an object, and so does the one behind the first.
fn lines_behind(head: &[u8]) -> Option<(Format, usize)> {
    /// So many lines that begin an object may be none of them.
    const MOST_TRIED: usize = 8;
    if head.starts_with(b"<") || head.starts_with(SQLITE) {
        return None;
    }
    let candidates: [(Format, LooksLike); 4] = [
        (Format::TelegramJson, is_telegram_lines),
        (Format::Telethon, telethon::looks_like),
        (Format::Snscrape, snscrape::looks_like),
        (Format::JsonLines, json_lines::looks_like),
    ];
    // An array or an object that is no message takes a reader of any lines into it.
    let is_open = matches!(head.trim_ascii_start().first(), Some(b'[' | b'{'));
    let starts = memchr::memchr_iter(b'\n', head).map(|end| end + 1);
    starts.filter(|start| head[*start..].starts_with(b"{\"")).take(MOST_TRIED).find_map(|start| {
        let lines = &head[start..];
        if !are_objects(lines) {
            return None;
        }
        let (format, _) = *candidates.iter().find(|(_, looks_like)| looks_like(lines))?;
        (format == Format::TelegramJson || !is_open).then_some((format, start))
    })
}

/// Whether each line begins with an object, as far as the text goes, and there are several.
fn are_objects(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    text.starts_with(b"{\"") && lines.clone().nth(1).is_some() && lines.all(|line| line.starts_with(b"{"))
}

/// The format of an input of no other format whose columns the user maps: a table, or JSON lines.
///
/// # Errors
/// When it is one of these and lacks a mapped column.
pub(super) fn detect_mapped(head: &[u8], options: &ReadOptions) -> Result<Option<Format>> {
    let text = without_mark(head);
    if options.columns.is_empty() || head.starts_with(SQLITE) {
        Ok(None)
    } else if json_lines::is_objects(text) {
        json_lines::check(text, options).map(|()| Some(Format::JsonLines))
    } else if delimited::is_table(text) {
        delimited::check(text, options).map(|()| Some(Format::Csv))
    } else {
        Ok(None)
    }
}

/// Whether the beginning of an input is of a format.
type LooksLike = fn(&[u8]) -> bool;

/// How an SQLite database begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Telegram Desktop's JSON: a chat, an account, an array of messages, or its messages one a line.
pub(super) fn is_telegram_json(text: &[u8]) -> bool {
    match text.first() {
        Some(b'{') => is_telegram_object(text) || is_telegram_lines(text),
        _ => are_messages(text),
    }
}

/// Whether it is Telegram Desktop's messages, with none around them.
pub(super) fn is_telegram_lines(text: &[u8]) -> bool {
    matches!(whose(text), Whose::Desktops | Whose::OldDesktops)
}

/// Whether it is taken for Telegram Desktop's by nothing that it alone writes, but by all that its lines have.
pub(super) fn is_told_by_old_lines(head: &[u8]) -> bool {
    whose(without_mark(head)) == Whose::OldDesktops
}

/// Whether JSON lines of any tool could be messages of Telegram Desktop before 3.7.6.
#[must_use]
pub(crate) fn may_be_telegram_lines(head: &[u8]) -> bool {
    whose(without_mark(head)) == Whose::Unsure
}

fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start()
}

/// What an input is that no format can be told of, in words that fit behind its name, and the remedy.
pub(super) struct Obstacle {
    /// What it is.
    pub(super) what: &'static str,
    /// What to do.
    pub(super) remedy: &'static str,
}

/// Whether it is packed in one of the usual ways.
#[must_use]
pub(crate) fn is_compressed(head: &[u8]) -> bool {
    const COMPRESSED: [&[u8]; 7] = [
        b"\x1F\x8B",
        b"PK\x03\x04",
        b"\x28\xB5\x2F\xFD",
        b"BZh",
        b"\xFD7zXZ\0",
        b"7z\xBC\xAF\x27\x1C",
        b"Rar!\x1A\x07",
    ];
    COMPRESSED.iter().any(|magic| head.starts_with(magic))
}

/// What makes an input unreadable in every format, whatever the user says that it is.
pub(super) fn not_text(head: &[u8]) -> Option<Obstacle> {
    let (what, remedy) = if is_compressed(head) {
        ("is compressed", "unpack it first")
    } else if is_utf16(head) {
        ("is UTF-16 text", "save it as UTF-8 first")
    } else if head.contains(&0) && !starts_as_json(head) && !head.starts_with(SQLITE) {
        ("is not text", "give the export itself, a text or JSON file")
    } else {
        return None;
    };
    Some(Obstacle { what, remedy })
}

/// What an input is that is text of no known format, where that can be told.
pub(super) fn other_text(head: &[u8]) -> Option<Obstacle> {
    if head.starts_with(SQLITE) {
        return Some(Obstacle {
            what: "is an SQLite database, not an export",
            remedy: "to work with a store, name it with --db",
        });
    }
    if delimited::is_drawn(head) {
        return Some(Obstacle { what: delimited::DRAWN, remedy: delimited::DRAWN_REMEDY });
    }
    let text = without_mark(head);
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if !begins(b"<!doctype html") && !begins(b"<html") {
        return None;
    }
    let is_export = memchr::memmem::find(text, b"<title>Exported Data</title>").is_some();
    Some(if is_export {
        Obstacle {
            what: "is a page of a Telegram Desktop HTML export that holds no messages",
            remedy: "give the chat's messages.html, or the whole folder of the export",
        }
    } else {
        Obstacle { what: "is an HTML page", remedy: "save the page's text, or export the chat as JSON" }
    })
}

/// UTF-16 with its mark, or without it as every other byte of ASCII text is then zero.
#[must_use]
pub(crate) fn is_utf16(head: &[u8]) -> bool {
    let zeros = |odd: usize| head.iter().take(64).skip(odd).step_by(2).all(|byte| *byte == 0);
    let letters = |odd: usize| head.iter().take(64).skip(odd).step_by(2).all(|byte| *byte != 0);
    head.starts_with(b"\xFF\xFE")
        || head.starts_with(b"\xFE\xFF")
        || head.len() >= 4 && (zeros(1) && letters(0) || zeros(0) && letters(1))
        || is_utf16_of_other_letters(head)
}

/// UTF-16 without its mark in which letters beyond ASCII stand early: of the blanks, digits and marks between them one byte
/// of two is zero, and it is always the same one.
fn is_utf16_of_other_letters(head: &[u8]) -> bool {
    const LEAST: usize = 4;
    const BEGINNING: usize = 64;
    // Text of which a part is UTF-16 has no zero so early.
    if !head.iter().take(BEGINNING).any(|byte| *byte == 0) {
        return false;
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (most, least) = (even.max(odd), even.min(odd));
    least == 0 && most >= LEAST && most * 40 >= head.len()
}

/// A damaged JSON file may hold zeros where a disk lost a block.
fn starts_as_json(head: &[u8]) -> bool {
    let text = without_mark(head);
    matches!(text, [b'{' | b'[', rest @ ..] if matches!(rest.trim_ascii_start().first(), Some(b'"' | b'{')))
}

/// A chat or an account.
fn is_telegram_object(text: &[u8]) -> bool {
    const ACCOUNT: [&str; 10] = [
        "personal_information",
        "profile_pictures",
        "stories",
        "profile_music",
        "contacts",
        "frequent_contacts",
        "sessions",
        "web_sessions",
        "chats",
        "left_chats",
    ];
    let members: Vec<_> = members(text).collect();
    let has = |name: &str| members.iter().any(|(key, _)| *key == name.as_bytes());
    let value = |name: &str| members.iter().find(|(key, _)| *key == name.as_bytes()).map(|(_, value)| *value);
    if let Some(messages) = value("messages").filter(|messages| messages.starts_with(b"[")) {
        let kind = value("type").unwrap_or_default();
        let is_chat = KINDS.iter().any(|known| kind == format!("\"{known}\"").as_bytes());
        return match elements(messages).next() {
            // The first one may be damaged.
            Some(first) => {
                are_messages(messages) || is_chat && (has("id") || has("name")) && !is_foreign(first)
            }
            None => has("id") || (has("name") && has("type")),
        };
    }
    let has_list = ["chats", "left_chats"]
        .iter()
        .any(|name| value(name).is_some_and(|chats| self::members(chats).any(|(key, _)| key == b"list")));
    has_list || has("about") && ACCOUNT.iter().any(|name| has(name))
}

/// The kinds of chats that Telegram Desktop tells.
const KINDS: [&str; 10] = [
    "saved_messages",
    "replies",
    "verification_codes",
    "personal_chat",
    "bot_chat",
    "private_group",
    "private_supergroup",
    "public_supergroup",
    "private_channel",
    "public_channel",
];

/// Whether these are the messages of a chat: the first one is one, or was.
fn are_messages(array: &[u8]) -> bool {
    elements(array).next().is_some_and(is_message_or_wraps_one) || begin_with_message(elements(array))
}

fn is_message_or_wraps_one(element: &[u8]) -> bool {
    is_message(element) || members(element).any(|(_, value)| is_message(value))
}

/// A row of Telegram Desktop: `id` a number, `type` one of three, a date in all but one of them. Rows of
/// other tools have other keys, or name their own type.
pub(super) fn is_message(element: &[u8]) -> bool {
    let members: Vec<_> = members(element).collect();
    let value = |name: &str| members.iter().find(|(key, _)| *key == name.as_bytes()).map(|(_, value)| *value);
    let has_id = value("id")
        .is_some_and(|id| id.strip_prefix(b"-").unwrap_or(id).first().is_some_and(u8::is_ascii_digit));
    has_id
        && !is_foreign(element)
        && match value("type") {
            Some(b"\"unsupported\"") => true,
            Some(b"\"message\"" | b"\"service\"") => value("date").is_some() || value("file").is_some(),
            _ => false,
        }
}

/// Whether an object names its own type, as other tools have it.
fn is_foreign(object: &[u8]) -> bool {
    members(object).any(|(key, _)| matches!(key, b"_" | b"_type" | b"@type"))
}

#[cfg(test)]
mod tests;
