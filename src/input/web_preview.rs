//! Web preview pages `t.me/s/NAME` and embedded posts, as HTML.
//!
//! The pages are not documented; what is read is what they were seen to hold from 2018 to 2026, as served, as
//! browsers save them after their scripts ran, and as scrapers write them anew. Each post is a
//! `.tgme_widget_message` with the attributes `data-post="NAME/532"` and `data-view`; a file may hold pages of
//! several channels one behind another, and a post twice. Read are only the post's own words: no preview of a
//! link or of the post it answers, no notice in place of media, and of an album's text, which stands in two
//! elements one within the other, the outer one.
//!
//! A page fetches more posts for itself as HTML in a JSON string; that is read too. Places are then those in the
//! HTML.
//!
//! A page does not say whether it lists all posts of its range or the finds of a search, so the input is never
//! called complete. A page without posts (`.tme_no_messages_found`) is the end of a channel's history and gives
//! nothing.

mod duration;
mod head;
mod header;
mod json_string;
mod link;
mod media;
mod message;
mod parts;
mod service;
mod text;
mod view;
mod watch;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use self::header::Header;
use self::json_string::JsonString;
use self::link::{Name, PLATFORM, Target};
use self::message::{Content, Told};
use self::watch::{Main, Watch, Watched};
use super::markup::{Block, Ending, Markup, Piece, Tag};
use super::{BadBytes, OUTSIDE_PAGES, Page, Reader, Separators, UnreadCounts};
use crate::model::{Channel, Place, Record, Reject, UnixSeconds};
use crate::{Error, ErrorKind, Result};

pub(super) use self::head::looks_like;

/// The largest instant that the calendar has, 9999-12-30.
const LAST_INSTANT: UnixSeconds = 253_402_128_000;

/// Opens an input of this format.
pub(super) fn open(page: Page) -> Result<Box<dyn Reader>> {
    let mut file = page.file;
    if is_json(&mut file).map_err(cannot_read)? {
        let html = JsonString::new(file);
        let bytes_read = html.bytes_read();
        return Ok(Box::new(WebPreview { json_bytes_read: Some(bytes_read), ..WebPreview::new(html) }));
    }
    Ok(Box::new(WebPreview::new(file)))
}

/// Whether the file begins with a JSON string. It stands at its beginning afterwards.
fn is_json(file: &mut File) -> std::io::Result<bool> {
    let mut head = Vec::new();
    file.by_ref().take(1024).read_to_end(&mut head)?;
    file.rewind()?;
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    Ok(head.trim_ascii_start().starts_with(b"\""))
}

/// A reader of web preview pages.
#[derive(Debug)]
struct WebPreview<R: Read> {
    markup: Markup<Watch<R>>,
    watched: Watched,
    /// Where the page stands in JSON: how much of that has been read.
    json_bytes_read: Option<Arc<AtomicU64>>,
    ready: VecDeque<Record>,
    /// A post without an end tag, until what follows is seen.
    unclosed: Option<Box<Block>>,
    /// What the page's header says of its channel.
    header: Option<Header>,
    /// The channel that was told of last.
    channel: Option<Current>,
    /// What is told of once it is known of which channel the first page is.
    early: Vec<Reject>,
    is_disordered: bool,
    /// Whether anything of such a page was met.
    is_preview: bool,
    has_page_end: bool,
    /// Whether the header of a page was met that has not ended, nor has what it shows.
    is_below_header: bool,
    /// Whether the last block was cut off, so that nothing more need be told of the end.
    is_cut: bool,
    has_ended: bool,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    separators: Option<Separators>,
}

/// The channel of what is given.
#[derive(Debug)]
struct Current {
    told: Told,
    last_id: Option<i64>,
}

/// The class of the header that each page of Telegram Desktop's HTML exports has.
const OTHERS_HEADER: &[u8] = b"page_header";

/// What there is on a page besides what does not matter.
fn is_block(tag: &Tag<'_>) -> bool {
    const BLOCKS: [&[u8]; 4] =
        [b"tgme_widget_message", b"tgme_channel_info_header", b"tme_no_messages_found", OTHERS_HEADER];
    let Some(classes) = tag.attribute("class") else { return false };
    classes.split(u8::is_ascii_whitespace).any(|class| BLOCKS.contains(&class))
}

