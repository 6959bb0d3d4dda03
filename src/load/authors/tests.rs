use super::*;
use crate::model::{Media, Reply};

fn key() -> Key {
    Key::from_hex(&"0f".repeat(32)).expect("a key")
}

fn channel(id: Option<&str>, name: Option<&str>, kind: Option<&str>) -> Channel {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Channel {
        platform: "telegram".to_owned(),
        external_id: owned(id),
        name: owned(name),
        kind: owned(kind),
        ..Channel::default()
    }
}

fn anna() -> Author {
    Author { external_id: Some("user12".to_owned()), name: Some("Anna".to_owned()) }
}

/// The post after the policy, in a group.
fn changed(policy: &AuthorPolicy, post: Post) -> Post {
    let mut authors = Authors::new(policy);
    let group = Record::Channel(channel(Some("9"), Some("Group"), Some("private_supergroup")));
    assert_eq!(authors.apply(group.clone()), Some(group));
    match authors.apply(Record::Post(Box::new(post))) {
        Some(Record::Post(post)) => *post,
        other => panic!("{other:?}"),
    }
}

fn forwarded(channel: Channel, external_id: Option<&str>) -> Post {
    let forward = Forward { channel, external_id: external_id.map(str::to_owned), ..Forward::default() };
    Post { forward: Some(forward), ..Post::default() }
}

#[test]
fn authors_are_kept_left_out_or_replaced() {
    let post = Post { author: Some(anna()), text: "@anna".to_owned(), ..Post::default() };
    assert_eq!(changed(&AuthorPolicy::Keep, post.clone()), post);
    let left = changed(&AuthorPolicy::LeaveOut, post.clone());
    assert_eq!((left.author, left.text.as_str()), (None, "@anna"));
    let policy = AuthorPolicy::Pseudonyms(key());
    let replaced = changed(&policy, post.clone()).author.expect("an author");
    let renamed = Author { name: Some("Anna B.".to_owned()), ..anna() };
    let again = changed(&policy, Post { author: Some(renamed), ..Post::default() }).author;
    assert_eq!(again, Some(replaced.clone()), "the id tells who it is");
    let id = replaced.external_id.expect("an id");
    assert_eq!(replaced.name, Some(id.replace("pseudonym-", "Author ")));
    let other = AuthorPolicy::Pseudonyms(Key::from_hex(&"0e".repeat(32)).expect("a key"));
    assert_ne!(changed(&other, post).author.expect("an author").external_id, Some(id));
}

#[test]
fn a_signature_stays_without_an_id() {
    let signed = |name: &str| Post {
        author: Some(Author { external_id: None, name: Some(name.to_owned()) }),
        ..Post::default()
    };
    let policy = AuthorPolicy::Pseudonyms(key());
    let author = changed(&policy, signed("The editor")).author.expect("an author");
    assert_eq!(author.external_id, None);
    assert!(author.name.as_ref().is_some_and(|name| name.starts_with("Author ") && !name.contains("editor")));
    assert_eq!(changed(&policy, signed(" The editor")).author, Some(author));
}

#[test]
fn a_forward_from_a_channel_keeps_it_and_one_from_a_person_does_not() {
    let number = channel(Some("7"), Some("Gazette"), None);
    let gazette = Channel { link_base: Some("https://t.me/c/7/".to_owned()), ..number.clone() };
    let named = channel(None, Some("Gazette"), None);
    let user = channel(Some("user12"), Some("Anna"), Some("user"));
    let nobody = channel(None, None, None);
    for policy in [AuthorPolicy::LeaveOut, AuthorPolicy::Pseudonyms(key())] {
        for kept in [
            forwarded(gazette.clone(), None),
            forwarded(named.clone(), Some("5")),
            forwarded(number.clone(), Some("5")),
            forwarded(nobody.clone(), None),
        ] {
            assert_eq!(changed(&policy, kept.clone()), kept);
        }
        let handle = Some("anna".to_owned());
        for person in [
            user.clone(),
            named.clone(),
            number.clone(),
            Channel { handle: handle.clone(), ..number.clone() },
            Channel { handle, ..nobody.clone() },
        ] {
            let forward = changed(&policy, forwarded(person, None)).forward.expect("it stays a forward");
            let text = format!("{forward:?}");
            assert!(!["Anna", "anna", "user12", "Gazette"].iter().any(|word| text.contains(word)), "{text}");
            assert_eq!(forward.channel.is_anonymous(), policy == AuthorPolicy::LeaveOut);
        }
    }
}

