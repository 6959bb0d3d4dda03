//! Takes what the tokenizer finds and makes blocks of it.

use std::collections::VecDeque;

use html5gum::{Emitter, Error, State};

use super::Piece;
use super::behind::Behind;
use super::block::{AttributeData, Ending, has_word, is_void};
use super::draft::{Draft, Name, number};

/// How many attributes of an element are kept.
const ATTRIBUTE_LIMIT: usize = 64;

/// The start tag of an element, to tell whether it is wanted.
#[derive(Debug)]
pub(in crate::input) struct Tag<'t> {
    /// Its name, in lower case.
    pub(in crate::input) name: &'t [u8],
    words: &'t [u8],
    attributes: &'t [AttributeData],
}

impl<'t> Tag<'t> {
    /// The value of this attribute, whose name is in lower case.
    pub(in crate::input) fn attribute(&self, name: &str) -> Option<&'t [u8]> {
        let found = self.attributes.iter().find(|at| self.words(at.name, at.value) == name.as_bytes())?;
        Some(self.words(found.value, found.end))
    }

    /// Whether this class is among its classes.
    pub(in crate::input) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| has_word(classes, class.as_bytes()))
    }

    /// Names and values, in their order.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'t [u8], &'t [u8])> {
        self.attributes.iter().map(|at| (self.words(at.name, at.value), self.words(at.value, at.end)))
    }

    fn words(&self, from: u32, to: u32) -> &'t [u8] {
        self.words.get(from as usize..to as usize).unwrap_or_default()
    }
}

/// The emitter that makes blocks.
#[derive(Debug)]
pub(super) struct Builder {
    is_block: fn(&Tag<'_>) -> bool,
    limit: usize,
    position: u64,
    tag_start: u64,
    /// The tag that comes in: its name, then names and values of attributes.
    tag: Vec<u8>,
    tag_name_end: usize,
    tag_attributes: Vec<AttributeData>,
    is_end_tag: bool,
    /// Whether the attribute that comes in is kept.
    is_kept: bool,
    last_start_tag: Vec<u8>,
    /// Whether what comes in is no text but a script or a style.
    is_in_code: bool,
    /// Where the page began in which nothing was asked for yet.
    empty_page: Option<u64>,
    /// Whether a page has begun, and neither it nor what it shows has ended.
    is_page_open: bool,
    /// Whether the last tag was `</head>`, behind which some pages say `<html>` again.
    is_behind_head: bool,
    behind: Behind,
    draft: Option<Draft>,
    /// The sizes of the last block: the next one is likely to be like it.
    usual: [usize; 3],
    ready: VecDeque<Piece>,
}

impl Builder {
    pub(super) fn new(is_block: fn(&Tag<'_>) -> bool, limit: usize) -> Self {
        Self {
            is_block,
            limit,
            position: 0,
            tag_start: 0,
            tag: Vec::new(),
            tag_name_end: 0,
            tag_attributes: Vec::new(),
            is_end_tag: false,
            is_kept: false,
            last_start_tag: Vec::new(),
            is_in_code: false,
            empty_page: None,
            is_page_open: false,
            is_behind_head: false,
            behind: Behind::new(),
            draft: None,
            usual: [0; 3],
            ready: VecDeque::new(),
        }
    }

    fn start_tag(&mut self) -> Option<State> {
        let name = &self.tag[..self.tag_name_end];
        let tag = Tag { name, words: &self.tag, attributes: &self.tag_attributes };
        if self.behind.take_address(&tag, self.tag_start) {
            return None;
        }
        let is_void = is_void(name);
        self.ready.extend(self.behind.end(name == b"html"));
        let is_behind_head = std::mem::take(&mut self.is_behind_head);
        let is_page = name == b"html" && !(is_behind_head && self.is_page_open);
        if is_page {
            self.end_empty_page();
            self.empty_page = Some(self.tag_start);
        }
        let name = &self.tag[..self.tag_name_end];
        // No block holds the beginning of a page: another one stands behind one that was cut off.
        if matches!(name, b"html" | b"head" | b"meta" | b"body") {
            self.end_block(Ending::Cut);
        }
        if is_page && std::mem::replace(&mut self.is_page_open, true) {
            self.ready.push_back(Piece::PageCut(self.tag_start));
        }
        let name = &self.tag[..self.tag_name_end];
        if (self.is_block)(&Tag { name, words: &self.tag, attributes: &self.tag_attributes }) {
            self.end_block(Ending::Unclosed);
            self.empty_page = None;
            self.draft = Some(Draft::new(self.tag_start, self.usual));
        }
        if let Some(draft) = &mut self.draft {
            draft.start_element(&self.tag, self.tag_name_end, &self.tag_attributes, is_void);
            if draft.is_closed() {
                self.end_block(Ending::Closed);
            } else if draft.is_longer_than(self.limit, self.position) {
                draft.give_up();
            }
        }
        let name = &self.tag[..self.tag_name_end];
        let state = match name {
            b"script" => State::ScriptData,
            b"style" => State::RawText,
            b"title" | b"textarea" => State::RcData,
            _ => return None,
        };
        self.is_in_code = matches!(name, b"script" | b"style");
        self.last_start_tag.clear();
        self.last_start_tag.extend_from_slice(name);
        Some(state)
    }

    fn end_tag(&mut self) {
        self.is_in_code = false;
        if self.behind.take_path(&self.tag[..self.tag_name_end], self.tag_start) {
            return;
        }
        self.behind.pass_end_tag();
        let name = &self.tag[..self.tag_name_end];
        let is_page_end = name == b"html";
        let is_shown_end = matches!(name, b"main" | b"body");
        self.is_page_open &= !is_page_end && !is_shown_end;
        self.is_behind_head = name == b"head";
        if is_page_end || name == b"body" {
            self.end_block(Ending::Unclosed);
        } else if self.draft.as_mut().is_some_and(|draft| draft.end_element(Name::of(name))) {
            self.end_block(Ending::Closed);
        }
        if is_shown_end {
            self.ready.push_back(Piece::ShownEnd);
        }
        if is_page_end {
            self.end_empty_page();
            self.ready.push_back(Piece::PageEnd);
            self.behind.begin();
        }
    }

    fn end_empty_page(&mut self) {
        self.ready.extend(self.empty_page.take().map(Piece::EmptyPage));
    }

    fn end_block(&mut self, ending: Ending) {
        let Some(draft) = self.draft.take() else { return };
        self.usual = draft.sizes();
        self.ready.push_back(Piece::Block(Box::new(draft.finish(ending))));
    }

    /// Adds to the tag, as far as there is room.
    fn push_to_tag(&mut self, bytes: &[u8]) {
        if self.tag.len() + bytes.len() <= self.limit {
            self.tag.extend_from_slice(bytes);
        }
    }
}

impl Emitter for Builder {
    type Token = Piece;

