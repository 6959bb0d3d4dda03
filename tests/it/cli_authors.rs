//! `chancery load --no-authors` and `--pseudonyms`: nobody can be found in the store.

use std::fs;

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::export::NEW_YEAR;

/// Names and ids of people in the inputs; none of them stands in a text. The ids have more digits than the parts of a
/// second that a store tells.
const PEOPLE: [&str; 9] = [
    "Quirina",
    "Zebulon",
    "Xanthippe",
    "Wolodymyr",
    "Yolanda",
    "777000000001",
    "777000000002",
    "777000000003",
    "777000000004",
];

/// A group with senders, members, forwards from people and channels, and a shared contact.
fn group() -> Value {
    let row = |id: i64, fields: Value| {
        let mut row = json!({"id": id, "type": "message", "date": "2024-01-01T00:00:00",
            "date_unixtime": (NEW_YEAR + id).to_string(), "from": "Quirina", "from_id": "user777000000001",
            "text": format!("text {id}")});
        row.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        row
    };
    let service = |id: i64, fields: Value| {
        let fields_of_all =
            json!({"type": "service", "actor": "Zebulon", "actor_id": "user777000000002", "text": ""});
        let mut row = row(id, fields_of_all);
        row.as_object_mut().unwrap().remove("from");
        row.as_object_mut().unwrap().remove("from_id");
        row.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        row
    };
    json!({"name": "Harbour talk", "type": "private_supergroup", "id": 9, "messages": [
        service(1, json!({"action": "create_group", "title": "Harbour talk", "members": ["Xanthippe"]})),
        service(2, json!({"action": "invite_members", "members": ["Xanthippe", "Wolodymyr"]})),
        service(3, json!({"action": "pin_message", "message_id": 5})),
        row(4, json!({})),
        row(5, json!({"from": "Zebulon", "from_id": "user777000000002"})),
        row(6, json!({"forwarded_from": "Xanthippe", "forwarded_from_id": "user777000000003"})),
        row(7, json!({"forwarded_from": "Wolodymyr"})),
        row(8, json!({"forwarded_from": "Gazette", "forwarded_from_id": "channel7"})),
        row(9, json!({"contact_information": {"first_name": "Yolanda", "last_name": "", "phone_number": "777000000004"}})),
        row(10, json!({"text": "hello @harbourmaster"})),
    ]})
}

/// A whole account with this group and two private chats.
fn account() -> Value {
    let private = |name: &str, id: i64, kind: &str| {
        json!({"name": name, "type": kind, "id": id, "messages": [{"id": 1, "type": "message",
            "date": "2024-01-01T00:00:00", "date_unixtime": NEW_YEAR.to_string(), "from": name,
            "from_id": format!("user{id}"), "text": "private words"}]})
    };
    json!({"about": "", "chats": {"about": "", "list": [
        private("Quirina", 777_000_000_001, "personal_chat"),
        group(),
        private("Saved", 777_000_000_003, "saved_messages"),
    ]}})
}

/// No name and no id of a person may stand in any file of the store.
#[track_caller]
fn assert_nobody_in(environment: &Environment, store: &str) {
    let bytes = fs::read(environment.path(store)).unwrap();
    assert!(memchr::memmem::find(&bytes, b"harbourmaster").is_some(), "texts stay");
    for name in PEOPLE {
        assert!(memchr::memmem::find(&bytes, name.as_bytes()).is_none(), "{name} is in the store");
    }
}

fn rows(environment: &Environment, sql: &str) -> Value {
    environment.run(&["sql", sql, "-f", "json"]).json()
}

#[test]
fn without_the_flags_people_are_in_the_store() {
    let environment = Environment::new();
    environment.write("result.json", account().to_string());
    assert_eq!(environment.run(&["load", "result.json"]).code, 0);
    let bytes = fs::read(environment.path("chancery.db")).unwrap();
    let found = PEOPLE.iter().filter(|name| memchr::memmem::find(&bytes, name.as_bytes()).is_some()).count();
    // The phone number of a contact and ids that are stored as numbers are in none.
    assert!(found >= 6, "the test would find nobody: {found}");
}

