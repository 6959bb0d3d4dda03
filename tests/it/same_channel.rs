//! Which channel an input is of, and two that turn out to be one.

use serde_json::{Value, json};

use crate::cli_channels_merge::write;
use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, lines, photo, row, with};

/// An export of a version that wrote no id of the chat: only its name is known.
pub(crate) fn by_name(name: &str, rows: &[Value]) -> String {
    json!({"name": name, "type": "public_channel", "messages": rows.iter().map(unsigned).collect::<Vec<_>>()})
        .to_string()
}

/// An export of a channel with this id and name, whose rows do not tell their sender.
pub(crate) fn channel_of(id: i64, name: &str, rows: &[Value]) -> String {
    json!({"name": name, "type": "public_channel", "id": id, "messages": rows.iter().map(unsigned).collect::<Vec<_>>()})
        .to_string()
}

/// A row that does not tell its sender.
fn unsigned(row: &Value) -> Value {
    let mut row = row.clone();
    row.as_object_mut().unwrap().retain(|key, _| key != "from" && key != "from_id");
    row
}

fn channels(content: &[String]) -> Vec<String> {
    let of = |line: &&str| {
        let mut parts = line.split('|').skip(1);
        [parts.next().unwrap(), parts.nth(1).unwrap()].join(" ")
    };
    lines(content, "channel").iter().map(of).collect()
}

#[test]
fn a_channel_known_by_name_is_the_one_of_that_name_that_has_its_posts() {
    let old = by_name("Gazette", &[row(1, 0, "Ships come in"), row(2, 1, "Ships go out")]);
    let new = channel_of(77, "Gazette", &[row(2, 1, "Ships go out"), row(3, 2, "Fog")]);
    let namesake = channel_of(88, "Gazette", &[row(1, 0, "Bread is dear"), row(2, 1, "Bread is cheap")]);
    let content = assert_order_does_not_matter(&[old, new, namesake]);
    assert_eq!(channels(&content), ["77 Gazette", "88 Gazette"]);
    assert_eq!(lines(&content, "post").len(), 5, "1, 2, 3 of the one, 1 and 2 of the other");
}

/// A row of JSON lines of the channel 77.
fn line(id: i64, from: &Value) -> String {
    let mut row = json!({"id": id, "channel_id": 77, "text": format!("Fog {id}"), "date": "2024-06-10"});
    row.as_object_mut().unwrap().extend(from.as_object().unwrap().clone());
    format!("{row}\n")
}

#[test]
fn a_source_known_by_its_id_or_its_handle_is_one_where_a_forward_tells_both() {
    let by_id = line(1, &json!({"forwarded_from": "Herald", "forwarded_from_id": 88}));
    let by_handle = line(2, &json!({"forwarded_from": "@herald"}));
    let both = line(3, &json!({"forwarded_from": "@herald", "forwarded_from_id": 88}));
    let content = assert_order_does_not_matter(&[by_id, by_handle, both.clone()]);
    assert_eq!(channels(&content), ["77 -", "88 Herald"]);
    // So it is where both are loaded.
    let posts_by_id = channel_of(88, "Herald", &[row(1, 0, "Ships come in"), row(2, 1, "Ships go out")]);
    let posts_by_handle =
        json!({"id": 3, "channel_handle": "herald", "text": "Sun", "date": "2024-06-10"}).to_string();
    let content = assert_order_does_not_matter(&[posts_by_id, posts_by_handle, both]);
    assert_eq!(channels(&content), ["77 -", "88 Herald"]);
    assert_eq!(lines(&content, "post").len(), 4);
}

#[test]
fn channels_of_one_name_without_a_common_post_are_kept_apart_until_an_input_has_posts_of_both() {
    let early = by_name("Gazette", &[row(1, 0, "Ships come in"), row(2, 1, "Ships go out")]);
    let late = channel_of(77, "Gazette", &[row(5, 5, "Fog"), row(6, 6, "Sun")]);
    let content = assert_order_does_not_matter(&[early.clone(), late.clone()]);
    assert_eq!(channels(&content), ["- Gazette", "77 Gazette"]);
    let whole = channel_of(77, "Gazette", &[row(2, 1, "Ships go out"), row(5, 5, "Fog")]);
    let content = assert_order_does_not_matter(&[early, late, whole]);
    assert_eq!(channels(&content), ["77 Gazette"]);
    assert_eq!(lines(&content, "post").len(), 4);
}

