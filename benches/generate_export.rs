//! Writes an invented export of any size, for benches and for trying things out:
//!
//! ```text
//! cargo run --release --example generate-export -- --posts 100000 --seed 1 -o result.json
//! cargo run --release --example generate-export -- --posts 100000 --format telegram-html -o messages.html
//! cargo run --release --example generate-export -- --posts 100000 --channels 100 -o account.json
//! ```

use std::fs::File;
use std::io::{self, BufWriter, Write};

#[allow(dead_code, reason = "other benches compare what was read with what was written")]
mod generate;

use chancery::input::Format;

const USAGE: &str = "usage: generate-export --posts N [--seed S] [--format NAME | --channels N] [-o FILE]   (standard output \
                     without -o; formats are named as for --as; --channels makes an account's export of Telegram Desktop's JSON)";

struct Arguments {
    posts: u64,
    seed: u64,
    format: Option<Format>,
    channels: Option<u64>,
    file: Option<String>,
}

fn main() -> io::Result<()> {
    let Some(arguments) = arguments() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, USAGE));
    };
    let out: Box<dyn Write> = match &arguments.file {
        Some(file) => Box::new(File::create(file)?),
        None => Box::new(io::stdout().lock()),
    };
    let mut out = BufWriter::with_capacity(1 << 20, out);
    let (posts, seed) = (arguments.posts, arguments.seed);
    let written = match arguments.channels {
        Some(channels) => generate::account::write_account(&mut out, posts, channels, seed)?,
        None => {
            let format = arguments.format.unwrap_or(Format::TelegramJson);
            generate::write_export(&mut out, posts, seed, format)?
        }
    };
    writeln!(io::stderr(), "{written}")
}

fn arguments() -> Option<Arguments> {
    let mut given = std::env::args().skip(1);
    let (mut posts, mut seed, mut format, mut channels, mut file) = (None, 1, None, None, None);
    while let Some(flag) = given.next() {
        let value = given.next()?;
        match flag.as_str() {
            "--posts" => posts = Some(value.parse().ok()?),
            "--seed" => seed = value.parse().ok()?,
            "--format" => {
                format = Some(match value.as_str() {
                    "json" => Format::TelegramJson,
                    "html" => Format::TelegramHtml,
                    name => Format::from_name(name)?,
                });
            }
            "--channels" => channels = Some(value.parse().ok().filter(|channels| *channels > 0)?),
            "-o" => file = Some(value),
            _ => return None,
        }
    }
    if channels.is_some() && format.is_some() {
        return None;
    }
    Some(Arguments { posts: posts?, seed, format, channels, file })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::generate;

    fn account(posts: u64, channels: u64, seed: u64) -> String {
        let mut out = Vec::new();
        generate::account::write_account(&mut out, posts, channels, seed).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_posts_of_an_account_are_divided_among_its_channels() {
        let export: Value = serde_json::from_str(&account(10, 4, 1)).unwrap();
        let list = export["chats"]["list"].as_array().unwrap();
        let ids: Vec<u64> = list.iter().map(|channel| channel["id"].as_u64().unwrap()).collect();
        assert_eq!(ids, [1_000_300_500, 1_000_300_501, 1_000_300_502, 1_000_300_503]);
        for channel in list {
            let of = format!("channel{}", channel["id"]);
            let messages = channel["messages"].as_array().unwrap();
            assert!(messages.iter().all(|row| row["from_id"] == *of || row["actor_id"] == *of));
            // Of ten posts, two or three; an album has more messages, all of one second.
            let mut instants: Vec<&str> = messages
                .iter()
                .filter(|row| row["type"] == "message")
                .map(|row| row["date_unixtime"].as_str().unwrap())
                .collect();
            instants.dedup();
            assert!(matches!(instants.len(), 2 | 3), "{instants:?}");
        }
    }

    #[test]
    fn the_same_seed_writes_the_same_account_and_another_one_another() {
        assert_eq!(account(20, 3, 7), account(20, 3, 7));
        assert_ne!(account(20, 3, 7), account(20, 3, 8));
    }
}
