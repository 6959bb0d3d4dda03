//! How well the bundled dictionary names: the posts of `tests/fixtures/names/posts.txt`, marked by hand. What their
//! marks mean is told at its top.

use std::collections::BTreeMap;

use chancery::extract::extract;
use chancery::extract::naming::{Dictionary, alias_file};
use chancery::model::{PointRule, Post};

const MARKED: &str = include_str!("../fixtures/names/posts.txt");

/// At least so many of the namings found are marked, and so many of the marked ones found, in thousandths.
const PRECISION: usize = 970;
const RECALL: usize = 950;

/// Kind, name, first character from 1, spelling.
type Mark = (String, String, usize, String);

/// Whether two marks mean the same at the same place: the dictionary takes some names with a word beside them.
fn agree(one: &Mark, other: &Mark) -> bool {
    let end = |mark: &Mark| mark.2 + mark.3.chars().count();
    (&one.0, &one.1) == (&other.0, &other.1) && one.2 < end(other) && other.2 < end(one)
}

/// A post without its marks, and what they say.
fn read(marked: &str) -> (String, Vec<Mark>) {
    let mut text = String::new();
    let (mut marks, mut open) = (Vec::new(), Vec::new());
    let mut rest = marked;
    loop {
        if let Some(inner) = rest.strip_prefix("[[") {
            let (who, words) = inner.split_once('|').unwrap();
            let (kind, name) = who.split_once(':').unwrap();
            open.push((kind.to_owned(), name.to_owned(), text.len()));
            rest = words;
        } else if let Some(after) = rest.strip_prefix("]]").filter(|_| !open.is_empty()) {
            let (kind, name, start) = open.pop().unwrap();
            marks.push((kind, name, text[..start].chars().count() + 1, text[start..].to_owned()));
            rest = after;
        } else {
            let Some(character) = rest.chars().next() else { break };
            text.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    assert!(open.is_empty(), "a mark without an end: {marked}");
    (text, marks)
}

fn posts() -> Vec<(String, String, Vec<Mark>)> {
    let mut posts = Vec::new();
    for part in MARKED.split("\n=== ").skip(1) {
        let (title, body) = part.split_once('\n').unwrap();
        let (text, marks) = read(body.trim_end_matches('\n'));
        posts.push((title.to_owned(), text, marks));
    }
    posts
}

#[test]
fn countries_and_organisations_are_found_as_a_reader_marks_them() {
    let aliases = alias_file::bundled().unwrap();
    let dictionary = Dictionary::new(aliases);
    let posts = posts();
    assert!(posts.len() > 50, "{}", posts.len());
    // By kind: found, marked, both.
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (title, text, marks) in posts {
        let found: Vec<Mark> = extract(&Post { text, ..Post::default() }, &dictionary, PointRule::Items)
            .namings
            .into_iter()
            .map(|naming| (naming.who.kind.clone(), naming.who.label.clone(), naming.start, naming.spelling))
            .collect();
        for kind in ["country", "organisation"] {
            let of_kind = |marks: &[Mark]| -> Vec<Mark> {
                marks.iter().filter(|mark| mark.0 == kind).cloned().collect()
            };
            let (found, marked) = (of_kind(&found), of_kind(&marks));
            let both = found.iter().filter(|mark| marked.iter().any(|other| agree(mark, other))).count();
            let count = counts.entry(kind).or_default();
            *count = [count[0] + found.len(), count[1] + marked.len(), count[2] + both];
            for mark in found.iter().filter(|mark| !marked.iter().any(|other| agree(mark, other))) {
                println!("too much: {title}: {mark:?}");
            }
            for mark in marked.iter().filter(|mark| !found.iter().any(|other| agree(mark, other))) {
                println!("missed: {title}: {mark:?}");
            }
        }
    }
    for (kind, [found, marked, both]) in counts {
        println!("{kind}: {found} found, {marked} marked, {both} both");
        assert!(marked > 50 && both * 1000 >= found * PRECISION, "precision of {kind}: {both}/{found}");
        assert!(both * 1000 >= marked * RECALL, "recall of {kind}: {both}/{marked}");
    }
}
