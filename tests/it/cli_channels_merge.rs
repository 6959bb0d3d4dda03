//! `chancery channels merge` through the program.

use std::fs;

use serde_json::json;

use crate::albums::{alone, looks_like_an_album, posts, telethon};
use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::load_again::{assert_same, assert_sound, content, edited, lines, row, with};
use crate::same_channel::{by_name, channel_of};

pub(crate) fn write(environment: &Environment, name: &str, text: &str) {
    fs::write(environment.path(name), text).unwrap();
}

/// A store with a channel told of by an old export without id and by a new one under another name.
fn two_that_were_one() -> Environment {
    let environment = Environment::new();
    let signed = |id, day, text| with(row(id, day, text), json!({"author": "Ed"}));
    write(
        &environment,
        "old.json",
        &by_name("Gazette", &[row(1, 0, "Ships #in"), signed(2, 1, "Ships #out"), row(3, 2, "Gone soon")]),
    );
    write(
        &environment,
        "new.json",
        &channel_of(77, "The Herald", &[edited(signed(2, 1, "Ships #away"), 8), row(4, 9, "Fog #in")]),
    );
    assert_eq!(environment.run(&["load", "old.json", "new.json"]).code, 0);
    environment
}

fn sql(environment: &Environment, sql: &str) -> serde_json::Value {
    environment.run(&["sql", sql, "-f", "json"]).json()
}

