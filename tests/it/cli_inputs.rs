//! What a user may name: folders, patterns, packed files, archives, pipes; and what bad ones of each get.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use zip::write::SimpleFileOptions;

use crate::environment::{Environment, Outcome};
use crate::export::{DAY, Export, NEW_YEAR};

/// An export of this channel with as many posts.
fn export(channel: i64, posts: i64) -> String {
    let export = (1..=posts).fold(Export::new(channel, "Gazette"), |export, id| {
        export.post(id, NEW_YEAR + id * DAY, &format!("Ships come in #harbour {id}"))
    });
    export.json()
}

pub(crate) fn gz(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zst(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Replaces bytes by others of the same length, wherever they stand.
fn patched(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut patched = bytes.to_vec();
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, from).collect();
    assert!(!places.is_empty());
    for at in places {
        patched[at..at + to.len()].copy_from_slice(to);
    }
    patched
}

/// With other flags or another method in the headers of all files: `local` and `central` are where they stand
/// (APPNOTE.TXT, 4.3.7 and 4.3.12).
fn with_header_field(zip: &[u8], local: usize, central: usize, value: u16) -> Vec<u8> {
    let mut patched = zip.to_vec();
    for (magic, field) in [(b"PK\x03\x04", local), (b"PK\x01\x02", central)] {
        for at in memchr::memmem::find_iter(zip, magic) {
            patched[at + field..at + field + 2].copy_from_slice(&value.to_le_bytes());
        }
    }
    patched
}

fn encrypted(zip: &[u8]) -> Vec<u8> {
    with_header_field(zip, 6, 8, 1)
}

/// A folder with a store of one post.
fn with_store() -> Environment {
    let environment = Environment::new();
    fs::create_dir(environment.path("first")).unwrap();
    environment.write("first/gazette.json", export(7, 1));
    assert_eq!(environment.run(&["load", "first/gazette.json"]).code, 0);
    environment
}

fn load_from(environment: &Environment, content: &[u8]) -> Outcome {
    let mut child = environment
        .command(&["load", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(content).unwrap();
    let output = child.wait_with_output().unwrap();
    Outcome {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// How many posts the store has.
fn posts(environment: &Environment) -> i64 {
    let rows = environment.run(&["sql", "SELECT count(*) AS posts FROM posts", "-f", "json"]).json();
    rows[0]["posts"].as_i64().unwrap()
}

fn inputs(environment: &Environment) -> Vec<String> {
    let rows = environment.run(&["sql", "SELECT input FROM loads ORDER BY load_id", "-f", "json"]).json();
    rows.as_array().unwrap().iter().map(|row| row["input"].as_str().unwrap().to_owned()).collect()
}

/// Asserts that nothing of the input is loaded, that the store keeps every byte and that no file is left; gives
/// what was told.
#[track_caller]
fn refused(environment: &Environment, input: &str) -> String {
    let files = environment.files();
    let store = fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["load", input]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{input}: {}", outcome.stderr);
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store, "{input} changed the store");
    assert_eq!(environment.files(), files, "{input}");
    outcome.stderr
}

#[test]
fn packed_files_are_told_by_content_and_are_twins_of_what_they_hold() {
    for (name, bytes) in [
        ("a.json.gz", gz(export(9, 3))),
        ("a.json.zst", zst(export(9, 3))),
        ("no-ending", gz(export(9, 3))),
        ("wrong-ending.json", zst(export(9, 3))),
        ("a.zip", zip(&[("result.json", export(9, 3).as_bytes())])),
        ("nested.zip", zip(&[("result.json.gz", &gz(export(9, 3)))])),
    ] {
        let environment = with_store();
        environment.write(name, bytes);
        let outcome = environment.run(&["load", name]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{name}");
        assert_eq!(posts(&environment), 4, "{name}");
        // The same export as it is has nothing new, and the store knows it by its hash.
        environment.write("plain.json", export(9, 3));
        let store = fs::read(environment.path("chancery.db")).unwrap();
        let outcome = environment.run(&["load", "plain.json"]);
        assert_eq!(outcome.stderr, "'plain.json' is in the store already (load 2)\n", "{name}");
        assert!(fs::read(environment.path("chancery.db")).unwrap() == store, "{name}");
        let bytes =
            environment.run(&["sql", "SELECT bytes FROM loads WHERE load_id = 2", "-f", "json"]).json();
        assert_eq!(bytes, json!([{"bytes": export(9, 3).len()}]), "the size is that of what it holds");
    }
}

#[test]
fn a_gzip_file_may_have_several_members_and_zeros_behind_them() {
    let environment = with_store();
    let export = export(9, 3);
    let (start, end) = export.split_at(export.len() / 2);
    let mut bytes = gz(start);
    bytes.extend(gz(end));
    environment.write("a.gz", &bytes);
    bytes.extend([0; 1000]);
    environment.write("padded.gz", &bytes);
    let outcome = environment.run(&["load", "a.gz", "padded.gz"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, "'padded.gz' is in the store already (load 2)\n")
    );
    assert_eq!(posts(&environment), 4);
    bytes.extend(b"junk");
    environment.write("junk.gz", &bytes);
    let told = refused(&environment, "junk.gz");
    assert_eq!(
        told,
        "error: 'junk.gz' is damaged: it cannot be unpacked\n  caused by: something that is not gzip follows\n  get \
         it again\n"
    );
}

#[test]
fn long_windows_of_zstandard_are_unpacked() {
    let environment = with_store();
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(31).unwrap();
    encoder.long_distance_matching(true).unwrap();
    encoder.write_all(export(9, 3).as_bytes()).unwrap();
    environment.write("dump.zst", encoder.finish().unwrap());
    assert_eq!(environment.run(&["load", "dump.zst"]).code, 0);
    assert_eq!(posts(&environment), 4);
}

#[test]
fn packed_data_comes_through_pipes_too() {
    for bytes in [gz(export(9, 3)), zst(export(9, 3)), zip(&[("chat/result.json", export(9, 3).as_bytes())])]
    {
        let environment = with_store();
        let outcome = load_from(&environment, &bytes);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        assert_eq!(posts(&environment), 4);
    }
    // An archive's files are named by the archive's own name.
    let environment = with_store();
    assert_eq!(load_from(&environment, &zip(&[("chat/result.json", export(9, 3).as_bytes())])).code, 0);
    assert_eq!(inputs(&environment), ["first/gazette.json", "-/chat/result.json"]);
}

#[test]
fn every_input_in_an_archive_is_one_of_its_own() {
    let environment = Environment::new();
    let archive = zip(&[
        ("b/result.json", export(2, 2).as_bytes()),
        ("a10/result.json", export(10, 3).as_bytes()),
        ("a2/result.json", export(9, 1).as_bytes()),
        ("photos/1.jpg", b"\xFF\xD8\xFF\0"),
        ("readme.txt", b"Nothing of the kind."),
    ]);
    environment.write("exports.zip", archive);
    let outcome = environment.run(&["load", "exports.zip"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "2 other files are no input and left out\n"));
    assert_eq!(
        inputs(&environment),
        ["exports.zip/a2/result.json", "exports.zip/a10/result.json", "exports.zip/b/result.json"]
    );
    assert_eq!(posts(&environment), 6);
    // In a folder it is looked into as well; what it holds is known.
    fs::create_dir(environment.path("folder")).unwrap();
    fs::rename(environment.path("exports.zip"), environment.path("folder/exports.zip")).unwrap();
    let outcome = environment.run(&["load", "folder"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(outcome.stderr.matches("is in the store already").count(), 3, "{outcome}");
    assert_eq!(posts(&environment), 6);
}

#[test]
fn an_archive_without_an_input_is_told() {
    let environment = with_store();
    environment.write("empty.zip", zip(&[]));
    environment.write("photos.zip", zip(&[("1.jpg", b"\xFF\xD8\xFF\0"), ("2.jpg", b"\xFF\xD8\xFF\0")]));
    for name in ["empty.zip", "photos.zip"] {
        let told = refused(&environment, name);
        let expected = format!("error: no file of a known format in the archive '{name}'\n  known formats: ");
        assert!(told.starts_with(&expected), "{told}");
    }
    let workbook = zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
    environment.write("posts.xlsx", workbook);
    assert_eq!(
        refused(&environment, "posts.xlsx"),
        "error: 'posts.xlsx' is a workbook of a spreadsheet program\n  save its table as 'CSV UTF-8' there, and load \
         that\n"
    );
    // The only file of an archive is read as if it had been named.
    environment.write("one.zip", zip(&[("notes.txt", b"Nothing of the kind.")]));
    let told = refused(&environment, "one.zip");
    assert!(told.starts_with("error: cannot tell what 'one.zip/notes.txt' is\n"), "{told}");
    let page = b"Forwarded from Gazette\n\nShips come in\n";
    environment.write("page.zip", zip(&[("page.txt", page)]));
    let outcome = environment.run(&["load", "page.zip", "--as", "web-preview-text", "--channel", "@gazette"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    // In a folder, where nothing says that it should hold one, it is one more file.
    fs::create_dir(environment.path("folder")).unwrap();
    fs::rename(environment.path("photos.zip"), environment.path("folder/photos.zip")).unwrap();
    let told = refused(&environment, "folder");
    assert!(told.starts_with("error: no file of a known format in the "), "{told}");
    environment.write("folder/a.json", export(9, 3));
    let outcome = environment.run(&["load", "folder"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "1 other file is no input and left out\n"));
}

#[test]
fn the_only_input_of_an_archive_is_loaded_alone() {
    // Without an id the export tells no more of its channel than a name.
    let nameless = export(9, 3).replace("\"id\": 9,", "").replace("\"channel9\"", "null");
    let export = |name: &str| nameless.replace("Gazette", name);
    let photo: (&str, &[u8]) = ("chat/1.jpg", b"\xFF\xD8\xFF\0");
    let channels = |environment: &Environment| {
        environment
            .run(&["sql", "SELECT handle, name FROM channels ORDER BY channel_id", "-f", "json"])
            .json()
    };
    let environment = Environment::new();
    environment.write("one.zip", zip(&[("chat/result.json", export("Gazette").as_bytes()), photo]));
    let outcome = environment.run(&["load", "one.zip", "--channel", "@courier"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "1 other file is no input and left out\n"));
    assert_eq!(channels(&environment), json!([{"handle": "courier", "name": null}]));
    // Of several each is of the channel whose name it tells.
    let environment = Environment::new();
    let (one, other) = (export("Gazette"), export("Herald"));
    environment
        .write("two.zip", zip(&[("a/result.json", one.as_bytes()), ("b/result.json", other.as_bytes())]));
    let outcome = environment.run(&["load", "two.zip", "--channel", "@courier"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.contains("warning: --channel was not used"), "{outcome}");
    let both = json!([{"handle": null, "name": "Gazette"}, {"handle": null, "name": "Herald"}]);
    assert_eq!(channels(&environment), both);
}

#[test]
fn what_may_hide_an_export_in_a_folder_is_told_of() {
    let environment = Environment::new();
    fs::create_dir(environment.path("exports")).unwrap();
    environment.write("exports/chat.json", export(9, 3));
    environment.write("exports/photo.jpg", b"\xFF\xD8\xFF\0");
    environment.write("exports/desktop.ini", b"\xFF\xFE[\0");
    environment.write("exports/old.csv.xz", b"\xFD7zXZ\0\0");
    let outcome = environment.run(&["load", "exports"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'exports/old.csv.xz' is compressed, and left out (if an export is or was in it: unpack it, save \
             it as UTF-8, or get it again)\n2 other files are no input and left out\n"
        )
    );
    environment.write("exports/sheet.csv", b"\xFF\xFEi\0d\0");
    let outcome = environment.run(&["load", "exports"]);
    assert!(
        outcome.stderr.starts_with(
            "warning: 2 files that may hold exports are left out: 'exports/old.csv.xz' is compressed; 'exports/sheet.csv' is "
        ),
        "{outcome}"
    );
}

#[test]
fn files_with_names_of_data_that_are_no_input_are_named() {
    let environment = Environment::new();
    fs::create_dir(environment.path("exports")).unwrap();
    environment.write("exports/chat.json", export(9, 3));
    environment.write("exports/settings.json", "{\"colours\": 3}");
    let outcome = environment.run(&["load", "exports"]);
    let told = "1 other file is no input and left out: 'exports/settings.json'\n";
    assert!(outcome.stderr.ends_with(told), "{outcome}");
    environment.write("exports/photo.jpg", b"\xFF\xD8\xFF\0");
    let outcome = environment.run(&["load", "exports"]);
    let told = "2 other files are no input and left out, among them 'exports/settings.json'\n";
    assert!(outcome.stderr.contains(told), "{outcome}");
    // The first five of seven, be they in an archive.
    let files: Vec<(String, Vec<u8>)> =
        (1..=6).map(|n| (format!("{n}.json"), b"{\"n\": 1}".to_vec())).collect();
    let mut files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    let chat = export(10, 2);
    files.push(("chat/result.json", chat.as_bytes()));
    environment.write("exports/more.zip", zip(&files));
    let outcome = environment.run(&["load", "exports"]);
    let told = "8 other files are no input and left out, among them 'exports/settings.json', 'exports/more.zip/1.json', \
                'exports/more.zip/2.json', 'exports/more.zip/3.json', 'exports/more.zip/4.json' and 2 more with names of data\n";
    assert!(outcome.stderr.contains(told), "{outcome}");
}

#[test]
fn an_export_of_which_nothing_came_is_told_of() {
    let environment = Environment::new();
    fs::create_dir_all(environment.path("exports/2024")).unwrap();
    environment.write("exports/a.json", export(9, 3));
    environment.write("exports/2024/result.json", b"");
    environment.write("exports/notes", b"");
    // What is attached to its posts is still no input.
    fs::create_dir_all(environment.path("exports/2024/files")).unwrap();
    environment.write("exports/2024/files/table.csv", "id,date,text\n1,2024-01-01,attached\n");
    let outcome = environment.run(&["load", "exports"]);
    let told = "warning: 'exports/2024/result.json' is empty, and left out (if an export is or was in it: unpack it, save it \
                as UTF-8, or get it again)\n2 other files are no input and left out\n";
    assert_eq!((outcome.code, outcome.stderr.as_str(), posts(&environment)), (0, told, 3));
    // What a disk that lost its power leaves of a file that was not written yet.
    environment.write("exports/posts.jsonl", [0; 100_000]);
    environment.write("exports/photo.jpg", [0; 100_000]);
    let outcome = environment.run(&["run", "posts-per-period", "--from", "exports"]);
    let told = "warning: 2 files that may hold exports are left out: 'exports/posts.jsonl' is not text; \
                'exports/2024/result.json' is empty\n";
    assert!(outcome.stderr.starts_with(told), "{outcome}");
}

#[test]
fn what_may_hide_an_export_in_an_archive_is_told_of() {
    let environment = Environment::new();
    let attached = b"id,date,text\n1,2024-01-01,attached\n";
    let chat = export(9, 3);
    environment.write(
        "exports.zip",
        zip(&[
            ("a/chat.json", chat.as_bytes()),
            ("b/result.json", b""),
            // What is attached to its posts is still no input.
            ("b/files/table.csv", attached),
            ("c/old.csv.xz", b"\xFD7zXZ\0\0"),
            ("c/sheet.csv", b"\xFF\xFEi\0d\0"),
            ("c/letter.docx", &zip(&[("word/document.xml", b"<w/>")])),
            ("c/photo.jpg", b"\xFF\xD8\xFF\0"),
        ]),
    );
    let outcome = environment.run(&["load", "exports.zip"]);
    let told = "warning: 3 files that may hold exports are left out: 'exports.zip/b/result.json' is empty; \
                'exports.zip/c/old.csv.xz' is compressed; 'exports.zip/c/sheet.csv' is UTF-16 text (if an export is or was in \
                it: unpack it, save it as UTF-8, or get it again)\n3 other files are no input and left out\n";
    assert_eq!((outcome.code, outcome.stderr.as_str(), posts(&environment)), (0, told, 3));
    // Of an archive in which nothing else was found as well.
    environment.write("failed.zip", zip(&[("result.json", b""), ("files/table.csv", attached)]));
    let outcome = environment.run(&["load", "failed.zip"]);
    assert!(outcome.code == 1 && outcome.stdout.is_empty(), "{outcome}");
    assert!(
        outcome.stderr.starts_with("warning: 'failed.zip/result.json' is empty, and left out ("),
        "{outcome}"
    );
    // What is attached to the posts of an export that is locked.
    let mut locked = encrypted(&zip(&[("result.json", chat.as_bytes())]));
    locked = {
        let mut writer = zip::ZipWriter::new_append(Cursor::new(locked)).unwrap();
        writer.start_file("files/table.csv", SimpleFileOptions::default()).unwrap();
        writer.write_all(attached).unwrap();
        writer.finish().unwrap().into_inner()
    };
    environment.write("locked.zip", locked);
    let outcome = environment.run(&["load", "locked.zip"]);
    assert!(outcome.code == 1 && outcome.stderr.contains("is encrypted"), "{outcome}");
    assert_eq!(posts(&environment), 3);
}

#[test]
fn what_macos_puts_beside_the_only_file_of_an_archive_is_none() {
    let environment = Environment::new();
    // Nothing but the user tells that these are messages of Telegram Desktop.
    let messages = br#"[{"id":1,"date":1600000000,"text":"a"}]"#;
    environment.write(
        "mac.zip",
        zip(&[("x.json", messages), ("__MACOSX/._x.json", b"\0\x05\x16\x07"), (".DS_Store", b"\0\0\0\x01")]),
    );
    let outcome = environment.run(&["load", "mac.zip", "--as", "telegram-json", "--channel", "river"]);
    assert_eq!((outcome.code, posts(&environment)), (0, 1), "{outcome}");
    assert_eq!(outcome.stderr, "2 other files are no input and left out\n");
}

#[test]
fn files_of_an_archive_that_are_encrypted_or_packed_strangely_are_told() {
    let environment = with_store();
    let archive = zip(&[("a/result.json", export(9, 3).as_bytes()), ("1.jpg", b"\xFF\xD8")]);
    environment.write("locked.zip", encrypted(&archive));
    assert_eq!(
        refused(&environment, "locked.zip"),
        "error: 'locked.zip/a/result.json' is encrypted\n  unpack the archive with its password first\n"
    );
    environment.write("lzma.zip", with_header_field(&archive, 8, 10, 14));
    let told = refused(&environment, "lzma.zip");
    assert!(
        told.starts_with(
            "error: 'lzma.zip/a/result.json' is packed in a way that cannot be read\n  caused by: "
        ),
        "{told}"
    );
    // By its ending it may be an input.
    let archive = zip(&[("a.json.zstd", b"locked"), ("1.jpg", b"\xFF\xD8")]);
    environment.write("zstd.zip", encrypted(&archive));
    assert_eq!(
        refused(&environment, "zstd.zip"),
        "error: 'zstd.zip/a.json.zstd' is encrypted\n  unpack the archive with its password first\n"
    );
    // The others are loaded.
    let mut mixed =
        zip(&[("b/result.json", export(8, 2).as_bytes()), ("c/result.json", export(6, 1).as_bytes())]);
    let list = memchr::memmem::find(&mixed, b"PK\x01\x02").unwrap();
    mixed[6] = 1;
    mixed[list + 8] = 1;
    environment.write("mixed.zip", &mixed);
    let outcome = environment.run(&["load", "mixed.zip"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (1, "error: 'mixed.zip/b/result.json' is encrypted\n  unpack the archive with its password first\n")
    );
    assert_eq!(posts(&environment), 2);
}

#[test]
fn names_that_lead_out_of_an_archive_lead_nowhere() {
    let environment = with_store();
    let archive = zip(&[
        ("aa/aa/evil.json", export(9, 1).as_bytes()),
        ("btmp/evil-absolute.json", export(8, 1).as_bytes()),
        ("C_/windows/evil.json", export(6, 1).as_bytes()),
        ("d/e\x1Fvil.json", export(5, 1).as_bytes()),
    ]);
    let archive = patched(&archive, b"aa/aa/evil", b"../../evil");
    let archive = patched(&archive, b"btmp/evil", b"/tmp/evil");
    let archive = patched(&archive, b"C_/windows/", b"C:\\windows\\");
    environment.write("evil.zip", archive);
    let parent = environment.folder().parent().unwrap();
    let outcome = environment.run(&["load", "evil.zip"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let mut names = inputs(&environment);
    names.sort();
    assert_eq!(
        names,
        [
            "evil.zip/d/e\u{FFFD}vil.json",
            "evil.zip/evil.json",
            "evil.zip/tmp/evil-absolute.json",
            "evil.zip/windows/evil.json",
            "first/gazette.json"
        ]
    );
    assert_eq!(environment.files(), ["chancery.db", "evil.zip", "first"]);
    for path in
        [Path::new("/tmp/evil-absolute.json"), &parent.join("evil.json"), &parent.join("../evil.json")]
    {
        assert!(!path.exists(), "{}", path.display());
    }
}

/// A raw deflate stream of `head` and then so many mebibytes of spaces, made by repeating one piece of it.
fn spaces(head: &[u8], mebibytes: usize) -> (Vec<u8>, u64) {
    let flushed = |bytes: &[u8], flush| {
        let mut encoder = flate2::Compress::new(flate2::Compression::default(), false);
        let mut out = Vec::with_capacity(bytes.len() + 1000);
        encoder.compress_vec(bytes, &mut out, flush).unwrap();
        out
    };
    let mut stream = flushed(head, flate2::FlushCompress::Full);
    let piece = flushed(&vec![b' '; 1 << 20], flate2::FlushCompress::Full);
    for _ in 0..mebibytes {
        stream.extend(&piece);
    }
    stream.extend(flushed(b"", flate2::FlushCompress::Finish));
    (stream, head.len() as u64 + ((mebibytes as u64) << 20))
}

/// A zip of one file that says that it unpacks to `size` bytes (APPNOTE.TXT, 4.3).
fn hand_made_zip(name: &str, stream: &[u8], size: u32) -> Vec<u8> {
    let fields = |archive: &mut Vec<u8>| {
        archive.extend(20_u16.to_le_bytes());
        archive.extend(0_u16.to_le_bytes());
        archive.extend(8_u16.to_le_bytes());
        archive.extend([0; 8]);
        archive.extend(u32::try_from(stream.len()).unwrap().to_le_bytes());
        archive.extend(size.to_le_bytes());
        archive.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        archive.extend(0_u16.to_le_bytes());
    };
    let mut archive = b"PK\x03\x04".to_vec();
    fields(&mut archive);
    archive.extend(name.as_bytes());
    archive.extend(stream);
    let start = archive.len();
    archive.extend(b"PK\x01\x02\x14\0");
    fields(&mut archive);
    archive.extend([0; 14]);
    archive.extend(name.as_bytes());
    let end = archive.len();
    archive.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    archive.extend(u32::try_from(end - start).unwrap().to_le_bytes());
    archive.extend(u32::try_from(start).unwrap().to_le_bytes());
    archive.extend(0_u16.to_le_bytes());
    archive
}

#[test]
fn what_is_made_to_fill_the_disk_is_refused() {
    let environment = with_store();
    let export = export(9, 1);
    let head = export.trim_end_matches('}');
    // 3.9 GiB, which it says.
    let (stream, size) = spaces(head.as_bytes(), 3900);
    let bomb = hand_made_zip("result.json", &stream, u32::try_from(size).unwrap());
    assert!(bomb.len() < 5_000_000, "{}", bomb.len());
    environment.write("honest.zip", &bomb);
    let too_much = "unpacks to more than 250 times its size and more than 256 MiB\n  no export does; if it is one \
                    nevertheless, unpack it first\n";
    assert_eq!(refused(&environment, "honest.zip"), format!("error: 'honest.zip/result.json' {too_much}"));
    // The same that says that it is small.
    environment.write("lying.zip", hand_made_zip("result.json", &stream, 100_000));
    assert_eq!(
        refused(&environment, "lying.zip"),
        "error: 'lying.zip/result.json' is damaged: it cannot be unpacked\n  caused by: File is larger \
         than its declared uncompressed size\n  get the archive again\n"
    );
    // gzip does not say beforehand.
    let mut bytes = b"\x1F\x8B\x08\0\0\0\0\0\0\xFF".to_vec();
    bytes.extend(&stream);
    environment.write("bomb.gz", &bytes);
    assert_eq!(refused(&environment, "bomb.gz"), format!("error: 'bomb.gz' {too_much}"));
}

#[test]
fn an_archive_of_too_many_files_is_refused_before_its_list_is_read() {
    let environment = with_store();
    let archive = zip(&[("result.json", export(9, 1).as_bytes())]);
    // A large archive says at its end how many files it has, in 8 bytes.
    let mut large_end = b"PK\x06\x06".to_vec();
    large_end.extend([0; 28]);
    large_end.extend(10_000_000_u64.to_le_bytes());
    large_end.extend([0; 16]);
    let at = memchr::memmem::rfind(&archive, b"PK\x05\x06").unwrap();
    let archive = [&archive[..at], &large_end, &archive[at..]].concat();
    environment.write("many.zip", archive);
    assert_eq!(
        refused(&environment, "many.zip"),
        "error: 'many.zip' holds more than 100000 files\n  unpack it first, and name the folder\n"
    );
}

#[test]
fn two_files_of_one_name_in_an_archive_are_told() {
    let environment = with_store();
    let archive = zip(&[("a.json", export(9, 1).as_bytes()), ("b.json", export(8, 1).as_bytes())]);
    environment.write("twice.zip", patched(&archive, b"b.json", b"a.json"));
    assert_eq!(
        refused(&environment, "twice.zip"),
        "error: 'twice.zip' holds several files of one name\n  unpack it first, and name the folder\n"
    );
}

#[test]
fn an_archive_in_an_archive_is_told() {
    let environment = with_store();
    let inner = zip(&[("result.json", export(9, 1).as_bytes())]);
    environment.write("outer.zip", zip(&[("inner.zip", &inner), ("letter.docx", &inner)]));
    assert_eq!(
        refused(&environment, "outer.zip"),
        "error: 'outer.zip/inner.zip' is an archive in an archive\n  unpack the outer one first\n"
    );
    environment.write("twice.gz", gz(gz(export(9, 1))));
    assert_eq!(refused(&environment, "twice.gz"), "error: 'twice.gz' is packed twice\n  unpack it first\n");
    let mut tar = vec![0; 1024];
    tar[257..262].copy_from_slice(b"ustar");
    environment.write("a.tar.gz", gz(tar));
    assert_eq!(refused(&environment, "a.tar.gz"), "error: 'a.tar.gz' is a tar archive\n  unpack it first\n");
}

#[test]
fn packed_data_that_is_cut_off_gives_what_is_whole_or_nothing() {
    // Random words, so that there is something to cut.
    let mut number: u64 = 1;
    let export = (1..=40).fold(Export::new(9, "Gazette"), |export, id| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        export.post(id, NEW_YEAR, &format!("{number:x}"))
    });
    let json = export.json();
    for (name, bytes) in [("a.gz", gz(&json)), ("a.zst", zst(&json))] {
        for cut in (1..bytes.len()).step_by(bytes.len() / 12).chain([bytes.len() - 1]) {
            let environment = with_store();
            environment.write(name, &bytes[..cut]);
            let store = fs::read(environment.path("chancery.db")).unwrap();
            let outcome = environment.run(&["load", name]);
            if outcome.code == 0 {
                let told = format!("warning: '{name}' is cut off at byte ");
                assert!(outcome.stderr.starts_with(&told), "{name} {cut}: {outcome}");
                assert!(posts(&environment) <= 41);
            } else {
                assert!(outcome.stderr.starts_with("error: "), "{name} {cut}: {outcome}");
                assert!(outcome.stderr.lines().count() >= 2, "no remedy: {name} {cut}: {outcome}");
                assert!(fs::read(environment.path("chancery.db")).unwrap() == store, "{name} {cut}");
            }
            let _ = environment.run(&["check"]).success();
        }
    }
    // All but the last byte of a gzip file is the whole export, and what is missing is told.
    let environment = with_store();
    let bytes = gz(&json);
    environment.write("a.gz", &bytes[..bytes.len() - 1]);
    assert_eq!(environment.run(&["load", "a.gz", "--strict"]).code, 1);
    assert_eq!(posts(&environment), 1);
    let outcome = environment.run(&["load", "a.gz"]);
    assert_eq!(
        (outcome.code, outcome.stderr),
        (
            0,
            format!(
                "warning: 'a.gz' is cut off at byte {}: all before it is loaded; export it again to have the rest\n",
                json.len()
            )
        )
    );
    assert_eq!(posts(&environment), 41);
}

#[test]
fn an_archive_that_is_cut_anywhere_is_refused() {
    let environment = with_store();
    let archive = zip(&[("a.json", export(9, 3).as_bytes()), ("b.json", export(8, 3).as_bytes())]);
    for cut in (4..archive.len()).step_by(archive.len() / 25).chain([archive.len() - 1]) {
        environment.write("a.zip", &archive[..cut]);
        let told = refused(&environment, "a.zip");
        assert!(
            told.starts_with("error: 'a.zip' is a zip archive that is cut off or damaged\n")
                && told.contains("get it again"),
            "{cut}: {told}"
        );
    }
}

#[test]
fn damaged_data_is_never_loaded_as_if_it_were_sound() {
    let json = export(9, 30);
    for (name, bytes) in
        [("a.gz", gz(&json)), ("a.zst", zst(&json)), ("a.zip", zip(&[("result.json", json.as_bytes())]))]
    {
        for at in (0..bytes.len()).step_by(bytes.len() / 12) {
            let environment = with_store();
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            environment.write(name, &damaged);
            let outcome = environment.run(&["load", name]);
            // What damage leaves as it was, such as a time in a header, is no damage.
            let posts = posts(&environment);
            let texts = environment
                .run(&[
                    "sql",
                    "SELECT count(*) AS n FROM posts WHERE text LIKE 'Ships come in #harbour %'",
                    "-f",
                    "json",
                ])
                .json();
            assert_eq!(texts[0]["n"], posts, "{name} {at}: {outcome}");
            assert!(
                outcome.code == 1 && posts == 1 || posts == 31 || outcome.stderr.contains("is cut off"),
                "{name} {at}: {posts} {outcome}"
            );
        }
    }
}

#[test]
fn patterns_are_expanded_where_no_shell_does_it() {
    let environment = Environment::new();
    fs::create_dir_all(environment.path("exports/deep")).unwrap();
    environment.write("exports/a10.json", export(10, 1));
    environment.write("exports/a2.json", export(2, 1));
    environment.write("exports/.hidden.json", export(3, 1));
    environment.write("exports/deep/a4.json", export(4, 1));
    let outcome = environment.run(&["load", "exports/*.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(inputs(&environment), ["exports/a2.json", "exports/a10.json"]);
    let outcome = environment.run(&["load", "exports/**/a[0-9].json"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, "'exports/a2.json' is in the store already (load 1)\n")
    );
    assert_eq!(inputs(&environment).len(), 3);
    // A folder that a pattern finds is loaded like any folder, and a file's own name is no pattern.
    fs::create_dir(environment.path("odd")).unwrap();
    environment.write("odd/[a]*.json", export(5, 1));
    assert_eq!(environment.run(&["load", "odd/[a]*.json"]).code, 0);
    fs::rename(environment.path("odd/[a]*.json"), environment.path("odd/b.json")).unwrap();
    assert_eq!(environment.run(&["load", "od?"]).stderr, "'odd/b.json' is in the store already (load 4)\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_pattern_finds_names_that_are_not_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let environment = Environment::new();
    let folder = environment.path("exports").join(OsStr::from_bytes(b"\xea\xe0"));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(OsStr::from_bytes(b"\xef\xee\xf1\xf2.json")), export(3, 1)).unwrap();
    environment.write("exports/a2.json", export(2, 1));
    for (pattern, posts) in [("exports/*.json", 1), ("exports/*/*.json", 2), ("exports/**/*.json", 2)] {
        let outcome = environment.run(&["load", pattern]);
        assert_eq!(outcome.code, 0, "{pattern}: {outcome}");
        assert_eq!(inputs(&environment).len(), posts, "{pattern}: {outcome}");
    }
    // The name itself cannot be given, and the pattern that finds it is told.
    let name = OsStr::from_bytes(b"exports/\xea\xe0/\xef\xee\xf1\xf2.json");
    let told = "error: 'exports/\u{fffd}\u{fffd}/\u{fffd}\u{fffd}\u{fffd}\u{fffd}.json' is not UTF-8\n  an input of such a name \
                is found by a pattern: 'exports/??/????.json'\n";
    for words in [&["load"][..], &["run", "overview", "--from"]] {
        let output = environment.command(words).arg(name).output().unwrap();
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(2), told),
            "{words:?}"
        );
    }
    let pattern = environment.run(&["load", "exports/??/????.json"]);
    assert!(pattern.code == 0 && pattern.stderr.contains("is in the store already"), "{pattern}");
}

#[cfg(unix)]
#[test]
fn a_pattern_walks_links_that_go_in_circles_once() {
    use std::os::unix::fs::symlink;
    let environment = Environment::new();
    fs::create_dir_all(environment.path("exports/deep")).unwrap();
    environment.write("exports/deep/a.json", export(9, 2));
    for name in ["one", "two", "three"] {
        symlink("..", environment.path(&format!("exports/deep/{name}"))).unwrap();
    }
    let outcome = environment.run(&["load", "./exports/**/*.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(inputs(&environment), ["./exports/deep/a.json"]);
    let outcome = environment.run(&["load", "exports/*/"]);
    assert!(
        outcome.stderr.ends_with("'exports/deep/a.json' is in the store already (load 1)\n"),
        "{outcome}"
    );
}

#[test]
fn a_pattern_that_nothing_matches_is_told() {
    let environment = with_store();
    assert_eq!(
        refused(&environment, "exports/*.json"),
        "error: nothing has a name like 'exports/*.json'\n  look at its spelling, and at the folder from which it is \
         named\n"
    );
    assert_eq!(
        refused(&environment, "odd[.json"),
        "error: cannot open 'odd[.json': no such file\n  look at its spelling, and at the folder from which it is \
         named\n"
    );
}

#[cfg(unix)]
#[test]
fn one_file_is_read_once_whatever_ways_lead_to_it() {
    use std::os::unix::fs::symlink;
    let environment = Environment::new();
    fs::create_dir_all(environment.path("exports/deep")).unwrap();
    environment.write("exports/a.json", export(9, 2));
    fs::hard_link(environment.path("exports/a.json"), environment.path("exports/deep/hard.json")).unwrap();
    symlink("../a.json", environment.path("exports/deep/soft.json")).unwrap();
    let names = ["load", "exports/a.json", "exports", "./exports/a.json", "exports/*.json"];
    let outcome = environment.run(&names);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(inputs(&environment), ["exports/a.json"]);
}

#[cfg(unix)]
#[test]
fn links_that_go_in_circles_harm_nobody() {
    use std::os::unix::fs::symlink;
    let environment = with_store();
    fs::create_dir(environment.path("loop")).unwrap();
    symlink("..", environment.path("loop/up")).unwrap();
    symlink("self", environment.path("loop/self")).unwrap();
    symlink("nowhere", environment.path("loop/dangling")).unwrap();
    let told = refused(&environment, "loop/self");
    assert!(told.starts_with("error: cannot read 'loop/self'\n"), "{told}");
    environment.write("loop/a.json", export(9, 2));
    let outcome = environment.run(&["load", "loop"]);
    let told = "warning: 'loop/dangling' is a link that leads nowhere, and left out (to load what it led to: put that back in \
                its place)\n3 other files are no input and left out\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, told));
    assert_eq!(posts(&environment), 3);
    symlink("/mnt/no-such-disk/2023", environment.path("loop/2023")).unwrap();
    symlink("somebody@host.1", environment.path("loop/.#a.json")).unwrap();
    let outcome = environment.run(&["run", "posts-per-period", "--from", "loop"]);
    let told = "warning: 2 links that lead nowhere are left out, the first is 'loop/2023'\n";
    assert!(outcome.stderr.starts_with(told), "{outcome}");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_elsewhere_is_told() {
    use std::os::unix::fs::symlink;
    let environment = Environment::new();
    for folder in ["exports/deep", "disk/old", "disk/older"] {
        fs::create_dir_all(environment.path(folder)).unwrap();
        environment.write(&format!("{folder}/a.json"), export(9, 2));
    }
    symlink("../disk/old", environment.path("exports/old")).unwrap();
    symlink("deep", environment.path("exports/same")).unwrap();
    let outcome = environment.run(&["load", "exports"]);
    let told = "warning: 'exports/old' is a link to a folder, and was not followed (to load what is there: name it)\n\
                1 other file is no input and left out\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, told));
    symlink("../disk/older", environment.path("exports/older")).unwrap();
    let outcome = environment.run(&["run", "posts-per-period", "--from", "exports"]);
    let told = "warning: 2 links to folders were not followed, the first is 'exports/old'\n";
    assert!(outcome.stderr.starts_with(told), "{outcome}");
    assert_eq!(environment.run(&["load", "exports/old", "exports/older"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_not_waited_for() {
    let environment = Environment::new();
    environment.write("a.json", export(9, 2));
    let made = std::process::Command::new("mkfifo").arg(environment.path("pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("not tried: no mkfifo");
        return;
    }
    let outcome = environment.run(&["load", "."]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "1 other file is no input and left out\n"));
}

#[test]
fn a_folder_that_holds_the_store_is_loaded_without_it() {
    let environment = Environment::new();
    environment.write("a.json", export(9, 2));
    environment.write("rejects.jsonl", "{\"id\": 1, \"text\": \"old\", \"date\": \"2024-01-01\"}\n");
    for _ in 0..2 {
        let outcome = environment.run(&["load", ".", "--rejects", "rejects.jsonl"]);
        assert_eq!(outcome.code, 0, "{outcome}");
        assert!(!outcome.stderr.contains("left out"), "{outcome}");
        // What a killed load leaves is none of them either.
        for name in ["chancery.db-lock", "chancery.db-loading-journal", ".chancery-abc.part"] {
            environment.write(name, "process 1, since 2024-01-01T00:00:00Z\n");
        }
    }
    // Another store beside it.
    let outcome = environment.run(&["load", ".", "--db", "other.db", "--rejects", "rejects.jsonl"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(inputs(&environment), ["./a.json"]);
}

#[test]
fn what_lies_beside_an_export_is_no_input() {
    let environment = Environment::new();
    for folder in ["chat/files", "chat/photos", "account/lists", "account/chats/chat_01/files", "own/files"] {
        fs::create_dir_all(environment.path(folder)).unwrap();
    }
    environment.write("chat/result.json", export(9, 2));
    // Somebody's export and table, attached to posts of the channel.
    environment.write("chat/files/result.json", export(666, 5));
    environment.write("chat/files/exports.zip", zip(&[("result.json", export(666, 5).as_bytes())]));
    environment.write("account/export_results.html", "<!DOCTYPE html>\n<html><title>Exported Data</title>");
    environment.write("account/lists/contacts.html", "<!DOCTYPE html>\n<html><title>Exported Data</title>");
    environment.write("account/chats/chat_01/files/result.json", export(666, 5));
    // A folder of the user's that has such a name by chance.
    environment.write("own/files/result.json", export(8, 3));
    let outcome = environment.run(&["load", "."]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "5 other files are no input and left out\n"));
    assert_eq!(inputs(&environment), ["./chat/result.json", "./own/files/result.json"]);
    // The same in an archive.
    let archive = zip(&[
        ("chat/files/result.json", export(666, 5).as_bytes()),
        ("chat/result.json", export(7, 2).as_bytes()),
    ]);
    environment.write("chat.zip", archive);
    let outcome = environment.run(&["load", "chat.zip"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "1 other file is no input and left out\n"));
    assert_eq!(posts(&environment), 7);
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_told_and_the_others_are_loaded() {
    use std::os::unix::fs::PermissionsExt as _;
    let environment = Environment::new();
    fs::create_dir_all(environment.path("exports/secret")).unwrap();
    environment.write("exports/a.json", export(9, 2));
    let secret = environment.path("exports/secret");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&secret).is_ok() {
        println!("not tried: permissions do not bind this user");
        return;
    }
    let outcome = environment.run(&["load", "exports"]);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (1, "error: cannot read 'exports/secret'\n  caused by: Permission denied (os error 13)\n")
    );
    assert_eq!(posts(&environment), 2);
}

#[cfg(unix)]
#[test]
fn nothing_is_left_in_the_temporary_folder_be_it_by_a_killed_load() {
    let mut environment = Environment::new();
    fs::create_dir(environment.path("temporary")).unwrap();
    let temporary = environment.path("temporary");
    environment.set("TMPDIR", temporary.to_str().unwrap());
    let is_empty = || fs::read_dir(&temporary).unwrap().next().is_none();
    environment.write("a.gz", gz(export(9, 2)));
    environment.write("a.zip", zip(&[("a/result.json", export(8, 2).as_bytes()), ("b.txt", b"no")]));
    environment.write("cut.zst", &zst(export(7, 2))[..40]);
    assert_eq!(environment.run(&["load", "a.gz", "a.zip", "cut.zst"]).code, 1);
    assert!(is_empty());
    // A load that still reads, so that it is killed with its temporary file open.
    let mut child = environment.command(&["load", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(export(6, 2000).as_bytes()).unwrap();
    assert!(is_empty(), "its file has no name even while it is used");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_temporary_folder_does_not_take_is_told() {
    let mut environment = with_store();
    environment.write("a.gz", gz(export(9, 2)));
    environment.set("TMPDIR", "/proc");
    let told = refused(&environment, "a.gz");
    assert!(
        told.starts_with("error: cannot keep 'a.gz' in the temporary folder '/proc'\n  caused by: ")
            && told.ends_with("  make it writable, or choose another: TMPDIR=FOLDER\n"),
        "{told}"
    );
}

#[test]
fn a_file_goes_by_one_name_whatever_code_page_its_archive_has() {
    let environment = Environment::new();
    let posts = b"id,text,date\n1,Ebb,2024-01-01\n";
    environment.write("Новости.csv", posts);
    assert_eq!(environment.run(&["load", "Новости.csv"]).code, 0);
    // As Windows writes it, and as some tools do.
    for (index, raw) in [b"\x8D\xAE\xA2\xAE\xE1\xE2\xA8", b"\xCD\xEE\xE2\xEE\xF1\xF2\xE8"].iter().enumerate()
    {
        let more = [&posts[..], format!("{},Flood,2024-01-02\n", index + 2).as_bytes()].concat();
        let mut archive = zip(&[("XXXXXXX.csv", &more)]);
        let places: Vec<usize> = memchr::memmem::find_iter(&archive, b"XXXXXXX").collect();
        assert_eq!(places.len(), 2);
        for at in places {
            archive[at..at + 7].copy_from_slice(*raw);
        }
        environment.write("news.zip", archive);
        let outcome = environment.run(&["load", "news.zip"]);
        assert!(outcome.code == 0 && outcome.stdout.contains("news.zip/Новости.csv"), "{outcome}");
    }
    let channels = environment.run(&["sql", "SELECT name FROM channels", "-f", "csv"]).success();
    assert_eq!(channels, "name\r\nНовости\r\n");
}

#[test]
fn names_of_east_asia_are_not_cut_within_a_letter() {
    let environment = Environment::new();
    let text = |word: &str| format!("id,text,date\n1,{word},2024-01-01\n");
    let (ebb, flood) = (text("Ebb"), text("Flood"));
    // 表.csv and ソ.csv in Shift-JIS, as Windows writes them.
    let archive = zip(&[("XX.csv", ebb.as_bytes()), ("YY.csv", flood.as_bytes())]);
    environment.write("news.zip", patched(&patched(&archive, b"XX", b"\x95\x5C"), b"YY", b"\x83\x5C"));
    let outcome = environment.run(&["load", "news.zip"]);
    assert_eq!((outcome.code, posts(&environment)), (0, 2), "{outcome}");
}