#[test]
fn authors_are_left_out() {
    let environment = Environment::new();
    environment.write("group.json", group().to_string());
    let outcome = environment.run(&["load", "group.json", "--no-authors"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_nobody_in(&environment, "chancery.db");
    assert_eq!(rows(&environment, "SELECT count(*) AS n FROM authors"), json!([{"n": 0}]));
    assert_eq!(
        rows(&environment, "SELECT count(*) AS n, sum(is_forward) AS f FROM posts"),
        json!([{"n": 7, "f": 3}])
    );
    let sources = "SELECT name FROM posts JOIN channels ON channels.channel_id = forwarded_from_id";
    assert_eq!(rows(&environment, sources), json!([{"name": "Gazette"}]));
    let details = rows(&environment, "SELECT action, detail FROM channel_events ORDER BY external_id");
    assert_eq!(
        details,
        json!([
            {"action": "create_group", "detail": "Harbour talk"},
            {"action": "invite_members", "detail": null},
            {"action": "pin_message", "detail": "5"},
        ])
    );
    let _ = environment.run(&["check"]).success();
}

/// 4CAT gives the id of a channel or of a person in one column, and tables may do so.
#[test]
fn a_source_whose_id_may_be_a_persons_is_left_out_too() {
    let environment = Environment::new();
    environment.write(
        "4cat.csv",
        "id,thread_id,chat,author_is_bot,body,timestamp,unix_timestamp,author_forwarded_from_name,\
         author_forwarded_from_username,author_forwarded_from_id\n\
         rivers-1,rivers,rivers,no,hello @harbourmaster,2024-01-01 00:00:00,1704067200,Xanthippe,,777000000003\n\
         rivers-2,rivers,rivers,no,two,2024-01-01 00:00:00,1704067200,Zebulon,Zebulon,777000000002\n\
         rivers-3,rivers,rivers,no,three,2024-01-01 00:00:00,1704067200,,,777000000001\n",
    );
    environment.write(
        "table.csv",
        "id,channel,date,text,forwarded_from,forwarded_from_id,forwarded_post_id\n\
         1,@hills,2024-01-01,one,Wolodymyr,777000000004,\n2,@hills,2024-01-01,two,Gazette,-1001234567890,\n\
         3,@hills,2024-01-01,three,Herald,1234567891,5\n",
    );
    let outcome = environment.run(&["load", "4cat.csv", "table.csv", "--no-authors"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_nobody_in(&environment, "chancery.db");
    assert_eq!(rows(&environment, "SELECT sum(is_forward) AS forwards FROM posts"), json!([{"forwards": 6}]));
    let sources =
        "SELECT name FROM posts JOIN channels ON channels.channel_id = forwarded_from_id ORDER BY 1";
    assert_eq!(rows(&environment, sources), json!([{"name": "Gazette"}, {"name": "Herald"}]));
    // Without the option they are there, by what is known.
    let outcome = environment.run(&["load", "4cat.csv", "--db", "all.db"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let sources = environment.run(&["--db", "all.db", "run", "forward-sources", "-f", "csv"]).success();
    for source in ["@rivers,@Zebulon,1,", "@rivers,Xanthippe,1,", "@rivers,777000000001,1,"] {
        assert!(sources.contains(source), "{sources}");
    }
}

#[test]
fn private_chats_are_left_out_with_authors() {
    let environment = Environment::new();
    environment.write("result.json", account().to_string());
    let outcome = environment.run(&["load", "result.json", "--no-authors"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'result.json': 2 private chats are left out, because authors are (to load them: --pseudonyms \
             KEYFILE)\n"
        )
    );
    assert_nobody_in(&environment, "chancery.db");
    assert_eq!(rows(&environment, "SELECT count(*) AS n FROM posts"), json!([{"n": 7}]));
}

#[test]
fn pseudonyms_are_stable_and_cannot_be_undone_without_the_key() {
    let environment = Environment::new();
    environment.write("group.json", group().to_string());
    environment.write("result.json", account().to_string());
    let outcome = environment.run(&["load", "group.json", "--pseudonyms", "people.key"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "made the key file 'people.key': keep it, and apart from the store; who has both can find people in it, \
             and without it nothing can be added to the store\n"
        )
    );
    let key = fs::read_to_string(environment.path("people.key")).unwrap();
    assert_eq!(key.trim().len(), 64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(environment.path("people.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_nobody_in(&environment, "chancery.db");
    let bytes = fs::read(environment.path("chancery.db")).unwrap();
    assert!(memchr::memmem::find(&bytes, key.trim().as_bytes()).is_none(), "the key is in the store");
    let authors = "SELECT external_id, name FROM authors ORDER BY external_id";
    let first = rows(&environment, authors);
    assert_eq!(first.as_array().unwrap().len(), 2, "Quirina and Zebulon: {first}");
    // The account has the same people under the same pseudonyms, and the same posts.
    let outcome = environment.run(&["load", "result.json", "--pseudonyms", "people.key"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_nobody_in(&environment, "chancery.db");
    assert_eq!(rows(&environment, "SELECT count(*) AS n FROM posts"), json!([{"n": 9}]));
    let authors_now = rows(&environment, authors);
    for author in first.as_array().unwrap() {
        assert!(authors_now.as_array().unwrap().contains(author), "{authors_now}");
    }
    // The chat with Quirina is called as she is.
    let chats =
        "SELECT name FROM channels WHERE kind = 'personal_chat' AND name IN (SELECT name FROM authors)";
    assert_eq!(rows(&environment, chats).as_array().unwrap().len(), 1);
    let _ = environment.run(&["check"]).success();
    // Another store with another key has other pseudonyms.
    let other = ["load", "group.json", "--pseudonyms", "other.key", "--db", "other.db"];
    assert_eq!(environment.run(&other).code, 0);
    let others = environment.run(&["sql", authors, "-f", "json", "--db", "other.db"]).json();
    assert_ne!(others, first);
}

#[test]
fn what_was_chosen_for_a_store_is_held_to() {
    let environment = Environment::new();
    environment.write("group.json", group().to_string());
    environment.write("more.json", group().to_string().replace("text 4", "another text"));
    assert_eq!(environment.run(&["load", "group.json", "--pseudonyms", "a.key", "--db", "a.db"]).code, 0);
    assert_eq!(environment.run(&["load", "group.json", "--no-authors", "--db", "left.db"]).code, 0);
    assert_eq!(environment.run(&["load", "group.json", "--db", "kept.db"]).code, 0);
    assert_eq!(environment.run(&["load", "group.json", "--pseudonyms", "b.key", "--db", "b.db"]).code, 0);
    let name_key =
        "name the key file of its first load: --pseudonyms KEYFILE, or load into a new store: --db FILE";
    let replaces = format!("the store replaces authors by pseudonyms\n  {name_key}");
    let leaves =
        "the store leaves out authors\n  leave them out again: --no-authors, or load into a new store: \
                  --db FILE"
            .to_owned();
    let holds = "the store holds authors as they are\n  load all its inputs into a new store with this flag: --db FILE"
        .to_owned();
    for (store, flags, message) in [
        ("a.db", &[][..], replaces.clone()),
        ("a.db", &["--no-authors"], replaces),
        (
            "a.db",
            &["--pseudonyms", "b.key"],
            format!("the store's pseudonyms were made with another key\n  {name_key}"),
        ),
        (
            "a.db",
            &["--pseudonyms", "lost.key"],
            "there is no key file 'lost.key'\n  name the key file of the store's first load".to_owned(),
        ),
        ("left.db", &[], leaves.clone()),
        ("left.db", &["--pseudonyms", "b.key"], leaves),
        ("kept.db", &["--no-authors"], holds.clone()),
        ("kept.db", &["--pseudonyms", "b.key"], holds.clone()),
        ("kept.db", &["--pseudonyms", "new.key"], holds),
    ] {
        let before = fs::read(environment.path(store)).unwrap();
        let files = environment.files();
        let outcome = environment.run(&[&["load", "more.json", "--db", store], flags].concat());
        assert_eq!(
            (outcome.code, outcome.stdout.as_str(), outcome.stderr),
            (2, "", format!("error: {message}\n")),
            "{store} {flags:?}"
        );
        assert!(fs::read(environment.path(store)).unwrap() == before, "{store}");
        assert_eq!(environment.files(), files);
    }
    for (store, flags) in [("a.db", &["--pseudonyms", "a.key"][..]), ("left.db", &["--no-authors"])] {
        assert_eq!(environment.run(&[&["load", "more.json", "--db", store], flags].concat()).code, 0);
    }
}

#[test]
fn a_store_without_people_may_begin_to_leave_them_out() {
    let environment = Environment::new();
    let channel = crate::export::Export::new(7, "Gazette").post(1, NEW_YEAR, "Ships @harbourmaster");
    channel.write(environment.folder(), "gazette.json");
    environment.write("group.json", group().to_string());
    assert_eq!(environment.run(&["load", "gazette.json"]).code, 0);
    let before = fs::read(environment.path("chancery.db")).unwrap();
    assert_eq!(environment.run(&["load", "group.json", "--no-authors", "--dry-run"]).code, 0);
    assert!(fs::read(environment.path("chancery.db")).unwrap() == before);
    let outcome = environment.run(&["load", "group.json", "--no-authors"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_nobody_in(&environment, "chancery.db");
    assert_eq!(environment.run(&["load", "group.json"]).code, 2, "it holds to it");
}

#[test]
fn a_store_that_names_anybody_keeps_its_authors() {
    let dated = json!({"date": "2024-01-01T00:00:00", "date_unixtime": NEW_YEAR.to_string()});
    let export = |row: Value| {
        let mut row = row;
        row.as_object_mut().unwrap().extend(dated.as_object().unwrap().clone());
        json!({"name": "Gazette", "type": "public_channel", "id": 7, "messages": [row]}).to_string()
    };
    let post =
        json!({"id": 1, "type": "message", "from": "Gazette", "from_id": "channel7", "text": "port news"});
    let with = |more: Value| {
        let mut row = post.clone();
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        export(row)
    };
    let refused = [
        ("source.json", with(json!({"forwarded_from": "Xanthippe"}))),
        ("contact.json", with(json!({"contact_information": {"first_name": "Yolanda", "last_name": ""}}))),
        (
            "members.json",
            export(
                json!({"id": 2, "type": "service", "action": "invite_members", "members": ["Quirina"], "text": ""}),
            ),
        ),
    ];
    let environment = Environment::new();
    environment.write("plain.json", with(json!({"id": 9})));
    for (file, text) in refused {
        environment.write(file, text);
        environment.run(&["load", file, "--db", file.replace(".json", ".db").as_str()]).success();
        let outcome = environment.run(&[
            "load",
            "plain.json",
            "--no-authors",
            "--db",
            file.replace(".json", ".db").as_str(),
        ]);
        assert!(
            outcome.code == 2 && outcome.stderr.contains("the store holds authors as they are"),
            "{outcome}"
        );
    }
    // A channel that posts were forwarded from is nobody.
    let forward = json!({"forwarded_from": "Herald", "forwarded_from_id": "channel8"});
    environment.write("channel.json", with(forward));
    environment.run(&["load", "channel.json"]).success();
    environment.run(&["load", "plain.json", "--no-authors"]).success();
}

#[test]
fn a_private_chat_that_is_left_out_does_not_mislead_what_comes_after_it() {
    // The first look through an input counts its channels; it must count those that are written.
    let environment = Environment::new();
    environment.write("group.json", group().to_string());
    environment.write("result.json", account().to_string().replace("text 4", "another text"));
    for name in ["group.json", "result.json"] {
        assert_eq!(environment.run(&["load", name, "--no-authors"]).code, 0);
    }
    assert_nobody_in(&environment, "chancery.db");
    let posts = "SELECT name, count(*) AS n FROM posts JOIN channels USING (channel_id) GROUP BY name";
    assert_eq!(rows(&environment, posts), json!([{"name": "Harbour talk", "n": 7}]));
}

#[test]
fn a_file_that_is_no_key_is_refused_and_kept() {
    let environment = Environment::new();
    environment.write("group.json", group().to_string());
    environment.write("short.key", "abc\n");
    environment.write("binary.key", b"\xFF\xFE");
    for file in ["short.key", "binary.key", "group.json"] {
        let before = fs::read(environment.path(file)).unwrap();
        let outcome = environment.run(&["load", "group.json", "--pseudonyms", file]);
        assert_eq!(
            (outcome.code, outcome.stderr),
            (
                2,
                format!(
                    "error: '{file}' is no key file\n  name a file that is not there yet, to have a key made\n"
                )
            )
        );
        assert_eq!(fs::read(environment.path(file)).unwrap(), before);
    }
    // A dry run makes no key.
    let outcome = environment.run(&["load", "group.json", "--pseudonyms", "new.key", "--dry-run"]);
    assert_eq!(outcome.code, 0);
    assert_eq!(environment.files(), ["binary.key", "group.json", "short.key"]);
    assert_eq!(environment.run(&["load", "group.json", "--pseudonyms", "a.key", "--no-authors"]).code, 2);
}
