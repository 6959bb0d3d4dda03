//! Whole accounts: what is read of them, what never is, and what is said when there is nothing.

use std::fs;

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::load_again::{assert_sound, rows};

fn message(id: i64, sender: &str, name: &str, text: &str) -> Value {
    json!({
        "id": id, "type": "message", "date": "2024-03-01T10:00:00", "date_unixtime": (1_709_287_200 + id * 60).to_string(),
        "from": name, "from_id": sender, "text": text, "text_entities": [],
    })
}

fn chat(name: Option<&str>, kind: &str, id: i64, messages: &[Value]) -> Value {
    let mut chat = json!({"type": kind, "id": id, "messages": messages});
    if let Some(name) = name {
        chat["name"] = json!(name);
    }
    chat
}

fn harbour(name: &str, ids: std::ops::Range<i64>) -> Value {
    let messages: Vec<Value> = ids
        .map(|id| message(id, "channel1500000001", name, &format!("Harbour post {id} #Harbour")))
        .collect();
    chat(Some(name), "public_channel", 1_500_000_001, &messages)
}

/// Words that no store may hold, in places that an account export has.
const PRIVATE: [&str; 12] = [
    "Quillfeather",
    "+420555000111",
    "quill_private",
    "Biography-of-mine",
    "Aunt-Hortensia",
    "+420555000222",
    "198.51.100.77",
    "Pocket-Telephone-9",
    "Frequent-Friend",
    "Draft-of-a-story",
    "Web-Session-Domain",
    "other-data-secret",
];

fn account(chats: &[Value], left: &[Value]) -> Value {
    json!({
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 42, "first_name": PRIVATE[0], "last_name": "", "phone_number": PRIVATE[1],
            "username": PRIVATE[2], "bio": PRIVATE[3]},
        "profile_pictures": [{"date": "2020-01-01T00:00:00", "photo": "profile_pictures/photo_1.jpg"}],
        "stories": [{"date": "2020-01-01T00:00:00", "media": "stories/s.jpg", "text": PRIVATE[9]}],
        "contacts": {"about": "x", "list": [{"user_id": 7, "first_name": PRIVATE[4], "phone_number": PRIVATE[5], "date": "2020-01-01T00:00:00"}]},
        "frequent_contacts": {"about": "x", "list": [{"id": 8, "category": "people", "name": PRIVATE[8], "rating": 1.5}]},
        "sessions": {"about": "x", "list": [{"last_ip": PRIVATE[6], "device_model": PRIVATE[7]}]},
        "web_sessions": {"about": "x", "list": [{"domain_name": PRIVATE[10]}]},
        "other_data": {"created": {"messages": [message(1, "user1", "x", PRIVATE[11])], "name": PRIVATE[11]}},
        "chats": {"about": "These are all your chats.", "list": chats},
        "left_chats": {"about": "These are the groups you left.", "list": left},
    })
}

fn usual_account() -> Value {
    let group = [
        message(1, "user7", "Ann", "Is the ferry late?"),
        message(2, "user8", "Béla", "Yes #Late"),
        message(3, "user7", "Ann", "Thanks @bela_b"),
        json!({"id": 4, "type": "service", "date": "2024-03-01T11:00:00", "date_unixtime": "1709290800", "actor": "Ann",
            "actor_id": "user7", "action": "pin_message", "message_id": 2, "text": ""}),
    ];
    account(
        &[
            harbour("Harbour", 1..5),
            chat(Some("Ferry talk"), "private_supergroup", 1_600_000_002, &group),
            chat(None, "saved_messages", 42, &[message(1, "user42", "Me", "Note to self")]),
            chat(
                Some("Ann"),
                "personal_chat",
                7,
                &[message(1, "user7", "Ann", "Hello"), message(2, "user42", "Me", "Hi")],
            ),
            chat(Some("Empty"), "private_channel", 1_700_000_003, &[]),
        ],
        &[
            harbour("Harbour", 3..8),
            chat(
                Some("Old club"),
                "private_supergroup",
                1_800_000_004,
                &[message(9, "user9", "Cid", "Goodbye")],
            ),
        ],
    )
}

