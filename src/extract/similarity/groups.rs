//! Groups of points: stars around the wordings with most points near them.
//!
//! Wordings are taken in one order: most points with this wording or one near it, then most points with this very
//! wording, then by the hash of the key form. Each joins the most similar middle so far that it is near to, else it
//! becomes a middle itself (the off-line star clustering of Aslam, Pelekhov and Rus). At the end each that joined
//! goes to the middle that is most similar to it. No step knows in what order the points came.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_128;

use super::key_form::write_key_form;
use super::members::Members;
use super::neighbours::{self, Near};
use super::others::{Told, are_of_others};
use super::shape::{Shape, mark_commas};
use super::threshold::Threshold;
use super::wording::{Elements, Word, numbers, push_words, subjects};

/// The different wordings of points, each with how many points have it.
#[derive(Debug, Default)]
pub(super) struct Forms {
    words: Vec<Word>,
    shapes: Vec<Shape>,
    /// Where the words of each end.
    ends: Vec<usize>,
    points: Vec<u32>,
    keys: Vec<u128>,
}

impl Forms {
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn words(&self, form: u32) -> &[Word] {
        &self.words[self.range(form)]
    }

    /// What a wording tells; `elements` are those of its words.
    pub(super) fn told<'a>(&'a self, form: u32, elements: &'a Elements) -> Told<'a> {
        let range = self.range(form);
        Told { words: &self.words[range.clone()], shapes: &self.shapes[range], elements }
    }

    fn range(&self, form: u32) -> Range<usize> {
        let form = form as usize;
        let start = form.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[form]
    }
}

/// A hash is a hash already.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u128(&mut self, hash: u128) {
        self.0 = (hash & u128::from(u64::MAX)) as u64;
    }
}

/// Gathers points and groups them. Memory: about 200 bytes for each different wording of 15 words.
#[derive(Debug, Default)]
pub struct Points {
    forms: Forms,
    numbers: HashMap<u128, u32, BuildHasherDefault<AsItIs>>,
    /// Memory for one key form.
    form: String,
    /// Where in it a comma stands.
    commas: Vec<usize>,
}

impl Points {
    /// Adds a point by its folded text; gives the number of its wording, `None` when it has no words.
    pub fn add(&mut self, folded: &str) -> Option<u32> {
        write_key_form(folded, &mut self.form, &mut self.commas);
        if self.form.is_empty() {
            return None;
        }
        let key = xxh3_128(self.form.as_bytes());
        let next = self.forms.len();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            push_words(&self.form, &self.commas, &mut self.forms.words, &mut self.forms.shapes);
            self.forms.ends.push(self.forms.words.len());
            self.forms.points.push(0);
            self.forms.keys.push(key);
        } else {
            // A list is one in whatever point of these words has the commas.
            let range = self.forms.range(number);
            mark_commas(&self.form, &self.commas, &mut self.forms.shapes[range]);
        }
        self.forms.points[number as usize] += 1;
        Some(number)
    }

    /// Groups all points that were added.
    #[must_use]
    pub fn group(self, threshold: Threshold) -> Grouping {
        let Self { forms, numbers, .. } = self;
        drop(numbers);
        if threshold == Threshold::EXACT {
            let middles = (0..forms.len()).collect();
            return Grouping { middles, similarities: vec![1000; forms.ends.len()], points: forms.points };
        }
        let by_points = ranks(&forms, &forms.points);
        let near = neighbours::find(&forms, &by_points, threshold);
        let near = Adjacency::of(&near, forms.ends.len());
        let weights: Vec<u32> = (0..forms.len())
            .map(|form| {
                near.of_form(form)
                    .map(|(other, _)| forms.points[other as usize])
                    .fold(forms.points[form as usize], u32::saturating_add)
            })
            .collect();
        let ranks = ranks(&forms, &weights);
        let subjects = (0..forms.len()).map(|form| subjects(forms.words(form))).collect();
        let members = Members::of(&forms);
        Stars { forms: &forms, near: &near, ranks: &ranks, threshold, subjects, members }.find()
    }
}

