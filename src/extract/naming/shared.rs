//! Aliases of which several rows have the same words, so that one of them takes these from the other.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::inner::has_capitals_of;
use super::order::{Part, Reading, goes_first, in_order};
use super::spelling;
use super::word::{Before, Tokens, fold_word, plain_mark};
use crate::model::{Alias, Named, Origin, Rule};

/// Words that two rows of the dictionary have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The words.
    pub words: String,
    /// The row that counts, and its alias; one of the user's.
    pub counts: Alias,
    /// Who else would be meant.
    pub other: Arc<Named>,
}

/// The words that rows of the user share with rows of others, and that others of the user's name nobody by: those of
/// which `is_asked` says that one of the two rows is asked for. In the order of the words; each entity
/// once for the same words.
///
/// What the user plainly means is left out: a bundled alias that a row takes away, and a phrase that names nobody.
pub fn shared<'a>(
    aliases: impl IntoIterator<Item = &'a Alias>,
    is_asked: impl Fn(&Alias) -> bool,
) -> Vec<Shared> {
    let readings: Vec<Reading<'a>> =
        in_order(aliases).into_iter().filter(|reading| reading.part == Part::Itself).collect();
    let asked = |reading: &Reading<'_>| reading.alias.origin == Origin::User && is_asked(reading.alias);
    // By the first and the last word: all else is compared.
    let mut known: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    let mut spellings: Vec<Vec<Token>> = Vec::new();
    for (row, reading) in readings.iter().enumerate().filter(|(_, reading)| asked(reading)) {
        for tokens in spellings_of(reading) {
            for key in keys(&tokens) {
                known.entry(key).or_default().push((row, spellings.len()));
            }
            spellings.push(tokens);
        }
    }
    let mut found = BTreeMap::new();
    let mut compared = HashSet::new();
    if known.is_empty() {
        return Vec::new();
    }
    for (row, reading) in readings.iter().enumerate() {
        for (variant, tokens) in spellings_of(reading).iter().enumerate() {
            for (other_row, spelling) in keys(tokens).filter_map(|key| known.get(&key)).flatten() {
                let other = &readings[*other_row];
                // Each pair of asked ones is met from both sides.
                let is_met = row == *other_row || asked(reading) && row > *other_row;
                if is_met || !may_be_shared(reading, other) || !compared.insert((row, variant, *spelling)) {
                    continue;
                }
                let Some(words) = both(reading, tokens, other, &spellings[*spelling]) else { continue };
                let (counts, loses) =
                    if goes_first(reading, other).is_lt() { (reading, other) } else { (other, reading) };
                let first = found.entry((words, &loses.alias.who)).or_insert(counts);
                if goes_first(counts, first).is_lt() {
                    *first = counts;
                }
            }
        }
    }
    let shared = |((words, other), counts): ((String, &Arc<Named>), &Reading<'_>)| Shared {
        words,
        counts: counts.alias.clone(),
        other: Arc::clone(other),
    };
    found.into_iter().map(shared).collect()
}

/// Whether it tells the user anything that the two have the same words.
fn may_be_shared<'a>(one: &Reading<'a>, other: &Reading<'a>) -> bool {
    let whom = |reading: &Reading<'a>| (&reading.alias.who.kind, &reading.alias.who.name);
    let is_users = one.alias.origin == Origin::User && other.alias.origin == Origin::User;
    match (one.is_never, other.is_never) {
        (false, false) => whom(one) != whom(other),
        (true, true) => false,
        _ => is_users,
    }
}

/// A word or a mark of an alias.
struct Token {
    is_after_space: bool,
    /// Each form of a word, and it folded; a mark is its own.
    forms: Vec<(String, String)>,
}

/// The alias, in more than one way where endings have marks in them.
fn spellings_of(reading: &Reading<'_>) -> Vec<Vec<Token>> {
    spelling::with_plain_endings(&reading.alias.alias).iter().map(|words| tokens_of(words)).collect()
}

fn tokens_of(words: &str) -> Vec<Token> {
    let mut all = Vec::new();
    for word in words.split_whitespace() {
        let (stem, endings) = word.split_once('|').map_or((word, None), |(stem, rest)| (stem, Some(rest)));
        let mut parts = Tokens::new(stem).peekable();
        while let Some(part) = parts.next() {
            let text = &stem[part.range];
            let written = match endings.filter(|_| parts.peek().is_none() && part.mark.is_none()) {
                Some(endings) => [text, "|", endings].concat(),
                None => text.to_owned(),
            };
            let form = |form: String| {
                let mut folded = String::new();
                match part.mark {
                    Some(mark) => folded.push(plain_mark(mark)),
                    None => drop(fold_word(&form, &mut folded)),
                }
                (form, folded)
            };
            let is_after_space = part.before == Before::Break && !all.is_empty();
            all.push(Token { is_after_space, forms: spelling::forms(&written).map(form).collect() });
        }
    }
    all
}

/// What aliases of the same words have in common with each other.
fn keys(tokens: &[Token]) -> impl Iterator<Item = String> {
    let ends = [tokens.first(), tokens.last().filter(|_| tokens.len() > 1)];
    let [first, last] = ends.map(|token| token.map_or(&[][..], |token| token.forms.as_slice()));
    let lasts =
        if last.is_empty() { vec![""] } else { last.iter().map(|(_, folded)| folded.as_str()).collect() };
    first.iter().flat_map(move |(_, first)| {
        let count = tokens.len();
        lasts.clone().into_iter().map(move |last| format!("{count} {first} {last}"))
    })
}

/// Words that either row takes; `None` where there are none.
fn both(one: &Reading<'_>, of_one: &[Token], other: &Reading<'_>, of_other: &[Token]) -> Option<String> {
    if of_one.len() != of_other.len() {
        return None;
    }
    let mut words = String::new();
    for (first, second) in of_one.iter().zip(of_other) {
        if first.is_after_space != second.is_after_space {
            return None;
        }
        let mut pairs =
            first.forms.iter().flat_map(|form| second.forms.iter().map(move |other| (form, other)));
        let shared = pairs.find_map(|((form, folded), (other_form, other_folded))| {
            if folded != other_folded {
                return None;
            }
            let takes_other = one.compared == Rule::Fold || has_capitals_of(other_form, form);
            let is_taken = other.compared == Rule::Fold || has_capitals_of(form, other_form);
            match (one.compared, other.compared) {
                (Rule::Exact, Rule::Exact) => (form == other_form).then_some(form),
                (Rule::Exact, _) => is_taken.then_some(form),
                (_, Rule::Exact) => takes_other.then_some(other_form),
                // In capitals both count.
                _ => Some(if takes_other { other_form } else { form }),
            }
        })?;
        if first.is_after_space {
            words.push(' ');
        }
        words.push_str(shared);
    }
    Some(words)
}
