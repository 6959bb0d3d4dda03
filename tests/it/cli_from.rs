//! `chancery run … --from`: one command from a file to an answer, wherever the words stand.

use std::fs;

use crate::environment::Environment;
use crate::export::{Export, NEW_YEAR};

fn with_samples() -> Environment {
    let environment = Environment::new();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/valdoria-digest.txt");
    environment.write("digest.txt", std::fs::read_to_string(samples).unwrap());
    environment
}

#[test]
fn inputs_and_flags_may_stand_in_any_order() {
    let environment = with_samples();
    let answer = |words: &[&str]| {
        let outcome = environment.run(words);
        assert_eq!(outcome.code, 0, "{words:?}: {}", outcome.stderr);
        outcome.stdout
    };
    let expected = answer(&["run", "top-hashtags", "--top", "2", "-f", "csv", "--from", "digest.txt"]);
    assert_eq!(expected.lines().count(), 3, "{expected}");
    for words in [
        ["run", "top-hashtags", "--from", "digest.txt", "--top", "2", "-f", "csv"],
        ["run", "top-hashtags", "-f", "csv", "--from", "digest.txt", "--top", "2"],
        ["run", "--from", "digest.txt", "top-hashtags", "--top", "2", "-f", "csv"],
        ["run", "-f", "csv", "--from", "digest.txt", "top-hashtags", "--top", "2"],
    ] {
        assert_eq!(answer(&words), expected, "{words:?}");
    }
    assert_eq!(environment.files(), ["digest.txt"]);
}

