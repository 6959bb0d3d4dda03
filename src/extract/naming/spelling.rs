//! An alias as it is written in the dictionary: words, and the endings that they may have.

use std::borrow::Cow;

use super::letter::{is_left_out, plain};
use super::word::{fold_word, plain_mark};
use crate::extract::character;
use crate::extract::fold::fold;
use crate::model::Rule;

/// The rule by which an alias is compared, where its row names none.
#[must_use]
pub fn derived_rule(alias: &str) -> Rule {
    let letters = || alias.chars().filter(|letter| character::is_alphabetic(*letter));
    if !letters().any(character::is_uppercase) {
        Rule::Fold
    } else if letters().all(character::is_uppercase) && letters().count() <= 6 {
        Rule::Exact
    } else {
        Rule::Capital
    }
}

/// What the name of somebody whom no dictionary knows is kept under, whatever way it is written: folded, `ё` as `е`,
/// apostrophes and hyphens of one form, without soft hyphens and stress marks, as aliases are compared.
#[must_use]
pub fn plain_name(name: &str) -> String {
    fold(name).chars().filter(|character| !is_left_out(*character)).map(plain).map(plain_mark).collect()
}

/// The forms of one word of an alias: `Росси|я|и` has `Россия` and `России`.
pub fn forms(word: &str) -> impl Iterator<Item = String> + '_ {
    let (stem, endings) = word.split_once('|').unwrap_or((word, ""));
    endings.split('|').map(move |ending| {
        let mut form = String::with_capacity(stem.len() + ending.len());
        form.push_str(stem);
        form.push_str(ending);
        form
    })
}

/// The alias, with each word of which an ending has a mark in it, such as `Гвине|я-Бисау|и-Бисау`, in each of its
/// forms: the endings of what this gives are parts of a word.
#[must_use]
pub fn with_plain_endings(alias: &str) -> Vec<Cow<'_, str>> {
    if !alias.contains('|') || alias.split_whitespace().all(has_plain_endings) {
        return vec![Cow::Borrowed(alias)];
    }
    let mut all = vec![String::new()];
    for word in alias.split_whitespace() {
        let forms: Vec<String> =
            if has_plain_endings(word) { vec![word.to_owned()] } else { forms(word).collect() };
        all =
            all.iter().flat_map(|before| forms.iter().map(move |form| format!("{before} {form}"))).collect();
    }
    all.into_iter().map(Cow::Owned).collect()
}

fn has_plain_endings(word: &str) -> bool {
    word.split_once('|').is_none_or(|(_, endings)| {
        endings.chars().all(|letter| letter == '|' || character::is_alphanumeric(letter))
    })
}

/// The alias in its first form, as people read it: `Соединённ|ые|ых Штат|ы|ов` is `Соединённые Штаты`.
#[must_use]
pub fn first_form(alias: &str) -> String {
    let words: Vec<String> = alias.split_whitespace().filter_map(|word| forms(word).next()).collect();
    words.join(" ")
}

/// Whether `words`, white space evened, are a form of the alias, whatever their case.
#[must_use]
pub fn is_form_of(words: &str, alias: &str) -> bool {
    let (mut given, mut own) = (words.split(' '), alias.split_whitespace());
    let (mut wanted, mut folded) = (String::new(), String::new());
    loop {
        match (given.next(), own.next()) {
            (None, None) => return true,
            (Some(given), Some(own)) => {
                fold_word(given, &mut wanted);
                let is_form = |form: String| {
                    fold_word(&form, &mut folded);
                    folded == wanted
                };
                if !forms(own).any(is_form) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// Endings with marks in them are written out, and an alias may not become more than this.
const MOST_FORMS: usize = 1000;

/// An alias may not have more words.
const MOST_WORDS: usize = 30;

/// What is wrong with an alias; `None` when nothing is.
#[must_use]
pub fn fault(alias: &str) -> Option<&'static str> {
    if !alias.chars().any(character::is_alphanumeric) {
        return Some("has no letter");
    }
    if alias.starts_with('@') {
        return Some("is a handle, which counts by itself; write the words that name them");
    }
    if alias.starts_with('#') {
        return Some("is a hashtag; write its word without '#', by which they are named in the hashtag, too");
    }
    if let Some(fault) = fault_of_endings(alias) {
        return Some(fault);
    }
    if alias.chars().any(char::is_control) {
        return Some("has a control character");
    }
    // So short a one cannot have more words.
    let may_have_more_words = alias.len() > 2 * MOST_WORDS;
    let is_too_long =
        alias.len() > 500 || may_have_more_words && alias.split_whitespace().count() > MOST_WORDS;
    is_too_long.then_some("is too long")
}

fn fault_of_endings(alias: &str) -> Option<&'static str> {
    if !alias.contains('|') {
        return None;
    }
    if alias.split_whitespace().any(|word| word.starts_with('|')) {
        return Some("has endings without a stem");
    }
    let forms_with_marks = alias
        .split_whitespace()
        .filter(|word| !has_plain_endings(word))
        .try_fold(1_usize, |forms, word| forms.checked_mul(word.matches('|').count()));
    forms_with_marks
        .is_none_or(|forms| forms > MOST_FORMS)
        .then_some("has too many endings with marks in them")
}
