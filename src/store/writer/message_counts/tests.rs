//! What loads counted of which messages.

use super::*;
use crate::model::Media;
use crate::store::writer::telling::{Fields, Source};

/// What a load counted of these messages.
fn counted(load_id: i64, messages: &[i64], views: i64) -> Counted {
    Counted {
        load_id,
        messages: messages.iter().copied().collect(),
        seen_at: Some("2024-01-02".to_owned()),
        counts: Counts { views: Some(views), ..Counts::default() },
        reactions: Some(2),
        reacted: Some(r#"[["emoji","A",2]]"#.to_owned()),
        text_hash: hash("words"),
        ..Counted::default()
    }
}

/// What an input told of these messages, of no album that is marked.
fn telling(load_id: i64, messages: &[i64]) -> Telling {
    let photo = |number: &i64| Media {
        external_id: Some(number.to_string()),
        kind: "photo".to_owned(),
        ..Media::default()
    };
    Telling {
        source: Source { load_id, rank: 90, is_exact: true, tells_edits: true },
        as_of: None,
        own_as_of: None,
        fields: Fields { external_no: messages.first().copied(), ..Fields::default() },
        media: messages.iter().map(photo).collect(),
        forward_certainty: 0,
        words: String::new(),
    }
}

#[test]
fn what_is_counted_of_messages_of_several_posts_says_nothing_of_any() {
    let whole = counted(1, &[2, 3], 9);
    assert_eq!(whole.of(&BTreeSet::from([1, 2, 3]), || 0), Some(whole.clone()));
    assert_eq!(whole.of(&BTreeSet::from([1, 4]), || 0), None);
    let some = whole.of(&BTreeSet::from([3, 4]), || hash("")).unwrap();
    let nothing = Counted {
        load_id: 1,
        messages: BTreeSet::from([3]),
        seen_at: whole.seen_at.clone(),
        text_hash: hash(""),
        ..Counted::default()
    };
    assert_eq!(some, nothing);
}

#[test]
fn of_reactions_to_the_same_messages_only_those_that_stand_are_kept_one_by_one() {
    let reacted = |kept: &str| Some(format!(r#"[["emoji",{kept}]]"#));
    let later = Counted {
        seen_at: Some("2024-01-03".to_owned()),
        reacted: reacted(r#""A",2"#),
        ..counted(2, &[1, 2], 6)
    };
    let unreacted = Counted {
        seen_at: Some("2024-01-04".to_owned()),
        reactions: None,
        reacted: None,
        ..counted(3, &[1, 2], 7)
    };
    // Of one instant and as many: what was not kept of one load, and other ones of another.
    let unknown = Counted { load_id: 5, reacted: None, ..later.clone() };
    let others = Counted { load_id: 6, reacted: reacted(r#""B",2"#), ..later.clone() };
    let fewer = Counted { load_id: 7, reactions: Some(1), ..later.clone() };
    let all = [counted(1, &[1, 2], 5), later, unreacted, counted(4, &[1], 6), unknown, others, fewer];
    let (a, b) = (Some(r#"[["emoji","A",2]]"#), Some(r#"[["emoji","B",2]]"#));
    assert_eq!(all.each_ref().map(|one| kept_reactions(one, &all)), [None, b, None, a, b, b, None]);
}

#[test]
fn the_latest_reactions_are_of_all_loads_that_counted_as_many_of_the_same_messages() {
    assert_eq!(of_latest_reactions(&[]), [0; 0]);
    let early = Counted { seen_at: None, ..counted(4, &[1, 2], 9) };
    let unreacted = Counted { reactions: None, ..counted(5, &[1, 2], 9) };
    assert_eq!(of_latest_reactions(std::slice::from_ref(&unreacted)), [0; 0]);
    let seen = [early, counted(1, &[1, 2], 5), unreacted, counted(2, &[1, 2], 6)];
    assert_eq!(of_latest_reactions(&seen), [1, 3]);
    assert_eq!(of_latest_reactions(&[counted(1, &[1, 2], 5), counted(2, &[1], 6)]), [0; 0]);
}

#[test]
fn nothing_is_kept_while_all_is_of_the_same_messages() {
    assert!(!are_of_several(&[]));
    assert!(!are_of_several(&[counted(1, &[1, 2], 5), counted(2, &[1, 2], 6)]));
    assert!(are_of_several(&[counted(1, &[1, 2], 5), counted(2, &[1], 6)]));
}

#[test]
fn of_an_earlier_store_a_load_counted_what_it_told_unless_that_may_be_more() {
    let tellings = [telling(1, &[1, 2, 3]), telling(2, &[3])];
    assert_eq!(counted_together(1, &tellings), Some(BTreeSet::from([1, 2, 3])));
    assert_eq!(counted_together(2, &tellings), Some(BTreeSet::from([3])));
    assert_eq!(counted_together(3, &tellings), Some(BTreeSet::new()));
    // It may have told of 1 and 2 what stands for the other.
    assert_eq!(counted_together(2, &[telling(1, &[1, 2]), telling(2, &[3])]), None);
    let mut of_album = telling(2, &[3]);
    of_album.fields.album_no = Some(70);
    assert_eq!(counted_together(2, &[telling(1, &[1, 2]), of_album]), Some(BTreeSet::from([3])));
}

#[test]
fn reactions_come_back_as_they_were() {
    let one =
        |kind: &str, name: &str, count| Reaction { kind: kind.to_owned(), name: name.to_owned(), count };
    let all = vec![one("emoji", "\"👍", 3), one("paid", "", 1)];
    let kept = reactions_to_json(&all).unwrap();
    assert_eq!(kept, r#"[["emoji","\"👍",3],["paid","",1]]"#);
    assert_eq!(reactions_from_json(&kept), all);
    assert_eq!(reactions_to_json(&[]), None);
    assert_eq!(reactions_from_json("{}"), []);
}