#[test]
fn a_flag_of_a_query_before_its_name_is_refused_with_the_remedy() {
    let refused = with_samples().run(&["run", "--top", "2", "top-hashtags"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("--top is no option of run"), "{}", refused.stderr);
}

#[test]
fn an_input_is_never_written_over() {
    let environment = with_samples();
    let before = std::fs::read(environment.path("digest.txt")).unwrap();
    for words in [
        &["run", "overview", "--from", "digest.txt", "-o", "./digest.txt"][..],
        &["load", "digest.txt", "--rejects", "digest.txt"],
    ] {
        let refused = environment.run(words);
        assert_eq!(refused.code, 2, "{words:?}");
        assert!(refused.stderr.contains("is one of the inputs; it was left untouched"), "{}", refused.stderr);
        assert_eq!(std::fs::read(environment.path("digest.txt")).unwrap(), before);
    }
    assert_eq!(environment.files(), ["digest.txt"]);
}

#[test]
fn what_the_inputs_lack_stands_in_the_record() {
    let environment = with_samples();
    environment.write(
        "cut.json",
        r#"{"name": "Quay", "type": "public_channel", "id": 7, "messages": [
            {"id": 1, "type": "message", "date": "2025-01-01T10:00:00", "date_unixtime": "1735725600", "text": "Fog"},
            {"id": 2, "type": "message", "text": "no day"},
            {"id": 3, "type": "mess"#,
    );
    let outcome = environment.run(&["run", "overview", "--from", "cut.json", "-o", "out.csv"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let record = std::fs::read_to_string(environment.path("out.csv.meta.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    let warnings: Vec<&str> =
        record["warnings"].as_array().unwrap().iter().map(|warning| warning.as_str().unwrap()).collect();
    assert!(warnings[0].starts_with("'cut.json' is cut off at byte "), "{warnings:?}");
    assert!(warnings[1].starts_with("'cut.json': 1 record could not be read: no date"), "{warnings:?}");
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

#[test]
fn an_export_in_a_folder_of_inputs_is_neither_left_out_nor_written_over() {
    let environment = with_samples();
    std::fs::create_dir(environment.path("exports")).unwrap();
    let export = r#"{"name": "Quay", "type": "public_channel", "id": 7, "messages": [{"id": 1, "type": "message",
        "date": "2025-01-01T10:00:00", "date_unixtime": "1735725600", "text": "Fog"}]}"#;
    environment.write("exports/result.json", export);
    environment.write("pack.toml", "[[report]]\nquery = \"overview\"\nfile = \"result.json\"\n");
    for words in [
        &["run", "overview", "--from", ".", "-o", "exports/result.json"][..],
        &["run", "overview", "--from", "*/*.json", "-o", "exports/result.json"],
        &["run", "--pack", "pack.toml", "--from", ".", "-o", "exports"],
        &["load", "exports", "--rejects", "exports/result.json"],
    ] {
        let refused = environment.run(words);
        assert_eq!(refused.code, 2, "{words:?} {refused}");
        assert!(
            refused.stderr.contains("result.json' is one of the inputs; it was left untouched"),
            "{refused}"
        );
        assert_eq!(std::fs::read_to_string(environment.path("exports/result.json")).unwrap(), export);
    }
    assert_eq!(environment.files(), ["digest.txt", "exports", "pack.toml"]);
    // What a call has written there is none, and may be written anew.
    for _ in 0..2 {
        let outcome =
            environment.run(&["run", "posts", "--from", "exports", "-o", "exports/posts.csv", "--no-meta"]);
        assert_eq!(outcome.code, 0, "{outcome}");
    }
}

#[test]
fn the_query_and_the_list_of_values_are_never_written_over() {
    let environment = with_samples();
    environment.write("days.sql", "-- Days\n-- @column n int : one\nSELECT 1 AS n;\n");
    environment.write("tags.csv", "crs\n");
    for words in [
        &["run", "./days.sql", "-f", "csv", "-o", "days.sql"][..],
        &["run", "top-hashtags", "--tag-file", "tags.csv", "-o", "./tags.csv"],
    ] {
        let refused = environment.run(&[words, &["--from", "digest.txt"]].concat());
        assert_eq!(refused.code, 2, "{words:?} {refused}");
        assert!(refused.stderr.contains("is one of the inputs; it was left untouched"), "{refused}");
    }
    assert_eq!(std::fs::read_to_string(environment.path("tags.csv")).unwrap(), "crs\n");
    assert_eq!(environment.files(), ["days.sql", "digest.txt", "tags.csv"]);
}

#[test]
fn a_file_whose_ending_no_format_writes_is_refused() {
    let environment = with_samples();
    let refused = environment.run(&["run", "overview", "--from", "digest.txt", "-o", "report.xlsx"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("no format writes files that end in .xlsx"), "{}", refused.stderr);
    let told =
        environment.run(&["run", "overview", "--from", "digest.txt", "-o", "report.xlsx", "-f", "csv"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
}

#[test]
fn a_phrase_is_found_across_any_white_space() {
    let environment = Environment::new();
    let posts: Vec<String> = ["Free trade", "FREE\u{a0}TRADE", "free\nTrade", "free  trade", "freetrade"]
        .iter()
        .map(|text| format!("Forwarded from Quay\n{text}\n"))
        .collect();
    environment.write("quay.txt", posts.concat());
    let found =
        environment.run(&["run", "posts", "--from", "quay.txt", "--words", "free trade", "-f", "csv"]);
    assert_eq!(found.code, 0, "{}", found.stderr);
    let mut reader = csv::Reader::from_reader(found.stdout.as_bytes());
    assert_eq!(reader.records().count(), 4);
}

#[test]
fn a_channel_that_an_input_does_not_need_is_told_of() {
    let environment = Environment::new();
    let export = r#"{"name": "Tides", "type": "public_channel", "id": 555, "messages": [
        {"id": 1, "type": "message", "date": "2024-07-01T10:00:00", "date_unixtime": "1719828000", "text": "High"}]}"#;
    environment.write("tides.json", export);
    let outcome = environment.run(&["load", "tides.json", "--channel", "@tides"]);
    assert_eq!(outcome.code, 0);
    assert!(
        outcome.stderr.contains("--channel was not used: each input says which channel it is of"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_figure_of_a_part_of_the_inputs_is_not_given() {
    let environment = with_samples();
    let refused = environment.run(&["run", "overview", "--from", "digest.txt", "missing.json"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(refused.stderr.contains("missing.json"), "{}", refused.stderr);
}

#[test]
fn what_a_store_was_loaded_from_is_not_written_over() {
    let environment = Environment::new();
    Export::new(7, "Gazette").post(1, NEW_YEAR, "Ships").write(environment.folder(), "result.json");
    environment.write("posts.csv", "id,text,date,channel_handle\n1,Ebb,2024-01-01,rivers\n");
    assert_eq!(environment.run(&["load", "result.json", "posts.csv"]).code, 0);
    fs::copy(environment.path("posts.csv"), environment.path("copy.csv")).unwrap();
    let files = || {
        let names = environment.files().into_iter();
        names.map(|name| (fs::read(environment.path(&name)).unwrap(), name)).collect::<Vec<_>>()
    };
    let before = files();
    for (file, load) in [("result.json", 1), ("posts.csv", 2), ("copy.csv", 2)] {
        for words in [
            &["run", "posts"][..],
            &["sql", "SELECT 1"],
            &["search", "ships"],
            &["channels"],
            &["entities", "list"],
            &["entities", "export"],
            &["datasette-config"],
        ] {
            let option: &[&str] = if words.ends_with(&["export"]) { &[file] } else { &["-o", file] };
            let outcome = environment.run(&[words, option].concat());
            assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words:?}");
            let message = format!(
                "error: '{file}' was loaded into this store (load {load}); it was left untouched\n  name another file \
                 to write to\n"
            );
            assert_eq!(outcome.stderr, message, "{words:?}");
        }
    }
    assert!(files() == before);
    // An export that has grown since is one all the same. A table of that name is another one.
    Export::new(7, "Gazette").post(2, NEW_YEAR, "Boats").write(environment.folder(), "result.json");
    let outcome = environment.run(&["run", "posts", "-o", "result.json"]);
    assert!(outcome.code == 2 && outcome.stderr.contains("(load 1)"), "{outcome}");
    environment.write("posts.csv", "date,posts\n2024-01-01,1\n");
    assert_eq!(environment.run(&["run", "posts", "-o", "posts.csv"]).code, 0);
    assert_eq!(environment.run(&["run", "posts", "-o", "posts.csv"]).code, 0);
}

#[test]
fn no_page_of_an_export_that_was_loaded_is_written_over() {
    let environment = Environment::new();
    fs::create_dir(environment.path("chat")).unwrap();
    let page = |id: u32| {
        format!(
            "<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class=\"page_wrap\">\
             <div class=\"page_header\"><div class=\"content\"><div class=\"text bold\">\nTides\n</div></div></div>\
             <div class=\"page_body chat_page\"><div class=\"history\">\
             <div class=\"message default clearfix\" id=\"message{id}\"><div class=\"body\">\
             <div class=\"pull_right date details\" title=\"01.07.2024 10:00:00 UTC+00:00\">10:00</div>\
             <div class=\"from_name\">Tides </div><div class=\"text\">\nEbb {id}\n</div></div></div>\
             </div></div></div></body></html>"
        )
    };
    environment.write("chat/messages.html", page(1));
    environment.write("chat/messages2.html", page(2));
    let loaded = environment.run(&["load", "chat"]);
    assert_eq!(loaded.code, 0, "{loaded}");
    assert_eq!(
        environment.run(&["sql", "SELECT count(*) AS posts FROM posts", "-f", "csv"]).success(),
        "posts\r\n2\r\n"
    );
    let outcome = environment.run(&["run", "posts", "-o", "chat/messages2.html"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(
        outcome.stderr.contains("'chat/messages2.html' was loaded into this store (load 1)"),
        "{outcome}"
    );
    assert_eq!(fs::read_to_string(environment.path("chat/messages2.html")).unwrap(), page(2));
    // A table of that name in another folder is nobody's page.
    fs::create_dir(environment.path("out")).unwrap();
    for _ in 0..2 {
        assert_eq!(environment.run(&["run", "posts", "-o", "out/messages2.html"]).code, 0);
    }
}
