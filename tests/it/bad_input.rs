//! What a bad input gets: one clear message with place and remedy, its exit code, and an unharmed store.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use crate::environment::{Environment, Outcome};
use crate::export::{DAY, Export, NEW_YEAR};

/// A folder with a store of one post.
fn with_store() -> Environment {
    let environment = Environment::new();
    Export::new(7, "Gazette").post(1, NEW_YEAR, "Ships come in").write(environment.folder(), "gazette.json");
    assert_eq!(environment.run(&["load", "gazette.json"]).code, 0);
    environment
}

/// An export of three posts, in one line, with `text` in the second one as it stands.
fn export_with(text: &str) -> String {
    let export = Export::new(9, "Harbour")
        .post(1, NEW_YEAR, "first #one")
        .post(2, NEW_YEAR + DAY, "@@")
        .post(3, NEW_YEAR + 2 * DAY, "third #three");
    let chat: Value = serde_json::from_str(&export.json()).unwrap();
    chat.to_string().replace("\"@@\"", text)
}

/// Asserts that the input is refused with this message, by a new store, which is not made, by one that is
/// there, which keeps every byte, and by a run.
#[track_caller]
fn assert_refused(environment: &Environment, input: &str, message: &str) {
    let files = environment.files();
    let store = fs::read(environment.path("chancery.db")).unwrap();
    let expected = (1, String::new(), format!("error: {message}\n"));
    for words in [&["load", input, "--db", "new.db"][..], &["load", input], &["load", input, "--dry-run"]] {
        let Outcome { stdout, stderr, code } = environment.run(words);
        // A command that is told names the store that was named.
        let stderr = stderr.replace("chancery --db new.db load", "chancery load");
        assert_eq!((code, stdout, stderr), expected, "{words:?}");
    }
    let outcome = environment.run(&["run", "overview", "--from", input]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{input}");
    assert_eq!(
        outcome.stderr,
        format!("error: {message}\nerror: not every input could be loaded, so the query was not run\n")
    );
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store, "{input} changed the store");
    assert_eq!(environment.files(), files, "{input}");
}

