//! What `chancery forget` takes for the channel that is meant: what is called so now.

use serde_json::json;

use crate::cli_channels_merge::write;
use crate::environment::Environment;
use crate::load_again::row;
use crate::same_channel::{by_name, channel_of};

fn count(environment: &Environment) -> serde_json::Value {
    environment.run(&["sql", "SELECT count(*) AS n FROM posts", "-f", "json"]).json()[0]["n"].clone()
}

#[test]
fn a_former_name_removes_nothing() {
    let environment = Environment::new();
    let ships = [row(1, 0, "Ships come in"), row(2, 1, "Ships go out")];
    write(&environment, "a.json", &by_name("Gazette", &ships[..1]));
    write(&environment, "b.json", &channel_of(77, "Gazette", &ships[..1]));
    write(&environment, "c.json", &channel_of(77, "Gazette Official", &ships));
    write(&environment, "d.json", &channel_of(88, "Gazette", &[row(1, 0, "Bread is dear")]));
    for input in ["a.json", "b.json", "c.json", "d.json"] {
        assert_eq!(environment.run(&["load", input]).code, 0);
    }
    assert_eq!(environment.run(&["forget", "Gazette"]).success(), "removed 1 post of 'Gazette' (88)\n");
    // Again, as after a kill of which nobody knows whether it came too late.
    let outcome = environment.run(&["forget", "Gazette"]);
    let refused = "error: no channel is called 'Gazette' now; 'Gazette Official' (77) was called so before
  to remove that one: chancery forget 77\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, refused));
    assert_eq!(count(&environment), 2);
    let outcome = environment.run(&["forget", "--post", "Gazette/2"]);
    let refused = refused.replace("forget 77", "forget --post 77/2");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, refused.as_str()));
    assert_eq!(count(&environment), 2);
    // To look at it, it is found.
    assert!(environment.run(&["show", "Gazette/2"]).success().contains("Ships go out"));
    let removed = environment.run(&["forget", "--post", "77/2"]).success();
    assert_eq!(removed, "removed 1 post of 'Gazette Official' (77)\n");
}

#[test]
fn a_former_name_that_came_with_an_id_is_known_as_one() {
    let environment = Environment::new();
    write(&environment, "a.json", &channel_of(77, "Gazette", &[row(1, 0, "Ships come in")]));
    write(&environment, "b.json", &channel_of(77, "Gazette Official", &[row(2, 1, "Ships go out")]));
    for input in ["a.json", "b.json"] {
        assert_eq!(environment.run(&["load", input]).code, 0);
    }
    let outcome = environment.run(&["forget", "gazette"]);
    let refused = "error: no channel is called 'gazette' now; 'Gazette Official' (77) was called so before
  to remove that one: chancery forget 77\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, refused));
    assert_eq!(count(&environment), 2);
}

#[test]
fn a_former_handle_removes_no_post() {
    let environment = Environment::new();
    let told = |file: &str, id: i64, handle: &str, text: &str, day: i64| {
        let row = json!({"id": 5, "channel_id": id, "channel_handle": handle, "text": text,
            "url": format!("https://t.me/{handle}/5"), "date": format!("2024-06-{day}")});
        environment.write(file, format!("{row}\n"));
        assert_eq!(environment.run(&["load", file]).code, 0);
    };
    told("a.jsonl", 77, "harbour", "Ships", 10);
    told("b.jsonl", 77, "quay", "Ships", 11);
    told("c.jsonl", 88, "harbour", "Bread", 12);
    let command = ["forget", "--post", "https://t.me/harbour/5"];
    assert_eq!(environment.run(&command).success(), "removed 1 post of @harbour (88)\n");
    let outcome = environment.run(&command);
    let refused = "error: no channel is called '@harbour' now; @quay (77) was called so before
  to remove that one: chancery forget --post 77/5\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, refused));
    assert_eq!(count(&environment), 1);
    assert_eq!(environment.run(&["forget", "--post", "@quay/5"]).success(), "removed 1 post of @quay (77)\n");
}

#[test]
fn a_handle_of_one_channel_and_the_name_of_another_are_told_apart() {
    let environment = Environment::new();
    let told = |id: i64, more: serde_json::Value| {
        let mut row = json!({"id": 1, "channel_id": id, "text": format!("Fog {id}"), "date": "2024-06-10"});
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        format!("{row}\n")
    };
    let lines = told(77, json!({"channel_handle": "herald"})) + &told(88, json!({"channel_name": "Herald"}));
    environment.write("a.jsonl", lines);
    environment.run(&["load", "a.jsonl"]).success();
    let outcome = environment.run(&["forget", "herald"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("names 2 channels"), "{outcome}");
    assert_eq!(count(&environment), 2);
    assert_eq!(environment.run(&["forget", "@herald"]).success(), "removed 1 post of @herald (77)\n");
    assert_eq!(environment.run(&["forget", "@herald"]).code, 2);
    assert_eq!(count(&environment), 1);
}

#[test]
fn a_number_alone_is_the_id_of_a_post_in_its_channel() {
    let environment = Environment::new();
    // The store's own numbers of its posts are 1 and 2.
    environment.write(
        "a.jsonl",
        format!("{}\n", json!({"id": 2, "channel": "Fog", "text": "Fog", "date": "2024-06-10"})),
    );
    environment
        .write("b.jsonl", format!("{}\n", json!({"channel": "Rain", "text": "Rain", "date": "2024-06-10"})));
    environment.run(&["load", "a.jsonl", "b.jsonl"]).success();
    assert_eq!(
        environment.run(&["forget", "--post", "2"]).success(),
        "removed 1 post of 'Fog' (channel:1)\n"
    );
    let outcome = environment.run(&["forget", "--post", "2"]);
    let refused = "error: no post has the id 2 in its channel
  the store's own post 2: chancery forget --post post:2\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, refused));
    assert_eq!(count(&environment), 1);
    assert_eq!(
        environment.run(&["forget", "--post", "post:2"]).success(),
        "removed 1 post of 'Rain' (channel:2)\n"
    );
}
