//! The aliases as a tree of words.
//!
//! An edge is not a word but a slot: all forms that a word of an alias may have, so that an alias of three words
//! with ten endings each is three edges and not a thousand.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;

use super::first::{Beginnings, bit};
use super::hashed::Kind;
use super::inner::Inner;
use super::order::{Reading, in_order};
use super::spelling;
use super::word::{Before, Tokens, fold_word, plain_mark};
use crate::model::{Alias, Named, Rule};

/// Who is named by which words. It does not change, and threads may share it.
#[derive(Debug, Default)]
pub struct Dictionary {
    /// The slots of each folded word.
    words: HashMap<Box<str>, Vec<Form>, RandomState>,
    /// The slots of marks within aliases, such as the hyphen.
    marks: Vec<(char, u32)>,
    edges: HashMap<Edge, u32, RandomState>,
    /// Whom the words up to a node mean, the first that holds counting.
    ends: Vec<Vec<End>>,
    /// Whether a longer alias goes on from a node.
    goes_on: Vec<bool>,
    flags: HashMap<[u8; 2], Arc<Named>>,
    longest_word: usize,
    /// The words that lead from [`ROOT`].
    beginnings: Beginnings,
    /// Whom hashtags were found to name: a load meets few of them, and those again and again.
    tags: Mutex<HashMap<Box<str>, Option<Arc<Named>>, RandomState>>,
}

/// One form of a slot's word.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) slot: u32,
    /// How it must be written; in any case where this is `None`.
    pub(super) exact: Option<Box<str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Edge {
    from: u32,
    slot: u32,
    is_after_space: bool,
}

/// The slots of the words of aliases, with their endings, while a dictionary is made.
#[derive(Debug, Default)]
struct Slots {
    next: u32,
    /// Of words that must be written so.
    exact: HashMap<String, u32, RandomState>,
    /// Of those in any case, folded.
    folded: HashMap<String, u32, RandomState>,
    /// Those whose words are also known with what Arabic writes together with a word.
    prefixed: HashSet<u32, RandomState>,
}

/// What an alias says.
#[derive(Debug)]
pub(super) struct End {
    /// Whom it means; `None` when nobody.
    pub(super) who: Option<Arc<Named>>,
    /// The words that must begin with a capital, one bit a token.
    pub(super) capitals: u64,
    /// The other letters that must be capitals.
    pub(super) inner: Option<Box<Inner>>,
    /// Of two aliases of the same words the lower one counts.
    pub(super) order: u32,
}

/// Before the first word.
pub(super) const ROOT: u32 = 0;

/// Longer hashtags name nobody.
const LONGEST_TAG: usize = 100;

/// So many hashtags are remembered.
const MOST_TAGS: usize = 10_000;

