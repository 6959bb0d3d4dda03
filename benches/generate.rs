//! Writes an invented export of one channel, in any format that is read, of any size, or one of an account's channels.
//!
//! Equal posts and seed give equal bytes on every machine. Nothing is held but the vocabulary, so the file
//! may be larger than the memory. The shares (forwards, albums, edits, lengths) are those of real exports
//! of busy channels: about 2.7 kB a post, since every text stands there twice.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use chancery::input::Format;

pub(crate) mod account;
mod databases;
mod formats;
mod html;
mod json;
mod layout;
mod objects;
mod preview;
mod random;
mod row;
mod tables;
mod vocabulary;

use layout::Layout;
use random::Random;
use row::{Entity, Part, Row};
use vocabulary::{Language, Vocabulary};

/// What an export holds, counted while it was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Posts; an album is one.
    pub(crate) posts: u64,
    /// Rows of type `message`: one for each item of an album.
    pub(crate) message_rows: u64,
    /// Rows of type `service`.
    pub(crate) service_rows: u64,
    /// Bulleted and numbered items.
    pub(crate) talking_points: u64,
    /// Hashtags, each time that one is written.
    pub(crate) hashtag_uses: u64,
    /// Handles, each time that one is written.
    pub(crate) handle_uses: u64,
    /// Posts forwarded from elsewhere.
    pub(crate) forwards: u64,
    /// Bytes of all texts, and of those bytes the ones that are not white space.
    pub(crate) text_bytes: u64,
    pub(crate) word_bytes: u64,
    /// Bytes of the file.
    pub(crate) bytes: u64,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "posts {}, message rows {}, service rows {}, talking points {}, hashtag uses {}, handle uses {}, \
             forwards {}, bytes {}",
            self.posts,
            self.message_rows,
            self.service_rows,
            self.talking_points,
            self.hashtag_uses,
            self.handle_uses,
            self.forwards,
            self.bytes
        )
    }
}

/// Writes an export of this many posts.
///
/// # Errors
/// When `out` fails.
pub(crate) fn write_export(
    out: &mut impl Write,
    posts: u64,
    seed: u64,
    format: Format,
) -> io::Result<Written> {
    write_part(out, posts, seed, 0..posts, format)
}

/// Writes an export that holds a part only of the channel whose first `posts` posts cover the six years. Parts
/// that lie one behind another do so in ids and time; what is beyond `posts` goes on after the six years.
///
/// # Errors
/// When `out` fails.
pub(crate) fn write_part(
    out: &mut impl Write,
    posts: u64,
    seed: u64,
    part: Range<u64>,
    format: Format,
) -> io::Result<Written> {
    let mut out = Counted { out, bytes: 0 };
    let mut channel = Channel::new(posts, seed);
    let mut block = String::new();
    for _ in 0..part.start {
        channel.push_post(&mut block)?;
    }
    channel.written = Written::default();
    channel.layout = formats::layout(format)?;
    channel.layout.begin(&mut block)?;
    out.write_all(block.as_bytes())?;
    for _ in part.clone() {
        block.clear();
        channel.push_post(&mut block)?;
        out.write_all(block.as_bytes())?;
    }
    channel.layout.end(&mut out)?;
    out.flush()?;
    Ok(Written { posts: part.end.saturating_sub(part.start), bytes: out.bytes, ..channel.written })
}

/// 2019-01-01T06:00:00Z.
const FIRST_SECOND: u64 = 1_546_322_400;
/// Whatever their number, the posts cover about six years.
const SECONDS_COVERED: u64 = 6 * 365 * 86_400;

/// The channel as it goes on: the last id, the last second, and where the words come from.
struct Channel {
    random: Random,
    vocabulary: Vocabulary,
    gap: u64,
    now: u64,
    id: u64,
    layout: Box<dyn Layout>,
    written: Written,
}

