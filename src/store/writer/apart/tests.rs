//! What is told of an album, of its messages alone.

use super::*;
use crate::model::Media;
use crate::store::writer::evidence::messages;
use crate::store::writer::telling::{Fields, Source};

/// An album of these messages, with a text, which is edited.
fn album(numbers: &[i64], text_no: Option<i64>) -> Telling {
    let photo = |number: &i64| Media {
        external_id: Some(number.to_string()),
        kind: "photo".to_owned(),
        ..Media::default()
    };
    Telling {
        source: Source { load_id: 1, rank: 90, is_exact: true, tells_edits: true },
        as_of: None,
        own_as_of: None,
        fields: Fields {
            external_id: Some(numbers[0].to_string()),
            external_no: Some(numbers[0]),
            album_size: i64::try_from(numbers.len()).unwrap(),
            text_no,
            edited_at: Some("2024-01-02T00:00:00Z".to_owned()),
            is_edited: true,
            reply_to_external_id: Some("3".to_owned()),
            text: "words".to_owned(),
            ..Fields::default()
        },
        media: numbers.iter().map(photo).collect(),
        forward_certainty: 0,
        words: String::new(),
    }
}

/// The posts that begin with these messages, each with its text; `*` where the message stands alone.
fn begun(all: &[(i64, &str)]) -> Cuts {
    let cut = |text: &str| Cut::told(text.trim_end_matches('*').to_owned(), text.ends_with('*'));
    all.iter().flat_map(|(number, text)| cuts(*number, cut(text))).collect()
}

/// The parts as `id: messages text text_no`.
fn told(telling: &Telling, all: &[(i64, &str)]) -> Vec<String> {
    let told = |part: &Telling| {
        let Fields { external_no, text, text_no, is_edited, album_size, .. } = &part.fields;
        assert_eq!(*is_edited, !text.is_empty());
        let messages: Vec<i64> = messages(part).into_iter().collect();
        assert_eq!(usize::try_from(*album_size).unwrap(), messages.len());
        format!("{}: {messages:?} {text} {text_no:?}", external_no.unwrap())
    };
    parts(telling, &begun(all)).iter().map(told).collect()
}

#[test]
fn what_is_left_of_an_album_that_begins_with_a_message_is_not_told_to_be_all_of_it() {
    let mut telling = album(&[7, 8], Some(8));
    telling.fields.is_alone = true;
    let parts = parts(&telling, &begun(&[(8, "words")]));
    let told = |part: &Telling| (part.fields.is_alone, part.fields.is_single(), part.fields.text_no);
    assert_eq!(parts.iter().map(told).collect::<Vec<_>>(), [(true, false, Some(7)), (false, false, None)]);
}

#[test]
fn the_text_goes_to_the_message_that_has_it() {
    let telling = album(&[7, 8, 9], Some(8));
    assert_eq!(told(&telling, &[(7, "a*")]), ["7: [7]  None", "8: [8, 9] words Some(8)"]);
    assert_eq!(told(&telling, &[(8, "*")]), ["7: [7]  None", "8: [8] words None", "9: [9]  None"]);
    assert_eq!(told(&telling, &[(9, "other")]), ["7: [7, 8] words Some(8)", "9: [9]  None"]);
    assert_eq!(told(&telling, &[(8, "other")]), ["7: [7]  None", "8: [8, 9] words Some(8)"]);
    let all = [(7, "a*"), (8, "*"), (9, "*")];
    assert_eq!(told(&telling, &all), ["7: [7]  None", "8: [8] words None", "9: [9]  None"]);
    assert_eq!(told(&telling, &[(7, "other")]), ["7: [7, 8, 9] words Some(8)"]);
    let telling = album(&[7, 8, 9, 10], Some(7));
    assert_eq!(told(&telling, &[(9, "other")]), ["7: [7, 8] words Some(7)", "9: [9, 10]  None"]);
}