/// The place of each wording in the order of most weight, then most points, then key.
fn ranks(forms: &Forms, weights: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..forms.len()).collect();
    order.sort_unstable_by_key(|form| {
        let form = *form as usize;
        (std::cmp::Reverse((weights[form], forms.points[form])), forms.keys[form])
    });
    let mut ranks = vec![0; order.len()];
    for (rank, form) in (0..).zip(order) {
        ranks[form as usize] = rank;
    }
    ranks
}

/// For each wording those near it.
struct Adjacency {
    starts: Vec<u32>,
    others: Vec<(u32, u16)>,
}

impl Adjacency {
    fn of(near: &[Near], forms: usize) -> Self {
        let mut starts = vec![0; forms + 1];
        for pair in near {
            starts[pair.first as usize + 1] += 1;
            starts[pair.second as usize + 1] += 1;
        }
        for form in 0..forms {
            starts[form + 1] += starts[form];
        }
        let mut next = starts.clone();
        let mut others = vec![(0, 0); near.len() * 2];
        for pair in near {
            for (from, to) in [(pair.first, pair.second), (pair.second, pair.first)] {
                others[next[from as usize] as usize] = (to, pair.similarity);
                next[from as usize] += 1;
            }
        }
        Self { starts, others }
    }

    fn of_form(&self, form: u32) -> impl Iterator<Item = (u32, u16)> {
        let form = form as usize;
        self.others[self.starts[form] as usize..self.starts[form + 1] as usize].iter().copied()
    }
}

/// No wording.
const NONE: u32 = u32::MAX;

/// The grouping while it is made.
struct Stars<'a> {
    forms: &'a Forms,
    near: &'a Adjacency,
    ranks: &'a [u32],
    threshold: Threshold,
    /// The countries and days of the week of each wording, as one number, and how many they are.
    subjects: Vec<(Word, usize)>,
    members: Members<'a>,
}

