//! The wordings that a group has so far, kept so that a further one that tells the contrary of one of them finds no room.
//!
//! Two that are near to one middle may tell the contrary of each other by what it does not say: "Moscow struck Kyiv" and
//! "Kyiv struck Moscow" are both near to "Kyiv and Moscow struck each other". Not all are compared with all: only those of
//! which one has the words of the middle in another order, or that share words which the middle has not, and of many such
//! the first few.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::groups::Forms;
use super::measure::roles;
use super::order::{Row, in_lists, key, may_change_places};
use super::others::{Told, are_of_others};
use super::wording::{Elements, Word};

/// So many wordings are kept for each reason to compare a further one with them.
const KEPT: usize = 4;

/// With so many a further one is compared.
const MOST_COMPARED: usize = 4;

/// So many words that the middle has not are looked at.
const MOST_WORDS: usize = 6;

/// So many wordings are kept as rows, each until another one comes to its place.
const ROWS: usize = 1 << 11;

/// The first few wordings of a group.
type Few = Vec<u32>;

/// A wording, and its row.
type KeptRow = Option<(u32, Rc<Row>)>;

/// The first wordings of one group: those that have words of the middle in another order, and all others.
#[derive(Debug, Default)]
struct Group {
    moved: Few,
    others: Few,
}

/// A wording, and where in the middle its word would stand.
type MemberAt = (u32, Range<usize>);

/// The members of all groups, but for middles and for lists, whose order tells nothing.
pub(super) struct Members<'a> {
    forms: &'a Forms,
    groups: HashMap<u32, Group, RandomState>,
    /// By the middle, and a word that it has not: the wordings that have it.
    by_word: HashMap<(u32, Word), Vec<MemberAt>, RandomState>,
    /// By the middle, and two words that it has not, in their order.
    by_two: HashMap<(u32, Word, Word), Few, RandomState>,
    /// The wordings that others were compared with last, which are most often those that the next ones are compared with.
    rows: RefCell<Vec<KeptRow>>,
    /// The last wording that was held to a middle, and that middle: it is the one that it joins, as a rule.
    last: Cell<Option<(u32, u32, Difference)>>,
}

impl<'a> Members<'a> {
    pub(super) fn of(forms: &'a Forms) -> Self {
        let (groups, by_word, by_two, last) = Default::default();
        Self { forms, groups, by_word, by_two, rows: RefCell::new(vec![None; ROWS]), last }
    }

    /// Whether none of the group tells the contrary of `form`.
    pub(super) fn have_room(&self, form: u32, middle: u32) -> bool {
        let Some(group) = self.groups.get(&middle) else { return true };
        let difference = Difference::of(self.forms, form, middle);
        let has_room = self.has_room(group, form, middle, &difference);
        self.last.set(Some((form, middle, difference)));
        has_room
    }

    fn has_room(&self, group: &Group, form: u32, middle: u32, difference: &Difference) -> bool {
        let mut compared = Few::new();
        for (number, (word, place)) in difference.words.iter().enumerate() {
            for (before, _) in &difference.words[..number] {
                compared.extend(self.by_two.get(&(middle, *word, *before)).into_iter().flatten());
            }
            let others = self.by_word.get(&(middle, *word)).into_iter().flatten();
            let elsewhere = others.filter(|(_, its)| its.end <= place.start || place.end <= its.start);
            compared.extend(elsewhere.map(|(other, _)| *other));
        }
        if !difference.is_list {
            compared.extend(&group.moved);
        }
        if difference.is_moved {
            compared.extend(&group.others);
        }
        let (mut own, mut asked) = (None, 0);
        for (number, other) in compared.iter().enumerate() {
            if *other == form || compared[..number].contains(other) {
                continue;
            }
            let own = own.get_or_insert_with(|| self.new_row(form));
            if self.are_contrary((form, own), *other, middle) {
                return false;
            }
            asked += 1;
            if asked == MOST_COMPARED {
                break;
            }
        }
        true
    }

    pub(super) fn add(&mut self, form: u32, middle: u32) {
        if form == middle {
            return;
        }
        let last = self.last.take().filter(|(last, its, _)| (*last, *its) == (form, middle));
        let difference = match last {
            Some((.., difference)) => difference,
            None => Difference::of(self.forms, form, middle),
        };
        if difference.is_list {
            return;
        }
        let group = self.groups.entry(middle).or_default();
        keep(if difference.is_moved { &mut group.moved } else { &mut group.others }, form);
        for (number, (word, place)) in difference.words.iter().enumerate() {
            for (before, _) in &difference.words[..number] {
                keep(self.by_two.entry((middle, *before, *word)).or_default(), form);
            }
            keep(self.by_word.entry((middle, *word)).or_default(), (form, place.clone()));
        }
    }

