//! Forwards that tell the name of their source alone, where one or several channels have that name.

use serde_json::{Value, json};

use crate::cli_channels_merge::write;
use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, orders, row, with};
use crate::same_channel::{by_name, channel_of};

fn rows(words: &str, ids: std::ops::RangeInclusive<i64>) -> Vec<Value> {
    ids.map(|id| row(id, id, &format!("{words} {id} #{words}"))).collect()
}

/// Posts 1 and 2, the second of which is a forward.
fn forwarding(words: &str, forward: Value) -> Vec<Value> {
    vec![row(1, 1, &format!("{words} 1")), with(row(2, 2, &format!("{words} 2")), forward)]
}

/// An export of several chats.
fn account(chats: &[String]) -> String {
    let chats: Vec<Value> = chats.iter().map(|chat| serde_json::from_str(chat).unwrap()).collect();
    json!({"chats": {"about": "", "list": chats}}).to_string()
}

/// Where the forwards of these stores lead, and how many channels each store has: what is so in every order of the inputs.
#[track_caller]
fn sources(inputs: &[String]) -> Value {
    assert_order_does_not_matter(inputs);
    let asked = "SELECT c.external_id AS channel, p.external_id AS post, coalesce(f.external_id, f.name) AS source,
            f.channel_id = c.channel_id AS is_own, (SELECT count(*) FROM channels) AS channels
        FROM posts AS p JOIN channels AS c USING (channel_id) JOIN channels AS f ON f.channel_id = p.forwarded_from_id
        ORDER BY 1, 2";
    let mut all: Vec<Value> = Vec::new();
    for order in orders(inputs.len()) {
        let environment = Environment::new();
        for number in order {
            let name = format!("{number}.json");
            write(&environment, &name, &inputs[number]);
            assert_eq!(environment.run(&["load", &name]).code, 0);
        }
        assert_eq!(environment.run(&["check"]).code, 0);
        all.push(environment.run(&["sql", asked, "-f", "json"]).json());
    }
    all.dedup();
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

#[test]
fn a_forward_by_the_name_of_two_channels_leads_to_neither_whatever_came_first() {
    let (ships, bread) = (rows("Ships", 1..=4), rows("Bread", 20..=23));
    let chats = [
        channel_of(101, "News", &ships),
        channel_of(102, "News", &bread),
        channel_of(103, "Third", &forwarding("Fog", json!({"forwarded_from": "News"}))),
    ];
    let (ships, bread) = (by_name("News", &ships), by_name("News", &bread));
    let expected = json!([{"channel": "103", "post": "2", "source": "News", "is_own": 0, "channels": 4}]);
    for inputs in [
        vec![account(&chats), ships.clone(), bread],
        vec![account(&[chats[0].clone(), chats[2].clone()]), chats[1].clone(), ships],
        chats.to_vec(),
    ] {
        assert_eq!(sources(&inputs), expected);
    }
}

#[test]
fn a_forward_by_the_name_of_two_channels_leads_to_the_one_whose_id_another_input_tells() {
    let ships = rows("Ships", 1..=4);
    let chats = [channel_of(101, "News", &ships), channel_of(102, "News", &rows("Bread", 20..=23))];
    let forward = |forward: Value| channel_of(103, "Third", &forwarding("Fog", forward));
    let by_name_alone = forward(json!({"forwarded_from": "News"}));
    let by_id = forward(json!({"forwarded_from": "News", "forwarded_from_id": "channel101"}));
    let sources = sources(&[account(&chats), by_name("News", &ships), by_name_alone, by_id]);
    assert_eq!(sources[0]["source"], "101");
}

#[test]
fn a_forward_from_the_own_name_is_of_the_one_channel_of_that_name_whatever_came_first() {
    let own = [forwarding("Ships", json!({"forwarded_from": "Alpha"})), rows("Ships", 3..=6)].concat();
    let nameless: Vec<Value> = rows("Ships", 3..=6);
    let nameless = json!({"type": "public_channel", "id": 101, "messages": nameless}).to_string();
    let (by_id, by_name) = (channel_of(101, "Alpha", &own), by_name("Alpha", &own));
    let expected = json!([{"channel": "101", "post": "2", "source": "101", "is_own": 1, "channels": 1}]);
    for inputs in [
        vec![by_id.clone()],
        vec![by_id.clone(), by_name.clone()],
        vec![nameless.clone(), by_name.clone()],
        vec![nameless, by_name, by_id],
    ] {
        assert_eq!(sources(&inputs), expected);
    }
}

#[test]
fn a_forward_from_the_own_name_is_nobodys_where_another_channel_has_that_name() {
    let own = forwarding("Ships", json!({"forwarded_from": "News"}));
    let inputs = [
        channel_of(101, "News", &own),
        channel_of(102, "News", &rows("Bread", 20..=23)),
        by_name("News", &own),
    ];
    let expected = json!([{"channel": "101", "post": "2", "source": "News", "is_own": 0, "channels": 3}]);
    assert_eq!(sources(&inputs[..2]), expected);
    assert_eq!(sources(&inputs), expected);
    assert_eq!(sources(&[account(&inputs[..2])]), expected);
}

#[test]
fn what_the_user_joins_by_name_stays_joined_whoever_has_that_name() {
    let environment = Environment::new();
    let forward = forwarding("Fog", json!({"forwarded_from": "News"}));
    write(&environment, "a.json", &channel_of(101, "News", &rows("Ships", 1..=4)));
    write(&environment, "b.json", &channel_of(103, "Third", &forward));
    write(&environment, "c.json", &channel_of(102, "News", &rows("Bread", 20..=23)));
    environment.run(&["load", "a.json", "b.json"]).success();
    environment
        .run(&["sql", "SELECT channel_id FROM channels WHERE external_id IS NULL", "-f", "json"])
        .success();
    environment.run(&["channels", "merge", "101", "channel:3"]).success();
    environment.run(&["load", "c.json"]).success();
    let sources =
        "SELECT f.external_id AS source FROM posts JOIN channels AS f ON f.channel_id = forwarded_from_id";
    assert_eq!(environment.run(&["sql", sources, "-f", "json"]).json(), json!([{"source": "101"}]));
}
