//! An account's export as Telegram Desktop writes it: one channel after another in one file.

use std::io::{self, Write};

use super::json::Export;
use super::{Channel, Counted, Written};

/// Writes the channels of an account, among which the posts are divided evenly: each covers the six years. The first one
/// is called as that of an export of one channel.
///
/// # Errors
/// When `out` fails.
pub(crate) fn write_account(
    out: &mut impl Write,
    posts: u64,
    channels: u64,
    seed: u64,
) -> io::Result<Written> {
    let mut out = Counted { out, bytes: 0 };
    let mut written = Written::default();
    out.write_all(
        b"{\n \"about\": \"Invented.\",\n \"chats\": {\n  \"about\": \"Invented.\",\n  \"list\": [\n",
    )?;
    let mut block = String::new();
    for number in 0..channels {
        let share = posts * (number + 1) / channels - posts * number / channels;
        let mut channel = Channel::new(share, seed.wrapping_mul(1_000_003).wrapping_add(number));
        channel.layout = Box::new(Export::of(number));
        block.clear();
        block.push_str(if number == 0 { "" } else { ",\n" });
        channel.layout.begin(&mut block)?;
        out.write_all(block.as_bytes())?;
        for _ in 0..share {
            block.clear();
            channel.push_post(&mut block)?;
            out.write_all(block.as_bytes())?;
        }
        channel.layout.end(&mut out)?;
        written.add(&Written { posts: share, ..channel.written });
    }
    out.write_all(b"\n  ]\n }\n}")?;
    out.flush()?;
    Ok(Written { bytes: out.bytes, ..written })
}

impl Written {
    fn add(&mut self, other: &Self) {
        self.posts += other.posts;
        self.message_rows += other.message_rows;
        self.service_rows += other.service_rows;
        self.talking_points += other.talking_points;
        self.hashtag_uses += other.hashtag_uses;
        self.handle_uses += other.handle_uses;
        self.forwards += other.forwards;
        self.text_bytes += other.text_bytes;
        self.word_bytes += other.word_bytes;
    }
}