impl Dictionary {
    /// A dictionary of these aliases. The order in which they come does not matter: the user's go before the bundled
    /// ones; of these the lesser kind, name and alias counts. A user's row that has a bundled alias of the same entity mean
    /// nobody holds wherever that one would count.
    #[must_use]
    pub fn new<'a>(aliases: impl IntoIterator<Item = &'a Alias>) -> Self {
        let mut dictionary = Self { ends: vec![Vec::new()], ..Self::default() };
        let mut slots = Slots::default();
        for (order, reading) in (0_u32..).zip(in_order(aliases)) {
            for words in spelling::with_plain_endings(&reading.alias.alias) {
                dictionary.add(&reading, &words, order, &mut slots);
            }
        }
        dictionary.goes_on = vec![false; dictionary.ends.len()];
        for edge in dictionary.edges.keys() {
            if let Some(goes_on) = dictionary.goes_on.get_mut(edge.from as usize) {
                *goes_on = true;
            }
        }
        let leads_on = |form: &Form| {
            let first = Edge { from: ROOT, slot: form.slot, is_after_space: false };
            dictionary.edges.contains_key(&first)
        };
        for (word, _) in dictionary.words.iter().filter(|(_, forms)| forms.iter().any(leads_on)) {
            dictionary.beginnings.add(word);
        }
        dictionary
    }

    /// Whether an alias may begin with this word, as it is `written`. Never `false` when one does.
    #[inline]
    pub(super) fn may_begin(&self, word: Kind, written: &str) -> bool {
        self.beginnings.has(word, written)
    }

    /// Whether nobody is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    fn add(&mut self, reading: &Reading<'_>, words: &str, order: u32, slots: &mut Slots) {
        let Reading { alias, compared, is_never, .. } = *reading;
        let mut node = ROOT;
        let (mut capitals, mut inner) = (0_u64, None);
        let mut tokens = 0_u32;
        for word in words.split_whitespace() {
            let (stem, endings) =
                word.split_once('|').map_or((word, None), |(stem, rest)| (stem, Some(rest)));
            let mut parts = Tokens::new(stem).peekable();
            let mut is_first = true;
            while let Some(part) = parts.next() {
                let text = &stem[part.range.clone()];
                let slot = if let Some(mark) = part.mark {
                    self.mark_slot(plain_mark(mark), slots)
                } else {
                    let endings = endings.filter(|_| parts.peek().is_none());
                    if compared == Rule::Capital {
                        if text.chars().next().is_some_and(char::is_uppercase) {
                            capitals |= 1_u64.checked_shl(tokens).unwrap_or(0);
                        }
                        Inner::add(&mut inner, tokens as usize, text, endings);
                    }
                    let slot = self.word_slot(text, endings, compared == Rule::Exact, slots);
                    let is_arabic = text.chars().all(|letter| matches!(letter, '\u{621}'..='\u{652}'));
                    if node == ROOT && is_arabic && compared != Rule::Exact && slots.prefixed.insert(slot) {
                        self.add_prefixed(text, endings, slot);
                    }
                    slot
                };
                let is_after_space = std::mem::take(&mut is_first) && node != ROOT;
                let ends = &mut self.ends;
                node = *self.edges.entry(Edge { from: node, slot, is_after_space }).or_insert_with(|| {
                    ends.push(Vec::new());
                    u32::try_from(ends.len() - 1).unwrap_or(u32::MAX)
                });
                tokens += 1;
            }
        }
        if node == ROOT {
            return;
        }
        let who = (!is_never).then(|| alias.who.clone());
        if let Some(ends) = self.ends.get_mut(node as usize) {
            ends.push(End { who, capitals, inner, order });
        }
        let has_flag = match alias.who.kind.as_str() {
            "country" => true,
            "organisation" => ["UN", "EU"].contains(&alias.who.code.as_str()),
            _ => false,
        };
        if let (true, [first, second]) = (has_flag, alias.who.code.as_bytes()) {
            let code = [first.to_ascii_uppercase(), second.to_ascii_uppercase()];
            self.flags.entry(code).or_insert_with(|| alias.who.clone());
        }
    }

    fn word_slot(&mut self, stem: &str, endings: Option<&str>, is_exact: bool, slots: &mut Slots) -> u32 {
        let written = endings.map_or(Cow::Borrowed(stem), |endings| [stem, "|", endings].concat().into());
        let mut folded = String::new();
        let folds_by_letter = !is_exact && fold_word(&written, &mut folded);
        let (known, key) = if is_exact {
            (&mut slots.exact, written.as_ref())
        } else {
            (&mut slots.folded, folded.as_str())
        };
        if let Some(slot) = known.get(key) {
            return *slot;
        }
        let next = slots.next;
        known.insert(key.to_owned(), next);
        slots.next = next.saturating_add(1);
        if folds_by_letter {
            for form in spelling::forms(&folded) {
                self.add_form(form, Form { slot: next, exact: None });
            }
            return next;
        }
        for form in spelling::forms(&written) {
            let mut folded = String::new();
            fold_word(&form, &mut folded);
            self.add_form(folded, Form { slot: next, exact: is_exact.then(|| form.into()) });
        }
        next
    }

    /// Adds a form under its folded word.
    fn add_form(&mut self, folded: String, form: Form) {
        self.longest_word = self.longest_word.max(folded.len());
        self.words.entry(folded.into()).or_insert_with(|| Vec::with_capacity(1)).push(form);
    }

    /// Adds the forms of the first word of a name in Arabic letters with `and`, `in`, `for` and the like, which are written together
    /// with it. Of the shortest words only `and`: others would be other words.
    fn add_prefixed(&mut self, stem: &str, endings: Option<&str>, slot: u32) {
        const SHORTEST: usize = 4;
        let written = endings.map_or(Cow::Borrowed(stem), |endings| [stem, "|", endings].concat().into());
        let mut folded = String::new();
        for form in spelling::forms(&written) {
            fold_word(&form, &mut folded);
            let is_short = folded.chars().count() < SHORTEST;
            let prefixes: &[&str] =
                if is_short { &["و"] } else { &["و", "ف", "ب", "ل", "ك", "وب", "ول"] };
            let mut prefixed: Vec<String> =
                prefixes.iter().map(|prefix| [prefix, folded.as_str()].concat()).collect();
            if let Some(rest) = folded.strip_prefix("ال").filter(|_| !is_short) {
                prefixed.extend(["لل", "ولل"].map(|prefix| [prefix, rest].concat()));
            }
            for word in prefixed {
                self.add_form(word, Form { slot, exact: None });
            }
        }
    }

    fn mark_slot(&mut self, mark: char, slots: &mut Slots) -> u32 {
        if let Some((_, slot)) = self.marks.iter().find(|(known, _)| *known == mark) {
            return *slot;
        }
        let slot = slots.next;
        slots.next = slot.saturating_add(1);
        self.marks.push((mark, slot));
        slot
    }

    /// The forms that a word as written may be of; `folded` is room for it folded.
    pub(super) fn forms(&self, word: &str, folded: &mut String) -> &[Form] {
        // Folding makes no word of a known script shorter than a third.
        if word.len() > self.longest_word.saturating_mul(3) {
            return &[];
        }
        fold_word(word, folded);
        self.words.get(folded.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The slot of a mark.
    pub(super) fn mark(&self, mark: char) -> Option<u32> {
        let mark = plain_mark(mark);
        self.marks.iter().find(|(known, _)| *known == mark).map(|(_, slot)| *slot)
    }

    /// Where a slot leads from a node.
    pub(super) fn next(&self, from: u32, slot: u32, before: Before) -> Option<u32> {
        let is_after_space = match before {
            _ if from == ROOT => false,
            Before::Nothing => false,
            Before::Space => true,
            Before::Break => return None,
        };
        self.edges.get(&Edge { from, slot, is_after_space }).copied()
    }

    /// What the aliases say that end at a node.
    pub(super) fn ends(&self, node: u32) -> &[End] {
        self.ends.get(node as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether a longer alias goes on from a node.
    pub(super) fn goes_on(&self, node: u32) -> bool {
        self.goes_on.get(node as usize).is_some_and(|goes_on| *goes_on)
    }

    /// Whose flag these two letters, from A to Z, make.
    pub(super) fn flag(&self, code: [u8; 2]) -> Option<&Arc<Named>> {
        self.flags.get(&code)
    }

    /// Whom a hashtag without `#` names: it is a whole alias in any case, or the words of one run together or joined
    /// by `_`, the middle dot or the zero-width non-joiner, which no hashtag ends at.
    pub(super) fn named_by_hashtag(&self, tag: &str) -> Option<Arc<Named>> {
        if tag.len() > LONGEST_TAG {
            return None;
        }
        let tags = || self.tags.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = tags().get(tag) {
            return known.clone();
        }
        let who = self.find_by_hashtag(tag).cloned();
        let mut tags = tags();
        if tags.len() >= MOST_TAGS {
            tags.clear();
        }
        tags.insert(tag.into(), who.clone());
        who
    }

    fn find_by_hashtag(&self, tag: &str) -> Option<&Arc<Named>> {
        let letters = tag.chars().filter(|character| !matches!(character, '_' | '·' | '\u{200c}'));
        let first_lengths = self.beginnings.lengths(letters.clone());
        if first_lengths == 0 {
            return None;
        }
        let mut tag: String = letters.collect();
        let mut folded = String::new();
        fold_word(&tag, &mut folded);
        std::mem::swap(&mut tag, &mut folded);
        // The nodes that lead up to each byte.
        let mut reached: Vec<Vec<u32>> = vec![Vec::new(); tag.len() + 1];
        reached[0].push(ROOT);
        for at in 0..tag.len() {
            let mut nodes = std::mem::take(&mut reached[at]);
            if nodes.is_empty() {
                continue;
            }
            self.go_over_marks(&mut nodes);
            let rest = &tag[at..];
            let ends = rest.char_indices().map(|(start, character)| start + character.len_utf8());
            for (letters, end) in (1..).zip(ends.take_while(|end| *end <= self.longest_word)) {
                if at == 0 && first_lengths & bit(letters) == 0 {
                    continue;
                }
                let Some(forms) = self.words.get(&rest[..end]) else { continue };
                for node in &nodes {
                    let next = forms.iter().flat_map(|form| self.either_way(*node, form.slot));
                    reached[at + end].extend(next);
                }
            }
        }
        let mut nodes = std::mem::take(reached.last_mut()?);
        self.go_over_marks(&mut nodes);
        let end = nodes.iter().flat_map(|node| self.ends(*node)).min_by_key(|end| end.order)?;
        end.who.as_ref()
    }

    fn either_way(&self, from: u32, slot: u32) -> impl Iterator<Item = u32> + '_ {
        [Before::Nothing, Before::Space]
            .into_iter()
            .take(if from == ROOT { 1 } else { 2 })
            .filter_map(move |before| self.next(from, slot, before))
    }

    /// Adds the nodes to which hyphens and other marks lead, which a hashtag does without.
    fn go_over_marks(&self, nodes: &mut Vec<u32>) {
        let mut at = 0;
        while let Some(node) = nodes.get(at).copied() {
            for (_, slot) in self.marks.iter().filter(|_| node != ROOT) {
                nodes.extend(self.either_way(node, *slot));
            }
            at += 1;
        }
    }
}