#[test]
fn where_it_is_not_told_which_has_the_text_it_is_one_that_has_a_text_elsewhere() {
    // That the others have none, nobody knows: 0.
    let telling = album(&[7, 8, 9], None);
    assert_eq!(told(&telling, &[(8, "a*")]), ["7: [7]  Some(0)", "8: [8] words None", "9: [9]  Some(0)"]);
    assert_eq!(told(&telling, &[(7, "*")]), ["7: [7]  Some(0)", "8: [8, 9] words None"]);
    assert_eq!(told(&telling, &[(8, "a")]), ["7: [7] words None", "8: [8, 9]  Some(0)"]);
    assert_eq!(told(&telling, &[(8, "words")]), ["7: [7]  Some(0)", "8: [8, 9] words None"]);
    assert_eq!(told(&album(&[7, 8], None), &[(7, "*"), (8, "*")]), ["7: [7] words None", "8: [8]  Some(0)"]);
    assert_eq!(told(&album(&[7], None), &[(7, "*")]), ["7: [7] words None"]);
    assert_eq!(told(&album(&[7], None), &[(8, "a*")]), ["7: [7] words None"]);
    // Nor does anybody when these are taken apart in their turn.
    let others = parts(&telling, &begun(&[(8, "a")])).pop().unwrap();
    assert_eq!(told(&others, &[(9, "b")]), ["8: [8]  Some(0)", "9: [9]  Some(0)"]);
}

#[test]
fn of_an_album_without_words_nobody_knows_which_message_was_edited() {
    let mut telling = album(&[7, 8, 9], None);
    telling.fields.text.clear();
    let edits = |all: &[(i64, &str)]| -> Vec<bool> {
        parts(&telling, &begun(all)).iter().map(|part| part.fields.is_edited).collect()
    };
    assert_eq!(edits(&[(7, "*"), (8, "*"), (9, "*")]), [false, false, false]);
    assert_eq!(edits(&[(8, "words")]), [false, false]);
    assert_eq!(edits(&[]), [true]);
}

#[test]
fn what_is_told_once_is_told_of_the_first_message() {
    let replies = |all: &[(i64, &str)]| -> Vec<(i64, bool)> {
        let parts = parts(&album(&[7, 8, 9], Some(7)), &begun(all));
        let told =
            |part: &Telling| (part.fields.external_no.unwrap(), part.fields.reply_to_external_id.is_some());
        parts.iter().map(told).collect()
    };
    assert_eq!(replies(&[(7, "*")]), [(7, true), (8, false)]);
    assert_eq!(replies(&[(8, "a")]), [(7, true), (8, false)]);
}

#[test]
fn a_telling_that_is_made_a_post_again_says_the_same() {
    let mut telling = album(&[7, 8], Some(8));
    telling.fields.is_forward = true;
    telling.fields.forwarded_external_id = Some("5".to_owned());
    telling.fields.reply_to_channel_id = Some(4);
    telling.fields.dated.posted_on = Some("2024-01-01".to_owned());
    telling.fields.dated.date_basis = Some("timestamp".to_owned());
    let (prepared, references) = telling.untold();
    let key = Key::of(&prepared.post);
    let again = Telling::told(telling.source, None, &key, &prepared, &references);
    assert_eq!(again, telling);
}

#[test]
fn what_shares_a_message_or_an_album_between_whose_messages_no_post_begins_is_of_one_post() {
    let of_album = |numbers: &[i64]| {
        let mut telling = album(numbers, None);
        telling.fields.album_no = Some(70);
        telling
    };
    let begun_posts = |tellings: &[Telling], all: &[(i64, &str)]| -> Vec<BTreeSet<i64>> {
        let made = posts(tellings, &begun(all));
        made.iter().map(|post| post.iter().flat_map(messages).collect()).collect()
    };
    let sets =
        |all: &[&[i64]]| all.iter().map(|one| one.iter().copied().collect()).collect::<Vec<BTreeSet<i64>>>();
    let mut tellings = vec![of_album(&[1, 3]), album(&[2, 3], None)];
    for _ in 0..2 {
        assert_eq!(begun_posts(&tellings, &[]), sets(&[&[1, 2, 3]]));
        assert_eq!(begun_posts(&tellings, &[(3, "a")]), sets(&[&[1], &[2], &[3]]));
        tellings.reverse();
    }
    let tellings = [of_album(&[1]), of_album(&[3]), of_album(&[4]), album(&[3, 4], None)];
    assert_eq!(begun_posts(&tellings, &[(4, "a")]), sets(&[&[1, 3], &[4]]));
    assert_eq!(begun_posts(&tellings, &[(2, "*")]), sets(&[&[1], &[3, 4]]));
    let tellings = [album(&[1, 2], None), album(&[4, 5], None), album(&[2, 4], None)];
    assert_eq!(begun_posts(&tellings, &[]), sets(&[&[1, 2, 4, 5]]));
    assert_eq!(begun_posts(&tellings, &[(3, "*")]), sets(&[&[1, 2], &[4, 5]]));
}
