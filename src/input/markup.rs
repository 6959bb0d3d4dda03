//! HTML as a stream of *blocks*: the few elements of a page that matter, each as a small tree.
//!
//! A reader of pages says which elements it wants, such as `div.message`; everything outside them is passed
//! over. So no more than one block is in memory, however long the page. The tokens and the entities are those
//! of the HTML standard (html5gum); the tree is plainer than a browser's, as exports are plain:
//!
//! - An end tag closes the innermost open element of its name, and with it all within; one that closes
//!   nothing is passed over. Void elements such as `br` have no content. No end tag is made up, as browsers
//!   do for `p` and `li`.
//! - Blocks of one kind do not lie in each other: a block that begins within another one ends that one, and so
//!   do `</body>` and `</html>`. So a lost `</div>` spoils one block and not the page. A page that begins within a block
//!   says that the one before it was cut off there.
//! - Elements that lie deeper than 512 levels, where browsers stop too, become siblings.
//! - What stands in `script` and `style` is left out, as are comments.
//! - U+0000 becomes U+FFFD, and so does each sequence that is no UTF-8, except that a text which begins with
//!   the bytes 80 A8 or 80 A9 behind a `br` gets its U+2028 or U+2029 back: Telegram Desktop writes these
//!   characters as `<br>` and forgets their last two bytes.

mod begun;
mod behind;
mod block;
mod builder;
mod draft;
mod separator;

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use html5gum::{IoReader, Tokenizer};

use self::begun::{Begun, Watch};
pub(super) use self::block::{Block, Element, Ending, Node, Step};
use self::builder::Builder;
pub(super) use self::builder::Tag;
pub(super) use self::separator::first_page;
use super::RECORD_LIMIT;

/// What a page gives, one after another.
#[derive(Debug)]
pub(super) enum Piece {
    /// An element that was asked for.
    Block(Box<Block>),
    /// The end tag of the page, `</html>`.
    PageEnd,
    /// The end tag of what a page shows, `</main>` or `</body>`; minified pages and those put together lack the page's own.
    ShownEnd,
    /// Another page begins here, and the one before it has not ended.
    PageCut(u64),
    /// A page, from its `<html>` on, in which nothing was asked for; it comes when it has ended.
    EmptyPage(u64),
    /// Words before the first page or behind the end of one, where nothing is to be read: where they begin, and as many as a
    /// reject keeps.
    Behind {
        /// The offset of the first byte.
        start: u64,
        /// The first words.
        beginning: String,
        /// Whether they are what programs write between pages, and nothing of a message.
        is_separator: bool,
    },
}

/// A page that is read block by block.
#[derive(Debug)]
pub(super) struct Markup<R: Read> {
    tokenizer: Tokenizer<IoReader<Counted<R>>, Builder>,
    bytes_read: Arc<AtomicU64>,
    begun: Begun,
}

impl<R: Read> Markup<R> {
    /// Reads a page; `is_block` tells by an element's start tag whether it is wanted.
    pub(super) fn new(source: R, is_block: fn(&Tag<'_>) -> bool) -> Self {
        Self::with_limit(source, is_block, RECORD_LIMIT)
    }

    fn with_limit(source: R, is_block: fn(&Tag<'_>) -> bool, limit: usize) -> Self {
        let bytes_read = Arc::new(AtomicU64::new(0));
        let watch = Watch::default();
        let begun = watch.begun();
        let source = Counted { source, bytes_read: Arc::clone(&bytes_read), watch };
        let reader = IoReader::new_with_buffer_size::<READ_AT_ONCE>(source);
        let tokenizer = Tokenizer::new_with_emitter(reader, Builder::new(is_block, limit));
        Self { tokenizer, bytes_read, begun }
    }

    /// The next piece, or `None` at the end. After an error the page cannot be read on.
    pub(super) fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        self.tokenizer.next().transpose()
    }

    /// Notes that the page which holds this place was seen. Where another one begins before it that was not, that one is cut off
    /// within a tag or a title, which took the beginning of the page that was seen: gives where this begins.
    pub(super) fn pass(&mut self, place: u64) -> Option<u64> {
        match self.begun.take_before(place) {
            (2.., last) => last,
            _ => None,
        }
    }

    /// How many bytes have been read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}

const READ_AT_ONCE: usize = 64 * 1024;

/// A source that counts what it gives, and sees where pages begin. It reads on when a signal interrupts, which html5gum does not.
#[derive(Debug)]
struct Counted<R> {
    source: R,
    bytes_read: Arc<AtomicU64>,
    watch: Watch,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.source.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(count) => {
                    self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
                    self.watch.look_at(buffer.get(..count).unwrap_or_default());
                    return Ok(count);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
