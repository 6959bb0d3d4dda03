//! The page that is being read: one file, into which somebody may have put several.

use super::Source;
use crate::input::markup::{Markup, Tag};

/// The elements that matter: messages, and the header with the chat's name.
fn is_wanted(tag: &Tag<'_>) -> bool {
    tag.name == b"div" && (tag.has_class("message") || tag.has_class("page_header"))
}

/// A page, and what is known of its end.
pub(super) struct OpenPage {
    /// Its file's name.
    pub(super) name: String,
    /// What is read of it.
    pub(super) markup: Markup<Source>,
    /// Whether the header of an export's page was seen.
    pub(super) has_header: bool,
    /// Whether its end tag was seen, or that of what it shows.
    pub(super) has_ended: bool,
    /// Where a page begins in which nothing of an export stands, until what follows is seen.
    pub(super) empty_at: Option<u64>,
    /// Where the block begins within which the page ends, or what follows where it is cut.
    cut_at: Option<u64>,
}

impl OpenPage {
    /// Opens a file of this name.
    pub(super) fn new(name: String, source: Source) -> Self {
        let markup = Markup::new(source, is_wanted);
        Self { name, markup, has_header: false, has_ended: false, empty_at: None, cut_at: None }
    }

    /// Notes that it is cut off here. The first such place counts.
    pub(super) fn cut_at(&mut self, place: u64) {
        self.cut_at.get_or_insert(place);
    }

    /// Where it is cut off, now that it was read to its end.
    pub(super) fn cut(&self) -> Option<u64> {
        self.cut_at.or_else(|| (!self.has_ended).then(|| self.markup.bytes_read()))
    }

    /// Notes that the page which holds this place was seen, and with it one before that was cut off above its messages.
    pub(super) fn pass(&mut self, place: u64) {
        if let Some(cut_at) = self.markup.pass(place) {
            self.cut_at(cut_at);
        }
    }

    /// Notes that a page of the export begins: within one file, where somebody has put several into it.
    pub(super) fn begin_header(&mut self, start: u64) {
        if self.has_header && !self.has_ended {
            self.cut_at(start);
        }
        (self.has_header, self.has_ended) = (true, false);
    }
}
