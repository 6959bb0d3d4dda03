//! People named with their office, in posts that were marked by others: an invented set of the project, and a page
//! of forwarded posts outside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chancery::extract::person::{people, speaker};
use serde_json::Value;

use crate::shared::shared;

/// A mark of a person: name, first byte and the one after the last.
type Mark = (String, usize, usize);

/// The posts of the marked set: what it is about, the text, the persons in it. None where it is not there.
#[expect(clippy::print_stdout, reason = "a test that is passed over says so")]
fn marked_posts() -> Option<Vec<(String, String, Vec<Mark>)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/names/posts.txt");
    let Ok(file) = fs::read_to_string(path) else {
        println!("skipped: tests/fixtures/names/posts.txt is not here");
        return None;
    };
    let posts = format!("\n{file}");
    let posts = posts.split("\n=== ").skip(1);
    Some(
        posts
            .map(|post| {
                let (about, marked) = post.split_once('\n').unwrap_or((post, ""));
                let (text, persons) = unmarked(marked.trim_matches('\n'));
                (about.to_owned(), text, persons)
            })
            .collect(),
    )
}

/// The text without its marks `[[KIND:NAME|TEXT]]`, which may stand in one another, and those of persons.
fn unmarked(marked: &str) -> (String, Vec<Mark>) {
    let (mut text, mut marks, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(character) = rest.chars().next() {
        if let Some((head, after)) = rest.strip_prefix("[[").and_then(|mark| mark.split_once('|')) {
            let (kind, name) = head.split_once(':').unwrap();
            open.push((kind, name, text.len()));
            rest = after;
        } else if let Some(after) = rest.strip_prefix("]]") {
            let (kind, name, start) = open.pop().unwrap();
            if kind == "person" {
                marks.push((name.to_owned(), start, text.len()));
            }
            rest = after;
        } else {
            text.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    (text, marks)
}

/// How a name is written, spaces aside: `С.В.Лавров`, `С. В. Лавров`.
fn letters(name: &str) -> String {
    name.split_whitespace().collect()
}

#[test]
fn nearly_all_people_of_the_marked_posts_are_found_and_hardly_any_others() {
    let Some(posts) = marked_posts() else { return };
    let (mut right, mut missed, mut wrong) = (0_u32, Vec::new(), Vec::new());
    for (about, text, mut expected) in posts {
        for person in people(&text, &[]).into_iter().filter(|person| person.office.is_some()) {
            let is_it = |(name, start, end): &Mark| {
                letters(name) == letters(&person.name) && person.range == (*start..*end)
            };
            if let Some(index) = expected.iter().position(is_it) {
                expected.remove(index);
                right += 1;
            } else {
                wrong.push(format!("{about}: {}", &text[person.range]));
            }
        }
        missed.extend(expected.iter().map(|(name, ..)| format!("{about}: {name}")));
    }
    assert!(right > 30, "the set has few persons: {right}");
    let share = |others: &[String]| f64::from(right) / (f64::from(right) + others.len() as f64);
    assert!(share(&wrong) >= 0.97, "found and not marked: {wrong:#?}");
    assert!(share(&missed) >= 0.95, "marked and not found: {missed:#?}");
}

/// The forwarded posts as copied from the page, each with what a reader found in it.
fn forwarded_posts() -> Option<Vec<(String, Value)>> {
    let text = fs::read_to_string(shared("corpus/mfa-forwards.txt")?).unwrap();
    let expected = fs::read_to_string(shared("corpus/mfa-forwards.expected.json")?).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let expected = expected["posts"].as_array().unwrap().clone();
    let posts: Vec<String> = text.split("Forwarded from ").skip(1).map(str::to_owned).collect();
    assert_eq!(posts.len(), expected.len(), "a post begins with whom it is from");
    Some(posts.into_iter().zip(expected).collect())
}

#[test]
fn everybody_of_the_forwarded_posts_is_found_and_nobody_else() {
    let Some(posts) = forwarded_posts() else { return };
    for (text, expected) in posts {
        let named: BTreeSet<String> = people(&text, &[]).into_iter().map(|person| person.name).collect();
        let read: BTreeSet<String> = expected["people"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(named, read, "{}", expected["title"]);
    }
}

#[test]
fn the_titles_of_the_forwarded_posts_say_who_speaks() {
    let Some(posts) = forwarded_posts() else { return };
    let speakers: Vec<Option<String>> = posts
        .iter()
        .map(|(_, expected)| speaker(expected["title"].as_str().unwrap()).map(|person| person.name))
        .collect();
    let lavrov = Some("Sergey Lavrov");
    // By hand: the titles that name a statement, remarks, an address or greetings, and whose.
    let read = [None, lavrov, None, lavrov, Some("Vladimir Putin"), lavrov, None, None, lavrov, lavrov];
    assert_eq!(speakers.iter().map(Option::as_deref).collect::<Vec<_>>(), read);
}