#[test]
fn photos_without_words_tell_a_channel_by_their_instants() {
    let photos = |from: i64| -> Vec<Value> { (from..from + 4).map(|id| row(id, id, "")).collect() };
    let old = by_name("Gallery", &photos(1));
    let new = channel_of(77, "Gallery", &photos(2));
    let content = assert_order_does_not_matter(&[old, new]);
    assert_eq!(channels(&content), ["77 Gallery"]);
    assert_eq!(lines(&content, "post").len(), 5);
}

#[test]
fn two_channels_of_one_name_are_not_made_one_by_their_names() {
    let environment = Environment::new();
    write(&environment, "a.json", &by_name("News", &[row(1, 0, "Ships"), row(2, 1, "Fog")]));
    write(&environment, "b.json", &by_name("News", &[row(1, 0, "Bread"), row(2, 1, "Wine")]));
    assert_eq!(environment.run(&["load", "a.json"]).code, 0);
    let store = std::fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["load", "b.json"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stderr,
        "error: 'b.json' is of a channel that is known by its name only, 'News', and the channel of that name in the store has other posts\n  tell them apart: load it alone, with --channel NAME\n"
    );
    assert!(std::fs::read(environment.path("chancery.db")).unwrap() == store);
    assert_eq!(environment.run(&["load", "b.json", "--channel", "Other News"]).code, 0);
    let posts = environment.run(&[
        "sql",
        "SELECT channel, count(*) AS n FROM v_posts GROUP BY 1 ORDER BY 1",
        "-f",
        "json",
    ]);
    assert_eq!(posts.json(), json!([{"channel": "News", "n": 2}, {"channel": "Other News", "n": 2}]));
}

