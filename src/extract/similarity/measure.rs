//! Words that are to a claim what a number is: another one makes another claim. Numbers in words, months, what turns a
//! claim into its contrary, and units beside numbers. And words that tell whom or what day a claim is of.
//!
//! Each list has groups of forms of one word, set apart by semicolons; the first form stands for all. A list need not be
//! whole: two wordings with a word in the same place of which only one is listed are told apart as well. So "one" is in
//! none, which is seldom a number. `stem|ending|ending` is the word with each ending.

mod against;
mod countries;
mod days;
mod further;
mod inflections;
mod opposites;
mod roles;
mod small;
mod verdicts;
mod words;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::key_form::key_form;
use super::wording::{IS_NUMBER, IS_SUBJECT, Word, hash, pair};
use crate::extract::folded_text::folded_text;
use crate::extract::naming::spelling;
use inflections::{arabic, elided, hebrew, latin};
pub(super) use inflections::{is_han_negation, is_han_number, is_negated_verb};
use roles::AllRoles;
pub(super) use roles::Roles;
use verdicts::Verdicts;

/// What a word is to the numbers of a wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Always one of them.
    Number,
    /// One of them behind a number.
    Unit,
    /// One of them behind a number or before one in digits: a currency, or a month that is another word as well.
    Beside,
    /// One of them, but no number that a unit may follow.
    Claim,
    /// As [`Kind::Claim`], but nothing before digits: `no. 5`.
    No,
    /// As [`Kind::Claim`], unless it tells whom something is done to ([`is_claim_against`]).
    Against,
    /// As [`Kind::Claim`], where it acquits somebody at court ([`is_verdict`]).
    Verdict,
    /// None of them, and neither is a negation before it: `no fewer than`, `au moins`.
    AtLeast,
    /// None of them, but what tells whom or what day a claim is of ([`super::others`]).
    Subject,
}

/// What this word, without marks of kind, stands for behind the one before it, when it is in a list.
pub(super) fn of(before: Word, word: Word) -> Option<(Word, Kind)> {
    let known = &*KNOWN;
    let place = place(word);
    if known.filter[place.0] & place.1 == 0 {
        return None;
    }
    let pair = pair(before, word);
    if known.nobody.contains(&pair) {
        return None;
    }
    let subject = known.subjects_of_two.get(&pair).map(|subject| (*subject, Kind::Subject));
    let at_least = || known.at_least.contains(&pair).then_some((word, Kind::AtLeast));
    subject.or_else(at_least).or_else(|| known.words.get(&word).copied())
}

/// Whether the word at `place` is one for `against` that turns the claim round. After a vote it does, and with sanctions
/// it does not: these are also said to be on somebody.
pub(super) fn is_claim_against(words: &[Word], place: usize) -> bool {
    let known = &*KNOWN;
    let word = words[place];
    if !known.against.contains(&word) {
        return false;
    }
    let has = |list: &Words, words: &[Word]| {
        words.iter().any(|word| list.contains(&(word & !(IS_NUMBER | IS_SUBJECT))))
    };
    if word == known.against[1] && !has(&known.of_persian, words) {
        return false;
    }
    let (before, behind) = (&words[..place], &words[place + 1..]);
    let is_deed = if word == known.against[2] {
        !has(&known.are_behind, &behind[..behind.len().min(1)]) && has(&known.deeds, behind)
    } else {
        let is_told_before = has(&known.deeds, before);
        // "Gegen die Bank wurden Sanktionen verhängt": what is right behind it is what one is against.
        let nearest = if word == known.against[1] { 1 } else { 3 };
        let may_be_told_behind = nearest == 1 || before.iter().all(|word| is_small(*word));
        let (near, far) = behind.split_at(behind.len().min(nearest));
        let is_told_behind = may_be_told_behind && !has(&known.deeds, near) && has(&known.deeds, far);
        let is_stand = has(&known.are, &before[place.saturating_sub(2)..]);
        !is_stand && (is_told_before || is_told_behind)
    };
    !is_deed || has(&known.votes, words)
}

/// Whether the word at `place`, which may acquit somebody, does so in these words.
pub(super) fn is_verdict(words: &[Word], place: usize) -> bool {
    KNOWN.verdicts.acquits(words, place)
}

/// Whether a letter of a script without spaces joins two.
pub(super) fn is_and_in_one_letter(letter: char) -> bool {
    small::AND_IN_ONE_LETTER.contains(&letter)
}

/// Whether the word, without marks of kind, is `un`, which is an article as often as it is the United Nations.
pub(super) fn is_un(word: Word) -> bool {
    word == KNOWN.un.0
}