/// The texts of the posts of the channel 9, which must be in a store that is sound.
#[track_caller]
fn texts(environment: &Environment) -> Vec<String> {
    let sql = "SELECT text FROM posts JOIN channels USING (channel_id) WHERE channels.external_id = '9' ORDER BY external_no";
    let rows = environment.run(&["sql", sql, "-f", "json"]).json();
    let _ = environment.run(&["check"]).success();
    rows.as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_no_export_is_refused() {
    let environment = with_store();
    let unknown = "known formats: telegram-json, telegram-html, web-preview, telethon, tdl, snscrape, minet-csv, \
        4cat-csv, tg-archive, telegram-export, activitypub, csv, jsonl, web-preview-text; choose one with --as\n  \
        a table or JSON lines of other columns: --map text=COLUMN";
    let binary: Vec<u8> = (0..=255).cycle().take(5000).collect();
    let utf16: Vec<u8> = "Forwarded from Gazette\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep_array = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_object = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    let no_text = "is not text\n  give the export itself, a text or JSON file".to_owned();
    let cases: [(&str, &[u8], String); 12] = [
        ("empty.json", b"", "is empty\n  export or download it again".to_owned()),
        ("blank.json", b" \n\n\t", "is empty\n  export or download it again".to_owned()),
        ("binary.json", &binary, no_text.clone()),
        ("photo.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", no_text),
        ("utf16.txt", &utf16, "is UTF-16 text\n  save it as UTF-8 first".to_owned()),
        ("export.7z", b"7z\xBC\xAF\x27\x1C\0\x04", "is compressed\n  unpack it first".to_owned()),
        (
            "page.html",
            b"<!DOCTYPE html>\n<html><title>Exported Data</title>",
            "is a page of a Telegram Desktop HTML export that holds no messages\n  give the chat's messages.html, or \
             the whole folder of the export"
                .to_owned(),
        ),
        ("notes.txt", b"Nothing of the kind.\n", String::new()),
        ("list.csv", b"item,price\npears,2\n", String::new()),
        ("other.json", b"{\"a\": 1, \"messages\": {}}", String::new()),
        ("deep-array.json", deep_array.as_bytes(), String::new()),
        ("deep-object.json", deep_object.as_bytes(), String::new()),
    ];
    for (name, content, message) in cases {
        environment.write(name, content);
        let message = match message.as_str() {
            "" => format!("cannot tell what '{name}' is\n  {unknown}"),
            what => format!("'{name}' {what}"),
        };
        assert_refused(&environment, name, &message);
        fs::remove_file(environment.path(name)).unwrap();
    }
}

#[test]
fn what_cannot_be_opened_or_read_is_refused() {
    let environment = with_store();
    assert_refused(
        &environment,
        "missing.json",
        "cannot open 'missing.json': no such file\n  look at its spelling, and at the folder from which it is named",
    );
    fs::create_dir_all(environment.path("folder/empty")).unwrap();
    environment.write("folder/photo.jpg", b"\xFF\xD8\xFF\0");
    for folder in ["folder", "folder/empty"] {
        let message = format!(
            "no file of a known format in the folder '{folder}'\n  known formats: telegram-json, telegram-html, \
             web-preview, telethon, tdl, snscrape, minet-csv, 4cat-csv, tg-archive, telegram-export, activitypub, csv, \
             jsonl, web-preview-text\n  a table or JSON lines of other columns: name the file, with --map text=COLUMN"
        );
        assert_refused(&environment, folder, &message);
    }
    // A store is no input, be it the one that is loaded into or another.
    let message =
        "'chancery.db' is an SQLite database, not an export\n  to work with a store, name it with --db";
    assert_refused(&environment, "chancery.db", message);
    rusqlite::Connection::open(environment.path("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    assert_refused(&environment, "other.db", &message.replace("chancery.db", "other.db"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_the_system_does_not_give_is_refused() {
    // Nobody, not even root, can read the unmapped beginning of a process's memory.
    let environment = with_store();
    assert_refused(
        &environment,
        "/proc/self/mem",
        "cannot read '/proc/self/mem'\n  caused by: Input/output error (os error 5)",
    );
    // What lies in a folder and is none of it, but made up by the system, is nobody's export.
    fs::create_dir(environment.path("folder")).unwrap();
    Export::new(9, "Harbour").post(1, NEW_YEAR, "Calm").write(&environment.path("folder"), "a.json");
    std::os::unix::fs::symlink("/proc/self/mem", environment.path("folder/b.json")).unwrap();
    let outcome = environment.run(&["load", "folder"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "1 other file is no input and left out\n"));
    assert_eq!(texts(&environment), ["Calm"]);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let environment = with_store();
    let path = environment.write("secret.json", export_with("\"second\""));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        println!("not tried: permissions do not bind this user");
        return;
    }
    assert_refused(
        &environment,
        "secret.json",
        "cannot open 'secret.json': permission denied\n  make it readable for yourself, or copy it",
    );
}

/// Loads `export` into a store that is there; gives what was told.
#[track_caller]
fn loaded(environment: &Environment, name: &str, export: impl AsRef<[u8]>) -> String {
    environment.write(name, export);
    let outcome = environment.run(&["load", name]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stderr
}

#[test]
fn bytes_that_are_not_utf_8_are_told_with_their_place() {
    let environment = with_store();
    let export = export_with("\"ba@@d #tag\"");
    let place = export.find("{\"id\":2").unwrap();
    let bytes: Vec<u8> = export.replace("@@", "\u{1}").into_bytes();
    let bytes: Vec<u8> =
        bytes.iter().flat_map(|b| if *b == 1 { vec![0xFF, 0xC3] } else { vec![*b] }).collect();
    assert_eq!(
        loaded(&environment, "harbour.json", bytes),
        format!(
            "warning: 'harbour.json': 1 record has bytes that are no text in UTF-8, at byte {place}; they are read as U+FFFD \
             (to mend it: save the input as UTF-8)\n"
        )
    );
    assert_eq!(texts(&environment), ["first #one", "ba\u{FFFD}\u{FFFD}d #tag", "third #three"]);
    let tags = environment.run(&["run", "top-hashtags", "-f", "json"]).json();
    assert_eq!(tags.as_array().unwrap().len(), 3, "{tags}");
}

#[test]
fn bytes_that_are_not_utf_8_in_a_flattened_page_are_told_with_their_line() {
    let environment = with_store();
    environment.write(
        "page.txt",
        b"Forwarded from A\n\nplain\n\nForwarded from B\n\nba\xFFd #tag\nw\xC3orse\n\nForwarded from C\n\n\xE2\x82 cut\n",
    );
    let outcome = environment.run(&["load", "page.txt", "--channel", "9"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'page.txt': 2 records have bytes that are no text in UTF-8, the first at line 7; they are read as \
             U+FFFD (to mend it: save the input as UTF-8)\n"
        )
    );
    let mut texts = texts(&environment);
    texts.sort();
    assert_eq!(texts, ["ba\u{FFFD}d #tag\nw\u{FFFD}orse", "plain", "\u{FFFD} cut"]);
}

#[test]
fn a_record_without_id_or_date_is_left_out_and_told() {
    for (field, reason) in [("id", "no id"), ("date", "no date")] {
        let environment = with_store();
        let mut export =
            Export::new(9, "Harbour").post(1, NEW_YEAR, "a").post(2, NEW_YEAR, "b").post(3, NEW_YEAR, "c");
        let row = export.rows[1].as_object_mut().unwrap();
        row.retain(|key, _| !key.starts_with(field));
        let text = json!({"name": "Harbour", "type": "public_channel", "id": 9, "messages": export.rows})
            .to_string();
        let place = text.find(",{\"").unwrap() + 1;
        assert_eq!(
            loaded(&environment, "harbour.json", &text),
            format!(
                "warning: 'harbour.json': 1 record could not be read: {reason}, at byte {place} (to list: --rejects \
                 FILE)\n"
            )
        );
        assert_eq!(texts(&environment), ["a", "c"]);
    }
}

#[test]
fn a_line_of_100_mb_is_one_record_left_out() {
    let environment = with_store();
    let mut file = BufWriter::new(fs::File::create(environment.path("page.txt")).unwrap());
    file.write_all(b"Forwarded from A\n\nfirst\n\nForwarded from B\n\n").unwrap();
    let piece = "word #tag ".repeat(10_000);
    for _ in 0..1000 {
        file.write_all(piece.as_bytes()).unwrap();
    }
    file.write_all(b"\n\nForwarded from C\n\nlast\n").unwrap();
    drop(file);
    let outcome = environment.run(&["load", "page.txt", "--channel", "9", "--rejects", "rejects.jsonl"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, "warning: 'page.txt': 1 record could not be read: post longer than 32 MiB, at line 5\n")
    );
    let mut texts = texts(&environment);
    texts.sort();
    assert_eq!(texts, ["first", "last"]);
    let list = fs::read_to_string(environment.path("rejects.jsonl")).unwrap();
    let reject: Value = serde_json::from_str(&list).unwrap();
    assert_eq!((&reject["place"], &reject["id"]), (&json!("line 5"), &Value::Null));
    assert!(list.len() < 10_000, "the record is not copied whole: {}", list.len());
}

#[test]
fn a_record_of_40_mb_is_left_out_among_good_ones() {
    let environment = with_store();
    let export = export_with(&format!("\"{}\"", "x".repeat(40_000_000)));
    let place = export.find("{\"id\":2").unwrap();
    assert_eq!(
        loaded(&environment, "harbour.json", &export),
        format!(
            "warning: 'harbour.json': 1 record could not be read: longer than 32 MiB, at byte {place} (to list: \
             --rejects FILE)\n"
        )
    );
    assert_eq!(texts(&environment), ["first #one", "third #three"]);
}

#[test]
fn a_json_export_of_100_mb_in_one_line_is_no_trouble() {
    let environment = with_store();
    let export = export_with("\"second\"");
    let (head, tail) = export.split_at(export.find("]}").map_or(0, |_| export.rfind("]}").unwrap()));
    let mut file = BufWriter::new(fs::File::create(environment.path("harbour.json")).unwrap());
    file.write_all(head.as_bytes()).unwrap();
    let words = "word ".repeat(200_000);
    for id in 4..104 {
        let row = json!({"id": id, "type": "message", "date": "2024-01-05T00:00:00", "date_unixtime": "1704412800",
            "from": "Harbour", "from_id": "channel9", "text": words, "text_entities": []});
        write!(file, ",{row}").unwrap();
    }
    file.write_all(tail.as_bytes()).unwrap();
    drop(file);
    assert!(fs::metadata(environment.path("harbour.json")).unwrap().len() > 100_000_000);
    let outcome = environment.run(&["load", "harbour.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(texts(&environment).len(), 103);
}

#[test]
fn nesting_10_000_deep_harms_nobody() {
    let deep = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(10_000), close.repeat(10_000))
    };
    // In a field that is of no use it is passed over.
    let environment = with_store();
    let export = export_with("\"second\"")
        .replace("{\"id\":2", &format!("{{\"x\":{},\"id\":2", deep("{\"a\":", "1", "}")));
    assert_eq!(loaded(&environment, "harbour.json", export), "");
    assert_eq!(texts(&environment), ["first #one", "second", "third #three"]);
    // As an element of its own it is a record that cannot be read.
    let environment = with_store();
    let export = export_with("\"second\"");
    let place = export.find("{\"id\":2").unwrap();
    let export = format!("{}{},{}", &export[..place], deep("[", "", "]"), &export[place..]);
    assert_eq!(
        loaded(&environment, "harbour.json", export),
        format!(
            "warning: 'harbour.json': 1 record could not be read: not an object, at byte {place} (to list: --rejects \
             FILE)\n"
        )
    );
    assert_eq!(texts(&environment), ["first #one", "second", "third #three"]);
    // Brackets that are never closed take the rest with them.
    let environment = with_store();
    let export = export_with("\"second\"");
    let export = format!("{}{}{}", &export[..place], "[".repeat(10_000), &export[place..]);
    let told = loaded(&environment, "harbour.json", export);
    assert!(
        told.starts_with(&format!(
            "warning: 'harbour.json' is cut off at byte {place}: all before it is loaded;"
        )),
        "{told}"
    );
    assert_eq!(texts(&environment), ["first #one"]);
}

#[test]
fn a_text_nested_10_000_deep_is_told_and_not_taken_as_empty() {
    for (open, close) in [("[", "]"), ("{\"type\":\"bold\",\"text\":", "}")] {
        let environment = with_store();
        let text = format!("[{}\"deep #word\"{}]", open.repeat(10_000), close.repeat(10_000));
        let export = export_with(&text);
        let place = export.find("{\"id\":2").unwrap();
        let told = loaded(&environment, "harbour.json", &export);
        assert!(
            told.contains("1 record could not be read: text nested as no version writes it,")
                && told.contains(&format!("at byte {place} ")),
            "{told}"
        );
        assert_eq!(texts(&environment), ["first #one", "third #three"]);
    }
}

#[test]
fn a_truncated_export_never_gives_half_a_record() {
    let export = export_with("\"second #two\"");
    let rows: Vec<usize> = [1, 2, 3].map(|id| export.find(&format!("{{\"id\":{id},")).unwrap()).to_vec();
    let environment = with_store();
    let store = fs::read(environment.path("chancery.db")).unwrap();
    for cut in [rows[1] + 1, rows[1] + 60, rows[2] - 1, rows[2], export.len() - 3, export.len() - 1] {
        fs::write(environment.path("chancery.db"), &store).unwrap();
        let told = loaded(&environment, "harbour.json", &export[..cut]);
        assert!(told.starts_with("warning: 'harbour.json' is cut off at byte "), "{cut}: {told}");
        let whole = match cut {
            cut if cut < rows[2] - 1 => 1,
            cut if cut < export.len() - 2 => 2,
            _ => 3,
        };
        assert_eq!(texts(&environment), ["first #one", "second #two", "third #three"][..whole], "{cut}");
    }
}

#[test]
fn the_list_of_rejects_must_have_a_folder() {
    let environment = with_store();
    let store = fs::read(environment.path("chancery.db")).unwrap();
    environment.write("harbour.json", export_with("\"second\""));
    let outcome = environment.run(&["load", "harbour.json", "--rejects", "missing/rejects.jsonl"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
        (
            1,
            "",
            "error: cannot write 'missing/rejects.jsonl'\n  caused by: there is no folder 'missing'\n  make the folder \
             first, or name another file\n"
        )
    );
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
    assert!(!Path::new(&environment.path("missing")).exists());
}

#[test]
fn a_zone_that_is_none_is_refused_before_anything_is_read() {
    let environment = with_store();
    let store = fs::read(environment.path("chancery.db")).unwrap();
    for (words, message) in [
        (
            &["load", "gazette.json", "--db", "new.db", "--time-zone", "Mars/Olympus"][..],
            "error: 'Mars/Olympus' is not a time zone\n  write an IANA name such as Europe/Prague, or an offset such as \
             +02:00\n",
        ),
        (
            &["load", "gazette.json", "--input-time-zone", "Mars/Olympus"],
            "error: 'Mars/Olympus' is not a time zone\n  write an IANA name such as Europe/Prague, or an offset such as \
             +02:00\n",
        ),
        (
            &["load", "gazette.json", "--time-zone", "Europe/Prague"],
            "error: the store's reporting zone is UTC, not Europe/Prague\n  to change it: chancery \
             reindex --time-zone Europe/Prague\n",
        ),
    ] {
        let outcome = environment.run(words);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
            (2, "", message),
            "{words:?}"
        );
    }
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
    assert_eq!(environment.files(), ["chancery.db", "gazette.json"]);
}

#[test]
fn an_input_of_which_nothing_can_be_read_is_refused() {
    let environment = with_store();
    environment.write("rows.csv", "id,text,date\n1,Ebb,2024-01-01\n2,Flood,2024-01-02\n");
    let store = fs::read(environment.path("chancery.db")).unwrap();
    for words in [&["--db", "new.db"][..], &[], &["--dry-run"]] {
        let outcome = environment.run(&[&["load", "rows.csv", "--as", "jsonl"], words].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{words:?}");
        assert_eq!(
            outcome.stderr,
            "error: 'rows.csv': none of its 3 records could be read as jsonl: not an object; the first at line 1\n  \
             it looks like csv: leave out --as\n"
        );
    }
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store);
    assert_eq!(environment.files(), ["chancery.db", "gazette.json", "rows.csv"]);
    // Of two inputs the other one is loaded; that of which nothing could be read is, once it can be.
    Export::new(9, "Harbour").post(1, NEW_YEAR, "Calm").write(environment.folder(), "harbour.json");
    environment.write("bad.json", "{\"id\": [], \"text\": \"Ebb\", \"date\": \"2024-01-01\"}\n");
    let outcome = environment.run(&["load", "bad.json", "harbour.json"]);
    assert!(outcome.code == 1 && outcome.stderr.contains("its only record could not be read"), "{outcome}");
    assert_eq!(texts(&environment), ["Calm"]);
    let loads = environment.run(&["sql", "SELECT input FROM loads ORDER BY load_id", "-f", "csv"]).success();
    assert_eq!(loads, "input\r\ngazette.json\r\nharbour.json\r\n");
    let outcome = environment.run(&["load", "rows.csv", "--channel", "9"]);
    assert_eq!(outcome.code, 0, "{outcome}");
}

#[test]
fn the_one_record_of_an_input_that_cannot_be_read_is_told_of() {
    let environment = with_store();
    let mut export = Export::new(9, "Harbour").post(1, NEW_YEAR, "Calm");
    export.rows[0]["date"] = json!("soon");
    export.rows[0]["date_unixtime"] = json!("soon");
    let text =
        json!({"name": "Harbour", "type": "public_channel", "id": 9, "messages": export.rows}).to_string();
    let place = text.find("[{").unwrap() + 1;
    environment.write("harbour.json", text);
    let message = format!(
        "'harbour.json': its only record could not be read as telegram-json: unreadable date, at byte {place}\n  \
         to see them: chancery load --rejects FILE INPUT"
    );
    assert_refused(&environment, "harbour.json", &message);
    for store in ["chancery.db", "new.db"] {
        let list = ["load", "harbour.json", "--rejects", "rejects.jsonl", "--db", store];
        assert_eq!(environment.run(&list).code, 1);
        let list = fs::read_to_string(environment.path("rejects.jsonl")).unwrap();
        assert!(list.lines().count() == 1 && list.contains("unreadable date"), "{store}: {list}");
    }
}

#[test]
fn exports_without_messages_and_with_service_rows_alone_are_no_bad_inputs() {
    let environment = with_store();
    Export::new(9, "Harbour").write(environment.folder(), "empty.json");
    assert_eq!(environment.run(&["load", "empty.json", "--db", "empty.db"]).code, 0);
    let text = json!({"name": "Pier", "type": "public_channel", "id": 10, "messages": [
        {"id": 1, "type": "service", "date": "2024-01-01T00:00:00", "actor": "Pier", "actor_id": "channel10",
            "action": "create_channel", "title": "Pier", "text": ""},
        {"id": 2, "type": "message", "text": "Calm"}]});
    environment.write("pier.json", text.to_string());
    for times in 1..=2 {
        let outcome = environment.run(&["load", "pier.json", "--db", "pier.db"]);
        assert_eq!(outcome.code, 0, "{times}: {outcome}");
    }
}

#[test]
fn a_file_is_no_folder() {
    let environment = with_store();
    let message = "cannot open 'gazette.json/inner/a.json': 'gazette.json' is a file, not a folder\n  name the file \
        itself, of an archive, too: chancery load 'gazette.json'";
    assert_refused(&environment, "gazette.json/inner/a.json", message);
}

#[test]
fn a_quote_that_is_never_closed_is_told_as_what_takes_the_rest_of_a_table() {
    let environment = with_store();
    let table =
        "id,date,channel,text\n1,2025-01-01,Ferry,one\n2,2025-01-01,Ferry,\"two\n3,2025-01-01,Ferry,three\n";
    environment.write("rows.csv", table);
    let outcome = environment.run(&["load", "rows.csv"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'rows.csv' is cut off at line 3, or a quote there is never closed: all before it is loaded; export \
             it again to have the rest\n"
        )
    );
    let kept = environment.run(&["sql", "SELECT text FROM v_posts WHERE channel = 'Ferry'", "-f", "csv"]);
    assert_eq!(kept.success(), "text\r\none\r\n");
}
