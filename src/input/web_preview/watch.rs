//! A source that notices whether the page's `<main>`, which holds all posts, has come to its end.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// How far the page's `<main>` has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Main {
    /// There is none so far, as in an embedded post.
    Unseen,
    /// It is open.
    Open,
    /// It is closed.
    Closed,
}

/// Passes bytes on and looks for the tags. In words and values `<` is escaped, so nothing else looks so.
#[derive(Debug)]
pub(super) struct Watch<R> {
    source: R,
    /// The last bytes that were passed on: a tag may lie across two reads.
    tail: Vec<u8>,
    state: Watched,
}

/// What a [`Watch`] has seen, for the one that reads from it.
#[derive(Debug, Clone, Default)]
pub(super) struct Watched(Arc<AtomicU8>);

impl Watched {
    /// How far `<main>` has come in what was read.
    pub(super) fn main(&self) -> Main {
        match self.0.load(Ordering::Relaxed) {
            1 => Main::Open,
            2 => Main::Closed,
            _ => Main::Unseen,
        }
    }
}

const NAME: &[u8] = b"main";

impl<R: Read> Watch<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, tail: Vec::new(), state: Watched::default() }
    }

    /// What it sees from now on.
    pub(super) fn watched(&self) -> Watched {
        self.state.clone()
    }

    fn look_at(&mut self, bytes: &[u8]) {
        // The end of what came before, with as much of the new as can complete a tag.
        let seam = self.tail.len();
        self.tail.extend_from_slice(bytes.get(..bytes.len().min(LONGEST - 1)).unwrap_or_default());
        let last = last_tag(&self.tail).into_iter().chain(last_tag(bytes)).last();
        if let Some(main) = last {
            self.state.0.store(main as u8, Ordering::Relaxed);
        }
        if bytes.len() >= LONGEST - 1 {
            self.tail.clear();
            self.tail.extend_from_slice(bytes.get(bytes.len() - (LONGEST - 1)..).unwrap_or_default());
        } else {
            let surplus = (seam + bytes.len()).saturating_sub(LONGEST - 1);
            self.tail.drain(..surplus);
        }
    }
}

/// The bytes of `</main`.
const LONGEST: usize = NAME.len() + 2;

/// Which tag of `main` comes last in these bytes.
fn last_tag(bytes: &[u8]) -> Option<Main> {
    memchr::memmem::rfind_iter(bytes, NAME).find_map(|at| match bytes.get(..at)? {
        [.., b'<'] => Some(Main::Open),
        [.., b'<', b'/'] => Some(Main::Closed),
        _ => None,
    })
}

impl<R: Read> Read for Watch<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.look_at(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, at_once: usize) -> Main {
        let mut watch = Watch::new(text.as_bytes());
        let watched = watch.watched();
        let mut buffer = vec![0; at_once];
        while watch.read(&mut buffer).unwrap() > 0 {}
        watched.main()
    }

    #[test]
    fn the_last_tag_counts_wherever_the_reads_end() {
        for at_once in 1..20 {
            assert_eq!(seen("<html><body>domain main </body>", at_once), Main::Unseen, "{at_once}");
            assert_eq!(seen("<main class=x><div>main", at_once), Main::Open, "{at_once}");
            assert_eq!(seen("<main><div></div></main></html> main", at_once), Main::Closed, "{at_once}");
            assert_eq!(seen("<main></main><main>", at_once), Main::Open, "{at_once}");
        }
    }
}
