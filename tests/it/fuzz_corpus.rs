//! The bodies of the fuzz targets over the files of their corpora: what was found once stays found.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "the same file is a crate of its own")]
mod bodies;

/// A corpus is small: enough to reach each part of a format, and what was found.
const MOST_FILES: usize = 50;
const MOST_BYTES: u64 = 200_000;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_body_holds_for_its_corpus() {
    let mut broken = Vec::new();
    for (name, _) in bodies::BODIES {
        let files = files(&folder("corpus").join(name));
        assert!(!files.is_empty() && files.len() <= MOST_FILES, "{name}: {} files", files.len());
        let mut bytes = 0;
        for file in files {
            let data = fs::read(&file).unwrap();
            bytes += data.len() as u64;
            let run = std::panic::catch_unwind(|| bodies::run(name, &data));
            if run.is_err() {
                broken.push(file);
            }
        }
        assert!(bytes <= MOST_BYTES, "{name}: {bytes} bytes");
    }
    assert!(broken.is_empty(), "bodies do not hold for {broken:?}");
}

#[test]
fn every_body_is_a_target_with_a_corpus() {
    let bodies: BTreeSet<String> = bodies::BODIES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let names = |folder: PathBuf| -> BTreeSet<String> {
        files(&folder).iter().map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(folder("fuzz_targets")), bodies);
    assert_eq!(names(folder("corpus")), bodies);
    let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
    for name in &bodies {
        assert!(
            manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"")),
            "{name}"
        );
        let target = fs::read_to_string(folder(&format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("chancery_fuzz::run(\"{name}\", data)")), "{name}");
    }
}

/// Whether the text is well-formed XML, by the rules of the bodies.
#[track_caller]
pub(crate) fn assert_xml(text: &str) {
    bodies::assert_xml(text);
}

/// Numbers that look random and are the same in every run (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % bound.max(1)
    }
}

/// The file with a few changes: bytes changed, parts cut out, doubled, or taken from another file or a dictionary.
fn changed(data: &[u8], others: &[Vec<u8>], words: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut data = data.to_vec();
    for _ in 0..1 + numbers.below(4) {
        let at = numbers.below(data.len() + 1);
        let end = at + numbers.below((data.len() - at).min(64) + 1);
        match numbers.below(6) {
            0 if at < data.len() => data[at] = u8::try_from(numbers.below(256)).unwrap(),
            1 => drop(data.drain(at..end)),
            2 => {
                let part = data[at..end].repeat(1 + numbers.below(8));
                data.splice(at..at, part);
            }
            3 => {
                let other = &others[numbers.below(others.len())];
                let from = numbers.below(other.len() + 1);
                let to = from + numbers.below((other.len() - from).min(256) + 1);
                data.splice(at..end, other[from..to].iter().copied());
            }
            4 => data.truncate(at),
            _ => drop(data.splice(at..at, words[numbers.below(words.len())].iter().copied())),
        }
    }
    data
}

/// The words of all dictionaries.
fn words() -> Vec<Vec<u8>> {
    let word = |line: &str| {
        let quoted = line.strip_prefix('"')?.strip_suffix('"')?;
        let mut bytes = Vec::new();
        let mut rest = quoted;
        while let Some((before, after)) = rest.split_once("\\x") {
            bytes.extend_from_slice(before.as_bytes());
            bytes.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
            rest = &after[2..];
        }
        bytes.extend_from_slice(rest.as_bytes());
        Some(bytes)
    };
    let read = |file: PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        text.lines().map(|line| word(line).unwrap()).collect::<Vec<_>>()
    };
    files(&folder("dictionaries")).into_iter().flat_map(read).collect()
}

/// How often each file is changed; a number in `CHANCERY_CHANGES` goes further, with other changes.
#[expect(clippy::disallowed_methods, reason = "a test may be told to do more")]
fn rounds() -> u64 {
    std::env::var("CHANCERY_CHANGES").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(4)
}

#[test]
fn every_body_holds_for_changed_files_of_its_corpus() {
    let words = words();
    let mut broken = Vec::new();
    for (name, _) in bodies::BODIES {
        let all: Vec<Vec<u8>> =
            files(&folder("corpus").join(name)).iter().map(|file| fs::read(file).unwrap()).collect();
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        // A whole load for each is too slow here.
        let rounds = if name == "wrapped" { rounds() / 4 } else { rounds() };
        for _ in 0..rounds {
            for data in &all {
                let data = changed(data, &all, &words, &mut numbers);
                if std::panic::catch_unwind(|| bodies::run(name, &data)).is_err() {
                    let kept = std::env::temp_dir().join(format!("chancery-broken-{name}-{}", broken.len()));
                    fs::write(&kept, &data).unwrap();
                    broken.push(kept);
                }
            }
        }
    }
    assert!(broken.is_empty(), "bodies do not hold for {broken:?}");
}
