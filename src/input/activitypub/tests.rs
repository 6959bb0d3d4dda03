//! Records of whole inputs. The text of posts is tried in `tests/text.rs`, damage in `tests/damage.rs`.

mod damage;
mod text;

use super::*;
use crate::model::{Forward, Media, Moment, Post, Reaction, Reply};

const ACTOR: &str = "https://valdoria.example/users/ministry";

fn records(input: impl AsRef<[u8]>) -> Vec<Record> {
    drain(ActivityPub::new(input.as_ref()))
}

fn drain(mut reader: impl Reader) -> Vec<Record> {
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

/// An archive's outbox with these items.
fn outbox(items: &[String]) -> String {
    format!(
        r#"{{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection","totalItems":{},"orderedItems":[{}]}}"#,
        items.len(),
        items.join(",")
    )
}

/// A public post as Mastodon writes it; `rest` is more members of the note.
fn create(id: u64, content: &str, rest: &str) -> String {
    let content = serde_json::to_string(content).unwrap();
    format!(
        r#"{{"id":"{ACTOR}/statuses/{id}/activity","type":"Create","actor":"{ACTOR}","published":"2024-03-19T07:03:06Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["{ACTOR}/followers"],"object":{{"id":"{ACTOR}/statuses/{id}","type":"Note","summary":null,"inReplyTo":null,"published":"2024-03-19T07:03:06Z","url":"https://valdoria.example/@ministry/{id}","attributedTo":"{ACTOR}","content":{content}{rest}}}}}"#
    )
}

fn announce(id: u64, object: &str) -> String {
    format!(
        r#"{{"id":"{ACTOR}/statuses/{id}/activity","type":"Announce","actor":"{ACTOR}","published":"2024-03-20T07:03:06Z","to":["https://www.w3.org/ns/activitystreams#Public"],"object":{object}}}"#
    )
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn rejects(records: &[Record]) -> Vec<&Reject> {
    records
        .iter()
        .filter_map(|record| if let Record::Reject(reject) = record { Some(reject) } else { None })
        .collect()
}

fn only_post(item: String) -> Post {
    let records = records(outbox(&[item]));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

#[test]
fn a_post_has_its_account_id_instant_and_address() {
    let records = records(outbox(&[create(112, "<p>The river Orsel is open</p>", "")]));
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    let expected = Channel {
        platform: "activitypub".to_owned(),
        external_id: Some(ACTOR.to_owned()),
        handle: Some("ministry@valdoria.example".to_owned()),
        name: None,
        kind: None,
        link_base: Some(format!("{ACTOR}/statuses/")),
    };
    assert_eq!(*channel, expected);
    let expected = Post {
        external_id: Some("112".to_owned()),
        posted: Moment::Instant(1_710_831_786),
        text: "The river Orsel is open".to_owned(),
        url: Some("https://valdoria.example/@ministry/112".to_owned()),
        ..Post::default()
    };
    assert_eq!(**post, expected, "no counts: absent is not zero");
}

#[test]
fn a_date_that_cannot_be_read_is_kept_as_written() {
    let item = create(112, "a", "");
    let of_note = r#""inReplyTo":null,"published":"2024-03-19T07:03:06Z""#;
    let dated = |published: &str| {
        let note = item.replace(of_note, &format!(r#""inReplyTo":null,"published":{published}"#));
        let post = only_post(note);
        (post.posted, post.posted_raw)
    };
    for (published, raw) in [("1710831786", "1710831786"), (r#""soon""#, "soon"), ("[1]", "[1]")] {
        assert_eq!(dated(published), (Moment::Unknown, Some(raw.to_owned())), "{published}");
    }
    assert_eq!(dated("null"), (Moment::Instant(1_710_831_786), None), "the activity's own");
    assert_eq!(dated(r#""""#), (Moment::Unknown, None));
}

#[test]
fn an_edit_counts_and_an_answer_are_read() {
    let rest = format!(
        r#","updated":"2024-03-19T08:00:00Z","inReplyTo":"{ACTOR}/statuses/100","likes":{{"totalItems":7}},"shares":{{"totalItems":2}},"replies":{{"id":"x","totalItems":0}}"#
    );
    let post = only_post(create(112, "a", &rest).replace(r#""inReplyTo":null,"#, ""));
    assert_eq!((post.edited, post.is_edited), (Moment::Instant(1_710_835_200), true));
    assert_eq!(post.reply, Some(Reply { external_id: "100".to_owned(), channel: None }), "to itself");
    assert_eq!((post.forwards, post.replies), (Some(2), Some(0)));
    let like = Reaction { kind: "like".to_owned(), name: String::new(), count: 7 };
    assert_eq!(post.reactions, Some(vec![like]));
    let none = only_post(create(112, "a", r#","likes":{"id":"x"},"shares":{"totalItems":-1}"#));
    assert_eq!((none.reactions, none.forwards), (None, None));
    let zero = only_post(create(112, "a", r#","likes":{"totalItems":0}"#));
    assert_eq!(zero.reactions, Some(vec![]), "known to be none");
}

#[test]
fn answers_to_others_name_their_account_as_far_as_the_address_tells() {
    let reply = |address: &str| {
        let item =
            create(112, "a", "").replace(r#""inReplyTo":null"#, &format!(r#""inReplyTo":"{address}""#));
        let reply = only_post(item).reply.unwrap();
        let channel = reply.channel.unwrap();
        (reply.external_id, channel.external_id, channel.handle)
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        reply("https://orsel.example/users/port/statuses/9"),
        ("9".to_owned(), some("https://orsel.example/users/port"), some("port@orsel.example"))
    );
    assert_eq!(reply("https://orsel.example/@port/9"), ("9".to_owned(), None, some("port@orsel.example")));
    let object = "https://orsel.example/objects/5f2c-9";
    assert_eq!(reply(object), (object.to_owned(), None, None));
    let numbered = "https://orsel.example/ap/users/115/statuses/9";
    assert_eq!(reply(numbered), ("9".to_owned(), some("https://orsel.example/ap/users/115"), None));
}

#[test]
fn a_boost_is_a_forward_without_words() {
    let post = only_post(announce(113, r#""https://orsel.example/users/port/statuses/9""#));
    let channel = Channel {
        platform: "activitypub".to_owned(),
        external_id: Some("https://orsel.example/users/port".to_owned()),
        handle: Some("port@orsel.example".to_owned()),
        link_base: Some("https://orsel.example/users/port/statuses/".to_owned()),
        ..Channel::default()
    };
    let forward = Forward { channel, external_id: Some("9".to_owned()), posted: Moment::Unknown };
    let expected = Post {
        external_id: Some("113".to_owned()),
        posted: Moment::Instant(1_710_918_186),
        forward: Some(forward),
        ..Post::default()
    };
    assert_eq!(post, expected);
    let embedded = only_post(announce(113, &format!(r#"{{"id":"{ACTOR}/statuses/100","content":"a"}}"#)));
    assert_eq!(embedded.text, "", "the original stands in the outbox itself");
    assert_eq!(embedded.forward.unwrap().external_id.as_deref(), Some("100"));
}

#[test]
fn media_and_polls_are_read() {
    let rest = r#","attachment":[{"type":"Document","mediaType":"image/png","url":"/media/files/1/a.png?x","name":"A bridge","width":640,"height":480},{"type":"Document","mediaType":"video/mp4","url":"/media/b.mp4","name":null},{"type":"PropertyValue","name":"x"}]"#;
    let post = only_post(create(5, "a", rest).replace(r#""type":"Note""#, r#""type":"Question""#));
    let photo = Media {
        external_id: Some("5".to_owned()),
        kind: "photo".to_owned(),
        file_name: Some("a.png".to_owned()),
        mime_type: Some("image/png".to_owned()),
        width: Some(640),
        height: Some(480),
        title: Some("A bridge".to_owned()),
        ..Media::default()
    };
    assert_eq!(post.media[0], photo);
    assert_eq!(post.media.iter().map(|it| it.kind.as_str()).collect::<Vec<_>>(), ["photo", "video", "poll"]);
}

#[test]
fn direct_messages_are_rejects_without_their_words() {
    let direct = create(7, "my secret", "")
        .replace("https://www.w3.org/ns/activitystreams#Public", "https://orsel.example/users/anna")
        .replace(&format!(r#""cc":["{ACTOR}/followers"]"#), r#""cc":[]"#)
        .replace(r#""content""#, r#""to":"https://orsel.example/users/anna","content""#);
    let followers = create(8, "to those who follow", "")
        .replace(r#"["https://www.w3.org/ns/activitystreams#Public"]"#, "[]");
    let told_by_the_note_alone =
        direct.replace(r#""to":["https://orsel.example/users/anna"],"cc":[],"#, "").replace("/7", "/9");
    let records = records(outbox(&[direct, followers, told_by_the_note_alone]));
    let [reject, other] = &rejects(&records)[..] else { panic!("{records:?}") };
    assert_eq!(reject.reason, "a direct message");
    assert_eq!((reject.external_id.as_deref(), reject.raw.as_str()), (Some("7"), ""));
    assert_eq!((other.external_id.as_deref(), other.raw.as_str()), (Some("9"), ""));
    assert_eq!(posts(&records).len(), 1);
}

#[test]
fn other_activities_are_events_and_posts_without_words_are_rejects() {
    let like = format!(
        r#"{{"id":"{ACTOR}#likes/1","type":"Like","actor":"{ACTOR}","object":"https://orsel.example/9"}}"#
    );
    let bare = format!(
        r#"{{"id":"{ACTOR}/statuses/4/activity","type":"Create","actor":"{ACTOR}","object":"{ACTOR}/statuses/4"}}"#
    );
    let key = create(5, "a", "").replace(r#""type":"Note""#, r#""type":"Key""#);
    let records = records(outbox(&[like, bare, key, "{}".to_owned(), "7".to_owned()]));
    let Record::Event(event) = &records[1] else { panic!("{records:?}") };
    assert_eq!((event.action.as_str(), event.detail.as_deref()), ("like", Some("https://orsel.example/9")));
    let reasons: Vec<_> = rejects(&records).iter().map(|reject| reject.reason.as_str()).collect();
    let expected = ["the address of a post without its words", "no post in it", "no activity", "no activity"];
    assert_eq!(reasons, expected);
}

#[test]
fn other_servers_posts_are_known_by_their_whole_address() {
    let object = "https://orsel.example/objects/5f2c-9";
    let actor = "https://orsel.example/actor/1";
    let item = format!(
        r#"{{"id":"https://orsel.example/activities/1","type":"Create","actor":{{"id":"{actor}"}},"object":{{"id":"{object}","type":"Note","url":[{{"type":"Link","mediaType":"application/x","href":"https://x"}},{{"type":"Link","mediaType":"text/html","href":"https://orsel.example/n/9"}}],"content":"a","published":"soon"}}}}"#
    );
    let records = records(outbox(&[item]));
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(
        (channel.external_id.as_deref(), &channel.handle, &channel.link_base),
        (Some(actor), &None, &None)
    );
    assert_eq!(post.external_id.as_deref(), Some(object));
    assert_eq!(post.url.as_deref(), Some("https://orsel.example/n/9"));
    assert_eq!((post.posted, post.posted_raw.as_deref()), (Moment::Unknown, Some("soon")));
}

#[test]
fn pages_arrays_and_lines_of_pages_are_read() {
    let page = |id| {
        let item = create(id, "a", "");
        format!(
            r#"{{"type":"OrderedCollectionPage","partOf":"{ACTOR}/outbox","next":"x","orderedItems":[{item}]}}"#
        )
    };
    let ids = |input: &str| {
        assert!(looks_like(input.as_bytes()), "{input}");
        let records = records(input);
        assert_eq!(records.iter().filter(|record| matches!(record, Record::Channel(_))).count(), 1);
        posts(&records).iter().map(|post| post.external_id.clone().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&page(1)), ["1"]);
    assert_eq!(ids(&format!("{}\n{}\n", page(2), page(1))), ["2", "1"]);
    assert_eq!(ids(&format!("[{}, {}]", page(2), page(1))), ["2", "1"]);
    assert_eq!(ids(&format!("[{}, {}]", create(2, "a", ""), announce(1, "\"https://x\""))), ["2", "1"]);
    assert_eq!(ids(&outbox(&[create(2, "a", "")])), ["2"]);
}

#[test]
fn an_archive_is_complete_and_a_page_is_not() {
    let is_complete = |input: &str| {
        let mut reader = ActivityPub::new(input.as_bytes());
        assert!(!reader.is_complete() && !reader.is_ordered());
        while reader.next_record().unwrap().is_some() {}
        reader.is_complete()
    };
    let whole = outbox(&[create(1, "a", ""), announce(2, "\"https://x\"")]);
    assert!(is_complete(&whole));
    assert!(!is_complete(&whole.replace("\"totalItems\":2", "\"totalItems\":3")));
    assert!(!is_complete(&whole.replace("\"OrderedCollection\"", "\"OrderedCollectionPage\"")));
    assert!(!is_complete(&whole[..whole.len() - 3]));
}

#[test]
fn an_outbox_without_posts_says_so() {
    let bare = format!(
        r#"{{"id":"{ACTOR}/outbox","type":"OrderedCollection","totalItems":9,"first":"{ACTOR}/outbox?page=true"}}"#
    );
    assert!(looks_like(bare.as_bytes()));
    let error = ActivityPub::new(bare.as_bytes()).next_record().unwrap_err();
    assert!(error.to_string().contains("only the addresses of its pages"));
    assert_eq!(records(outbox(&[])), [], "an account that posted nothing");
}

#[test]
fn the_format_is_told_by_its_type_and_its_activities() {
    for other in [
        r#"{"type":"FeatureCollection","features":[]}"#,
        r#"{"orderedItems":[1,2]}"#,
        r#"{"type":"OrderedCollection"}"#,
        r#"[{"type":"Create"}]"#,
        r#"[{"type":"message","id":1}]"#,
        r#"{"messages":[]}"#,
        "[]",
        "{",
        "",
    ] {
        assert!(!looks_like(other.as_bytes()), "{other}");
    }
    let sorted = format!(r#"{{"id":"x","orderedItems":[{}"#, create(1, "a", ""));
    assert!(looks_like(sorted.as_bytes()), "the type stands behind the list, out of sight");
    assert_eq!(
        crate::input::detect::detect(outbox(&[create(1, "a", "")]).as_bytes()),
        Some(crate::input::Format::ActivityPub)
    );
}
