//! Telegram Desktop's HTML exports: `messages.html`, `messages2.html` … of one chat, a thousand messages each.
//!
//! The pages of one export are read one after another, each as a stream of blocks: one message is held, besides
//! those of an album. The layout is that of `export_output_html.cpp` of Telegram Desktop (looked up in its
//! sources from 2.x to 7.x); older and later pages differ in what they lack.
//!
//! The pages tell less than `result.json`: no ids of the chat and of senders, no kind of the chat, no edits, and
//! of service rows neither the instant nor the action but by the English words. They tell more of forwards: when
//! the original was posted.
//!
//! **Instants.** Since 3.7.6 the clock of a message stands there with an offset, such as `UTC+01:00`; before,
//! without. The offset is the zone's standard one even in summer, while the clock is the summer one
//! (`FormatDateTime` asks Qt for `StandardTime`). So where the exporting computer's zone has summer time, the
//! instants of summer are an hour late, and nothing in the page tells so: `result.json` of the same export
//! is better evidence.
//!
//! **Completeness.** Of the groups and channels of an account Telegram Desktop exports what the account's owner wrote,
//! unless it is told otherwise; only the list of all chats says so. A chat of an account in which one alone writes is
//! therefore not called complete. The page of one has a header that leads back to that list.
//!
//! **Joined rows** name no sender: they have the one of the message before, on the same page.

mod date;
mod media;
mod message;
mod open_page;
mod pages;
mod rich;
mod service;
mod text;

use std::collections::VecDeque;
use std::io::{self, Read};

use self::message::{Message, Senders};
use self::open_page::OpenPage;
use self::pages::is_gapless;
use super::album::Album;
use super::columns::count::Unread;
use super::markup::{Block, Ending, Piece};
use super::{BadBytes, OUTSIDE_PAGES, Page, Reader, Separators, UnreadCounts};
use crate::model::{Channel, Place, Record, Reject};
use crate::{Error, ErrorKind, Result};

const PLATFORM: &str = "telegram";

/// Why a page is none of the export.
const FOREIGN_PAGE: &str = "a page of another kind: put it into a file of its own";

/// Whether the beginning of an input is of this format: a page with the messages of a chat. The other pages of an
/// export, such as `export_results.html` and those below `lists`, have the frame but no messages.
pub(super) fn looks_like(head: &[u8]) -> bool {
    const FRAME: [&[u8]; 2] = [b"<title>Exported Data</title>", b"class=\"page_wrap\""];
    const MESSAGES: [&[u8]; 3] =
        [b"<div class=\"history\"", b"<div class=\"message default", b"<div class=\"message service"];
    let has = |words: &[u8]| memchr::memmem::find(head, words).is_some();
    head.starts_with(b"<") && FRAME.into_iter().any(has) && MESSAGES.into_iter().any(has)
}

/// Opens the pages of one export, in their order.
pub(super) fn open(pages: Vec<Page>) -> Result<Box<dyn Reader>> {
    let sources = pages.into_iter().map(|page| (page.name, Box::new(page.file) as Source)).collect();
    Ok(Box::new(TelegramHtml::new(sources)))
}

type Source = Box<dyn Read + Send>;

/// A reader of the pages of one export.
struct TelegramHtml {
    /// Those to come.
    sources: VecDeque<(String, Source)>,
    page: Option<OpenPage>,
    /// A message without an end tag, until what follows is seen.
    unclosed: Option<Box<Block>>,
    has_many_pages: bool,
    /// The bytes of the pages that are done.
    bytes_done: u64,
    ready: VecDeque<Record>,
    album: Album,
    /// The chat's name, as the page's header has it.
    chat_name: Option<String>,
    /// The channel that was told of.
    channel: Option<Channel>,
    senders: Senders,
    last_id: Option<i64>,
    is_disordered: bool,
    is_cut: bool,
    /// Whether the pages are numbered without a gap.
    is_gapless: bool,
    /// Whether anything of an export was seen.
    is_export: bool,
    /// What is told of once the header of the page behind it says which chat that is of.
    early: Vec<Reject>,
    /// Whether the chat is one of an account's.
    is_of_account: bool,
    /// Who wrote the first message, and whether others wrote, too.
    sender: Option<String>,
    has_several_senders: bool,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    separators: Option<Separators>,
}