#[test]
fn two_channels_become_one_with_the_best_of_both() {
    let environment = two_that_were_one();
    let outcome = environment.run(&["channels", "merge", "77", "Gazette"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (0, "joined 3 posts, of which both had 1\n"),
        "{outcome}"
    );
    assert_eq!(
        sql(
            &environment,
            "SELECT external_id AS id, text, author, gone_at FROM v_posts WHERE channel_id = 2 ORDER BY post_id"
        ),
        json!([
            {"id": "1", "text": "Ships #in", "author": null, "gone_at": null},
            {"id": "3", "text": "Gone soon", "author": null, "gone_at": "2024-01-10T00:00:00Z"},
            {"id": "2", "text": "Ships #away", "author": "Ed", "gone_at": null},
            {"id": "4", "text": "Fog #in", "author": null, "gone_at": null},
        ])
    );
    assert_eq!(sql(&environment, "SELECT count(*) AS n FROM channels"), json!([{"n": 1}]));
    assert_eq!(sql(&environment, "SELECT text FROM post_versions"), json!([{"text": "Ships #out"}]));
    assert_eq!(
        sql(
            &environment,
            "SELECT tag, sum(posts) AS posts FROM hashtag_months JOIN hashtags USING (hashtag_id) GROUP BY tag ORDER BY tag"
        ),
        json!([{"tag": "away", "posts": 1}, {"tag": "in", "posts": 2}])
    );
    let outcome = environment.run(&["check"]);
    assert_eq!(outcome.code, 0, "{outcome}");
}

#[test]
fn what_was_joined_stays_joined_when_an_input_knows_it_by_the_other_name() {
    let environment = two_that_were_one();
    assert_eq!(environment.run(&["channels", "merge", "77", "Gazette"]).code, 0);
    write(&environment, "more.json", &by_name("Gazette", &[row(1, 0, "Ships #in"), row(9, 12, "Later")]));
    assert_eq!(environment.run(&["load", "more.json"]).code, 0);
    assert_eq!(
        sql(&environment, "SELECT count(DISTINCT channel_id) AS channels, count(*) AS posts FROM posts"),
        json!([{"channels": 1, "posts": 5}])
    );
    assert_eq!(
        sql(&environment, "SELECT kind, value FROM channel_aliases"),
        json!([{"kind": "name", "value": "gazette"}])
    );
}

#[test]
fn channels_that_are_hardly_one_are_joined_by_force_only() {
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(1, "A", &[row(1, 0, "one"), row(2, 1, "two")]));
    write(&environment, "b.json", &channel_of(2, "B", &[row(1, 0, "eins"), row(2, 1, "zwei")]));
    assert_eq!(environment.run(&["load", "a.json", "b.json"]).code, 0);
    let store = fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["channels", "merge", "A", "B"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("of 2 posts with the same id 0 have the same text"), "{outcome}");
    assert!(outcome.stderr.contains("--force"), "{outcome}");
    assert!(fs::read(environment.path("chancery.db")).unwrap() == store, "it was changed");
    let outcome = environment.run(&["channels", "merge", "A", "A"]);
    assert!(outcome.stderr.contains("both name the same channel"), "{outcome}");
    let outcome = environment.run(&["channels", "merge", "A", "nobody"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert_eq!(environment.run(&["channels", "merge", "A", "B", "--force"]).code, 0);
    // Both are known by their ids from now on.
    write(&environment, "c.json", &channel_of(2, "B", &[row(3, 3, "drei")]));
    assert_eq!(environment.run(&["load", "c.json"]).code, 0);
    assert_eq!(
        sql(&environment, "SELECT count(*) AS n, min(external_id) AS id FROM channels"),
        json!([{"n": 1, "id": "1"}])
    );
    assert_eq!(environment.run(&["check"]).code, 0);
}

#[test]
fn white_space_that_a_format_loses_makes_no_other_text() {
    let environment = Environment::new();
    let posts = |line_end: &str| {
        [(1, "one"), (2, "two"), (3, "three")].map(|(id, text)| {
            row(id, id, &format!("{text}{line_end}• Ships come in{line_end}• Bread is dear"))
        })
    };
    write(&environment, "a.json", &channel_of(1, "A", &posts("\n")));
    write(&environment, "b.json", &channel_of(2, "B", &posts(" ")));
    assert_eq!(environment.run(&["load", "a.json", "b.json"]).code, 0);
    let joined = environment.run(&["channels", "merge", "A", "B"]).success();
    assert_eq!(joined, "joined 3 posts, of which both had 3\n");
}

#[test]
fn a_text_that_was_edited_since_is_the_same_post() {
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(1, "A", &[row(1, 0, "one"), row(2, 1, "two")]));
    let later = [edited(row(1, 0, "one, and more"), 8), edited(row(2, 1, "two, and more"), 8)];
    write(&environment, "later.json", &channel_of(1, "A", &later));
    write(&environment, "b.json", &channel_of(2, "B", &[row(1, 0, "one"), row(2, 1, "two")]));
    assert_eq!(environment.run(&["load", "a.json", "later.json", "b.json"]).code, 0);
    let joined = environment.run(&["channels", "merge", "A", "B"]).success();
    assert_eq!(joined, "joined 2 posts, of which both had 2\n");
}

#[test]
fn a_channel_is_found_by_what_it_was_called_before() {
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(1, "A", &[row(1, 0, "one"), row(2, 1, "two")]));
    write(&environment, "b.json", &channel_of(2, "B", &[row(1, 0, "one"), row(3, 1, "three")]));
    assert_eq!(environment.run(&["load", "a.json", "b.json"]).code, 0);
    assert_eq!(environment.run(&["channels", "merge", "1", "2"]).code, 0);
    for name in ["2", "-1000000000002", "channel2", "https://t.me/c/2/3"] {
        let outcome = environment.run(&["run", "posts-per-period", "--channel", name, "-f", "json"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "note: channel A\n"), "{name}: {outcome}");
        assert!(outcome.stdout.contains(r#""posts":3,"#), "{name}: {outcome}");
    }
    let shown = environment.run(&["show", "1/3"]).success();
    assert_eq!(environment.run(&["show", "2/3"]).success(), shown);
    let outcome = environment.run(&["forget", "2"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "removed 3 posts of 'A' (1)\n"), "{outcome}");
}

fn reacted(row: serde_json::Value, thumbs: i64) -> serde_json::Value {
    with(row, json!({"reactions": [{"type": "emoji", "count": thumbs, "emoji": "👍"}]}))
}

/// What a store says of all but what the channel is called once the inputs are loaded, the two channels joined when
/// `joined_after` of them are there.
fn joined(inputs: &[(&str, &str)], joined_after: usize, merge: [&str; 2]) -> Vec<String> {
    let environment = Environment::new();
    for (number, (name, text)) in inputs.iter().enumerate() {
        write(&environment, name, text);
        let outcome = environment.run(&["load", name]);
        assert_eq!(outcome.code, 0, "{outcome}");
        if number + 1 == joined_after {
            let outcome = environment.run(&["channels", "merge", merge[0], merge[1]]);
            assert_eq!(outcome.code, 0, "{outcome}");
        }
    }
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    assert_sound(&store);
    let is_called = |line: &String| line.starts_with("channel: ") || line.starts_with("called: ");
    content(&store).into_iter().filter(|line| !is_called(line)).collect()
}

#[test]
fn when_and_which_way_two_channels_are_joined_does_not_matter() {
    let signed = |row, name: &str| with(row, json!({ "author": name }));
    let forwarded = |row, from: &str| with(row, json!({ "forwarded_from": from }));
    let event = |id: i64, title: &str| {
        with(
            row(id, id, ""),
            json!({"type": "service", "action": "edit_group_title", "title": title, "actor": "Ed"}),
        )
    };
    let old = by_name(
        "Gazette",
        &[
            reacted(signed(row(1, 0, "Ships #in"), "Ed"), 9),
            row(2, 1, "Ships #out"),
            with(forwarded(row(3, 2, "Gone soon"), "Harbour News"), json!({"reply_to_message_id": 1})),
            event(4, "Gazette"),
        ],
    );
    let new = channel_of(
        77,
        "The Herald",
        &[
            reacted(signed(row(1, 0, "Ships #in"), "Ed"), 5),
            edited(row(2, 1, "Ships #away"), 8),
            event(4, "The Herald"),
            forwarded(row(5, 9, "Fog #in"), "Harbour News"),
        ],
    );
    let later = by_name("Gazette", &[reacted(row(1, 0, "Ships #in"), 7), row(6, 12, "Later #in")]);
    let inputs = [("old.json", old.as_str()), ("new.json", new.as_str()), ("later.json", later.as_str())];
    let [o, n, l] = inputs;
    let expected = joined(&[o, n, l], 3, ["77", "Gazette"]);
    assert!(expected.contains(&"reaction: 77/1|emoji|👍|7".to_owned()), "{expected:#?}");
    for (order, after, merge) in [
        ([o, n, l], 3, ["Gazette", "77"]),
        ([n, o, l], 3, ["77", "Gazette"]),
        ([l, n, o], 3, ["77", "Gazette"]),
        ([o, n, l], 2, ["77", "Gazette"]),
        ([n, l, o], 2, ["77", "Gazette"]),
        ([n, l, o], 2, ["Gazette", "77"]),
    ] {
        let names: Vec<&str> = order.iter().map(|(name, _)| *name).collect();
        assert_same(
            &expected,
            &joined(&order, after, merge),
            &format!("{names:?}, joined after {after} as {merge:?}"),
        );
    }
}

#[test]
fn posts_without_ids_become_one_with_those_of_the_other_channel_that_have_ids() {
    let table = "posted_at,text,channel_name,views\n2024-01-01T00:00:00Z,Ships come in,Old list,5\n\
        2024-01-02T00:00:00Z,Again,Old list,6\n2024-01-03T00:00:00Z,Again,Old list,7\n2024-01-04T00:00:00Z,Only here,Old list,8\n";
    let export =
        channel_of(77, "Gazette", &[row(1, 0, "Ships come in"), row(2, 1, "Again"), row(3, 2, "Again")]);
    let (table, export) = (("a.csv", table), ("b.json", export.as_str()));
    for order in [[table, export], [export, table]] {
        for merge in [["77", "Old list"], ["Old list", "77"]] {
            let content = joined(&order, 2, merge);
            assert_eq!(lines(&content, "post").len(), 4, "{merge:?} {content:#?}");
            assert_same(&joined(&[table, export], 2, ["77", "Old list"]), &content, &format!("{merge:?}"));
        }
    }
}

/// Service rows as Telegram Desktop's export of channel 77 tells them, a week later than Telethon's of this channel.
fn service_rows(telethon: i64) -> Environment {
    let environment = Environment::new();
    let mut export =
        Export::new(77, "Herald").post(1, NEW_YEAR, "Ships #in").post(9, NEW_YEAR + 9 * DAY, "Fog");
    for (id, fields) in [
        (5, json!({"action": "edit_group_title", "title": "Harbour"})),
        (6, json!({"action": "pin_message", "message_id": 1})),
        (7, json!({"action": "pin_message", "message_id": 1})),
    ] {
        let row = json!({"id": id, "type": "service", "date": "2024-01-02T00:00:00", "date_unixtime": "1704153600",
            "actor": "Ann", "actor_id": "user5", "text": ""});
        export.rows.push(with(row, fields));
    }
    export.write(environment.folder(), "desktop.json");
    let row = |kind: &str, id: i64, fields| {
        let row = json!({"_": kind, "id": id, "peer_id": {"_": "PeerChannel", "channel_id": telethon},
            "date": "2024-01-02T00:00:00+00:00"});
        with(row, fields).to_string()
    };
    let rows = [
        row("Message", 1, json!({"message": "Ships #in"})),
        row("MessageService", 5, json!({"action": {"_": "MessageActionChatEditTitle", "title": "Port"}})),
        row("MessageService", 6, json!({"action": {"_": "MessageActionChatEditPhoto"}})),
        row("MessageService", 7, json!({"action": {"_": "MessageActionPinMessage"}})),
    ];
    environment.write("telethon.jsonl", rows.join("\n"));
    environment
}

#[test]
fn service_rows_of_joined_channels_are_those_of_one_that_both_inputs_tell_of() {
    // Telethon is the richer format, be it earlier; what it does not tell of the same comes from the other one.
    let expected = json!([
        {"external_no": 5, "action": "edit_group_title", "detail": "Port", "name": "Ann"},
        {"external_no": 6, "action": "edit_group_photo", "detail": null, "name": "Ann"},
        {"external_no": 7, "action": "pin_message", "detail": "1", "name": "Ann"},
    ]);
    let events = |environment: &Environment| {
        sql(
            environment,
            "SELECT external_no, action, detail, name FROM channel_events LEFT JOIN authors ON author_id = actor_id
             ORDER BY external_no",
        )
    };
    for inputs in [["desktop.json", "telethon.jsonl"], ["telethon.jsonl", "desktop.json"]] {
        let environment = service_rows(77);
        for input in inputs {
            assert_eq!(environment.run(&["load", input]).code, 0);
        }
        assert_eq!(events(&environment), expected, "{inputs:?}");
        for merge in [["77", "78"], ["78", "77"]] {
            let environment = service_rows(78);
            for input in inputs {
                assert_eq!(environment.run(&["load", input]).code, 0);
            }
            let merge = ["channels", "merge", merge[0], merge[1], "--force"];
            assert_eq!(environment.run(&merge).code, 0, "{merge:?}");
            assert_eq!(events(&environment), expected, "{inputs:?} {merge:?}");
            let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
            assert_sound(&store);
        }
    }
}

/// Of the joined channel the post that both had counts once. Then a new name is found, and a post goes.
#[test]
fn who_is_named_with_which_hashtag_is_counted_after_a_merge_a_reindex_and_a_forget() {
    let environment = Environment::new();
    let old = [row(1, 0, "Ask @harbour #fog"), row(2, 1, "Ask @harbour #ice")];
    let new = [
        row(2, 1, "Ask @harbour #ice"),
        row(4, 9, "At @harbour, @Harbour #fog"),
        row(5, 10, "Here is Berg #fog"),
    ];
    write(&environment, "old.json", &by_name("Gazette", &old));
    write(&environment, "new.json", &channel_of(77, "The Herald", &new));
    assert_eq!(environment.run(&["load", "old.json", "new.json"]).code, 0);
    let counted = || {
        let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
        assert_sound(&store);
        let content = content(&store);
        lines(&content, "mention hashtags").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        counted(),
        [
            "-|handle|harbour|fog|0|1",
            "-|handle|harbour|ice|0|1",
            "77|handle|harbour|fog|0|1",
            "77|handle|harbour|ice|0|1"
        ]
    );
    assert_eq!(environment.run(&["channels", "merge", "Gazette", "77"]).code, 0);
    assert_eq!(counted(), ["77|handle|harbour|fog|0|2", "77|handle|harbour|ice|0|1"]);
    assert_eq!(environment.run(&["entities", "add", "person", "Anna Berg", "Berg"]).code, 0);
    assert_eq!(environment.run(&["reindex"]).code, 0);
    assert_eq!(
        counted(),
        ["77|handle|harbour|fog|0|2", "77|handle|harbour|ice|0|1", "77|person|anna berg|fog|0|1"]
    );
    assert_eq!(environment.run(&["forget", "--post", "77/4"]).code, 0);
    assert_eq!(
        counted(),
        ["77|handle|harbour|fog|0|1", "77|handle|harbour|ice|0|1", "77|person|anna berg|fog|0|1"]
    );
}

#[test]
fn an_input_that_tells_the_name_of_the_channel_that_went_is_of_the_one_that_stayed() {
    let environment = Environment::new();
    let words = |ids: std::ops::Range<i64>| {
        ids.map(|id| row(id, id, &format!("Harbour words {id}"))).collect::<Vec<_>>()
    };
    write(&environment, "gazette.json", &channel_of(77, "Gazette", &words(1..5)));
    write(&environment, "herald.json", &channel_of(88, "Herald", &words(3..7)));
    // As an HTML export tells it: no id, no handle.
    write(&environment, "pages.json", &by_name("Herald", &words(1..7)));
    assert_eq!(environment.run(&["load", "gazette.json", "herald.json"]).code, 0);
    environment.run(&["channels", "merge", "77", "88"]).success();
    environment.run(&["load", "pages.json"]).success();
    let counts =
        sql(&environment, "SELECT count(*) AS posts, count(DISTINCT channel_id) AS channels FROM posts");
    assert_eq!(counts, json!([{"posts": 6, "channels": 1}]));
}

#[test]
fn messages_of_one_that_stand_alone_are_no_album_of_the_other() {
    for order in [["77", "1234567890"], ["1234567890", "77"]] {
        let environment = Environment::new();
        write(&environment, "export.json", &channel_of(77, "Gazette", &looks_like_an_album("words #tag")));
        write(&environment, "collected.json", &telethon(&[alone(1, "words #tag"), alone(3, "")]));
        assert_eq!(environment.run(&["load", "export.json", "collected.json"]).code, 0);
        let outcome = environment.run(&["channels", "merge", order[0], order[1]]);
        assert_eq!(outcome.code, 0, "{outcome}");
        let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
        assert_sound(&store);
        let content = content(&store);
        assert_eq!(
            posts(&content),
            ["1, 1, 100, words #tag", "2, 1, -, ", "3, 1, 300, ", "9, 1, -, behind"],
            "{content:#?}"
        );
    }
}
