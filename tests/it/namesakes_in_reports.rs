//! What reports call channels of one name where forwards, networks and rows for each post come in.

use serde_json::json;

use crate::bundled_queries::queries;
use crate::environment::Environment;
use crate::namesakes::{named, printed};

#[test]
fn the_view_of_channels_tells_one_from_another_that_is_named_like_its_label() {
    let environment = Environment::new();
    environment.write(
        "a.jsonl",
        named(&[(77, "Gazette"), (78, "Gazette"), (99, "Gazette (77)"), (55, "Gazette (5)")]),
    );
    environment.run(&["load", "a.jsonl"]).success();
    let rows = environment
        .run(&["sql", "SELECT channel FROM v_channels ORDER BY channel_id", "-f", "csv"])
        .success();
    let expected = ["channel", "Gazette (channel:1)", "Gazette (78)", "Gazette (77)", "Gazette (5)"];
    assert_eq!(rows.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn names_that_differ_in_capitals_alone_are_taken_as_they_are_written() {
    let environment = Environment::new();
    environment
        .write("a.jsonl", named(&[(77, "Gazette"), (78, "gazette"), (79, "GAZETTE (80)"), (99, "Herald")]));
    environment.run(&["load", "a.jsonl"]).success();
    let of = |channel: &str| {
        let words = ["run", "channel-summary", "--channel", channel, "-f", "json"];
        let rows = printed(&environment, &words);
        rows.as_array().unwrap().iter().map(|row| row["channel"].clone()).collect::<Vec<_>>()
    };
    for name in ["Gazette", "gazette", "GAZETTE (80)", "herald"] {
        let called = if name == "herald" { "Herald" } else { name };
        assert_eq!(of(name), [json!(called)], "{name}");
    }
    let asked = environment.run(&["run", "channel-summary", "--channel", "GAZETTE"]);
    assert_eq!(asked.code, 2, "{asked}");
    assert!(asked.stderr.contains("names 2 channels: id 77 (1 post), id 78 (1 post)"), "{asked}");
}

#[test]
fn a_handle_of_a_channel_with_posts_is_that_channels() {
    let environment = Environment::new();
    let row = json!({"channel_id": 5, "channel_handle": "harbour", "id": 1, "text": "Fog", "posted_at": "2024-01-03"});
    environment.write("a.jsonl", row.to_string());
    environment.run(&["load", "a.jsonl"]).success();
    // Another one of that handle is known, on another platform, of which no post is here.
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    store
        .execute_batch(
            "INSERT INTO channels (platform, handle, folded_handle) VALUES ('mirror', 'harbour', 'harbour')",
        )
        .unwrap();
    let rows = printed(&environment, &["run", "channel-summary", "--channel", "@harbour", "-f", "json"]);
    assert_eq!(rows[0]["channel"], json!("@harbour"));
}

#[test]
fn a_network_calls_a_channel_as_other_reports_do() {
    let environment = Environment::new();
    let post = |id: i64, name: &str, second: i64, text: &str| {
        let posted_at = format!("2024-01-03T10:00:{second:02}Z");
        json!({"channel_id": id, "channel_name": name, "id": 1, "text": text, "posted_at": posted_at})
    };
    let link = "https://example.org/ships";
    let posts = [post(77, "Gazette", 0, link), post(99, "Herald", 5, link), post(88, "Gazette", 9, "Fog")];
    environment.write("a.jsonl", posts.map(|post| format!("{post}\n")).concat());
    environment.run(&["load", "a.jsonl"]).success();
    // The other Gazette is none of the network.
    let words = ["run", "coordinated-posts", "--min-times", "1", "-f", "json"];
    let rows = printed(&environment, &words);
    assert_eq!((&rows[0]["source"], &rows[0]["target"]), (&json!("Gazette (77)"), &json!("Herald")));
}

#[test]
fn reports_on_forwards_tell_a_channel_from_one_that_is_named_like_its_label() {
    let environment = Environment::new();
    let post = |(id, name, from, from_name): (i64, &str, i64, &str)| {
        let post = json!({"channel_id": id, "channel_name": name, "id": 1, "text": "Fog", "posted_at": "2024-01-03",
                          "forwarded_from": from_name, "forwarded_from_id": from});
        format!("{post}\n")
    };
    let posts =
        [(77, "Gazette", 78, "Gazette"), (78, "Gazette", 99, "Gazette (77)"), (5, "Herald", 77, "Gazette")];
    environment.write("a.jsonl", posts.map(post).concat());
    environment.run(&["load", "a.jsonl"]).success();
    // The source has no posts, so that the words mean the channel that has some.
    for (label, told) in [("Gazette (77)", ""), ("Gazette (channel:1)", "note: channel Gazette (77)\n")] {
        let outcome = environment.run(&["run", "posts", "--channel", label]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, told), "{label}");
    }
    for query in ["forward-sources", "forward-network"] {
        let rows = environment.run(&["run", query, "-f", "csv"]).success();
        let pairs: Vec<String> =
            rows.lines().skip(1).map(|row| row.split(',').take(2).collect::<Vec<_>>().join(" < ")).collect();
        let expected = [
            "Gazette (78) < Gazette (77)",
            "Gazette (channel:1) < Gazette (78)",
            "Herald < Gazette (channel:1)",
        ];
        assert_eq!(pairs, expected, "{query}");
    }
}

#[test]
fn a_row_for_each_post_is_no_look_for_the_name_of_its_channel() {
    // Each look goes through all channels of that name: those of 20,000 forwards by as many posts take a minute.
    let of_posts = [
        "copypasta",
        "edits-and-deletions",
        "keyword-in-context",
        "point-spread",
        "posts",
        "reach-over-time",
        "talking-points",
    ];
    for query in queries().iter().filter(|query| of_posts.contains(&query.name.as_str())) {
        assert!(
            query.sql.contains("FROM v_channels") && !query.sql.contains("JOIN v_channels"),
            "{}",
            query.name
        );
    }
}

#[test]
fn a_channel_that_has_the_name_of_a_source_of_forwards_is_called_as_before() {
    let environment = Environment::new();
    let post = json!({"channel_id": 77, "channel_name": "Gazette", "id": 1, "text": "Fog", "posted_at": "2024-01-03",
                      "forwarded_from": "Gazette", "forwarded_from_id": 88});
    environment.write("a.jsonl", post.to_string());
    environment.run(&["load", "a.jsonl"]).success();
    let rows = environment.run(&["run", "posts", "-f", "json"]).json();
    assert_eq!(rows[0]["channel"], "Gazette");
    let rows = environment.run(&["run", "forward-sources", "-f", "json"]).json();
    assert_eq!((&rows[0]["channel"], &rows[0]["source"]), (&json!("Gazette (77)"), &json!("Gazette (88)")));
    // Of which only the name is known: it may be the channel itself.
    let environment = Environment::new();
    let post = json!({"channel_id": 77, "channel_name": "Gazette", "id": 1, "text": "Fog", "posted_at": "2024-01-03",
                      "forwarded_from": "Gazette"});
    environment.write("a.jsonl", post.to_string());
    environment.run(&["load", "a.jsonl"]).success();
    let rows = environment.run(&["run", "forward-sources", "-f", "json"]).json();
    assert_eq!((&rows[0]["channel"], &rows[0]["source"]), (&json!("Gazette"), &json!("Gazette")));
}

#[test]
fn forward_sources_calls_a_channel_alike_whatever_is_asked_for() {
    let environment = Environment::new();
    let posts = concat!(
        "channel_id,channel,id,posted_at,text,forwarded_from,forwarded_from_id\n",
        "77,Gazette,1,2024-01-03T09:00:00Z,Ships,Herald,55\n",
        "88,Gazette,1,2024-02-03T09:00:00Z,Bread,Herald,55\n",
        "99,Courier,1,2024-02-04T09:00:00Z,Bread,Gazette,\n",
        "99,Courier,2,2024-02-05T09:00:00Z,Ships,Gazette,77\n",
    );
    environment.write("posts.csv", posts);
    environment.run(&["load", "posts.csv"]).success();
    let sources = |asked: &[&str]| {
        environment.run(&[&["run", "forward-sources", "-f", "csv"], asked].concat()).stdout.replace('\r', "")
    };
    let head = "channel,source,forwards,share,all_posts\n";
    let first = "Gazette (77),Herald,1,100.0,1\n";
    assert_eq!(sources(&["--until", "2024-01"]), format!("{head}{first}"));
    assert_eq!(sources(&["--channel", "77"]), format!("{head}{first}"));
    assert_eq!(
        sources(&["--channel", "99"]),
        format!("{head}Courier,Gazette,1,50.0,2\nCourier,Gazette (77),1,50.0,2\n"),
    );
    assert_eq!(
        sources(&[]),
        format!(
            "{head}Courier,Gazette,1,50.0,2\nCourier,Gazette (77),1,50.0,2\n{first}Gazette (88),Herald,1,100.0,1\n"
        ),
    );
}

/// Two channels forward from one Gazette three times in all; in February Herald does from another one, once.
fn two_gazettes() -> Environment {
    let environment = Environment::new();
    let posts = concat!(
        "channel_id,channel,id,posted_at,text,forwarded_from,forwarded_from_id\n",
        "55,Herald,1,2024-01-03T09:00:00Z,Ships,Gazette,77\n",
        "55,Herald,2,2024-01-04T09:00:00Z,Bread,Gazette,77\n",
        "55,Herald,3,2024-02-03T09:00:00Z,Fog,Gazette,88\n",
        "66,Courier,1,2024-01-05T09:00:00Z,Rain,Gazette,77\n",
    );
    environment.write("posts.csv", posts);
    environment.run(&["load", "posts.csv"]).success();
    environment
}

#[test]
fn a_channel_is_called_alike_in_every_network_of_forwards() {
    let environment = two_gazettes();
    let pairs = |asked: &[&str]| {
        let rows = environment.run(&[&["run", "forward-network", "-f", "csv"], asked].concat()).stdout;
        rows.lines()
            .skip(1)
            .map(|row| row.split(',').take(3).collect::<Vec<_>>().join(","))
            .collect::<Vec<_>>()
    };
    let (twice, courier, once) = ("Herald,Gazette (77),2", "Courier,Gazette (77),1", "Herald,Gazette (88),1");
    assert_eq!(pairs(&[]), [twice, courier, once]);
    assert_eq!(pairs(&["--min-weight", "2"]), [twice]);
    assert_eq!(pairs(&["--until", "2024-01"]), [twice, courier]);
    assert_eq!(pairs(&["--since", "2024-02"]), [once]);
    assert_eq!(pairs(&["--channel", "66"]), [courier]);
}

#[test]
fn forward_sources_calls_a_source_alike_whatever_is_asked_for() {
    let environment = two_gazettes();
    let rows = environment.run(&["run", "forward-sources", "-f", "csv", "--until", "2024-01"]).stdout;
    assert_eq!(
        rows.replace('\r', ""),
        "channel,source,forwards,share,all_posts\nHerald,Gazette (77),2,100.0,2\nCourier,Gazette (77),1,100.0,1\n"
    );
}
