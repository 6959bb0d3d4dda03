//! What in a folder or an archive may be an input at all, by where it lies.
//!
//! Beside an export of Telegram Desktop lie folders with what was attached to posts and, in the export of a whole
//! account, pages of contacts and sessions. A table that somebody attached to a post is no post of the channel,
//! and personal data is never read.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::natural::compare_paths;
use super::pages;
use crate::input::Format;

/// The folders that Telegram Desktop makes beside its exports, but for `chats`: attachments, styles, personal data
/// (`Telegram/SourceFiles/export` in tdesktop).
const BESIDE_EXPORTS: [&str; 14] = [
    "contacts",
    "css",
    "files",
    "images",
    "js",
    "lists",
    "photos",
    "profile_music",
    "profile_pictures",
    "round_video_messages",
    "stickers",
    "stories",
    "video_files",
    "voice_messages",
];

/// The folders that hold an export, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Exports {
    folders: BTreeSet<PathBuf>,
}

impl Exports {
    /// A file of this name and format was found in `folder`. What users have renamed hides nothing: they may
    /// have folders of their own beside it.
    pub(super) fn note(&mut self, folder: &Path, file: &str, format: Option<Format>) {
        let is_export = match format {
            Some(Format::TelegramJson) => file == "result.json",
            Some(Format::TelegramHtml) => pages::number(file).is_some(),
            _ => file == "export_results.html",
        };
        if is_export {
            self.folders.insert(folder.to_owned());
        }
    }

    /// A file of this name in `folder` may be an export and cannot be read: what lies beside it is none for that.
    pub(super) fn note_unread(&mut self, folder: &Path, file: &str) {
        let called = match file {
            "result.json" => Some(Format::TelegramJson),
            file => pages::number(file).map(|_| Format::TelegramHtml),
        };
        self.note(folder, file, called);
    }

    /// Whether `folder` is one of those beside an export, or lies in one.
    pub(super) fn hide(&self, folder: &Path) -> bool {
        folder
            .ancestors()
            .filter(|folder| is_beside_export(folder))
            .any(|folder| folder.ancestors().skip(1).any(|folder| self.folders.contains(folder)))
    }
}

fn is_beside_export(folder: &Path) -> bool {
    folder.file_name().and_then(|name| name.to_str()).is_some_and(|name| BESIDE_EXPORTS.contains(&name))
}

/// The order in which the files of these folders must be looked at, so that an export is known before what lies
/// beside it: the folders are relative to the one that the user named.
pub(super) fn look_order(one: &Path, other: &Path) -> Ordering {
    let depth = |folder: &Path| folder.ancestors().filter(|folder| is_beside_export(folder)).count();
    depth(one).cmp(&depth(other)).then_with(|| compare_paths(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beside_an_export_is_hidden() {
        let mut exports = Exports::default();
        exports.note(Path::new("account"), "export_results.html", None);
        exports.note(Path::new("chat"), "result.json", Some(Format::TelegramJson));
        for hidden in
            ["account/lists", "account/chats/chat_01/files", "account/chats/chat_01/files/x", "chat/photos"]
        {
            assert!(exports.hide(Path::new(hidden)), "{hidden}");
        }
        for seen in ["account/chats/chat_01", "files", "lists/chat", "chat", "chat/more", "files/chat"] {
            assert!(!exports.hide(Path::new(seen)), "{seen}");
        }
    }

    #[test]
    fn an_export_in_the_folder_that_was_named_hides_what_lies_beside_it() {
        let mut exports = Exports::default();
        exports.note(Path::new(""), "messages2.html", Some(Format::TelegramHtml));
        assert!(exports.hide(Path::new("files")) && !exports.hide(Path::new("")));
    }

    #[test]
    fn a_table_or_a_renamed_export_hides_nothing() {
        let mut exports = Exports::default();
        exports.note(Path::new(""), "posts.csv", Some(Format::Csv));
        exports.note(Path::new(""), "gazette.json", Some(Format::TelegramJson));
        exports.note(Path::new(""), "result.json", None);
        assert!(!exports.hide(Path::new("files")));
    }

    #[test]
    fn what_lies_beside_an_export_that_cannot_be_read_is_hidden() {
        let mut exports = Exports::default();
        exports.note_unread(Path::new("chat"), "result.json");
        exports.note_unread(Path::new("pages"), "messages.html");
        exports.note_unread(Path::new("tables"), "posts.csv");
        assert!(exports.hide(Path::new("chat/files")) && exports.hide(Path::new("pages/files")));
        assert!(!exports.hide(Path::new("tables/files")));
    }

    #[test]
    fn exports_are_looked_at_before_what_lies_beside_them() {
        let mut folders = ["files/a/files", "zoo", "files/a", "", "files"].map(Path::new);
        folders.sort_by(|a, b| look_order(a, b));
        assert_eq!(folders, ["", "zoo", "files", "files/a", "files/a/files"].map(Path::new));
    }
}
