//! Whose remarks a post is, by its title.
//!
//! The first person of the title speaks if the title says so in one of these ways:
//!
//! - the person's speech: "Foreign Minister X’s remarks at", "From President X’s Address to" (a meeting, a visit and a
//!   trip are no speech);
//! - a speech by the person: "Statement by", "Comment by the Official Representative", "Remarks of Deputy Minister X",
//!   "Interview with Foreign Minister X", "Message from President X";
//! - the person and a colon at the beginning: "FM X: …";
//! - in Russian a speech with the office in the genitive right behind it, but for the media that were answered:
//!   "Выступление и ответы на вопросы СМИ Министра X".
//!
//! Two persons at one speech are none that reports could name, so there is no speaker.

use super::declension::Case;
use super::lists::{
    NOT_SPEECHES, ORGANISATIONS, SPEECH_ADJECTIVES, SPEECH_LINKS, SPEECHES, SPEECHES_RU, is_demonym,
};
use super::word::{Gap, Shape, Word};
use super::{Found, PersonNaming, english, naming, russian};

/// How many words may stand between a person and the speech.
const NEAR: usize = 8;

/// Whose remarks the post with this title is; None where the title does not say.
pub(super) fn speaker_by_title(title: &str) -> Option<PersonNaming> {
    let words = super::word::words(title, &[]);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() && found.len() < 2 {
        let next =
            english::people_at(&words, at, &mut found).or_else(|| russian::people_at(&words, at, &mut found));
        at = next.unwrap_or(0).max(at + 1);
    }
    let first = found.first()?;
    let is_one = found.get(1).is_none_or(|second| !are_joined(&words, first, second));
    let speaks = is_possessed(&words, first)
        || is_by(&words, first)
        || is_before_colon(&words, first)
        || is_genitive(&words, first);
    if is_one && speaks { naming(title, &words, first) } else { None }
}

/// `X and Y`.
fn are_joined(words: &[Word<'_>], first: &Found, second: &Found) -> bool {
    let between = words.get(first.whole.end..second.whole.start).unwrap_or_default();
    let is_short = between.len() <= 4;
    let is_joined = |word: &Word<'_>| matches!(word.lower.as_ref(), "and" | "&" | "и");
    is_short
        && between.first().is_none_or(is_joined)
        && words.get(first.whole.end.saturating_sub(1)).is_some_and(|word| !word.is_possessive)
}

/// `X’s opening remarks`.
fn is_possessed(words: &[Word<'_>], person: &Found) -> bool {
    let last = person.name.end.checked_sub(1).and_then(|last| words.get(last));
    if !last.is_some_and(|word| word.is_possessive) {
        return false;
    }
    let after = words.get(person.name.end..).unwrap_or_default();
    for word in after.iter().take(NEAR).take_while(|word| word.follows()) {
        if word.is(SPEECHES) {
            return true;
        }
        if !word.is(SPEECH_ADJECTIVES) {
            return false;
        }
    }
    false
}

/// `Statement by X`, `Interview with X`.
fn is_by(words: &[Word<'_>], person: &Found) -> bool {
    let mut at = person.whole.start;
    let word = |at: usize| words.get(at);
    // The country's words and the article before the office.
    for _ in 0..6 {
        let Some(before) = at.checked_sub(1).and_then(word) else { return false };
        let is_article = matches!(before.lower.as_ref(), "the" | "our");
        let is_country = before.shape != Shape::Lower
            && (before.is_possessive || is_demonym(before) || before.is(ORGANISATIONS));
        if !(is_article || is_country) || !word(at).is_some_and(Word::follows) {
            break;
        }
        at -= 1;
    }
    let Some(link) = at.checked_sub(1).and_then(word) else { return false };
    let Some(before) = at.checked_sub(2).and_then(word) else { return false };
    let is_speech = |at: usize| word(at).is_some_and(|word| word.is(SPEECHES));
    match link.lower.as_ref() {
        "by" => !before.is(NOT_SPEECHES) && (0..at - 1).take(40).any(is_speech),
        "of" | "from" | "with" => {
            link.follows()
                && before.is(SPEECHES)
                && (link.lower != "with" || before.lower == "interview" && is_opening(words, at - 2))
        }
        _ => false,
    }
}

/// Whether the interview is nobody else's: nothing but adjectives before it.
fn is_opening(words: &[Word<'_>], at: usize) -> bool {
    words.get(..at).unwrap_or_default().iter().all(|word| !word.is_possessive)
}

fn is_before_colon(words: &[Word<'_>], person: &Found) -> bool {
    let next = words.get(person.whole.end);
    let before = words.get(..person.whole.start).unwrap_or_default();
    let is_first = before.iter().all(|word| word.lower == "the" || is_demonym(word) || word.is_possessive);
    is_first && before.len() <= 4 && next.is_some_and(|word| word.gap == Gap::Colon)
}

/// `Выступление Министра X`.
fn is_genitive(words: &[Word<'_>], person: &Found) -> bool {
    if !matches!(person.case, Some(Case::Genitive) | None) {
        return false;
    }
    let before = words.get(..person.whole.start).unwrap_or_default();
    for word in before.iter().rev().take(NEAR) {
        let is_medium = word.gap.opens() || word.shape == Shape::Upper;
        let is_speech = word.is(SPEECHES_RU);
        if is_speech && !matches!(word.lower.as_ref(), "ответы" | "ответ") {
            return true;
        }
        if is_speech && std::ptr::eq(word, &raw const before[0]) {
            return true;
        }
        if !(is_medium || is_speech || word.is(SPEECH_LINKS)) {
            return false;
        }
    }
    false
}