impl TelegramHtml {
    fn new(sources: VecDeque<(String, Source)>) -> Self {
        Self {
            has_many_pages: sources.len() > 1,
            is_gapless: is_gapless(sources.iter().map(|(name, _)| name.as_str())),
            sources,
            page: None,
            unclosed: None,
            bytes_done: 0,
            ready: VecDeque::new(),
            album: Album::default(),
            chat_name: None,
            channel: None,
            senders: Senders::default(),
            last_id: None,
            is_disordered: false,
            is_cut: false,
            is_export: false,
            early: Vec::new(),
            is_of_account: false,
            sender: None,
            has_several_senders: false,
            bad_bytes: None,
            unread_counts: None,
            separators: None,
        }
    }

    /// Goes on by one piece; `false` at the end.
    fn step(&mut self) -> Result<bool> {
        let Some(page) = &mut self.page else { return self.begin_page() };
        let piece = page.markup.next_piece().map_err(|error| cannot_read(&page.name, error))?;
        if let Some(unclosed) = self.unclosed.take() {
            match &piece {
                // The page was cut off within a tag of the message, which took the beginning of the next page.
                Some(Piece::Block(block)) if is_header(block) && !page.has_ended => {
                    page.cut_at(unclosed.start);
                }
                _ => self.take(&unclosed),
            }
        }
        let Some(page) = &mut self.page else { return Ok(true) };
        // A page that is cut off above its messages is no other one.
        if let Some(start) = page.empty_at.take()
            && !matches!(piece, Some(Piece::PageCut(_)))
        {
            self.take_foreign_page(start);
        }
        let Some(page) = &mut self.page else { return Ok(true) };
        match piece {
            Some(Piece::Block(block)) if block.ending == Ending::Unclosed && !is_header(&block) => {
                self.unclosed = Some(block);
            }
            Some(Piece::Block(block)) if block.ending == Ending::Cut => {
                self.is_export = true;
                page.cut_at(block.start);
            }
            Some(Piece::Block(block)) => self.take(&block),
            // Behind `</body>` nothing is lost that matters.
            Some(Piece::PageEnd | Piece::ShownEnd) => page.has_ended = true,
            Some(Piece::PageCut(start)) => page.cut_at(start),
            Some(Piece::EmptyPage(start)) => page.empty_at = Some(start),
            Some(Piece::Behind { start, beginning, is_separator: true }) => {
                let place = self.place_in_page(start);
                Separators::add(&mut self.separators, place, &beginning);
            }
            Some(Piece::Behind { start, beginning, .. }) => {
                let place = self.place_in_page(start);
                self.reject_foreign(place, OUTSIDE_PAGES, beginning);
            }
            None => self.end_page(),
        }
        Ok(true)
    }

    fn begin_page(&mut self) -> Result<bool> {
        let Some((name, source)) = self.sources.pop_front() else {
            self.finish_album();
            if !self.is_export {
                let message = "the input is no HTML export of Telegram Desktop: it has no messages";
                return Err(Error::new(ErrorKind::Input, message)
                    .hint("give messages.html of a chat; the other pages of an export have no messages"));
            }
            return Ok(!self.ready.is_empty());
        };
        self.chat_name = None;
        self.senders = Senders::default();
        self.page = Some(OpenPage::new(name, source));
        Ok(true)
    }

    fn end_page(&mut self) {
        if self.is_export {
            self.tell_early();
        }
        let Some(page) = self.page.take() else { return };
        let length = page.markup.bytes_read();
        self.bytes_done += length;
        if let Some(cut_at) = page.cut() {
            self.is_cut = true;
            self.finish_album();
            let place = self.place(&page.name, cut_at);
            self.ready.push_back(Record::Cut(place));
        }
    }

    /// Notes a page in which nothing of an export stands: each page of one has a header, be it of a chat without messages.
    fn take_foreign_page(&mut self, start: u64) {
        if let Some(page) = &mut self.page {
            page.pass(start);
        }
        let is_told = !self.is_export && self.early.iter().any(|early| early.reason == FOREIGN_PAGE);
        if !is_told {
            let place = self.place_in_page(start);
            self.reject_foreign(place, FOREIGN_PAGE, String::new());
        }
    }

    fn reject_foreign(&mut self, place: Place, reason: &str, raw: String) {
        const MOST_EARLY: usize = 64;
        self.early.push(Reject { place, external_id: None, reason: reason.to_owned(), raw });
        let has_header = self.page.as_ref().is_some_and(|page| page.has_header);
        if has_header || self.early.len() > MOST_EARLY {
            self.tell_early();
        }
    }

