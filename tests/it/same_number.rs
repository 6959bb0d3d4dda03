//! A person, a basic group and a channel of one number are three.

use serde_json::{Value, json};

use crate::cli_channels_merge::write;
use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, lines, row};
use crate::same_channel::channel_of;

/// An export of a basic group.
fn group_of(id: i64, name: &str, rows: &[Value]) -> String {
    json!({"name": name, "type": "private_group", "id": id, "messages": rows}).to_string()
}

/// What tdl writes of a chat without `--raw`: a number, and not of what.
fn tdl(id: i64, posts: &[(i64, &str)]) -> String {
    let message = |(id, text): &(i64, &str)| json!({"id": id, "type": "message", "file": "", "date": 1_704_067_200 + 86_400 * id, "text": text});
    json!({"id": id, "messages": posts.iter().map(message).collect::<Vec<_>>()}).to_string()
}

/// A message as Telethon tells it, in a chat of this kind.
fn telethon(peer: &Value, id: i64, text: &str) -> String {
    json!({"_": "Message", "id": id, "peer_id": peer, "date": "2024-01-03T00:00:00+00:00", "message": text, "entities": []})
        .to_string()
}

/// Id, name and number of posts of each channel with posts.
fn channels(environment: &Environment) -> Value {
    let sql = "SELECT c.external_id AS id, c.name, (SELECT count(*) FROM posts AS p WHERE p.channel_id = c.channel_id) AS posts
               FROM channels AS c WHERE posts > 0 ORDER BY c.external_id";
    environment.run(&["sql", sql, "-f", "json"]).json()
}

fn load(files: &[(&str, String)], arguments: &[&str]) -> Environment {
    let environment = Environment::new();
    for (name, text) in files {
        write(&environment, name, text);
    }
    for (name, _) in files {
        let outcome = environment.run(&[&["load", name], arguments].concat());
        assert_eq!(outcome.code, 0, "{outcome}");
    }
    environment
}

#[test]
fn a_basic_group_and_a_channel_of_one_number_are_two() {
    let group = group_of(123, "Allotments", &[row(1, 0, "Seeds #peas"), row(2, 1, "Frost")]);
    let channel = channel_of(123, "Gazette", &[row(1, 0, "Ships #in"), row(2, 1, "Fog"), row(3, 2, "Sun")]);
    let of_group = telethon(&json!({"_": "PeerChat", "chat_id": 123}), 2, "Frost");
    let of_channel = telethon(&json!({"_": "PeerChannel", "channel_id": 123}), 3, "Sun");
    let content = assert_order_does_not_matter(&[group, channel, of_group, of_channel]);
    assert_eq!(lines(&content, "post").len(), 5, "two of the group, three of the channel");
    let channels = lines(&content, "channel");
    assert_eq!(channels.len(), 2, "{channels:?}");
    let has = |id: &str, name: &str| channels.iter().any(|line| line.contains(id) && line.contains(name));
    assert!(has("|chat123|", "Allotments") && has("|123|", "Gazette"), "{channels:?}");
}

#[test]
fn marked_typed_and_bare_ids_of_tables_are_those_of_other_formats() {
    let group = group_of(4567, "Allotments", &[row(1, 0, "Seeds"), row(2, 1, "Frost")]);
    let channel = channel_of(1_234_567_890, "Gazette", &[row(1, 0, "Ships"), row(2, 1, "Fog")]);
    let table = "id,date,text,channel_id\n1,2024-01-01,Seeds,-4567\n2,2024-01-02,Frost,chat4567\n\
                 1,2024-01-01,Ships,-1001234567890\n2,2024-01-02,Fog,channel1234567890\n";
    let environment =
        load(&[("group.json", group), ("channel.json", channel), ("t.csv", table.to_owned())], &[]);
    assert_eq!(
        channels(&environment),
        json!([{"id": "1234567890", "name": "Gazette", "posts": 2}, {"id": "chat4567", "name": "Allotments", "posts": 2}])
    );
    for (name, posts) in [("-4567", 2), ("chat4567", 2), ("4567", 2), ("-1001234567890", 2)] {
        let outcome = environment.run(&["run", "posts", "--channel", name, "-f", "json"]);
        let rows: Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(rows.as_array().map(Vec::len), Some(posts), "{name}");
    }
}