impl<R: Read> WebPreview<R> {
    fn new(source: R) -> Self {
        let source = Watch::new(source);
        let watched = source.watched();
        Self {
            markup: Markup::new(source, is_block),
            watched,
            json_bytes_read: None,
            ready: VecDeque::new(),
            unclosed: None,
            header: None,
            channel: None,
            early: Vec::new(),
            is_disordered: false,
            is_preview: false,
            has_page_end: false,
            is_below_header: false,
            is_cut: false,
            has_ended: false,
            bad_bytes: None,
            unread_counts: None,
            separators: None,
        }
    }

    /// Goes on by one piece of the page.
    fn step(&mut self) -> Result<()> {
        let piece = self.markup.next_piece().map_err(cannot_read)?;
        if let Some(unclosed) = self.unclosed.take() {
            // Cut off within a tag of the post, which took the beginning of the next page.
            let is_cut = matches!(&piece, Some(Piece::Block(block)) if is_header(block));
            if is_cut {
                self.cut_page(unclosed.start);
            } else {
                self.take(&unclosed);
            }
        }
        match piece {
            Some(Piece::Block(block)) if is_header_of_export(&block) => {
                self.reject_foreign(block.start, EXPORT_PAGE, block.beginning());
            }
            Some(Piece::Block(block)) => {
                self.is_preview = true;
                self.has_page_end = false;
                // In a page that a browser saved, frames hold beginnings of pages, too, but not above its header.
                if let Some(cut_at) = self.markup.pass(block.start).filter(|_| is_header(&block)) {
                    self.cut_page(cut_at);
                }
                if is_header(&block) && self.is_below_header {
                    self.cut_page(block.start);
                }
                self.is_below_header |= is_header(&block);
                self.is_cut = block.ending == Ending::Cut;
                if block.ending == Ending::Unclosed && !is_header(&block) {
                    self.unclosed = Some(block);
                } else {
                    self.take(&block);
                }
            }
            Some(Piece::PageCut(start)) => self.cut_page(start),
            // All posts of the page were read: as with a page alone, no more is asked for.
            Some(Piece::ShownEnd) => self.is_below_header = false,
            Some(Piece::PageEnd) => (self.has_page_end, self.is_below_header) = (true, false),
            // A page may be without posts, as where a post is gone.
            Some(Piece::EmptyPage(start)) => {
                self.markup.pass(start);
            }
            Some(Piece::Behind { start, beginning, is_separator: true }) => {
                Separators::add(&mut self.separators, Place::Byte(start), &beginning);
            }
            Some(Piece::Behind { start, beginning, .. }) => {
                self.reject_foreign(start, OUTSIDE_PAGES, beginning);
            }
            None => self.end()?,
        }
        Ok(())
    }

    /// Notes that a page ends unfinished where another one begins.
    fn cut_page(&mut self, start: u64) {
        self.is_below_header = false;
        if !self.is_cut {
            self.is_cut = true;
            self.ready.push_back(Record::Cut(Place::Byte(start)));
        }
    }

    fn take(&mut self, block: &Block) {
        let root = block.root();
        if block.ending == Ending::Cut {
            self.ready.push_back(Record::Cut(Place::Byte(block.start)));
        } else if is_header(block) {
            self.header = Some(Header::read(root));
        } else if root.has_class("tgme_widget_message") {
            self.take_message(block);
        }
    }

    fn take_message(&mut self, block: &Block) {
        if block.ending == Ending::TooLong {
            return self.reject(block, "longer than 32 MiB");
        }
        match message::read(block.root()) {
            Err(reason) => self.reject(block, reason),
            Ok(message) => {
                self.announce(message.channel, Some(message.id));
                if block.has_bad_bytes {
                    BadBytes::add(&mut self.bad_bytes, Place::Byte(block.start));
                }
                UnreadCounts::add(&mut self.unread_counts, message.unread, || Place::Byte(block.start));
                match message.content {
                    Content::Event(event) => self.ready.push_back(Record::Event(event)),
                    Content::Posts(posts) => {
                        self.ready.extend(posts.into_iter().map(|post| Record::Post(Box::new(post))));
                    }
                }
            }
        }
    }

    fn reject(&mut self, block: &Block, reason: &str) {
        let target = block.root().attribute("data-post").and_then(Target::read_path);
        let external_id = target.as_ref().and_then(|target| target.post).map(|id| id.to_string());
        match target {
            Some(target) => self.announce(Told { name: target.name, id: None, title: None }, None),
            None => self.announce_any(),
        }
        self.push_reject(Place::Byte(block.start), external_id, reason, block.beginning());
    }

