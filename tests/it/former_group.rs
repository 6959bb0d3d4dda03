//! Exports of supergroups that were basic groups before: Telegram Desktop takes a thousand million from the ids of the
//! former group's messages, which come first (`export_data_types.cpp`, `kMigratedMessagesIdShift`).

use serde_json::{Value, json};

use crate::cli_channels_merge::write;
use crate::environment::Environment;

const SHIFT: i64 = -1_000_000_000;

fn json_row(id: i64, hour: i64, text: &str) -> Value {
    json!({"id": id, "type": "message", "date": format!("2024-01-0{}T10:00:00", hour), "date_unixtime": (1_704_067_200 + 86_400 * (hour - 1) + 36_000).to_string(),
        "from": "Ann", "from_id": "user5", "text": text, "text_entities": []})
}

fn html_row(id: i64, day: i64, text: &str) -> String {
    format!(
        "<div class=\"message default clearfix\" id=\"message{id}\"><div class=\"body\">\
         <div class=\"pull_right date details\" title=\"0{day}.01.2024 10:00:00 UTC+00:00\">10:00</div>\
         <div class=\"from_name\">Ann </div><div class=\"text\">\n{text}\n       </div></div></div>\n"
    )
}

fn service(id: i64, text: &str) -> String {
    format!(
        "<div class=\"message service\" id=\"message{id}\"><div class=\"body details\">\n{text}\n</div></div>\n"
    )
}