    fn pop_token(&mut self) -> Option<Piece> {
        self.ready.pop_front()
    }

    #[inline]
    fn move_position(&mut self, offset: isize) {
        self.position = self.position.wrapping_add_signed(offset as i64);
    }

    fn start_open_tag(&mut self) {
        self.tag_start = self.position.saturating_sub(1);
    }

    fn emit_string(&mut self, text: &[u8]) {
        let Some(draft) = self.draft.as_mut().filter(|_| !self.is_in_code) else {
            return self.behind.take(text, self.position);
        };
        if text == b"\0" {
            draft.push_zero();
        } else {
            draft.push_text(text);
        }
        if draft.is_longer_than(self.limit, self.position) {
            draft.give_up();
        }
    }

    fn init_start_tag(&mut self) {
        self.tag.clear();
        self.tag_attributes.clear();
        self.tag_name_end = 0;
        self.is_end_tag = false;
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.is_end_tag = true;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.push_to_tag(name);
        self.tag_name_end = self.tag.len();
    }

    fn init_attribute(&mut self) {
        self.is_kept = !self.is_end_tag && self.tag_attributes.len() < ATTRIBUTE_LIMIT;
        if self.is_kept {
            let here = number(self.tag.len());
            self.tag_attributes.push(AttributeData { name: here, value: here, end: here });
        }
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        if self.is_kept {
            self.push_to_tag(name);
            let here = number(self.tag.len());
            if let Some(at) = self.tag_attributes.last_mut() {
                (at.value, at.end) = (here, here);
            }
        }
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        if self.is_kept {
            self.push_to_tag(value);
            let here = number(self.tag.len());
            if let Some(at) = self.tag_attributes.last_mut() {
                at.end = here;
            }
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        if self.is_end_tag {
            self.end_tag();
            return None;
        }
        self.start_tag()
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end_tag && self.tag == self.last_start_tag
    }

    fn emit_eof(&mut self) {
        self.end_block(Ending::Cut);
        self.ready.extend(self.behind.end(true));
        self.end_empty_page();
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag = name.unwrap_or_default().to_vec();
    }

    fn emit_error(&mut self, _: Error) {}

    fn set_self_closing(&mut self) {}

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {}

    fn init_doctype(&mut self) {}

    fn set_force_quirks(&mut self) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn emit_current_doctype(&mut self) {
        self.is_behind_head = false;
        self.ready.extend(self.behind.end(true));
    }
}