#[test]
fn a_number_alone_is_the_chat_whose_posts_it_has() {
    let group = group_of(123, "Allotments", &[row(1, 0, "Seeds"), row(2, 1, "Frost")]);
    let channel = channel_of(123, "Gazette", &[row(1, 0, "Ships"), row(2, 1, "Fog"), row(3, 2, "Sun")]);
    let number = tdl(123, &[(1, "Seeds"), (2, "Frost"), (3, "Rain")]);
    // The channel comes last: the number alone would else be refused, as the next test has it.
    for order in [[0, 2, 1], [2, 0, 1], [0, 1, 2]] {
        let files =
            [("group.json", group.clone()), ("channel.json", channel.clone()), ("n.json", number.clone())];
        let files: Vec<_> = order.iter().map(|index| files[*index].clone()).collect();
        let environment = load(&files, &[]);
        assert_eq!(
            channels(&environment),
            json!([{"id": "123", "name": "Gazette", "posts": 3}, {"id": "chat123", "name": "Allotments", "posts": 3}]),
            "{order:?}"
        );
        assert_eq!(environment.run(&["check"]).code, 0);
        // Told again, in other words of the file, it is still the group.
        write(&environment, "again.json", &tdl(123, &[(2, "Frost"), (3, "Rain")]));
        assert_eq!(environment.run(&["load", "again.json"]).code, 0);
        assert_eq!(channels(&environment)[1]["posts"], 3, "{order:?}");
    }
}

