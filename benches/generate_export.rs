//! Writes an invented export of any size, for benches and for trying things out:
//!
//! ```text
//! cargo run --release --example generate-export -- --posts 100000 --seed 1 -o result.json
//! cargo run --release --example generate-export -- --posts 100000 --format telegram-html -o messages.html
//! ```

use std::fs::File;
use std::io::{self, BufWriter, Write};

#[allow(dead_code, reason = "other benches compare what was read with what was written")]
mod generate;

use chancery::input::Format;

const USAGE: &str = "usage: generate-export --posts N [--seed S] [--format NAME] [-o FILE]   (standard output without -o; \
                     formats are named as for --as)";

struct Arguments {
    posts: u64,
    seed: u64,
    format: Format,
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
    let written = generate::write_export(&mut out, arguments.posts, arguments.seed, arguments.format)?;
    writeln!(io::stderr(), "{written}")
}

fn arguments() -> Option<Arguments> {
    let mut given = std::env::args().skip(1);
    let (mut posts, mut seed, mut format, mut file) = (None, 1, Format::TelegramJson, None);
    while let Some(flag) = given.next() {
        let value = given.next()?;
        match flag.as_str() {
            "--posts" => posts = Some(value.parse().ok()?),
            "--seed" => seed = value.parse().ok()?,
            "--format" => {
                format = match value.as_str() {
                    "json" => Format::TelegramJson,
                    "html" => Format::TelegramHtml,
                    name => Format::from_name(name)?,
                }
            }
            "-o" => file = Some(value),
            _ => return None,
        }
    }
    Some(Arguments { posts: posts?, seed, format, file })
}