#[test]
fn an_export_of_a_supergroup_begins_with_its_former_group() {
    let environment = Environment::new();
    let rows = [
        json!({"id": SHIFT + 1, "type": "service", "date": "2024-01-01T10:00:00", "date_unixtime": "1704103200", "actor": "Ann", "actor_id": "user5", "action": "create_group", "title": "Allotments", "members": ["Ann"], "text": "", "text_entities": []}),
        json_row(SHIFT + 2, 1, "Seeds #peas"),
        json_row(SHIFT + 3, 2, "Frost"),
        json_row(2, 3, "Mud #peas"),
        json_row(3, 4, "Rain"),
    ];
    write(
        &environment,
        "result.json",
        &json!({"name": "Allotments", "type": "private_supergroup", "id": 1_999_000_111, "messages": rows})
            .to_string(),
    );
    let outcome = environment.run(&["load", "result.json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let count = |sql: &str| environment.run(&["sql", sql, "-f", "json"]).json()[0]["n"].clone();
    assert_eq!(count("SELECT count(*) AS n FROM posts"), json!(4));
    assert_eq!(count("SELECT count(*) AS n FROM channel_events"), json!(1));
    assert_eq!(
        count(
            "SELECT group_concat(external_no) AS n FROM (SELECT external_no FROM posts ORDER BY external_no)"
        ),
        json!("-999999998,-999999997,2,3")
    );
    let gaps = environment.run(&["run", "data-gaps", "--min-ids", "1", "-f", "json"]);
    assert_eq!(gaps.stdout.trim(), "[]", "nothing is missing between the former group and the supergroup");
}

#[test]
fn pages_of_a_supergroup_keep_the_service_rows_of_its_former_group_and_no_headings() {
    let environment = Environment::new();
    let page = format!(
        "<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class=\"page_wrap\">\
         <div class=\"page_header\"><div class=\"content\"><div class=\"text bold\">\nAllotments\n</div></div></div>\
         <div class=\"page_body chat_page\"><div class=\"history\">{}{}{}{}{}</div></div></div></body></html>",
        service(-1, "1 January 2024"),
        service(SHIFT + 1, "Ann created group &laquo;Allotments&raquo;"),
        html_row(SHIFT + 2, 1, "Seeds #peas"),
        service(-2, "3 January 2024"),
        html_row(2, 3, "Mud #peas")
    );
    write(&environment, "messages.html", &page);
    let outcome = environment.run(&["load", "messages.html"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let told = environment
        .run(&[
            "sql",
            "SELECT external_id AS id FROM channel_events UNION ALL SELECT external_id FROM posts",
            "-f",
            "json",
        ])
        .json();
    assert_eq!(told, json!([{"id": "-999999999"}, {"id": "-999999998"}, {"id": "2"}]));
}

fn chat(name: &str, kind: &str, id: i64, rows: &[Value]) -> String {
    json!({"name": name, "type": kind, "id": id, "messages": rows}).to_string()
}

/// A supergroup of five posts, of which the first three are its former group's, and that group with these and one more.
fn supergroup_and_group() -> [(&'static str, String); 2] {
    let history = [(2, 1, "Seeds #peas"), (3, 2, "Frost"), (5, 3, "Thaw")];
    let own = [json_row(2, 4, "Mud #peas"), json_row(3, 5, "Rain")];
    let former = history.map(|(id, day, text)| json_row(SHIFT + id, day, text));
    let mut group = history.map(|(id, day, text)| json_row(id, day, text)).to_vec();
    group.insert(2, json_row(4, 2, "Hail"));
    [
        ("both.json", chat("Allotments", "private_supergroup", 1_999_000_111, &[&former[..], &own].concat())),
        ("group.json", chat("Allotments", "private_group", 4567, &group)),
    ]
}

#[test]
fn a_group_beside_the_supergroup_that_has_its_history_is_told_of_in_either_order() {
    let [both, group] = supergroup_and_group();
    for inputs in [[&both, &group], [&group, &both]] {
        let environment = Environment::new();
        for (name, text) in inputs {
            write(&environment, name, text);
        }
        let [first, second] = inputs.map(|(name, _)| *name);
        assert_eq!(environment.run(&["load", first]).stderr, "");
        let said = environment.run(&["load", second]).stderr;
        let number = |id: &str| {
            let sql = format!("SELECT channel_id AS n FROM channels WHERE external_id = '{id}'");
            environment.run(&["sql", &sql, "-f", "json"]).json()[0]["n"].clone()
        };
        let (of_group, of_supergroup) = (number("chat4567"), number("1999000111"));
        assert_eq!(
            said,
            format!(
                "warning: '{second}': 'chat4567 (Allotments)' (channel:{of_group}) became the supergroup '1999000111 \
                 (Allotments)' (channel:{of_supergroup}), which has the group's history, too, with ids below zero; 3 of the \
                 group's 4 posts count twice (to count them once: chancery forget channel:{of_group}, which removes 1 that \
                 only the group has, too)\n"
            )
        );
        environment.run(&["forget", &format!("channel:{of_group}")]).success();
        let posts = environment.run(&["sql", "SELECT count(*) AS n FROM posts", "-f", "json"]).json();
        assert_eq!(posts, json!([{"n": 5}]));
    }
}

#[test]
fn it_is_told_of_one_post_of_one_input_and_in_a_throw_away_store() {
    let environment = Environment::new();
    let supergroup = [json_row(SHIFT + 2, 1, "Seeds #peas"), json_row(2, 3, "Mud")];
    let account = json!({"about": "Here is the data", "chats": {"about": "Chats", "list": [
        {"name": "Allotments", "type": "private_group", "id": 4567, "messages": [json_row(2, 1, "Seeds #peas")]},
        {"name": "Allotments", "type": "private_supergroup", "id": 1_999_000_111, "messages": supergroup},
    ]}});
    write(&environment, "result.json", &account.to_string());
    let told = "with ids below zero; 1 of the group's 1 posts count twice";
    let outcome = environment.run(&["run", "overview", "--from", "result.json"]);
    assert!(outcome.stderr.contains(told), "{outcome}");
    let outcome = environment.run(&["load", "result.json"]);
    assert!(outcome.stderr.contains(told), "{outcome}");
}

#[test]
fn a_group_with_other_posts_than_the_former_one_is_not_told_of() {
    let environment = Environment::new();
    let [(name, both), _] = supergroup_and_group();
    write(&environment, name, &both);
    let other: Vec<Value> = (2..=5).map(|id| json_row(id, id, &format!("Goats {id}"))).collect();
    write(&environment, "other.json", &chat("Goats", "private_group", 4568, &other));
    let outcome = environment.run(&["load", name, "other.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
}

#[test]
fn a_post_of_the_former_group_is_found_by_the_link_that_reports_give_it() {
    let environment = Environment::new();
    let [(name, both), _] = supergroup_and_group();
    write(&environment, name, &both);
    environment.run(&["load", name]).success();
    let rows =
        environment.run(&["sql", "SELECT link FROM v_posts WHERE text = 'Frost'", "-f", "json"]).json();
    let link = rows[0]["link"].as_str().unwrap();
    assert_eq!(link, "https://t.me/c/1999000111/-999999997");
    let shown = environment.run(&["show", link]).success();
    assert!(shown.contains("Frost"), "{shown}");
    let removed = environment.run(&["forget", "--post", link]).success();
    assert!(removed.starts_with("removed 1 post of '"), "{removed}");
}
