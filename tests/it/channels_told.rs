//! What a channel is called: by all that loads told of it, whatever their order, and by what is left when some of it is
//! forgotten.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, assert_same, assert_sound, content, lines, rows};

/// A row of JSON lines of a day in June.
fn line(id: i64, day: i64, more: &Value) -> String {
    let mut row =
        json!({"id": id, "text": format!("Fog {id} comes in"), "date": format!("2024-06-{day:02}")});
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    format!("{row}\n")
}

/// Id, handle, name and way to link of the channels.
fn called(content: &[String]) -> Vec<String> {
    let of = |line: &&str| {
        let parts: Vec<&str> = line.split('|').collect();
        [parts[1], parts[2], parts[3], parts[5]].join(" ")
    };
    lines(content, "channel").iter().map(of).collect()
}

#[test]
fn the_latest_input_that_tells_a_name_tells_it_whatever_lies_between() {
    let zeta = line(1, 1, &json!({"channel_id": 77, "channel_name": "Zeta", "channel_handle": "zeta_news"}));
    let alpha = line(2, 2, &json!({"channel_id": 77, "channel_name": "Alpha"}));
    let nameless = line(3, 3, &json!({"channel_id": 77}));
    let content = assert_order_does_not_matter(&[zeta, alpha, nameless]);
    assert_eq!(called(&content), ["77 zeta_news Alpha https://t.me/zeta_news/"]);
}

#[test]
fn within_an_input_the_later_posts_tell_what_their_channel_is_called() {
    let both = line(5, 9, &json!({"channel_id": 77, "channel_name": "Alpha", "channel_handle": "alpha"}))
        + &line(4, 3, &json!({"channel_id": 77, "channel_name": "Zeta", "channel_handle": "zeta"}));
    let other = line(1, 1, &json!({"channel_id": 77, "channel_name": "Beta"}));
    let content = assert_order_does_not_matter(&[both, other]);
    assert_eq!(called(&content), ["77 alpha Alpha https://t.me/alpha/"]);
    assert_eq!(lines(&content, "alias"), ["handle|zeta|77|alpha|Alpha"]);
}

#[test]
fn of_an_input_that_calls_its_channel_otherwise_every_time_the_last_name_stands() {
    let environment = Environment::new();
    let rows: String = (1..=150)
        .map(|id| {
            let more = json!({"channel_id": 77, "channel_name": format!("{id} readers")});
            line(id, 1, &more).replace("2024-06-01", &format!("2024-06-01T00:{:02}:{:02}Z", id / 60, id % 60))
        })
        .collect();
    environment.write("a.jsonl", rows);
    environment.run(&["load", "a.jsonl"]).success();
    let names = "SELECT name, (SELECT count(*) FROM channel_tellings) AS told FROM channels";
    assert_eq!(
        environment.run(&["sql", names, "-f", "json"]).json(),
        json!([{"name": "150 readers", "told": 100}])
    );
}

#[test]
fn what_forwards_call_their_source_counts_only_where_no_input_of_it_tells() {
    let forward = |id: i64, day: i64, name: &str| {
        line(id, day, &json!({"channel_id": 77, "forwarded_from": name, "forwarded_from_id": 88}))
    };
    let (early, late) = (forward(1, 2, "Zeta"), forward(2, 4, "Alpha"));
    let content = assert_order_does_not_matter(&[early.clone(), late.clone()]);
    assert_eq!(called(&content), ["77 - - https://t.me/c/77/", "88 - Alpha -"]);
    let own = line(1, 1, &json!({"channel_id": 88, "channel_name": "Beta"}));
    let content = assert_order_does_not_matter(&[early, late, own]);
    assert_eq!(called(&content), ["77 - - https://t.me/c/77/", "88 - Beta https://t.me/c/88/"]);
}