/// What `un` is in a wording: the word itself, where more words of it are of languages in which it is an article than of
/// the others.
pub(super) fn un_of(words: &[Word]) -> Word {
    let known = &*KNOWN;
    let count = |list: &Words| words.iter().filter(|word| list.contains(*word)).count();
    if count(&known.of_article_un) > count(&known.of_un) { known.un.0 } else { known.un.1 | IS_SUBJECT }
}

/// Whether a word is an article, a preposition or the like, which is nobody's name.
pub(super) fn is_small(word: Word) -> bool {
    KNOWN.small.contains(&word)
}

/// What a word, without marks of kind, is to the order of others.
pub(super) fn roles(word: Word) -> Roles {
    KNOWN.roles.get(word)
}

/// Whether a word that tells whom or what day a claim is of tells the day.
pub(super) fn is_day(word: Word) -> bool {
    KNOWN.days.contains(&(word & !IS_SUBJECT))
}

type Words = HashSet<Word, RandomState>;

#[derive(Default)]
struct Known {
    words: HashMap<Word, (Word, Kind), RandomState>,
    /// Countries by names of two words.
    subjects_of_two: HashMap<u32, Word, RandomState>,
    /// A word that is no country behind this one.
    nobody: Words,
    /// Words for less behind another with which they mean at least.
    at_least: Words,
    /// What is done against somebody.
    deeds: Words,
    /// What is for something or against it wherever it stands.
    votes: Words,
    /// What is so close before `against`.
    are: Words,
    are_behind: Words,
    /// The words for `against`: with the deed before them, on either side, and behind them.
    against: [Word; 3],
    verdicts: Verdicts,
    small: Words,
    and: Words,
    days: Words,
    roles: AllRoles,
    /// The word `un`, and what the United Nations are.
    un: (Word, Word),
    of_un: Words,
    of_article_un: Words,
    of_persian: Words,
    /// A bit for each of them, so that few others are looked up.
    filter: Vec<u64>,
}

const PLACES: usize = 1 << 12;

fn place(word: Word) -> (usize, u64) {
    ((word >> 6) as usize % PLACES, 1 << (word % 64))
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { filter: vec![0; PLACES], ..Known::default() };
    for (list, kind) in [
        (words::NUMBERS, Kind::Number),
        (words::NEGATIONS, Kind::Claim),
        (words::UNITS, Kind::Unit),
        (words::CURRENCIES, Kind::Beside),
        (words::NO, Kind::No),
        (days::MONTHS, Kind::Claim),
        (days::MONTHS_BESIDE_A_NUMBER, Kind::Beside),
        (days::WEEKDAYS, Kind::Subject),
        (opposites::OPPOSITES, Kind::Claim),
        (opposites::OF_TWO_LETTERS, Kind::Claim),
        (against::AGAINST, Kind::Against),
        (against::AGAINST_ON_EITHER_SIDE, Kind::Against),
        (against::AGAINST_BEFORE_DEEDS, Kind::Against),
        (further::NUMBERS, Kind::Number),
        (further::NEGATIONS, Kind::Claim),
        (further::OPPOSITES, Kind::Claim),
        (further::MONTHS, Kind::Claim),
        (further::WEEKDAYS, Kind::Subject),
    ] {
        list.split(';').for_each(|group| known.add_group(group, kind));
    }
    verdicts::VERDICTS.iter().for_each(|verdict| known.add_group(verdict.words, Kind::Verdict));
    known.add_of_korean();
    known.add_ordinal_days();
    known.add_countries();
    known.un = (hash("un"), hash("country UN"));
    let lists_of_against = [against::AGAINST, against::AGAINST_ON_EITHER_SIDE, against::AGAINST_BEFORE_DEEDS];
    known.against = lists_of_against.map(|list| hash(&plain(list.split(' ').next().unwrap_or_default())));
    known.deeds = known.stand_ins(against::DEEDS);
    known.votes = known.stand_ins(against::VOTES);
    known.are = known.stand_ins(against::ARE);
    known.are_behind = known.stand_ins(against::ARE_BEHIND);
    known.verdicts = Verdicts::of(&known);
    known.small = known.stand_ins(small::SMALL);
    known.and.extend(known.stand_ins(small::AND).into_iter().chain(known.stand_ins(small::ARTICLES)));
    known.of_un = known.stand_ins(small::OF_UN);
    known.of_article_un = known.stand_ins(small::OF_ARTICLE_UN);
    known.of_persian = known.stand_ins(small::OF_PERSIAN);
    known.days = known.stand_ins(days::WEEKDAYS);
    known.roles = AllRoles::of(&known);
    let insisting = hash(&plain(further::INSISTING));
    let before_insisting =
        further::BEFORE_INSISTING.split(' ').map(|word| pair(hash(&plain(word)), insisting));
    known.nobody = before_insisting.collect();
    let at_least =
        words::AT_LEAST.split(';').map(|two| two.split_whitespace().map(|word| hash(&plain(word))));
    known.at_least = at_least.filter_map(|mut two| Some(pair(two.next()?, two.next()?))).collect();
    known
});

