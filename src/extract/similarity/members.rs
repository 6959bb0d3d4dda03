//! The wordings that a group has so far, kept so that a further one that tells the contrary of one of them finds no room.
//!
//! Two that are near to one middle may tell the contrary of each other by what it does not say: "Moscow struck Kyiv" and
//! "Kyiv struck Moscow" are both near to "Kyiv and Moscow struck each other". Not all are compared with all: the first
//! few of a group are, and those that share a word of which they differ from its middle.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::groups::Forms;
use super::others::are_of_others;
use super::wording::{Elements, Word, is_subject, subjects};

/// Of a group, and of those of it that share such a word, no more are compared with another one.
const MOST_COMPARED: usize = 16;

/// The members of all groups.
pub(super) struct Members<'a> {
    forms: &'a Forms,
    /// The countries and days of the week of each wording, as one number, and how many they are.
    subjects: Vec<(Word, usize)>,
    /// Of each middle the last of its wordings that name some and not the same as it: one middle that names nobody, or
    /// two, is near to many that name one each.
    naming: HashMap<u32, u32, RandomState>,
    /// Of each middle its first wordings.
    first: HashMap<u32, Vec<u32>, RandomState>,
    /// The further ones by the middle and a word that it has not in this place.
    by_word: HashMap<(u32, Word), Vec<u32>, RandomState>,
}

impl<'a> Members<'a> {
    pub(super) fn of(forms: &'a Forms) -> Self {
        let subjects = (0..forms.len()).map(|form| subjects(forms.words(form))).collect();
        let (naming, first, by_word) = Default::default();
        Self { forms, subjects, naming, first, by_word }
    }

    pub(super) fn clear(&mut self) {
        self.naming.clear();
        self.first.clear();
        self.by_word.clear();
    }

    /// Whether none that the group has tells the contrary of `form`.
    pub(super) fn have_room(&self, form: u32, middle: u32) -> bool {
        let naming = self.naming.get(&middle);
        let names_others = |its: &u32| self.subjects[*its as usize].0 != self.subjects[form as usize].0;
        if naming.is_some_and(|its| self.names_otherwise(form, middle) && names_others(its)) {
            return false;
        }
        let mut members = self.first.get(&middle).cloned().unwrap_or_default();
        if members.len() == MOST_COMPARED {
            let of_words =
                self.words(form, middle).iter().filter_map(|word| self.by_word.get(&(middle, *word)));
            members.extend(of_words.flatten().chain(naming));
            members.sort_unstable();
            members.dedup();
        }
        let mut elements = None;
        !members.into_iter().any(|member| {
            may_be_contrary(self.forms, form, member) && {
                let own = elements.get_or_insert_with(|| Elements::of(self.forms.words(form)));
                let its = Elements::of(self.forms.words(member));
                are_of_others(self.forms.told(form, own), self.forms.told(member, &its))
            }
        })
    }

    pub(super) fn add(&mut self, form: u32, middle: u32) {
        if form == middle {
            return;
        }
        if self.names_otherwise(form, middle) {
            self.naming.insert(middle, form);
        }
        let first = self.first.entry(middle).or_default();
        if first.len() < MOST_COMPARED {
            first.push(form);
            return;
        }
        for word in self.words(form, middle) {
            let members = self.by_word.entry((middle, *word)).or_default();
            if members.len() < MOST_COMPARED {
                members.push(form);
            }
        }
    }

    /// Whether a wording names some countries or days of the week, and its middle, to which it is near, more or fewer.
    fn names_otherwise(&self, form: u32, middle: u32) -> bool {
        let (own, its) = (self.subjects[form as usize], self.subjects[middle as usize]);
        own.1 > 0 && own != its
    }

    /// The words of a wording between what it and the middle begin with and what they end with.
    fn words(&self, form: u32, middle: u32) -> &'a [Word] {
        between(self.forms.words(form), self.forms.words(middle)).0
    }
}

/// Whether two differ in more than that one has a word more or another word, or it may be a country or a day.
fn may_be_contrary(forms: &Forms, form: u32, other: u32) -> bool {
    let (own, its) = between(forms.words(form), forms.words(other));
    own.len().max(its.len()) > 1 || own.iter().chain(its).any(|word| is_subject(*word))
}

/// The words of two between what both begin with and what both end with.
fn between<'a>(own: &'a [Word], its: &'a [Word]) -> (&'a [Word], &'a [Word]) {
    let start = own.iter().zip(its).take_while(|(own, its)| own == its).count();
    let (own, its) = (&own[start..], &its[start..]);
    let behind = own.iter().rev().zip(its.iter().rev()).take_while(|(own, its)| own == its).count();
    (&own[..own.len() - behind], &its[..its.len() - behind])
}