    fn tell_early(&mut self) {
        if self.early.is_empty() {
            return;
        }
        if self.chat_name.is_some() || self.channel.is_none() {
            self.announce();
        }
        self.finish_album();
        self.ready.extend(self.early.drain(..).map(Record::Reject));
    }

    fn place(&self, page: &str, offset: u64) -> Place {
        let place = Place::Byte(offset);
        if self.has_many_pages { Place::In(page.to_owned(), Box::new(place)) } else { place }
    }

    fn take(&mut self, block: &Block) {
        self.is_export = true;
        if let Some(page) = &mut self.page {
            page.pass(block.start);
        }
        if is_header(block) {
            if let Some(page) = &mut self.page {
                page.begin_header(block.start);
            }
            self.is_of_account |= block.root().elements().any(|inner| inner.name() == "a");
            let name = block.root().find("text").map(text::words);
            self.chat_name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
            return;
        }
        let mut unread = Unread::default();
        let message = if block.ending == Ending::TooLong {
            Message::Reject("longer than 32 MiB")
        } else {
            message::read(block.root(), self.chat_name.as_deref(), &mut self.senders, &mut unread)
        };
        if matches!(message, Message::Nothing) {
            return;
        }
        self.announce();
        self.tell_early();
        if let Some(name) = self.senders.name() {
            self.has_several_senders |= self.sender.get_or_insert_with(|| name.to_owned()) != name;
        }
        if block.has_bad_bytes {
            let place = self.place_of(block);
            BadBytes::add(&mut self.bad_bytes, place);
        }
        if unread.values > 0 {
            let place = self.place_of(block);
            UnreadCounts::add(&mut self.unread_counts, unread, || place);
        }
        match message {
            Message::Nothing => {}
            Message::Item(item) => {
                self.note_order(item.id);
                if let Some(post) = self.album.push(item) {
                    self.ready.push_back(Record::Post(post));
                }
            }
            Message::Event(id, event) => {
                self.note_order(id);
                self.finish_album();
                self.ready.push_back(Record::Event(event));
            }
            Message::Reject(reason) => {
                self.finish_album();
                self.ready.push_back(Record::Reject(Reject {
                    place: self.place_of(block),
                    external_id: message::id(block.root()).map(|id| id.to_string()),
                    reason: reason.to_owned(),
                    raw: block.beginning(),
                }));
            }
        }
    }

    fn place_in_page(&self, offset: u64) -> Place {
        self.place(self.page.as_ref().map_or("", |page| page.name.as_str()), offset)
    }

    fn place_of(&self, block: &Block) -> Place {
        self.place_in_page(block.start)
    }

    fn note_order(&mut self, id: i64) {
        self.is_disordered |= self.last_id.is_some_and(|last| last >= id);
        self.last_id = Some(id);
    }

    /// Tells of the channel when it is another one than before.
    fn announce(&mut self) {
        let is_told = self.channel.as_ref().is_some_and(|channel| channel.name == self.chat_name);
        if is_told {
            return;
        }
        self.finish_album();
        let name = self.chat_name.clone();
        let channel = Channel { platform: PLATFORM.to_owned(), name, ..Channel::default() };
        self.channel = Some(channel.clone());
        self.ready.push_back(Record::Channel(channel));
    }

    fn finish_album(&mut self) {
        if let Some(post) = self.album.finish() {
            self.ready.push_back(Record::Post(post));
        }
    }
}

impl Reader for TelegramHtml {
    fn next_record(&mut self) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Ok(Some(record));
            }
            if !self.step()? {
                return Ok(None);
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_done + self.page.as_ref().map_or(0, |page| page.markup.bytes_read())
    }

    /// True until a message came after one with a greater id.
    fn is_ordered(&self) -> bool {
        !self.is_disordered
    }

    /// True when the pages are numbered without a gap, none of them is cut, their ids ascend, and they are not what one
    /// person wrote in a chat of an account.
    fn is_complete(&self) -> bool {
        let may_be_choice = self.is_of_account && !self.has_several_senders;
        self.is_gapless && !self.is_cut && !self.is_disordered && !may_be_choice
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.bad_bytes.clone()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.unread_counts.clone()
    }

    fn separators(&self) -> Option<Separators> {
        self.separators.clone()
    }
}

fn is_header(block: &Block) -> bool {
    block.root().has_class("page_header")
}

fn cannot_read(name: &str, error: io::Error) -> Error {
    Error::new(ErrorKind::Input, format!("cannot read '{name}' to its end")).caused_by(error)
}

#[cfg(test)]
mod tests;
