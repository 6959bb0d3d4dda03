//! Aliases of which several rows have the same words, so that one of them takes these from the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dictionary::{Dictionary, ROOT};
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
    // The user's rows go first, so that what the dictionary of these says of them is their place here.
    let readings: Vec<Reading<'a>> =
        in_order(aliases).into_iter().filter(|reading| reading.part == Part::Itself).collect();
    let own = readings.iter().take_while(|reading| reading.alias.origin == Origin::User);
    let asked: Vec<bool> = own.clone().map(|reading| is_asked(reading.alias)).collect();
    if !asked.contains(&true) {
        return Vec::new();
    }
    let dictionary = Dictionary::new(own.map(|reading| reading.alias));
    let is_asked = |row: usize| asked.get(row).is_some_and(|asked| *asked);
    let mut found = BTreeMap::new();
    for (row, reading) in readings.iter().enumerate() {
        if reading.is_never && reading.alias.origin == Origin::Bundled {
            continue;
        }
        for tokens in spellings_of(reading) {
            let taken = before(&dictionary, &tokens, row).into_iter().find_map(|first| {
                let taker = readings.get(first)?;
                let is_told = (is_asked(row) || is_asked(first)) && may_be_shared(reading, taker);
                let spellings = is_told.then(|| spellings_of(taker)).unwrap_or_default();
                let words = spellings.iter().find_map(|other| both(reading, &tokens, taker, other))?;
                Some((words, taker))
            });
            let Some((words, taker)) = taken else { continue };
            let first = found.entry((words, &reading.alias.who)).or_insert(taker);
            if goes_first(taker, first).is_lt() {
                *first = taker;
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
    mark: Option<char>,
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
                match part.mark.map(plain_mark) {
                    Some(mark) => (mark.to_string(), mark.to_string()),
                    None => {
                        fold_word(&form, &mut folded);
                        (form, folded)
                    }
                }
            };
            let is_after_space = part.before == Before::Break && !all.is_empty();
            all.push(Token {
                is_after_space,
                mark: part.mark,
                forms: spelling::forms(&written).map(form).collect(),
            });
        }
    }
    all
}

/// The rows of the dictionary that have such words, whatever their case, and go before this row; in order.
fn before(dictionary: &Dictionary, tokens: &[Token], row: usize) -> Vec<usize> {
    let (mut nodes, mut folded) = (vec![ROOT], String::new());
    for token in tokens {
        let before = if token.is_after_space { Before::Space } else { Before::Nothing };
        let mut slots = Vec::new();
        for (form, _) in &token.forms {
            match token.mark {
                Some(mark) => slots.extend(dictionary.mark(mark)),
                None => slots.extend(dictionary.forms(form, &mut folded).iter().map(|form| form.slot)),
            }
        }
        let mut reached: Vec<u32> = nodes
            .iter()
            .flat_map(|node| slots.iter().filter_map(|slot| dictionary.next(*node, *slot, before)))
            .collect();
        reached.sort_unstable();
        reached.dedup();
        nodes = reached;
    }
    let ends = nodes.iter().flat_map(|node| dictionary.ends(*node));
    let mut rows: Vec<usize> = ends.map(|end| end.order as usize).filter(|order| *order < row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
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
                (Rule::Exact, Rule::Exact) => (form == other_form).then(|| form.clone()),
                (Rule::Exact, _) => is_taken.then(|| form.clone()),
                (_, Rule::Exact) => takes_other.then(|| other_form.clone()),
                _ if takes_other => Some(other_form.clone()),
                _ if is_taken => Some(form.clone()),
                // Both ask for capitals that the other does not have.
                _ => Some(form.to_uppercase()),
            }
        })?;
        if first.is_after_space {
            words.push(' ');
        }
        words.push_str(&shared);
    }
    Some(words)
}
