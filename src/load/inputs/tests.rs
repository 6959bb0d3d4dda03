use std::io::Write as _;

use super::file::Part;
use super::spool::{Spooled, spool};
use super::*;
use crate::load::Silent;

fn spooled(bytes: &[u8]) -> Spooled {
    let bad = |cause| cannot_read("a", cause);
    spool(&mut &*bytes, "a", &bad, &mut |_| Ok(())).expect("a temporary file")
}

fn pages(contents: &[&[u8]]) -> InputFile {
    let part = |(number, bytes): (usize, &&[u8])| Part::spooled(format!("page {number}"), spooled(bytes));
    InputFile {
        name: "a".to_owned(),
        stem: "a".to_owned(),
        format: Format::TelegramHtml,
        source: Source::Pages(contents.iter().enumerate().map(part).collect()),
        options: ReadOptions::default(),
    }
}

#[test]
fn the_hash_of_pages_is_that_of_their_bytes_in_their_order() {
    let hash = |contents: &[&[u8]]| pages(contents).sha256().expect("a hash");
    assert_eq!(hash(&[b"one", b"two"]), hash(&[b"one", b"two"]));
    assert_ne!(hash(&[b"one", b"two"]), hash(&[b"two", b"one"]));
    assert_ne!(hash(&[b"one", b"two"]), hash(&[b"onet", b"wo"]));
    assert_ne!(hash(&[b"one", b"two"]), hash(&[b"one", b"two", b""]));
    assert_eq!(pages(&[b"one", b"two!"]).bytes(), 7);
}

#[test]
fn a_reader_of_pages_gets_all_of_them_from_their_beginnings() {
    // The hash was read before, from the same temporary files.
    let pages = pages(&[b"one", b"two"]);
    pages.sha256().expect("a hash");
    assert_eq!(pages.sha256().expect("a hash"), pages.sha256().expect("a hash"));
    assert!(!pages.is_shareable() && pages.has_kept_its_size() && pages.cut().is_none());
}

/// The inputs that these names come to, and what was wrong with the others.
fn found(names: &[String]) -> (Vec<InputFile>, Vec<Refused>) {
    let mut inputs = Inputs::find(names, None, ReadOptions::default(), Path::new("no/store.db"), &[]);
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    while let Some(next) = inputs.next(&mut Silent) {
        match next {
            Ok(file) => files.push(file),
            Err(error) => refused.push(error),
        }
    }
    (files, refused)
}

#[test]
fn a_part_of_a_table_ends_with_a_whole_row() {
    use super::found::whole_part;
    let cut = |bytes: &[u8]| Spooled { is_cut: true, ..spooled(bytes) };
    let whole = whole_part(cut(b"id,text\n1,one\n2,tw"), Format::Csv, "a").expect("whole rows");
    assert_eq!((whole.bytes, whole.is_cut), (14, true));
    let long = [b"{}\n".as_slice(), &[b'x'; 200_000]].concat();
    assert_eq!(whole_part(cut(&long), Format::JsonLines, "a").expect("whole rows").bytes, 3);
    assert!(whole_part(cut(b"no line end"), Format::Csv, "a").is_err());
    assert!(whole_part(cut(b"Forwarded from A\n\nhalf"), Format::WebPreviewText, "a").is_err());
    assert_eq!(whole_part(cut(b"[{\"id\""), Format::Telethon, "a").expect("as it is").bytes, 6);
}

#[test]
fn the_channel_of_a_packed_file_is_called_like_that_of_the_plain_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("harbour.txt.gz");
    let file = std::fs::File::create(&path).expect("a file");
    let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    encoder.write_all(b"Forwarded from Gazette\n\nShips come in\n").expect("written");
    encoder.finish().expect("written");
    let (files, refused) = found(&[path.display().to_string()]);
    assert!(refused.is_empty(), "{refused:?}");
    assert_eq!((files[0].stem().as_str(), files[0].bytes()), ("harbour", 38));
    assert_eq!(files[0].name(), path.display().to_string());
}

#[test]
fn what_may_not_be_read_is_refused_with_a_remedy() {
    let refused = |kind: std::io::ErrorKind| cannot_read("exports/old", kind.into());
    assert_eq!(
        refused(std::io::ErrorKind::PermissionDenied).hints(),
        ["make it readable for yourself, or copy it"]
    );
    assert!(refused(std::io::ErrorKind::InvalidData).hints().is_empty());
}