    fn are_contrary(&self, (form, row_of_form): (u32, &Row), other: u32, middle: u32) -> bool {
        row_of_form.is_crossed(&self.row(other), || self.row(middle)) && {
            let [own, its] = [form, other].map(|form| Elements::of(self.forms.words(form)));
            are_of_others(self.forms.told(form, &own), self.forms.told(other, &its))
        }
    }

    fn row(&self, form: u32) -> Rc<Row> {
        let mut rows = self.rows.borrow_mut();
        let place = form as usize % ROWS;
        match &rows[place] {
            Some((kept, row)) if *kept == form => Rc::clone(row),
            _ => {
                let row = Rc::new(self.new_row(form));
                rows[place] = Some((form, Rc::clone(&row)));
                row
            }
        }
    }

    fn new_row(&self, form: u32) -> Row {
        Row::of(self.forms.told(form, &Elements::default()))
    }
}

/// Keeps one more, while these are few.
fn keep<T>(few: &mut Vec<T>, one: T) {
    if few.len() < KEPT {
        few.push(one);
    }
}

/// What a wording has otherwise than the middle of its group.
struct Difference {
    /// Words of no list that the middle has not, by their keys, each with where in the middle it would stand: between the
    /// words that both have.
    words: Vec<(Word, Range<usize>)>,
    /// Whether it has words of the middle in another order, but for lists.
    is_moved: bool,
    /// Whether nothing differs but lists.
    is_list: bool,
}

impl Difference {
    fn of(forms: &Forms, form: u32, middle: u32) -> Self {
        let none = Elements::default();
        let (own, its) = (forms.told(form, &none), forms.told(middle, &none));
        let start = own.words.iter().zip(its.words).take_while(|(own, its)| own == its).count();
        let behind = own.words[start..].iter().rev().zip(its.words[start..].iter().rev());
        let behind = behind.take_while(|(own, its)| own == its).count();
        let differing = start..own.words.len() - behind;
        let keys: Vec<Word> = if differing.is_empty() { Vec::new() } else { keys(its) };
        let (mut places, mut listed): (Vec<Place>, Vec<(bool, bool)>) = Default::default();
        let (mut is_listed, mut is_of) = (false, false);
        for place in differing {
            let (word, shape) = (own.words[place], own.shapes[place]);
            let roles = roles(word);
            is_listed |= shape.is_behind_comma() || shape.has_and() || roles.is_and();
            is_of |= roles.is_of();
            if !may_change_places(word) {
                continue;
            }
            listed.push((is_listed, is_of));
            (is_listed, is_of) = (false, false);
            let key = key(word, shape);
            let its = keys.iter().position(|other| *other == key);
            places.push(Place { key, its, is_other: its.is_none() });
        }
        // One that stands behind a later one, and that one.
        let (mut last, mut first) = (0, usize::MAX);
        for place in &mut places {
            if let Some(its) = place.its {
                place.is_other |= its < last;
                last = last.max(its);
            }
        }
        for place in places.iter_mut().rev() {
            if let Some(its) = place.its {
                place.is_other |= its > first;
                first = first.min(its);
            }
        }
        let are_in_lists = in_lists(&listed);
        let others = || places.iter().zip(&are_in_lists).filter(|(place, _)| place.is_other);
        let is_list = others().next().is_some() && others().all(|(_, is_in_list)| *is_in_list);
        let is_moved = others().any(|(place, is_in_list)| place.its.is_some() && !is_in_list);
        let (mut words, mut before) = (Vec::new(), 0);
        for (number, place) in places.iter().enumerate() {
            if let Some(its) = place.its {
                before = its + 1;
            } else if !are_in_lists[number] && words.len() < MOST_WORDS {
                let next = places[number..].iter().find_map(|place| place.its);
                let next = next.unwrap_or(its.words.len() - behind);
                let start = before.max(start);
                words.push((place.key, start.min(next)..next.max(start)));
            }
        }
        Self { words, is_moved, is_list }
    }
}

fn keys(told: Told<'_>) -> Vec<Word> {
    told.words.iter().zip(told.shapes).map(|(word, shape)| key(*word, *shape)).collect()
}

/// A word of the part in which a wording differs from the middle.
struct Place {
    key: Word,
    /// Where the middle has it.
    its: Option<usize>,
    /// Whether the middle has it not, or in another order.
    is_other: bool,
}