#[test]
fn a_number_alone_whose_posts_are_others_is_refused_and_loaded_when_its_kind_is_given() {
    let channel = channel_of(123, "Gazette", &[row(1, 0, "Ships"), row(2, 1, "Fog"), row(3, 2, "Sun")]);
    let environment = load(&[("channel.json", channel)], &[]);
    write(&environment, "n.json", &tdl(123, &[(1, "Seeds"), (2, "Frost"), (3, "Rain")]));
    let store = std::fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["load", "n.json"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stderr,
        "error: 'n.json' is of a chat 123 and does not say whether that is a channel, a group or a person; \
         123 (Gazette) is in the store, and their posts do not tell that the two are one\n  \
         load what does not say it alone, with --channel channel123, --channel chat123 (a basic group) or \
         --channel user123; what was loaded without, into a new store\n"
    );
    assert_eq!(std::fs::read(environment.path("chancery.db")).unwrap(), store, "not one byte");
    let outcome = environment.run(&["load", "n.json", "--channel", "chat123"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(
        channels(&environment),
        json!([{"id": "123", "name": "Gazette", "posts": 3}, {"id": "chat123", "name": null, "posts": 3}])
    );
}

#[test]
fn a_channel_of_the_number_of_a_chat_of_unknown_kind_is_refused_when_its_posts_are_others() {
    let environment = load(&[("n.json", tdl(123, &[(1, "Seeds"), (2, "Frost"), (3, "Rain")]))], &[]);
    let channel = channel_of(123, "Gazette", &[row(1, 0, "Ships"), row(2, 1, "Fog"), row(3, 2, "Sun")]);
    write(&environment, "channel.json", &channel);
    let outcome = environment.run(&["load", "channel.json"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.starts_with(
            "error: 'channel.json' is of channel 123, and the store has other posts of a chat 123, of which no input told"
        ),
        "{outcome}"
    );
    let same = channel_of(123, "Allotment news", &[row(1, 0, "Seeds"), row(2, 1, "Frost")]);
    write(&environment, "same.json", &same);
    assert_eq!(environment.run(&["load", "same.json"]).code, 0);
    assert_eq!(channels(&environment), json!([{"id": "123", "name": "Allotment news", "posts": 3}]));
}

#[test]
fn chats_of_one_number_that_no_post_tells_apart_are_kept_apart_with_a_warning() {
    let group = group_of(123, "Allotments", &[row(1, 0, "Seeds"), row(2, 1, "Frost")]);
    let environment = load(&[("group.json", group)], &[]);
    write(&environment, "n.json", &tdl(123, &[(8, "Mud"), (9, "Rain")]));
    let outcome = environment.run(&["load", "n.json"]);
    assert_eq!(outcome.code, 0);
    assert!(
        outcome
            .stderr
            .contains("'n.json' is of a chat that has the number of chat123 (Allotments) in the store"),
        "{outcome}"
    );
    assert_eq!(
        channels(&environment),
        json!([{"id": "123", "name": null, "posts": 2}, {"id": "chat123", "name": "Allotments", "posts": 2}])
    );
    let outcome = environment.run(&["run", "posts", "--channel", "123"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome
            .stderr
            .contains("channel '123' names 2 channels: chat123 Allotments (2 posts), channel123 (2 posts)"),
        "{outcome}"
    );
    let outcome = environment.run(&["channels", "merge", "chat123", "channel123"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(channels(&environment), json!([{"id": "chat123", "name": "Allotments", "posts": 4}]));
}

#[test]
fn a_group_that_became_a_supergroup_stays_two_chats() {
    // Telegram numbers the messages of both from 1 on.
    let old = group_of(123, "Allotments", &[row(1, 0, "Seeds"), row(2, 1, "Frost")]);
    let new = json!({"name": "Allotments", "type": "private_supergroup", "id": 1_999_000_111,
        "messages": [row(1, 2, "Mud"), row(2, 3, "Rain"), row(3, 4, "Sun")]})
    .to_string();
    let content = assert_order_does_not_matter(&[old, new]);
    assert_eq!(lines(&content, "post").len(), 5);
    assert_eq!(lines(&content, "channel").len(), 2);
}

#[test]
fn a_number_alone_without_a_post_in_common_is_taken_for_the_channel_of_that_number_with_a_warning() {
    let channel = channel_of(123, "Gazette", &[row(1, 0, "Ships"), row(2, 1, "Fog")]);
    let environment = load(&[("channel.json", channel)], &[]);
    write(&environment, "n.json", &tdl(123, &[(8, "Mud"), (9, "Rain")]));
    let outcome = environment.run(&["load", "n.json"]);
    assert_eq!(outcome.code, 0);
    assert!(
        outcome.stderr.contains("no post tells whether the two are one, and they are taken as one"),
        "{outcome}"
    );
    assert_eq!(channels(&environment), json!([{"id": "123", "name": "Gazette", "posts": 4}]));
    // One post that contradicts is enough.
    write(&environment, "m.json", &tdl(123, &[(2, "Frost")]));
    assert_eq!(environment.run(&["load", "m.json"]).code, 1);
    assert_eq!(
        environment.run(&["sql", "SELECT count(*) AS n FROM post_versions", "-f", "json"]).json(),
        json!([{"n": 0}])
    );
}

#[test]
fn a_number_alone_that_is_a_group_leaves_the_chat_that_is_known_by_that_number_alone() {
    let group = group_of(123, "Allotments", &[row(5, 4, "Seeds"), row(6, 5, "Frost")]);
    let environment = load(&[("n.json", tdl(123, &[(1, "Ships"), (2, "Fog")])), ("group.json", group)], &[]);
    write(&environment, "m.json", &tdl(123, &[(6, "Frost"), (7, "Mud")]));
    assert_eq!(environment.run(&["load", "m.json"]).code, 0);
    assert_eq!(
        channels(&environment),
        json!([{"id": "123", "name": null, "posts": 2}, {"id": "chat123", "name": "Allotments", "posts": 3}])
    );
}

#[test]
fn marked_ids_of_an_export_are_those_of_telegram_desktop() {
    let marked = |id: i64, kind: &str, text: &str| {
        json!({"name": "Gazette", "type": kind, "id": id, "messages": [row(1, 0, text)]}).to_string()
    };
    let channel = |id| marked(id, "public_channel", "Ships");
    let group = |id| marked(id, "private_group", "Seeds");
    let files = [
        ("a.json", channel(1_234_567_890)),
        ("b.json", channel(-1_001_234_567_890)),
        ("c.json", group(1_234_567_890)),
        ("d.json", group(-1_234_567_890)),
    ];
    assert_eq!(
        channels(&load(&files, &[])),
        json!([{"id": "1234567890", "name": "Gazette", "posts": 1}, {"id": "chat1234567890", "name": "Gazette", "posts": 1}])
    );
}

#[test]
fn the_kind_that_the_user_gives_for_a_table_without_a_channel_is_told() {
    // The one post in common was edited since, so that the posts tell of no one channel.
    let table = "id,date,text\n1,2024-01-01T00:00:00Z,Ships\n".to_owned();
    let export = channel_of(123, "Gazette", &[row(1, 0, "Ships come in")]);
    for (given, code) in
        [("channel123", 0), ("https://t.me/c/123/1", 0), ("-1000000000123", 0), ("123", 1), ("chat123", 0)]
    {
        let environment = load(&[("t.csv", table.clone())], &["--channel", given]);
        write(&environment, "export.json", &export);
        let outcome = environment.run(&["load", "export.json"]);
        assert_eq!(outcome.code, code, "{given}: {outcome}");
        let of_both = json!([{"id": "123", "name": "Gazette", "posts": 1}]);
        let is_one = channels(&environment) == of_both;
        assert_eq!(is_one, code == 0 && given != "chat123", "{given}: {}", channels(&environment));
    }
}