impl Stars<'_> {
    fn find(mut self) -> Grouping {
        let count = self.ranks.len();
        let mut order = vec![0; count];
        for (form, rank) in (0..).zip(self.ranks) {
            order[*rank as usize] = form;
        }
        let mut middles: Vec<u32> = vec![u32::MAX; count];
        let mut similarities: Vec<u16> = vec![1000; count];
        // The last of the wordings that do not name the same as their middle, `NONE` where there is none: one middle that
        // names nobody, or two, is near to many that name one each.
        let mut added: Vec<u32> = vec![NONE; count];
        for form in order.iter().copied() {
            // Near it are middles, and others whose middle it may be near to without having been compared with it.
            let best = self.best_middle(form, &middles, &added);
            let (middle, similarity) = best.unwrap_or((form, 1000));
            middles[form as usize] = middle;
            similarities[form as usize] = similarity;
            self.add_subjects(form, middle, &mut added);
            self.members.add(form, middle);
        }
        let first = middles.clone();
        // Those of the first round stay among the members of a group that they leave, so that no two are ever in one that
        // have not been held to each other.
        for form in order {
            if first[form as usize] != form
                && let Some((middle, similarity)) = self.best_middle(form, &first, &added)
            {
                middles[form as usize] = middle;
                similarities[form as usize] = similarity;
                self.add_subjects(form, middle, &mut added);
                if first[form as usize] != middle {
                    self.members.add(form, middle);
                }
            }
        }
        Grouping { middles, similarities, points: self.forms.points.clone() }
    }

    /// The most similar middle among those known so far whose group has room; of equally similar ones the first in the
    /// order.
    fn best_middle(&self, form: u32, middles: &[u32], added: &[u32]) -> Option<(u32, u16)> {
        let mut found: Vec<(u32, Option<u16>)> = Vec::new();
        for (other, similarity) in self.near.of_form(form) {
            let middle = middles[other as usize];
            if middle == other {
                found.push((middle, Some(similarity)));
            } else if middle != u32::MAX {
                found.push((middle, None));
            }
        }
        // One that was compared comes before the same one that was not.
        found.sort_unstable_by_key(|(middle, similarity)| (*middle, std::cmp::Reverse(*similarity)));
        found.dedup_by_key(|(middle, _)| *middle);
        let mut own = None;
        let mut near: Vec<(u32, u16)> = found
            .into_iter()
            .filter(|(middle, _)| *middle != form && self.has_room(form, *middle, added))
            .filter_map(|(middle, known)| {
                let similarity = known.unwrap_or_else(|| self.similarity(form, &mut own, middle));
                (similarity >= self.threshold.thousandths()).then_some((middle, similarity))
            })
            .collect();
        near.sort_unstable_by_key(|(middle, similarity)| {
            (std::cmp::Reverse(*similarity), self.ranks[*middle as usize])
        });
        let is_member = |middle: u32| middles[form as usize] == middle;
        near.into_iter().find(|(middle, _)| is_member(*middle) || self.members.have_room(form, *middle))
    }

    /// Whether a wording names some countries or days of the week, and its middle, to which it is near, more or fewer.
    fn names_otherwise(&self, form: u32, middle: u32) -> bool {
        let (own, its) = (self.subjects[form as usize], self.subjects[middle as usize]);
        own.1 > 0 && own != its
    }

    /// Whether no other wordings of the group name others than this one does.
    fn has_room(&self, form: u32, middle: u32, added: &[u32]) -> bool {
        let its = added[middle as usize];
        its == NONE || !self.names_otherwise(form, middle) || {
            self.subjects[its as usize].0 == self.subjects[form as usize].0
                && (its == form || !self.are_of_others(form, its))
        }
    }

    fn add_subjects(&self, form: u32, middle: u32, added: &mut [u32]) {
        if self.names_otherwise(form, middle) {
            added[middle as usize] = form;
        }
    }

    fn are_of_others(&self, form: u32, other: u32) -> bool {
        let [own, its] = [form, other].map(|form| Elements::of(self.forms.words(form)));
        are_of_others(self.forms.told(form, &own), self.forms.told(other, &its))
    }

    /// How similar two are; `own` keeps the elements of the first.
    fn similarity(&self, form: u32, own: &mut Option<Elements>, other: u32) -> u16 {
        let (words, others) = (self.forms.words(form), self.forms.words(other));
        if numbers(words) != numbers(others) {
            return 0;
        }
        let own = own.get_or_insert_with(|| Elements::of(words));
        let its = Elements::of(others);
        let similarity = own.similarity(&its);
        // What is not near need not be asked whom it is of.
        let is_near = similarity >= self.threshold.thousandths();
        if is_near && are_of_others(self.forms.told(form, own), self.forms.told(other, &its)) {
            0
        } else {
            similarity
        }
    }
}

/// Which wordings are of one group.
#[derive(Debug)]
pub struct Grouping {
    middles: Vec<u32>,
    similarities: Vec<u16>,
    points: Vec<u32>,
}

impl Grouping {
    /// The wording in the middle of the group of `wording`, a number that [`Points::add`] gave.
    #[must_use]
    pub fn middle(&self, wording: u32) -> u32 {
        self.middles.get(wording as usize).copied().unwrap_or(wording)
    }

    /// How similar a wording is to the middle of its group, in thousandths.
    #[must_use]
    pub fn similarity(&self, wording: u32) -> u16 {
        self.similarities.get(wording as usize).copied().unwrap_or(1000)
    }

    /// How many wordings each group has, at the number of its middle; 0 for wordings that are no middle.
    #[must_use]
    pub fn wordings_by_middle(&self) -> Vec<u32> {
        let mut wordings = vec![0_u32; self.middles.len()];
        self.middles.iter().for_each(|middle| wordings[*middle as usize] += 1);
        wordings
    }

    /// How many points each group has, at the number of its middle; 0 for wordings that are no middle.
    #[must_use]
    pub fn points_by_middle(&self) -> Vec<u32> {
        let mut points = vec![0_u32; self.middles.len()];
        for (middle, count) in self.middles.iter().zip(&self.points) {
            points[*middle as usize] += count;
        }
        points
    }
}