#[test]
fn a_person_has_one_pseudonym_as_author_as_source_and_as_chat() {
    let policy = AuthorPolicy::Pseudonyms(key());
    let post =
        Post { author: Some(anna()), ..forwarded(channel(Some("user12"), Some("Anna"), Some("user")), None) };
    let post = changed(&policy, post);
    let id = post.author.expect("an author").external_id;
    assert_eq!(post.forward.expect("a forward").channel.external_id, id);
    let chat = Record::Channel(channel(Some("12"), Some("Anna"), Some("personal_chat")));
    let Some(Record::Channel(chat)) = Authors::new(&policy).apply(chat) else { panic!("no channel") };
    assert_eq!((chat.external_id, chat.link_base), (id, None));
}

#[test]
fn private_chats_are_left_out_with_authors_and_counted() {
    let policy = AuthorPolicy::LeaveOut;
    let mut authors = Authors::new(&policy);
    let mut apply = |record| authors.apply(record).is_some();
    assert!(!apply(Record::Channel(channel(Some("12"), Some("Anna"), Some("personal_chat")))));
    assert!(!apply(Record::Post(Box::default())));
    assert!(!apply(Record::Event(ChannelEvent::default())));
    assert!(apply(Record::Cut(crate::model::Place::Byte(1))));
    assert!(!apply(Record::Channel(channel(Some("1"), None, Some("saved_messages")))));
    assert!(apply(Record::Channel(channel(Some("9"), Some("Group"), Some("private_group")))));
    assert!(apply(Record::Post(Box::default())));
    assert_eq!(authors.private_chats(), 2);
    // Where messages of several chats are sorted by time, each comes again and again.
    let mut apply = |record| authors.apply(record).is_some();
    assert!(!apply(Record::Channel(channel(Some("12"), None, Some("personal_chat")))));
    assert!(!apply(Record::Post(Box::default())));
    assert_eq!(authors.private_chats(), 2);
    // Without an id two of one name are two.
    for _ in 0..2 {
        assert!(authors.apply(Record::Channel(channel(None, Some("Bo"), Some("personal_chat")))).is_none());
    }
    assert_eq!(authors.private_chats(), 4);
}

#[test]
fn replies_to_persons_and_names_of_contacts_go() {
    let reply = Reply {
        external_id: "5".to_owned(),
        channel: Some(channel(Some("user12"), Some("Anna"), Some("user"))),
    };
    let contact = Media {
        kind: "contact".to_owned(),
        title: Some("Anna".to_owned()),
        file_name: Some("Anna.vcard".to_owned()),
        ..Media::default()
    };
    let poll = Media { kind: "poll".to_owned(), title: Some("Tea?".to_owned()), ..Media::default() };
    let post = Post { reply: Some(reply), media: vec![contact, poll], ..Post::default() };
    for policy in [AuthorPolicy::LeaveOut, AuthorPolicy::Pseudonyms(key())] {
        let changed = changed(&policy, post.clone());
        assert!(!format!("{changed:?}").contains("Anna"));
        assert_eq!(changed.reply.is_some(), policy != AuthorPolicy::LeaveOut);
        assert_eq!(changed.media[1].title.as_deref(), Some("Tea?"));
    }
}

#[test]
fn what_service_rows_say_of_members_goes() {
    let event = |action: &str, detail: &str| ChannelEvent {
        action: action.to_owned(),
        actor: Some(anna()),
        detail: Some(detail.to_owned()),
        ..ChannelEvent::default()
    };
    for policy in [AuthorPolicy::LeaveOut, AuthorPolicy::Pseudonyms(key())] {
        let mut authors = Authors::new(&policy);
        let mut detail = |action, detail| match authors.apply(Record::Event(event(action, detail))) {
            Some(Record::Event(event)) => {
                assert!(event.actor.is_none_or(|actor| actor.name != Some("Anna".to_owned())));
                event.detail
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(detail("pin_message", "12").as_deref(), Some("12"));
        assert_eq!(detail("edit_group_title", "Harbour").as_deref(), Some("Harbour"));
        assert_eq!(detail("edit_group_title", "Anna changed the title"), None);
        for action in
            ["invite_members", "remove_members", "join_group_by_link", "custom_action", "anything_else"]
        {
            assert_eq!(detail(action, "Boris, Clara"), None, "{action}");
        }
    }
}