#[test]
fn the_name_given_by_the_user_is_not_for_inputs_that_tell_theirs_beside_others() {
    let environment = Environment::new();
    write(&environment, "a.json", &by_name("Ships", &[row(1, 0, "Ships")]));
    write(
        &environment,
        "b.json",
        &serde_json::to_string(&[row(1, 0, "Bread")]).unwrap().replace("from_id", "x"),
    );
    let outcome = environment.run(&["load", "a.json", "b.json", "--channel", "@harbour"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let posts =
        environment.run(&["sql", "SELECT channel, text FROM v_posts ORDER BY channel", "-f", "json"]).json();
    assert_eq!(
        posts,
        json!([{"channel": "@harbour", "text": "Bread"}, {"channel": "Ships", "text": "Ships"}]),
        "the first tells its channel's name, the second nothing"
    );
    // A table of two channels that are known by their names only.
    write(&environment, "c.csv", "id,channel,text\n1,Ships,a\n2,Bread,b\n");
    let store = std::fs::read(environment.path("chancery.db")).unwrap();
    let outcome = environment.run(&["load", "c.csv", "--channel", "@harbour"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("'c.csv' is of several channels, 'Bread' and 'Ships'"), "{outcome}");
    assert!(std::fs::read(environment.path("chancery.db")).unwrap() == store);
}

#[test]
fn ids_of_people_and_of_channels_are_numbered_apart() {
    let person = json!({"name": "Ann", "type": "personal_chat", "id": 11, "messages": [unsigned(&row(1, 0, "hello"))]});
    let channel = channel_of(11, "Eleven", &[row(1, 0, "news")]);
    let content = assert_order_does_not_matter(&[person.to_string(), channel]);
    assert_eq!(channels(&content), ["11 Eleven", "user11 Ann"]);
    assert_eq!(lines(&content, "post").len(), 2);
}

#[test]
fn a_chat_without_a_kind_is_a_person_where_its_id_says_so() {
    // Versions 2.4.1 to 2.7.1 wrote what an id is of above its lower 32 bits: 1 for people, 2 for channels.
    let chat = |name: &str, id: i64, text: &str| {
        let mut row = unsigned(&row(1, 0, text));
        row.as_object_mut().unwrap().remove("date_unixtime");
        json!({"name": name, "type": null, "id": id, "messages": [row]})
    };
    let (person, channel) = (chat("Ann", (1 << 32) + 11, "hello"), chat("Eleven", (2 << 32) + 11, "news"));
    let content = assert_order_does_not_matter(&[person.to_string(), channel.to_string()]);
    assert_eq!(channels(&content), ["11 Eleven", "user11 Ann"]);
    assert_eq!(lines(&content, "post").len(), 2);
}

#[test]
fn a_namesake_that_may_be_the_same_is_told_of() {
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(77, "Gazette", &[row(5, 5, "Fog"), row(6, 6, "Sun")]));
    write(&environment, "b.json", &by_name("Gazette", &[row(1, 0, "Ships")]));
    assert_eq!(environment.run(&["load", "a.json"]).code, 0);
    let outcome = environment.run(&["load", "b.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'b.json' is of 'Gazette', and so is channel:1; they have no post in common and are kept apart (to join them: chancery channels merge)\n"
        )
    );
}

#[test]
fn a_namesake_most_of_whose_posts_have_other_words_is_told_of() {
    let environment = Environment::new();
    let rows =
        |words: &str| -> Vec<Value> { (1..=4).map(|id| row(id, id, &format!("{words} {id}"))).collect() };
    let mut edited = rows("Ships, at noon,");
    edited[0] = row(1, 1, "Ships 1");
    write(&environment, "a.json", &channel_of(77, "Gazette", &rows("Ships")));
    write(&environment, "b.json", &by_name("Gazette", &edited));
    assert_eq!(environment.run(&["load", "a.json"]).code, 0);
    let outcome = environment.run(&["load", "b.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'b.json' is of 'Gazette', and so is channel:1; too few of the posts that both have are alike, and they are kept apart (to join them: chancery channels merge)\n"
        )
    );
    let counted = environment.run(&["sql", "SELECT count(*) AS n FROM posts", "-f", "json"]);
    assert_eq!(counted.json(), json!([{"n": 8}]));
}

#[test]
fn an_input_without_an_id_never_makes_one_channel_of_two_ids() {
    // The name alone leads to 77 once an input has told so; the posts of the last input are those of 88.
    let harbour = [row(1, 0, "Ships come in"), row(2, 1, "Ships go out")];
    let bakery = [row(101, 5, "Bread is dear"), row(102, 6, "Bread is cheap")];
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(77, "Gazette", &harbour));
    write(&environment, "b.json", &by_name("Gazette", &harbour));
    write(&environment, "c.json", &channel_of(88, "Gazette", &bakery));
    write(&environment, "d.json", &by_name("Gazette", &bakery));
    for input in ["a.json", "b.json", "c.json", "d.json"] {
        let outcome = environment.run(&["load", input]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{input}");
    }
    let posts = environment.run(&[
        "sql",
        "SELECT c.external_id AS id, count(*) AS n FROM posts AS p JOIN channels AS c USING (channel_id) GROUP BY 1",
        "-f",
        "json",
    ]);
    assert_eq!(posts.json(), json!([{"id": "77", "n": 2}, {"id": "88", "n": 2}]));
}

#[test]
fn a_source_of_forwards_is_the_channel_that_an_input_knows_by_that_name() {
    let old = by_name("Gazette", &[row(1, 0, "Ships come in"), row(2, 1, "Ships go out")]);
    let new = channel_of(77, "Gazette", &[row(2, 1, "Ships go out"), row(3, 2, "Fog")]);
    let forward = with(row(5, 3, "Ships come in"), json!({"forwarded_from": "Gazette"}));
    let other = channel_of(99, "Harbour", &[forward]);
    let content = assert_order_does_not_matter(&[old, new, other]);
    assert_eq!(channels(&content), ["77 Gazette", "99 Harbour"]);
}

#[test]
fn a_name_alone_is_that_of_the_channel_as_it_is_written() {
    let harbour = [row(1, 0, "Ships come in"), row(2, 1, "Ships go out")];
    let (by_id, old) = (channel_of(77, "Gazette", &harbour), by_name("Gazette", &harbour));
    // Of these posts nothing tells that they are of the same channel.
    let loud = by_name("GAZETTE", &[row(8, 5, "Fog"), row(9, 6, "Rain")]);
    let content = assert_order_does_not_matter(&[by_id.clone(), old.clone(), loud]);
    assert_eq!(channels(&content), ["- GAZETTE", "77 Gazette"]);
    let forward = with(row(5, 3, "Ships come in"), json!({"forwarded_from": "GAZETTE"}));
    let content = assert_order_does_not_matter(&[by_id, old, channel_of(99, "Harbour", &[forward])]);
    assert_eq!(channels(&content), ["- GAZETTE", "77 Gazette", "99 Harbour"]);
}

#[test]
fn a_name_given_by_the_user_is_that_of_a_channel_on_the_platform_of_the_input() {
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(77, "Gazette", &[row(1, 0, "Ships come in")]));
    let toot = json!({"id": 1, "text": "Bread is dear", "date": "2024-06-01", "platform": "mastodon"});
    environment.write("b.jsonl", format!("{toot}\n"));
    environment.run(&["load", "a.json"]).success();
    environment.run(&["load", "b.jsonl", "--channel", "gazette"]).success();
    let posts = "SELECT platform, c.external_id AS id, text FROM posts JOIN channels AS c USING (channel_id) ORDER BY 1";
    assert_eq!(
        environment.run(&["sql", posts, "-f", "json"]).json(),
        json!([{"platform": "mastodon", "id": null, "text": "Bread is dear"},
            {"platform": "telegram", "id": "77", "text": "Ships come in"}])
    );
}

#[test]
fn the_greatest_count_of_an_albums_parts_stands_whichever_input_tells_it_whole() {
    let photos: Vec<Value> =
        (1..=3).map(|id| photo(row(id, 0, if id == 1 { "Three" } else { "" }), "p")).collect();
    let export = channel_of(1_234_567_890, "Gazette", &photos);
    let lines_of = |views: [i64; 3]| -> String {
        (1..).zip(views).map(|(id, views)| {
            json!({"id": id, "posted_at": "2024-01-01T00:00:00Z", "text": if id == 1 { "Three" } else { "" },
                "channel_id": 1_234_567_890_i64, "views": views, "reactions": {"👍": views}}).to_string() + "\n"
        }).collect()
    };
    let content = assert_order_does_not_matter(&[export, lines_of([10, 12, 11])]);
    assert_eq!(lines(&content, "reaction"), ["1234567890/1|emoji|👍|12"]);
}

/// A row of JSON lines of June 2024, of a channel known by an id, a handle, or both.
fn told(id: i64, day: i64, channel: &Value, text: &str) -> String {
    let mut row = json!({"id": id, "text": text, "date": format!("2024-06-{day}")});
    row.as_object_mut().unwrap().extend(channel.as_object().unwrap().clone());
    format!("{row}\n")
}

fn with_handle(id: i64, handle: &str) -> Value {
    json!({"channel_id": id, "channel_handle": handle})
}

#[test]
fn two_ids_are_never_one_channel_where_one_was_known_by_its_handle_when_the_load_began() {
    let texts = ["Fog", "Rain", "Sun"];
    let posts = |channel: &Value| -> String {
        (1..).zip(texts).map(|(id, text)| told(id, 10 + id, channel, text)).collect()
    };
    let by_handle = posts(&json!({"channel_handle": "gazette"}));
    // One that repeats the posts of the other, id for id.
    let both = told(4, 14, &with_handle(99, "gazette"), "Snow") + &posts(&json!({"channel_id": 55}));
    let content = assert_order_does_not_matter(&[by_handle, both]);
    assert_eq!(channels(&content), ["55 -", "99 -"]);
    let posts = lines(&content, "post");
    let of = |channel: &str| posts.iter().filter(|post| post.starts_with(channel)).count();
    assert_eq!((of("55/"), of("99/")), (3, 4));
}

#[test]
fn a_renamed_channel_is_one_whatever_came_first_where_an_input_knows_it_without_a_name() {
    let posts = |ids: std::ops::RangeInclusive<i64>, channel: Value| -> String {
        ids.map(|id| told(id, 10 + id, &channel, &format!("Fog {id} comes in"))).collect()
    };
    let renamed = posts(3..=6, json!({"channel_handle": "gazette", "channel_name": "Gazette"}));
    let by_id = posts(1..=6, json!({"channel_id": 77}));
    let by_old_name = posts(1..=5, json!({"channel_id": 77, "channel_name": "Herald"}));
    let by_old_handle = posts(1..=3, json!({"channel_handle": "herald"}));
    let by_new_handle = posts(3..=6, json!({"channel_handle": "gazette"}));
    for (inputs, called) in [
        ([renamed.clone(), by_id.clone(), by_old_name.clone()], "77 Gazette"),
        ([renamed.clone(), by_id, by_old_handle], "77 Gazette"),
        ([renamed, by_new_handle, by_old_name], "77 Gazette"),
    ] {
        let content = assert_order_does_not_matter(&inputs);
        assert_eq!(channels(&content), [called]);
        assert_eq!(lines(&content, "post").len(), 6);
    }
}

#[test]
fn an_earlier_handle_leads_to_its_channel_whatever_came_first() {
    let earlier = told(1, 10, &with_handle(77, "old_gazette"), "Fog");
    let by_handle = told(2, 11, &json!({"channel_handle": "Old_Gazette"}), "Rain");
    let renamed = told(3, 12, &with_handle(77, "gazette"), "Sun");
    let content = assert_order_does_not_matter(&[earlier, by_handle, renamed]);
    assert_eq!(lines(&content, "channel").len(), 1, "{content:?}");
    assert!(lines(&content, "channel")[0].contains("|gazette|"), "{content:?}");
    assert!(lines(&content, "post").iter().all(|post| post.starts_with("77/")), "{content:?}");
}

#[test]
fn a_handle_that_two_channels_had_in_turn_stays_the_newer_ones_after_it_was_renamed() {
    let first = told(1, 10, &with_handle(77, "gazette"), "Fog");
    let second = told(1, 11, &with_handle(88, "gazette"), "Rain");
    let renamed = told(2, 12, &with_handle(88, "herald"), "Sun");
    let content = assert_order_does_not_matter(&[first, second, renamed]);
    // Nor do links of the other one lead there.
    let of = |line: &&str| [2, 5].map(|part| line.split('|').nth(part).unwrap().to_owned());
    let told: Vec<[String; 2]> = lines(&content, "channel").iter().map(of).collect();
    assert_eq!(told, [["-", "-"], ["herald", "https://t.me/herald/"]], "{content:?}");
}

#[test]
fn a_channel_is_named_by_its_earlier_handle_and_names_itself_by_it() {
    let environment = Environment::new();
    let earlier = told(1, 10, &with_handle(77, "old_gazette"), "Read @old_gazette and @herald");
    environment.write("earlier.jsonl", earlier);
    environment
        .write("renamed.jsonl", told(2, 12, &with_handle(77, "gazette"), "@gazette, once @Old_Gazette"));
    assert_eq!(environment.run(&["load", "earlier.jsonl", "renamed.jsonl"]).code, 0);
    let run = |more: &[&str]| {
        let outcome = environment.run(&[&["run"], more, &["-f", "csv"]].concat());
        assert_eq!(outcome.code, 0, "{outcome}");
        outcome.stdout.replace("\r\n", "\n")
    };
    let named = "rank,name,kind,posts,uses,channels,share,all_posts\n";
    assert_eq!(
        run(&["top-mentions", "--self-mentions", "no"]),
        format!("{named}1,herald,handle,1,1,1,50.0,2\n")
    );
    assert_eq!(
        run(&["channel-summary", "--channel", "@old_gazette"])
            .lines()
            .nth(1)
            .unwrap()
            .split(',')
            .take(2)
            .collect::<Vec<_>>(),
        ["@gazette", "2"]
    );
}

/// What loading one after the other into a new store says.
fn said_of(inputs: &[&str]) -> (Environment, String) {
    let environment = Environment::new();
    let mut said = String::new();
    for (place, input) in inputs.iter().enumerate() {
        let name = format!("{place}.json");
        write(&environment, &name, input);
        let outcome = environment.run(&["load", &name]);
        assert_eq!(outcome.code, 0, "{outcome}");
        said = outcome.stderr;
    }
    (environment, said)
}

fn posts(environment: &Environment) -> Value {
    environment.run(&["sql", "SELECT count(*) AS n FROM posts", "-f", "json"]).json()[0]["n"].clone()
}

#[test]
fn a_channel_renamed_before_an_input_that_knows_a_name_alone_is_told_of_whichever_came_first() {
    let rows: Vec<Value> = (1..=40).map(|id| row(id, id, &format!("Ships {id} come in"))).collect();
    let by_id = channel_of(77, "Gazette", &rows);
    let by_other_name = by_name("Harbour Gazette", &rows[20..]);
    for (inputs, told) in [
        ([&by_id, &by_other_name], "'77 (Gazette)' (channel:1) and 'Harbour Gazette' (channel:2)"),
        ([&by_other_name, &by_id], "'77 (Gazette)' (channel:2) and 'Harbour Gazette' (channel:1)"),
    ] {
        let (environment, said) = said_of(&inputs.map(String::as_str));
        let ids = if told.contains("(channel:2) and") { [2, 1] } else { [1, 2] };
        let merge = format!("channels merge channel:{} channel:{}", ids[0], ids[1]);
        assert_eq!(
            said,
            format!(
                "warning: '1.json': {told} have the same posts, under the same ids and at the same times; if they are one channel, these count twice (to join them: chancery {merge})\n"
            )
        );
        assert_eq!(posts(&environment), 60);
        environment.run(&merge.split(' ').collect::<Vec<_>>()).success();
        assert_eq!(posts(&environment), 40);
        // What is joined is told of no more.
        write(&environment, "2.json", &by_name("Harbour Gazette", &[row(41, 41, "Ships go out")]));
        let outcome = environment.run(&["load", "2.json"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        assert_eq!(posts(&environment), 41);
    }
}

#[test]
fn three_posts_that_are_all_the_same_are_enough_to_be_told_of() {
    let rows: Vec<Value> = (1..=3).map(|id| row(id, id, &format!("Ships {id} come in"))).collect();
    let (_, said) = said_of(&[&channel_of(77, "Gazette", &rows), &by_name("Harbour Gazette", &rows)]);
    assert!(said.contains("have the same posts"), "{said}");
}

#[test]
fn of_fewer_posts_half_that_are_the_same_are_enough_to_be_told_of() {
    let said = |texts: &[&str], of_handle: &[&str]| {
        let rows = |texts: &[&str]| -> Vec<Value> {
            (1_i64..).zip(texts).map(|(id, text)| row(id, id, text)).collect()
        };
        said_of(&[&channel_of(77, "Gazette", &rows(texts)), &by_name("Harbour Gazette", &rows(of_handle))]).1
    };
    let told = "have the same posts";
    assert!(said(&["Fog", "Rain", "Sun"], &["Fog", "Rain", "Hail"]).contains(told));
    assert!(said(&["Fog", "Rain", "Sun"], &["Fog"]).contains(told));
    assert_eq!(said(&["Fog", "Rain", "Sun"], &["Fog", "Snow", "Hail"]), "");
    assert_eq!(said(&["Fog", "Rain", "Sun"], &["Mist"]), "");
}

#[test]
fn channels_that_have_the_same_posts_are_told_of_in_one_load_and_in_a_throw_away_store() {
    let rows: Vec<Value> = (1..=5).map(|id| row(id, id, &format!("Ships {id} come in"))).collect();
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(77, "Gazette", &rows));
    write(&environment, "b.json", &by_name("Harbour Gazette", &rows));
    let told = "warning: 'b.json': '77 (Gazette)' (channel:1) and 'Harbour Gazette' (channel:2) have the same posts, under the same ids and at the same times; if they are one channel, these count twice";
    let outcome = environment.run(&["load", "a.json", "b.json"]);
    let remedy = " (to join them: chancery channels merge channel:1 channel:2)\n";
    assert_eq!((outcome.code, outcome.stderr), (0, format!("{told}{remedy}")));
    let outcome = environment.run(&["run", "overview", "--from", "a.json", "b.json"]);
    assert!(outcome.stderr.contains(&format!("{told}\n")), "{outcome}");
}

#[test]
fn channels_most_of_whose_posts_have_other_words_are_joined_by_force_as_the_warning_says() {
    let rows = |words: &str| -> Vec<Value> {
        (1..=20).map(|id| row(id, id, &format!("{} {id}", if id <= 16 { words } else { "Calm" }))).collect()
    };
    let (environment, said) = said_of(&[
        &channel_of(77, "Gazette", &rows("Ships")),
        &by_name("Harbour Gazette", &rows("Ships, at noon,")),
    ]);
    let merge = "channels merge --force channel:1 channel:2";
    assert!(said.ends_with(&format!("chancery {merge})\n")), "{said}");
    environment.run(&merge.split(' ').collect::<Vec<_>>()).success();
    assert_eq!(posts(&environment), 20);
}

#[test]
fn forwards_and_texts_that_are_repeated_are_no_sign_of_one_channel() {
    let texts = |from: i64, later: i64| -> Vec<Value> {
        let second = |id: i64| json!({"date_unixtime": (1_704_067_200 + 86_400 * id + later).to_string()});
        (1..=20).map(|id| with(row(from + id, id, &format!("Ships {id} come in")), second(id))).collect()
    };
    let first = channel_of(77, "Gazette", &texts(0, 0));
    // The same second under another number, the same number in another second.
    for other in [texts(100, 0), texts(0, 1)] {
        let (_, said) = said_of(&[&first, &by_name("Harbour", &other)]);
        assert_eq!(said, "", "{other:?}");
    }
    // What both forward or show without words, and a greeting of every day.
    let same = |text: &str, more: Value| -> Vec<Value> {
        let text = |id: i64| text.replace("N", &id.to_string());
        (1..=20).map(|id| with(row(id, id, &text(id)), more.clone())).collect()
    };
    for rows in [
        same("Ships N come in", json!({"forwarded_from": "Herald"})),
        same("", json!({"photo": "(File not included. Change data exporting settings to download.)"})),
        same("Good morning", json!({})),
    ] {
        let (_, said) = said_of(&[&channel_of(77, "Gazette", &rows), &by_name("Harbour", &rows)]);
        assert_eq!(said, "", "{rows:?}");
    }
    // Two ids are two channels.
    let (_, said) = said_of(&[&first, &channel_of(88, "Harbour", &texts(0, 0))]);
    assert_eq!(said, "");
}

#[test]
fn posts_under_a_handle_that_changed_hands_are_of_the_channel_that_has_them_whatever_came_first() {
    // Gazette has lost the handle to Herald, whose export tells none.
    let telethon = |id: i64| {
        let message = |n: i64| {
            json!({"_": "Message", "id": n, "peer_id": {"_": "PeerChannel", "channel_id": id}, "post": true,
                "date": format!("2024-01-{n:02}T03:13:20+00:00"), "message": format!("Bread {n}")})
        };
        json!({"_": "ChannelMessages", "messages": (1..=5).map(message).collect::<Vec<_>>(),
            "chats": [{"_": "Channel", "id": id, "title": "Gazette", "username": "news", "broadcast": true}], "users": []})
        .to_string()
    };
    let herald: Vec<Value> = (7..=10).map(|n| row(n, n, &format!("Ships {n}"))).collect();
    let by_handle = |numbers: std::ops::RangeInclusive<i64>| {
        let line = |n: i64| {
            json!({"url": format!("https://t.me/s/news/{n}"), "date": format!("2024-01-{:02}T00:00:00+00:00", n + 1),
                "content": format!("Ships {n}")})
            .to_string()
        };
        numbers.map(line).collect::<Vec<_>>().join("\n")
    };
    let posts = |content: &[String], id: &str| {
        lines(content, "post").iter().filter(|line| line.starts_with(&format!("{id}/"))).count()
    };
    let content =
        assert_order_does_not_matter(&[telethon(101), by_handle(7..=10), channel_of(102, "Herald", &herald)]);
    assert_eq!((posts(&content, "101"), posts(&content, "102")), (5, 4), "{content:#?}");
    // Two posts may be anybody's.
    let content =
        assert_order_does_not_matter(&[telethon(101), by_handle(7..=8), channel_of(102, "Herald", &herald)]);
    assert_eq!((posts(&content, "101"), posts(&content, "102")), (7, 4), "{content:#?}");
}

#[test]
fn an_export_of_an_id_alone_is_one_with_another_of_an_earlier_name_whatever_came_first() {
    let posts: Vec<Value> = (1..=6).map(|n| row(n, n, &format!("Ships {n}"))).collect();
    let message = |n: i64| json!({"id": n, "type": "message", "file": "", "date": 1_704_067_200 + n * 86_400, "text": format!("Ships {n}")});
    let by_id =
        json!({"id": 1_500_000_000, "messages": (1..=6).rev().map(message).collect::<Vec<_>>()}).to_string();
    let content = assert_order_does_not_matter(&[
        by_id,
        by_name("Gazette", &posts),
        channel_of(1_500_000_000, "Herald", &posts),
    ]);
    assert_eq!(lines(&content, "post").len(), 6, "{content:#?}");
}