#[test]
fn a_handle_is_that_of_the_greater_id_that_ever_went_by_it() {
    let of = |id: i64, day: i64, handle: &str| {
        line(id % 10 + day, day, &json!({"channel_id": id, "channel_handle": handle}))
    };
    let (early, late) = (of(77, 1, "herald"), of(88, 2, "herald"));
    let content = assert_order_does_not_matter(&[early.clone(), late.clone()]);
    // A link by that handle would lead to the posts of the other one.
    assert_eq!(called(&content), ["77 - - -", "88 herald - https://t.me/herald/"]);
    assert_eq!(lines(&content, "alias"), ["handle|herald|77|-|-"]);
    let moved = of(88, 3, "courier");
    let content = assert_order_does_not_matter(&[early, late, moved]);
    // What the newer one gave up is not that of the older one again.
    assert_eq!(called(&content), ["77 - - -", "88 courier - https://t.me/courier/"]);
    assert_eq!(lines(&content, "alias"), ["handle|herald|88|courier|-"]);
}

#[test]
fn of_many_channels_with_one_handle_the_first_are_named() {
    let environment = Environment::new();
    let lines: Vec<String> =
        (1..=5).map(|id| line(id, 1, &json!({"channel_id": 70 + id, "channel_handle": "herald"}))).collect();
    environment.write("all.jsonl", lines.concat());
    let outcome = environment.run(&["load", "all.jsonl"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let told = "the handle @herald was told of 75 (@herald), 74, 73, 2 more; by itself it means 75 (@herald)";
    assert!(outcome.stderr.contains(told), "{outcome}");
}

#[test]
fn an_input_that_knows_a_former_handle_alone_is_of_the_channel_that_had_it() {
    let old = line(1, 1, &json!({"channel_id": 77, "channel_handle": "herald"}));
    let new = line(2, 5, &json!({"channel_id": 77, "channel_handle": "courier"}));
    let by_handle = line(3, 2, &json!({"channel_handle": "Herald"}));
    let content = assert_order_does_not_matter(&[old, new, by_handle]);
    assert_eq!(called(&content), ["77 courier - https://t.me/courier/"]);
    assert_eq!(lines(&content, "post").len(), 3);
}

#[test]
fn an_input_that_knows_a_former_name_alone_is_of_the_channel_that_has_its_posts() {
    let old = line(1, 1, &json!({"channel_id": 77, "channel_name": "Herald"}));
    let new = line(2, 5, &json!({"channel_id": 77, "channel_name": "Courier"}));
    let by_name = json!({"name": "Herald", "type": "public_channel", "messages": [
        {"id": 1, "type": "message", "date": "2024-06-01T00:00:00", "text": "Fog 1 comes in"},
        {"id": 4, "type": "message", "date": "2024-06-02T00:00:00", "text": "Fog 4 comes in"},
    ]});
    let content = assert_order_does_not_matter(&[old, new, by_name.to_string()]);
    assert_eq!(called(&content), ["77 - Courier https://t.me/c/77/"]);
    assert_eq!(lines(&content, "post").len(), 3);
}

fn renamed() -> Environment {
    let environment = Environment::new();
    let rows = |handle: &str, days: std::ops::Range<i64>| -> String {
        days.map(|day| line(day, day, &json!({"channel_id": 77, "channel_handle": handle}))).collect()
    };
    environment.write("old.jsonl", rows("herald", 1..4));
    environment.write("new.jsonl", rows("courier", 4..6));
    environment.run(&["load", "old.jsonl"]).success();
    environment
}

#[test]
fn a_channel_that_is_renamed_is_told_of_and_found_by_its_former_handle() {
    let environment = renamed();
    let outcome = environment.run(&["load", "new.jsonl"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (0, "warning: 'new.jsonl': @herald is now @courier (what each is called: chancery channels)\n")
    );
    let outcome = environment.run(&["run", "posts-per-period", "--channel", "@Herald", "-f", "json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "note: channel @courier\n"));
    assert!(outcome.stdout.contains(r#""posts":5,"#), "{outcome}");
    assert!(environment.run(&["show", "https://t.me/herald/2"]).success().contains("Fog 2 comes in"));
    let refused = "error: no channel is called '@herald' now; @courier (77) was called so before
  to remove that one: chancery forget 77\n";
    let outcome = environment.run(&["forget", "@herald"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, refused));
    assert_eq!(environment.run(&["forget", "77"]).success(), "removed 5 posts of @courier (77)\n");
    assert_eq!(environment.run(&["check"]).code, 0);
}

#[test]
fn an_input_of_a_former_handle_is_told_of_and_refused_where_its_posts_are_others() {
    let environment = renamed();
    environment.write("more.jsonl", line(9, 3, &json!({"channel_handle": "herald"})));
    let others: String = (1..4)
        .map(|id| {
            line(id, id, &json!({"channel_handle": "herald", "text": format!("Bread costs {id} crowns")}))
        })
        .collect();
    environment.write("others.jsonl", others);
    assert_eq!(environment.run(&["load", "new.jsonl"]).code, 0);
    let outcome = environment.run(&["load", "more.jsonl"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'more.jsonl' is of @herald, which 77 (@courier) was called before, and is taken as that (if it is another channel, load it alone, with --channel ID)\n"
        )
    );
    let store = std::fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["load", "others.jsonl"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            1,
            "error: 'others.jsonl' is of @herald, which 77 (@courier) in the store was called before, and that has other posts\n  another channel has that handle now: load it alone, with --channel ID\n"
        )
    );
    assert!(std::fs::read(environment.path("chancery.db")).unwrap() == store, "it was changed");
}

#[test]
fn an_input_of_a_handle_with_other_posts_than_its_channel_is_told_of() {
    let environment = Environment::new();
    let input = |text: &dyn Fn(i64) -> String| -> String {
        (1..4).map(|id| line(id, id, &json!({"channel_handle": "herald", "text": text(id)}))).collect()
    };
    environment.write("first.jsonl", input(&|id| format!("Fog {id}")));
    environment.write("edited.jsonl", input(&|id| format!("{} {id}", if id < 3 { "Fog" } else { "Rain" })));
    environment.write("others.jsonl", input(&|id| format!("Bread costs {id} crowns")));
    for name in ["first.jsonl", "edited.jsonl"] {
        let outcome = environment.run(&["load", name]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    }
    let outcome = environment.run(&["load", "others.jsonl"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'others.jsonl' is of @herald, and few of its posts are like those that @herald has under the same ids; they are taken as other texts of these (if another channel has that handle now: chancery forget CHANNEL, then load each alone, with --channel ID)\n"
        )
    );
}

#[test]
fn what_may_change_a_figure_is_told_of_inputs_that_are_not_kept_as_well() {
    let environment = renamed();
    let rows = |name: &str, rows: [String; 3]| environment.write(name, rows.concat());
    let bread = |more: &Value| {
        [1, 2, 3].map(|id| {
            let mut more = more.as_object().unwrap().clone();
            more.insert("text".to_owned(), json!(format!("Bread costs {id} crowns")));
            line(id, id, &Value::Object(more))
        })
    };
    rows("others.jsonl", bread(&json!({"channel_handle": "herald"})));
    rows("more.jsonl", [9, 10, 11].map(|id| line(id, 3, &json!({"channel_handle": "herald"}))));
    rows("taken.jsonl", bread(&json!({"channel_id": 88, "channel_handle": "herald"})));
    environment.write("undated.jsonl", line(1, 1, &json!({"channel_id": 5, "date": "soon"})));
    let named = [7, 8, 9].map(|id| line(id, id, &json!({"channel_name": "Gazette"})));
    rows(
        "gazette.jsonl",
        [1, 2, 3].map(|id| line(id, id, &json!({"channel_id": 6, "channel_name": "Gazette"}))),
    );
    rows("named.jsonl", named);
    for (inputs, warnings) in [
        (&["old.jsonl", "others.jsonl"][..], 1),
        (&["old.jsonl", "new.jsonl", "more.jsonl"], 1),
        (&["old.jsonl", "taken.jsonl"], 1),
        (&["gazette.jsonl", "named.jsonl"], 1),
        (&["undated.jsonl"], 1),
    ] {
        let kept = environment.run(&[&["--db", "kept.db", "load"], inputs].concat());
        assert_eq!(kept.code, 0, "{kept}");
        std::fs::remove_file(environment.path("kept.db")).unwrap();
        // Without the remedy, which is one of a store that is kept; a new name changes no figure.
        let expected: Vec<&str> = kept
            .stderr
            .lines()
            .filter(|line| !line.contains(" is now "))
            .map(|line| line.rsplit_once(" (").unwrap().0)
            .collect();
        assert_eq!(expected.len(), warnings, "{kept}");
        let outcome = environment.run(&[&["run", "overview", "-f", "csv", "--from"], inputs].concat());
        let told: Vec<&str> = outcome.stderr.lines().filter(|line| line.contains(".jsonl'")).collect();
        assert_eq!((outcome.code, told), (0, expected), "{inputs:?}");
    }
}

#[test]
fn a_channel_that_took_the_handle_of_one_that_the_store_knows_by_it_alone_is_told_of() {
    let input = |id: Option<i64>, text: &str| -> String {
        let text = |post: i64| format!("{text} {post}");
        (1..4)
            .map(|post| {
                let more = json!({"channel_handle": "herald", "text": text(post)});
                let mut more = more.as_object().unwrap().clone();
                more.extend(id.map(|id| ("channel_id".to_owned(), json!(id))));
                line(post, post, &json!(more))
            })
            .collect()
    };
    let told = |name: &str, known: &str| {
        format!(
            "warning: '{name}' is of @herald, and few of its posts are like those that {known} has under the same ids; they are taken as other texts of these (if another channel has that handle now: chancery forget CHANNEL, then load each alone, with --channel ID)\n"
        )
    };
    for (first, second, known) in [(None, Some(88), "@herald"), (Some(88), None, "88 (@herald)")] {
        let environment = Environment::new();
        environment.write("first.jsonl", input(first, "Fog comes in"));
        environment.write("second.jsonl", input(second, "Bread is dear"));
        environment.run(&["load", "first.jsonl"]).success();
        let outcome = environment.run(&["load", "second.jsonl"]);
        assert_eq!((outcome.code, outcome.stderr), (0, told("second.jsonl", known)));
    }
    // The same posts are no surprise.
    let environment = Environment::new();
    environment.write("first.jsonl", input(None, "Fog comes in"));
    environment.write("second.jsonl", input(Some(88), "Fog comes in"));
    environment.run(&["load", "first.jsonl", "second.jsonl"]).success();
}

#[test]
fn the_user_tells_the_id_of_a_channel_that_an_input_knows_by_its_handle() {
    let environment = Environment::new();
    let input = |id: i64, handle: &str, text: &str| {
        line(id, id, &json!({"channel_handle": handle, "text": format!("{text} {id}")}))
    };
    let by_id = |id: i64| line(id, id, &json!({"channel_id": 88, "channel_handle": "herald"}));
    environment.write("new.jsonl", (1..4).map(by_id).collect::<String>());
    let old: String =
        (1..4).map(|id| input(id, if id == 2 { "Herald" } else { "herald" }, "Bread")).collect();
    environment.write("old.jsonl", &old);
    environment.run(&["load", "new.jsonl"]).success();
    let outcome = environment.run(&["load", "old.jsonl", "--channel", "77"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'old.jsonl': the handle @herald was told of 88 (@herald), 77; by itself it means 88 (@herald) (to tell them apart, give their ids)\n"
        )
    );
    let posts = "SELECT c.external_id AS id, count(*) AS posts FROM posts JOIN channels AS c USING (channel_id) GROUP BY 1 ORDER BY 1";
    let both = json!([{"id": "77", "posts": 3}, {"id": "88", "posts": 3}]);
    assert_eq!(environment.run(&["sql", posts, "-f", "json"]).json(), both);
    // One id is not for two handles, and a name is none.
    environment.write("two.jsonl", old + &input(5, "courier", "Bread"));
    let outcome = environment.run(&["load", "two.jsonl", "--channel", "77"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.contains("'two.jsonl' is of several channels, '@herald' and '@courier'"),
        "{outcome}"
    );
    environment.write("three.jsonl", input(9, "herald", "Bread"));
    let outcome = environment.run(&["load", "three.jsonl", "--channel", "The Herald"]);
    assert!(outcome.stderr.contains("--channel was not used"), "{outcome}");
    assert_eq!(environment.run(&["check"]).code, 0);
}

#[test]
fn a_handle_that_inputs_tell_of_two_ids_is_told_of() {
    let environment = renamed();
    environment.write("taken.jsonl", line(1, 9, &json!({"channel_id": 88, "channel_handle": "herald"})));
    let outcome = environment.run(&["load", "taken.jsonl"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'taken.jsonl': the handle @herald was told of 88 (@herald), 77; by itself it means 88 (@herald) (to tell them apart, give their ids)\n"
        )
    );
    // So where the one that had it before is called otherwise by now.
    let other = renamed();
    other.write("taken.jsonl", line(1, 9, &json!({"channel_id": 88, "channel_handle": "herald"})));
    assert_eq!(other.run(&["load", "new.jsonl"]).code, 0);
    let outcome = other.run(&["load", "taken.jsonl"]);
    assert!(
        outcome.stderr.contains("@herald was told of 88 (@herald), 77 (@courier); by itself"),
        "{outcome}"
    );
    // Without the one that took it, the other has it again.
    assert_eq!(
        environment.run(&["forget", "88"]).success(),
        "removed 1 post of @herald (88)\n@herald means another channel now: @herald (77)\n"
    );
    let channels = environment.run(&["channels", "-f", "json"]).json();
    assert_eq!((&channels[0]["external_id"], &channels[0]["handle"]), (&json!("77"), &json!("herald")));
    assert_eq!(environment.run(&["check"]).code, 0);
}

#[test]
fn a_channel_that_is_forgotten_is_called_as_posts_of_others_call_it() {
    let environment = renamed();
    environment.write(
        "other.jsonl",
        line(1, 1, &json!({"channel_id": 99, "forwarded_from": "The Herald", "forwarded_from_id": 77}))
            + &line(2, 1, &json!({"channel_id": 99})),
    );
    environment.run(&["load", "other.jsonl"]).success();
    let channel = "SELECT handle, name, link_base FROM channels WHERE external_id = '77'";
    let called = || environment.run(&["sql", channel, "-f", "json"]).json();
    assert_eq!(called()[0]["handle"], json!("herald"));
    let told = environment.run(&["forget", "77"]).success();
    assert_eq!(
        told,
        "removed 3 posts of 'The Herald' (@herald, 77)\nthe channel's name stays: other channels' posts refer to it\n"
    );
    assert_eq!(called(), json!([{"handle": null, "name": "The Herald", "link_base": null}]));
    // The post that told of it is forgotten, too.
    assert_eq!(environment.run(&["forget", "--post", "99/1"]).success(), "removed 1 post of 99\n");
    let left = environment.run(&["sql", "SELECT external_id FROM channels", "-f", "json"]).json();
    assert_eq!(left, json!([{"external_id": "99"}]));
    assert_eq!(environment.run(&["check"]).code, 0);
}

#[test]
fn a_handle_is_the_older_channels_again_when_the_post_that_told_of_a_newer_one_is_forgotten() {
    let environment = renamed();
    let forward = json!({"channel_id": 99, "forwarded_from": "@herald", "forwarded_from_id": 88});
    environment.write("other.jsonl", line(1, 1, &forward) + &line(2, 1, &json!({"channel_id": 99})));
    assert_eq!(environment.run(&["load", "other.jsonl"]).code, 0);
    let channels =
        "SELECT external_id AS id, handle, link_base FROM channels WHERE external_id <> '99' ORDER BY 1";
    let called = || environment.run(&["sql", channels, "-f", "json"]).json();
    let without = json!({"id": "77", "handle": null, "link_base": null});
    assert_eq!(called(), json!([without, {"id": "88", "handle": "herald", "link_base": null}]));
    assert_eq!(environment.run(&["forget", "--post", "99/1"]).success(), "removed 1 post of 99\n");
    assert_eq!(called(), json!([{"id": "77", "handle": "herald", "link_base": "https://t.me/herald/"}]));
    assert_eq!(environment.run(&["check"]).code, 0);
}

#[test]
fn a_channel_that_took_in_another_by_the_users_word_keeps_its_own_name() {
    let environment = Environment::new();
    environment.write("a.jsonl", line(1, 1, &json!({"channel_id": 77, "channel_name": "Alpha"})));
    environment.write("z.jsonl", line(2, 5, &json!({"channel_id": 88, "channel_name": "Zeta"})));
    environment.write("more.jsonl", line(3, 6, &json!({"channel_id": 88})));
    environment.run(&["load", "a.jsonl", "z.jsonl"]).success();
    environment.run(&["channels", "merge", "77", "88"]).success();
    environment.run(&["load", "more.jsonl"]).success();
    let channels = environment.run(&["channels", "-f", "json"]).json();
    assert_eq!((&channels[0]["name"], &channels[0]["posts"]), (&json!("Alpha"), &json!(3)));
}

/// What an input tells of one channel, and perhaps of a source.
fn told() -> impl Strategy<Value = String> {
    let word = |words: &'static [&'static str]| proptest::option::of(proptest::sample::select(words));
    let channel = prop_oneof![Just(77_i64), Just(88_i64)];
    let handles = word(&["alpha", "beta", "Beta", "gamma"]);
    let names = word(&["Gazette", "gazette", "Herald"]);
    let source = proptest::option::of((
        prop_oneof![Just(77_i64), Just(88), Just(99)],
        proptest::sample::select(&["@alpha", "@delta", "Gazette", "Tides"][..]),
    ));
    (channel, handles, names, source, 1_i64..9, 1_i64..4).prop_map(
        |(channel, handle, name, source, day, id)| {
            let mut more = json!({"channel_id": channel});
            let all = more.as_object_mut().unwrap();
            all.extend(handle.map(|handle| ("channel_handle".to_owned(), json!(handle))));
            all.extend(name.map(|name| ("channel_name".to_owned(), json!(name))));
            if let Some((id, name)) = source {
                all.insert("forwarded_from".to_owned(), json!(name));
                all.insert("forwarded_from_id".to_owned(), json!(id));
            }
            line(id, day, &more)
        },
    )
}

fn with_id(line: &str, id: i64) -> String {
    let mut row: Value = serde_json::from_str(line).unwrap();
    row["id"] = json!(id);
    format!("{row}\n")
}

/// The store of these inputs.
fn loaded(inputs: &[String], order: &[usize]) -> Environment {
    let environment = Environment::in_memory();
    for &number in order {
        let name = format!("{number}.jsonl");
        environment.write(&name, &inputs[number]);
        assert_eq!(environment.run(&["load", &name]).code, 0);
    }
    environment
}

/// What a store says of channels; of loads only which told it.
fn channels(environment: &Environment) -> Vec<String> {
    let store = Connection::open(environment.path("chancery.db")).unwrap();
    assert_sound(&store);
    let is_of_channels =
        |line: &&String| ["channel: ", "called: ", "alias: "].iter().any(|what| line.starts_with(what));
    let mut all: Vec<String> = content(&store).iter().filter(is_of_channels).cloned().collect();
    all.extend(rows(&store, "SELECT external_id, handle, name FROM channels ORDER BY external_id"));
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_channels_are_called_does_not_hang_on_the_order_of_loads(
        inputs in proptest::collection::vec(proptest::collection::vec(told(), 1..3).prop_map(|lines| lines.concat()), 3),
    ) {
        assert_order_does_not_matter(&inputs);
    }

    #[test]
    fn what_is_forgotten_was_never_told(
        kept in proptest::collection::vec(told().prop_map(|line| line.replace(r#""channel_id":88"#, r#""channel_id":77"#)), 1..3),
        forgotten in proptest::collection::vec(told().prop_map(|line| line.replace(r#""channel_id":77"#, r#""channel_id":88"#)), 1..3),
    ) {
        // Each is of a post of its own: what one input told of a post and another one overruled goes with a channel that is
        // forgotten, since no post refers to it.
        let kept: Vec<String> = kept.iter().zip(1..).map(|(line, id)| with_id(line, id)).collect();
        let all: Vec<String> = kept.iter().chain(&forgotten).cloned().collect();
        let expected = channels(&loaded(&kept, &(0..kept.len()).collect::<Vec<_>>()));
        let forward: Vec<usize> = (0..all.len()).collect();
        for order in [forward.clone(), forward.iter().rev().copied().collect()] {
            let environment = loaded(&all, &order);
            assert_eq!(environment.run(&["forget", "channel88"]).code, 0);
            assert_same(&expected, &channels(&environment), &format!("{all:#?} in the order {order:?}"));
        }
    }
}