impl Known {
    /// Adds forms of one word, of which the first stands for all.
    fn add_group(&mut self, group: &str, kind: Kind) {
        let mut forms =
            group.split_whitespace().flat_map(spelling::forms).map(|form| plain(&form)).peekable();
        let Some(stands_for) = forms.peek().map(|first| hash(first)) else { return };
        forms.for_each(|form| self.add(&form, stands_for, kind));
    }

    fn add(&mut self, word: &str, stands_for: Word, kind: Kind) {
        if let Some((first, second)) = word.split_once(' ') {
            self.add_subject_of_two(hash(first), second, stands_for);
            return;
        }
        let with_prefixes =
            matches!(kind, Kind::Claim | Kind::Against | Kind::Verdict | Kind::Subject) && word.len() > 4;
        let of_subject = latin(word).into_iter().filter(|_| kind == Kind::Subject);
        let together = arabic(word).chain(hebrew(word)).chain(elided(word)).filter(|_| with_prefixes);
        let together = together.chain(of_subject);
        for word in std::iter::once(word.to_owned()).chain(together) {
            let word = hash(&word);
            self.words.entry(word).or_insert((stands_for, kind));
            self.show(word);
        }
    }

    /// What the words of a list are in a wording, those of groups and others.
    fn stand_ins(&self, list: &str) -> Words {
        let forms = list.split([' ', '\n', ';']).filter(|word| !word.is_empty()).flat_map(spelling::forms);
        let words = forms.map(|form| hash(&plain(&form)));
        words.map(|word| self.words.get(&word).map_or(word, |(stands_for, _)| *stands_for)).collect()
    }

    fn add_subject_of_two(&mut self, first: Word, second: &str, stands_for: Word) {
        self.subjects_of_two.entry(pair(first, hash(second))).or_insert(stands_for);
        self.show(hash(second));
    }

    fn add_of_korean(&mut self) {
        for word in further::OF_KOREAN.split_whitespace().map(plain) {
            self.add(&word, hash(&word), Kind::Claim);
            for ending in further::KOREAN_ENDINGS.split_whitespace() {
                self.add(&plain(&format!("{word}{ending}")), hash(&word), Kind::Claim);
            }
        }
    }

    fn add_ordinal_days(&mut self) {
        for day in further::ORDINAL_DAYS.split(';') {
            let mut words = day.split_whitespace().map(plain);
            let (Some(day), Some(ordinal)) = (words.next(), words.next()) else { continue };
            for before in further::BEFORE_ORDINAL_DAYS.split(' ') {
                self.add_subject_of_two(hash(&plain(before)), &ordinal, hash(&day));
            }
        }
    }

    fn show(&mut self, word: Word) {
        let place = place(word);
        self.filter[place.0] |= place.1;
    }
}

/// What the lists say, as one number.
#[cfg(test)]
pub(super) fn fingerprint() -> u64 {
    let of_words =
        KNOWN.words.iter().map(|(word, (stands_for, kind))| format!("{word} {stands_for} {kind:?}"));
    let of_two = KNOWN.subjects_of_two.iter().map(|(words, stands_for)| format!("{words} {stands_for}"));
    let others = [
        ("nobody", &KNOWN.nobody),
        ("at least", &KNOWN.at_least),
        ("deeds", &KNOWN.deeds),
        ("votes", &KNOWN.votes),
        ("are", &KNOWN.are),
        ("are behind", &KNOWN.are_behind),
        ("small", &KNOWN.small),
        ("and", &KNOWN.and),
        ("of un", &KNOWN.of_un),
        ("of article un", &KNOWN.of_article_un),
        ("of persian", &KNOWN.of_persian),
        ("days", &KNOWN.days),
    ];
    let of_others = others
        .into_iter()
        .chain(KNOWN.verdicts.lists())
        .flat_map(|(list, words)| words.iter().map(move |word| format!("{list} {word}")));
    of_words
        .chain(of_two)
        .chain(KNOWN.roles.entries())
        .chain(of_others)
        .fold(0, |sum, entry| sum ^ xxhash_rust::xxh3::xxh3_64(entry.as_bytes()))
}

/// A word of a list as it is in a key form.
fn plain(word: &str) -> String {
    key_form(&folded_text(word))
}
