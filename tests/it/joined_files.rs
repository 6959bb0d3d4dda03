//! Several inputs in one file: what is not read of them is told of.

use crate::environment::Environment;

/// A page of an HTML export with one message.
fn page(chat: &str, id: u32) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><title>Exported Data</title></head><body><div class=\"page_wrap\"><div class=\"page_header\">\
         <div class=\"content\"><div class=\"text bold\">\n{chat}\n</div></div></div><div class=\"page_body chat_page\">\
         <div class=\"history\"><div class=\"message default clearfix\" id=\"message{id}\"><div class=\"body\">\
         <div class=\"pull_right date details\" title=\"01.06.2025 12:00:00 UTC+00:00\">12:00</div>\
         <div class=\"from_name\">\n{chat}\n</div><div class=\"text\">\nShips {id}\n</div></div></div></div></div></div></body></html>\n"
    )
}

const CHAT: &str = r#"{"name":"Gazette","type":"public_channel","id":5,"messages":[{"id":7,"type":"message","date":"2025-06-01T12:00:00","date_unixtime":"1748779200","from":"Gazette","from_id":"channel5","text":"Fog","text_entities":[]}]}
"#;

const TABLE: &str = "id,date,channel,text\n9,2025-06-01,Herald,Rain\n";

fn texts(environment: &Environment) -> String {
    let sql = "SELECT channel, text FROM v_posts ORDER BY channel, text";
    environment.run(&["sql", sql, "-f", "csv"]).success().replace("\r\n", "|")
}

#[test]
fn what_stands_behind_a_page_in_another_format_is_told_of_with_its_place() {
    for other in [CHAT, TABLE] {
        let environment = Environment::new();
        let first = page("Harbour", 1);
        environment.write("both.html", format!("{first}{other}{}", page("Harbour", 2)));
        let loaded = environment.run(&["load", "both.html", "--rejects", "rejects.jsonl"]);
        assert_eq!(loaded.code, 0, "{loaded}");
        let warning = format!(
            "warning: 'both.html': 1 record could not be read: text outside the pages: mend its page, or put it into a file of its own, at \
             byte {}",
            first.len()
        );
        assert!(loaded.stderr.contains(&warning), "{loaded}");
        assert_eq!(texts(&environment), "channel,text|Harbour,Ships 1|Harbour,Ships 2|");
        let strict = Environment::new();
        strict.write("both.html", format!("{first}{other}"));
        assert_eq!(strict.run(&["load", "both.html", "--strict"]).code, 1);
    }
}

#[test]
fn separators_between_pages_are_told_of_and_a_strict_load_takes_them() {
    let (one, two) = (page("Harbour", 1), page("Harbour", 2));
    for (name, file) in [
        ("status.html", format!("{one}200\n{two}200\n")),
        ("dashes.html", format!("{one}---\n{two}---\n")),
        ("tail.html", format!("==> 1.html <==\n{one}\n==> 2.html <==\n{two}")),
        ("answers.html", format!("HTTP/2 200\r\nserver: a\r\n\r\n{one}HTTP/2 200\r\nserver: a\r\n\r\n{two}")),
    ] {
        let environment = Environment::new();
        environment.write(name, &file);
        let loaded = environment.run(&["load", name, "--strict"]);
        assert_eq!(loaded.code, 0, "{loaded}");
        let warning =
            format!("warning: '{name}': 2 separators beside its pages are no posts, and left out, such as '");
        assert!(loaded.stderr.contains(&warning) && !loaded.stderr.contains("could not be read"), "{loaded}");
        assert_eq!(texts(&environment), "channel,text|Harbour,Ships 1|Harbour,Ships 2|", "{name}");
    }
    // What may be left of a message is a record.
    let environment = Environment::new();
    environment.write("left.html", format!("{one}Ships 3</div>\n{two}"));
    assert_eq!(environment.run(&["load", "left.html", "--strict"]).code, 1);
    let loaded = environment.run(&["load", "left.html"]);
    assert!(loaded.stderr.contains("1 record could not be read: text outside the pages"), "{loaded}");
    assert_eq!(texts(&environment), "channel,text|Harbour,Ships 1|Harbour,Ships 2|");
}

#[test]
fn whatever_stands_behind_whatever_is_read_or_told_of() {
    let page = page("Harbour", 1);
    let lines = "{\"id\":4,\"date\":\"2025-06-01\",\"channel\":\"Lines\",\"text\":\"Snow\"}\n".repeat(2);
    let outbox = r#"{"id":"outbox.json","type":"OrderedCollection","orderedItems":[{"id":"https://osk.example/users/a/statuses/1/activity","type":"Create","actor":"https://osk.example/users/a","published":"2025-06-01T12:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"object":{"id":"https://osk.example/users/a/statuses/1","type":"Note","published":"2025-06-01T12:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"content":"<p>Hail</p>"}}]}
"#;
    let inputs =
        [("html", page.as_str()), ("json", CHAT), ("csv", TABLE), ("jsonl", &lines), ("outbox", outbox)];
    for (one, first) in inputs {
        for (other, second) in inputs.into_iter().filter(|(other, _)| *other != one) {
            let environment = Environment::new();
            environment.write("both", format!("{first}{second}"));
            let loaded = environment.run(&["load", "both"]);
            let is_told = loaded.code == 1
                || loaded.stderr.contains("could not be read")
                || loaded.stderr.contains("cut off");
            assert!(is_told, "{one} {other}: {loaded}");
        }
    }
}

#[test]
fn lines_of_an_old_channel_and_of_a_new_one_are_of_two_channels() {
    let old = "{\"id\":7,\"type\":\"message\",\"date\":\"2019-06-01T12:00:00\",\"edited\":\"1970-01-01T03:00:00\",\"from\":\"Herald\",\"text\":\"Dew\"}\n";
    let new = CHAT[CHAT.find("{\"id\":7").unwrap()..].replace("]}\n", "\n");
    for lines in [format!("{old}{new}"), format!("{new}{old}")] {
        let environment = Environment::new();
        environment.write("lines.jsonl", &lines);
        let loaded = environment.run(&["load", "lines.jsonl", "--input-time-zone", "UTC"]);
        assert_eq!(loaded.code, 0, "{loaded}");
        assert!(loaded.stderr.contains("'lines.jsonl' does not say which channel it is of"), "{loaded}");
        assert_eq!(texts(&environment), "channel,text|Gazette,Fog|lines,Dew|", "{lines}");
    }
}

#[test]
fn a_table_of_4cat_behind_a_plain_one_is_told_of_row_by_row() {
    let environment = Environment::new();
    let names = "id,thread_id,chat,author_username,body,timestamp";
    let row = "oskar-2,oskar,oskar,oskar,Dew,2025-06-02 12:00:00";
    environment.write("both.csv", format!("{TABLE}{names}\n{row}\n{row}\n"));
    let loaded = environment.run(&["load", "both.csv"]);
    assert!(loaded.stderr.contains("'both.csv': 3 records could not be read"), "{loaded}");
    assert_eq!(texts(&environment), "channel,text|Herald,Rain|");
}