    /// Tells of a channel before a reject that names none, be it one of which nothing is known.
    fn announce_any(&mut self) {
        if self.channel.is_some() {
            return;
        }
        let channel = self.header.as_ref().and_then(|header| header.name.as_ref()).map(Name::channel);
        self.push_channel(
            channel.unwrap_or_else(|| Channel { platform: PLATFORM.to_owned(), ..Channel::default() }),
        );
    }

    fn push_channel(&mut self, channel: Channel) {
        self.ready.push_back(Record::Channel(channel));
        self.ready.extend(self.early.drain(..).map(Record::Reject));
    }

    /// Tells of what is of no page. Before the first one it waits, as it would make a channel of which nothing is known.
    fn reject_foreign(&mut self, start: u64, reason: &str, raw: String) {
        const MOST_EARLY: usize = 64;
        if self.is_preview || self.early.len() >= MOST_EARLY {
            self.announce_any();
            return self.push_reject(Place::Byte(start), None, reason, raw);
        }
        let reason = reason.to_owned();
        self.early.push(Reject { place: Place::Byte(start), external_id: None, reason, raw });
    }

    fn push_reject(&mut self, place: Place, external_id: Option<String>, reason: &str, raw: String) {
        let reason = reason.to_owned();
        self.ready.push_back(Record::Reject(Reject { place, external_id, reason, raw }));
    }

    /// Tells of the channel of what follows: when it is another one than before, when more is known of it, and
    /// when the ids start anew, as the posts of another page are no neighbours in time.
    fn announce(&mut self, mut told: Told, id: Option<i64>) {
        if let Some(title) = self.title_of(&told.name) {
            told.title = Some(title);
        }
        let mut last_id = None;
        if let Some(current) = &self.channel
            && current.told.name.is(&told.name)
            && (current.told.id.is_none() || told.id.is_none() || current.told.id == told.id)
        {
            let goes_back = current.last_id.is_some_and(|last| id.is_some_and(|id| id < last));
            self.is_disordered |= goes_back;
            last_id = id.or(current.last_id);
            told.id = told.id.or(current.told.id);
            told.title = told.title.take().or_else(|| current.told.title.clone());
            if !goes_back && told.id == current.told.id && told.title == current.told.title {
                if let Some(current) = &mut self.channel {
                    current.last_id = last_id;
                }
                return;
            }
        }
        let mut channel = told.name.channel();
        channel.external_id = channel.external_id.or_else(|| told.id.map(|id| id.to_string()));
        channel.name.clone_from(&told.title);
        self.push_channel(channel);
        self.channel = Some(Current { told, last_id: last_id.or(id) });
    }

    /// The title that the page's header gives for this channel.
    fn title_of(&self, name: &Name) -> Option<String> {
        let header = self.header.as_ref()?;
        let is_its_own = header.name.as_ref().is_none_or(|own| own.is(name));
        header.title.clone().filter(|_| is_its_own)
    }

    fn end(&mut self) -> Result<()> {
        self.has_ended = true;
        if !self.is_preview {
            let message = "the input holds no post of a Telegram web preview page";
            return Err(Error::new(ErrorKind::Input, message).hint(
                "save the page t.me/s/NAME, or a post with ?embed=1; t.me/NAME is only a channel's card",
            ));
        }
        if !self.early.is_empty() {
            self.announce_any();
        }
        let is_open = match self.watched.main() {
            Main::Open => true,
            Main::Closed => false,
            Main::Unseen => self.header.is_some() && !self.has_page_end,
        };
        if is_open && !self.is_cut {
            self.ready.push_back(Record::Cut(Place::Byte(self.markup.bytes_read())));
        }
        Ok(())
    }
}

/// Why a page of an export is not read.
const EXPORT_PAGE: &str = "a page of a Telegram Desktop export: put it into a file of its own";

fn is_header(block: &Block) -> bool {
    block.root().has_class("tgme_channel_info_header")
}

fn is_header_of_export(block: &Block) -> bool {
    block.root().name() == "div" && block.root().attribute("class") == Some("page_header")
}

impl<R: Read + Send> Reader for WebPreview<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Ok(Some(record));
            }
            if self.has_ended {
                return Ok(None);
            }
            self.step()?;
        }
    }

    fn bytes_read(&self) -> u64 {
        match &self.json_bytes_read {
            Some(bytes_read) => bytes_read.load(Ordering::Relaxed),
            None => self.markup.bytes_read(),
        }
    }

    /// A page shows its posts oldest first. True until an id came after a greater one of the same channel, as
    /// where pages stand newest first in one file; the channel is told of anew there.
    fn is_ordered(&self) -> bool {
        !self.is_disordered
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

fn cannot_read(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}

#[cfg(test)]
mod tests;