impl Channel {
    /// It writes nothing yet.
    fn new(posts: u64, seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            vocabulary: Vocabulary::new(),
            gap: (SECONDS_COVERED / posts.max(1)).max(1),
            now: FIRST_SECOND,
            id: 0,
            layout: Box::new(layout::Nothing),
            written: Written::default(),
        }
    }

    fn push_post(&mut self, block: &mut String) -> io::Result<()> {
        // At least one second apart, else two pictures without text would be an album.
        self.now += 1 + self.random.below(2 * self.gap - 1);
        self.id += 1 + if self.random.chance(8) { self.random.below(6) } else { 0 };
        if self.random.chance(1) {
            let pinned = self.id.saturating_sub(1);
            self.layout.push_service_row(self.id, self.now, pinned, block)?;
            self.written.service_rows += 1;
            self.id += 1;
            self.now += 1;
        }
        let items = if self.random.chance(6) { 2 + self.random.below(7) } else { 1 };
        let has_photo = items > 1 || self.random.chance(45);
        let has_video = !has_photo && self.random.chance(12);
        let is_silent = (has_photo || has_video) && self.random.chance(8);
        let parts = if is_silent { Vec::new() } else { self.text() };
        let source = self.random.chance(15).then(|| self.vocabulary.source(&mut self.random));
        self.written.forwards += u64::from(source.is_some());
        let edited = self.random.chance(20).then(|| self.now + 30 + self.random.below(7200));
        let mut rows = Vec::new();
        for item in 0..items {
            rows.push(Row {
                id: self.id + item,
                second: self.now,
                edited,
                source: source.as_ref(),
                reply_to: (item == 0 && self.random.chance(4)).then(|| self.id.saturating_sub(7).max(1)),
                photo_size: has_photo.then(|| 40_000 + self.random.below(300_000)),
                video_size: has_video.then(|| 900_000 + self.random.below(90_000_000)),
                parts: if item == 0 { &parts } else { &[] },
                reactions: if item == 0 { self.reactions() } else { Vec::new() },
            });
        }
        self.layout.push_post(&rows, block)?;
        for byte in parts.iter().flat_map(|part| part.text.bytes()) {
            self.written.text_bytes += 1;
            self.written.word_bytes += u64::from(!byte.is_ascii_whitespace());
        }
        self.written.message_rows += items;
        self.id += items - 1;
        Ok(())
    }

    fn reactions(&mut self) -> Vec<(&'static str, u64)> {
        if self.random.chance(45) {
            return Vec::new();
        }
        let kinds = 1 + self.random.zipf(5);
        let mut count = 3 + self.random.below(900);
        let mut reactions = Vec::with_capacity(kinds);
        for emoji in vocabulary::REACTIONS.into_iter().take(kinds) {
            reactions.push((emoji, count));
            count = count.div_ceil(3);
        }
        reactions
    }

    fn text(&mut self) -> Vec<Part> {
        let language = match self.random.below(100) {
            0..55 => Language::English,
            55..87 => Language::Russian,
            _ => Language::Arabic,
        };
        let mut text = Text::default();
        if self.random.chance(55) {
            let mut title = if self.random.chance(60) {
                format!("{} ", self.random.pick(&vocabulary::TITLE_EMOJI))
            } else {
                String::new()
            };
            let length = 5 + self.random.below(9);
            self.vocabulary.push_sentence(&mut title, language, length, &mut self.random);
            text.add(Entity::Bold, &title);
            text.plain("\n\n");
        }
        for _ in 0..=self.random.zipf(3) {
            self.push_paragraph(&mut text, language);
        }
        if self.random.chance(26) {
            self.push_talking_points(&mut text, language);
        }
        if self.random.chance(25) {
            let post = self.random.below(90_000);
            text.add(Entity::TextLink(format!("https://news.example.org/{post}")), language.read_in_full());
            text.plain("\n\n");
        }
        if self.random.chance(55) {
            for index in 0..=self.random.zipf(4) {
                text.plain(if index == 0 { "" } else { " " });
                self.push_hashtag(&mut text, language);
            }
        }
        text.finish()
    }

    fn push_paragraph(&mut self, text: &mut Text, language: Language) {
        for index in 0..=self.random.below(3) {
            let mut sentence = String::from(if index == 0 { "" } else { " " });
            let length = 6 + self.random.below(14);
            self.vocabulary.push_sentence(&mut sentence, language, length, &mut self.random);
            text.plain(&sentence);
            if self.random.chance(6) {
                text.plain(" ");
                self.push_hashtag(text, language);
            }
            if self.random.chance(4) {
                text.plain(" ");
                let handle = self.random.pick(&vocabulary::HANDLES);
                text.add(Entity::Mention, &format!("@{handle}"));
                self.written.handle_uses += 1;
            }
            if self.random.chance(4) {
                text.plain(" ");
                text.add(
                    Entity::Link,
                    &format!("https://t.me/c/1000300500/{}", 1 + self.random.below(90_000)),
                );
            }
        }
        text.plain("\n\n");
    }

    fn push_talking_points(&mut self, text: &mut Text, language: Language) {
        if self.random.chance(50) {
            text.plain(language.key_points());
            text.plain("\n");
        }
        let markers = *self.random.pick(&vocabulary::MARKERS);
        for index in 0..3 + self.random.below(7) {
            let marker = markers[(index as usize).min(markers.len() - 1)];
            let mut line = format!("{marker} ");
            let length = 8 + self.random.below(18);
            self.vocabulary.push_sentence(&mut line, language, length, &mut self.random);
            text.plain(&line);
            if self.random.chance(10) {
                text.plain(" ");
                self.push_hashtag(text, language);
            }
            text.plain("\n");
            self.written.talking_points += 1;
        }
        text.plain("\n");
    }

    fn push_hashtag(&mut self, text: &mut Text, language: Language) {
        let tag = self.vocabulary.hashtag(language, &mut self.random);
        text.add(Entity::Hashtag, &tag);
        self.written.hashtag_uses += 1;
    }
}

/// A text as it grows: neighbouring plain pieces are one part.
#[derive(Default)]
struct Text {
    parts: Vec<Part>,
}

impl Text {
    fn plain(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part { entity: Entity::Plain, text: last }) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.add(Entity::Plain, text),
        }
    }

    fn add(&mut self, entity: Entity, text: &str) {
        self.parts.push(Part { entity, text: text.to_owned() });
    }

    /// The parts as Telegram Desktop writes them: white space at the end is gone, and a text with letters
    /// beyond ASCII that ends in an entity has one more, empty part.
    fn finish(mut self) -> Vec<Part> {
        if let Some(Part { entity: Entity::Plain, text }) = self.parts.last_mut() {
            text.truncate(text.trim_end().len());
            if text.is_empty() {
                self.parts.pop();
            }
        }
        let ends_in_entity = self.parts.last().is_some_and(|part| !matches!(part.entity, Entity::Plain));
        if ends_in_entity && self.parts.iter().any(|part| !part.text.is_ascii()) {
            self.add(Entity::Plain, "");
        }
        self.parts
    }
}

/// Counts the bytes on their way.
struct Counted<'a, W> {
    out: &'a mut W,
    bytes: u64,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