#[test]
fn every_chat_of_an_account_is_loaded_and_nothing_else_of_it() {
    let environment = Environment::new();
    environment.write("result.json", usual_account().to_string());
    let outcome = environment.run(&["load", "result.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    assert_eq!(
        rows(
            &store,
            "SELECT c.external_id, c.name, c.kind, count(p.post_id), min(p.external_no), max(p.external_no)
             FROM channels AS c JOIN posts AS p USING (channel_id) GROUP BY channel_id ORDER BY c.external_id"
        ),
        [
            // 1 to 4 among the chats and 3 to 7 among those left.
            "1500000001|Harbour|public_channel|7|1|7",
            "1600000002|Ferry talk|private_supergroup|3|1|3",
            "1800000004|Old club|private_supergroup|1|9|9",
            "user42|-|saved_messages|1|1|1",
            "user7|Ann|personal_chat|2|1|2",
        ]
    );
    assert_eq!(
        rows(
            &store,
            "SELECT a.external_id, a.name, count(*) FROM posts AS p JOIN authors AS a USING (author_id) GROUP BY 1 ORDER BY 1"
        ),
        ["user42|Me|2", "user7|Ann|3", "user8|Béla|1", "user9|Cid|1"]
    );
    assert_eq!(rows(&store, "SELECT external_id, action, detail FROM channel_events"), ["4|pin_message|2"]);
    assert_eq!(rows(&store, "SELECT sum(posts) FROM post_months"), ["14"]);
    assert_sound(&store);
    drop(store);
    let bytes = fs::read(environment.path("chancery.db")).unwrap();
    for private in PRIVATE {
        assert!(memchr::memmem::find(&bytes, private.as_bytes()).is_none(), "the store holds {private}");
    }
}

#[test]
fn a_chat_of_an_account_and_the_same_chat_alone_are_one() {
    let stores = [["account.json", "single.json"], ["single.json", "account.json"]].map(|inputs| {
        let environment = Environment::new();
        environment.write("account.json", usual_account().to_string());
        environment.write("single.json", harbour("Harbour", 5..11).to_string());
        assert_eq!(environment.run(&["load", inputs[0]]).code, 0);
        assert_eq!(environment.run(&["load", inputs[1]]).code, 0);
        let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
        assert_sound(&store);
        assert_eq!(
            rows(&store, "SELECT count(*), count(DISTINCT external_no) FROM posts JOIN channels USING (channel_id) WHERE name = 'Harbour'"),
            ["10|10"]
        );
        crate::load_again::content(&store)
    });
    assert_eq!(stores[0], stores[1]);
}

#[test]
fn an_input_without_posts_says_so() {
    for (name, input) in [
        ("no chats", account(&[], &[])),
        ("empty chats", account(&[chat(Some("Empty"), "private_channel", 1_700_000_003, &[])], &[])),
        ("an empty chat", chat(Some("Empty"), "private_channel", 1_700_000_003, &[])),
    ] {
        let environment = Environment::new();
        environment.write("result.json", input.to_string());
        let outcome = environment.run(&["load", "result.json"]);
        assert_eq!(outcome.code, 0, "{name}: {outcome}");
        assert!(outcome.stderr.contains("'result.json' holds no posts"), "{name}: {outcome}");
    }
}

#[test]
fn a_contact_that_breaks_the_structure_reaches_neither_the_store_nor_a_post() {
    // The list of contacts is damaged: what follows cannot be placed, and is told of.
    let whole = usual_account().to_string();
    let damaged = whole.replacen(
        "\"contacts\":{\"about\":\"x\",\"list\":[{",
        "\"contacts\":{\"about\":\"x\",\"list\":[{\"a\":\"b\"\"c\",",
        1,
    );
    assert_ne!(whole, damaged);
    let environment = Environment::new();
    environment.write("result.json", &damaged);
    let outcome = environment.run(&["load", "result.json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    if let Ok(bytes) = fs::read(environment.path("chancery.db")) {
        for private in PRIVATE {
            assert!(memchr::memmem::find(&bytes, private.as_bytes()).is_none(), "the store holds {private}");
        }
    }
}

#[test]
fn the_posts_of_another_chat_are_no_neighbours_in_time() {
    // 1970 is no plausible date, so the first post of the second chat is undated.
    let undated = json!({"id": 1, "type": "message", "date": "1970-01-01T10:00:00", "date_unixtime": "36000", "from": "Ann",
        "from_id": "user7", "text": "When?"});
    let input = account(&[harbour("Harbour", 1..3), chat(Some("Ann"), "personal_chat", 7, &[undated])], &[]);
    let environment = Environment::new();
    environment.write("result.json", input.to_string());
    assert_eq!(environment.run(&["load", "result.json"]).code, 0);
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    assert_eq!(
        rows(&store, "SELECT posted_on, not_before, not_after FROM posts WHERE text = 'When?'"),
        ["-|-|-"]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_like_a_file() {
    let environment = Environment::new();
    environment.write("result.json", harbour("Harbour", 1..4).to_string());
    let pipe = environment.path("pipe.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("no mkfifo here: skipped");
        return;
    }
    let source = environment.path("result.json");
    let target = pipe.clone();
    let writer = std::thread::spawn(move || fs::copy(source, target));
    let outcome = environment.run(&["load", "pipe.json"]);
    writer.join().unwrap().unwrap();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    assert_eq!(rows(&store, "SELECT count(*) FROM posts"), ["3"]);
    // In a folder a pipe is no file, and nobody waits for it.
    let outcome = environment.run(&["load", "."]);
    assert_eq!(outcome.code, 0, "{outcome}");
}

#[test]
fn counts_that_no_telegram_gives_do_not_spoil_a_load() {
    let environment = Environment::new();
    for (name, ids) in [("one.json", 1..3), ("two.json", 2..4)] {
        let messages: Vec<Value> = ids
            .map(|id| {
                let mut row = message(id, "channel1500000001", "Harbour", "x");
                row["reactions"] = json!([
                    {"type": "emoji", "emoji": "a", "count": i64::MAX}, {"type": "emoji", "emoji": "b", "count": i64::MAX},
                    {"type": "emoji", "emoji": "c", "count": -5}, {"type": "emoji", "emoji": "d", "count": 6}]);
                row
            })
            .collect();
        environment
            .write(name, chat(Some("Harbour"), "public_channel", 1_500_000_001, &messages).to_string());
    }
    assert_eq!(environment.run(&["load", "one.json", "two.json"]).code, 0);
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    assert_eq!(rows(&store, "SELECT reaction, count(*), sum(count) FROM reactions GROUP BY 1"), ["d|3|18"]);
}
