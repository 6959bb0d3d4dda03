//! Posts that a later export no longer holds.

use serde_json::{Value, json};

use crate::load_again::{assert_order_does_not_matter, channel_of, lines, photo, row, with};

/// What becomes of each post: its id and by when it is gone.
fn gone(content: &[String]) -> Vec<(String, String)> {
    lines(content, "post")
        .iter()
        .map(|line| {
            let parts: Vec<&str> = line.split('|').collect();
            (parts[0].to_owned(), parts[parts.len() - 4].to_owned())
        })
        .collect()
}

fn export(rows: &[Value]) -> String {
    channel_of(5, "Gazette", rows)
}

#[test]
fn a_post_that_a_later_whole_export_does_not_hold_is_gone_and_stays() {
    let first = export(&[row(1, 0, "a"), row(2, 1, "b"), row(3, 2, "c")]);
    let second = export(&[row(1, 0, "a"), row(3, 2, "c"), row(4, 9, "d")]);
    let third = export(&[row(3, 2, "c"), row(5, 12, "e")]);
    let content = assert_order_does_not_matter(&[first, second, third]);
    let expected = [
        // Below the third one's first message, of which that says nothing.
        ("5/1", "-"),
        ("5/2", "2024-01-10T00:00:00Z"),
        ("5/3", "-"),
        ("5/4", "2024-01-13T00:00:00Z"),
        ("5/5", "-"),
    ];
    assert_eq!(gone(&content), expected.map(|(id, at)| (id.to_owned(), at.to_owned())));
}

#[test]
fn an_input_that_is_cut_or_holds_a_choice_of_messages_says_nothing_of_what_it_lacks() {
    let first = export(&[row(1, 0, "a"), row(2, 1, "b"), row(3, 2, "c")]);
    let later = export(&[row(1, 0, "a"), row(3, 2, "c"), row(4, 9, "d")]);
    let cut = later[..later.len() - 3].to_owned();
    let choice = serde_json::to_string(&[row(1, 0, "a"), row(3, 2, "c"), row(4, 9, "d")]).unwrap();
    let choice = choice.replace("channel1234567890", "channel5");
    for lacking in [cut, choice] {
        let content = assert_order_does_not_matter(&[first.clone(), lacking]);
        assert!(gone(&content).iter().all(|(_, at)| at == "-"), "{content:#?}");
    }
}

/// A message of a group.
fn said(id: i64, day: i64, who: i64) -> Value {
    with(
        row(id, day, &format!("word {id}")),
        json!({"from": format!("Sailor {who}"), "from_id": format!("user{who}")}),
    )
}

fn group(name: &str, rows: &[Value]) -> Value {
    json!({"name": name, "type": "public_supergroup", "id": 5, "messages": rows})
}

#[test]
fn what_one_alone_wrote_in_a_chat_of_an_account_says_nothing_of_others() {
    let account = |chat: &Value| json!({"about": "", "chats": {"about": "", "list": [chat]}}).to_string();
    let whole = group("Quay", &[said(1, 0, 1), said(2, 1, 2), said(3, 2, 1)]);
    let own = group("Quay", &[said(1, 0, 1), said(3, 2, 1), said(4, 9, 1)]);
    let content = assert_order_does_not_matter(&[whole.to_string(), account(&own)]);
    assert!(gone(&content).iter().all(|(_, at)| at == "-"), "{content:#?}");
    let all = group("Quay", &[said(1, 0, 1), said(3, 2, 1), said(4, 9, 2)]);
    let content = assert_order_does_not_matter(&[whole.to_string(), account(&all)]);
    let ids: Vec<_> = gone(&content).into_iter().filter(|(_, at)| at != "-").map(|(id, _)| id).collect();
    assert_eq!(ids, ["5/2"], "others wrote there, too");
}

#[test]
fn an_export_of_one_topic_says_nothing_of_other_topics() {
    let begun = json!({"id": 2, "type": "service", "date": "2024-01-01T00:00:00", "date_unixtime": "1704067200",
        "actor": "Sailor 1", "actor_id": "user1", "action": "topic_created", "title": "Ferries", "text": ""});
    let whole = group("Quay", &[said(1, 0, 1), begun.clone(), said(3, 2, 1), said(4, 3, 2)]).to_string();
    let topic = group("Ferries", &[begun, said(3, 2, 1), said(5, 9, 2)]).to_string();
    let content = assert_order_does_not_matter(&[whole, topic]);
    assert!(gone(&content).iter().all(|(_, at)| at == "-"), "{content:#?}");
}

#[test]
fn an_export_of_no_later_instant_proves_nothing() {
    let first = export(&[row(1, 0, "a"), row(2, 1, "b"), row(3, 2, "c")]);
    let second = export(&[row(1, 0, "a"), row(3, 2, "c")]);
    let content = assert_order_does_not_matter(&[first, second]);
    assert!(gone(&content).iter().all(|(_, at)| at == "-"), "{content:#?}");
}

#[test]
fn an_album_whose_first_photo_is_gone_is_still_one_post() {
    let photos = |from: i64, last_day: i64| {
        let mut rows: Vec<Value> = (from..=3).map(|id| photo(row(id, 0, ""), &format!("p{id}"))).collect();
        rows.push(row(9, last_day, "later"));
        export(&rows)
    };
    let content = assert_order_does_not_matter(&[photos(1, 5), photos(2, 7)]);
    let ids: Vec<&str> = lines(&content, "post").iter().map(|line| line.split('|').next().unwrap()).collect();
    assert_eq!(ids, ["5/1", "5/9"]);
}
