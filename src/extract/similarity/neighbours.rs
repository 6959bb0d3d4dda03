//! Pairs of wordings that are near each other, without comparing each with each.
//!
//! Wordings that have a large part of their pairs of words in common have the same smallest pair under some of a
//! few orders of all pairs (MinHash). Two such smallest pairs and the numbers make the key of a *band*; wordings
//! that share a key in any band are compared. So whether two are compared depends on these two alone, as long as
//! few share a key. Where many do, each is compared with the first few that are unlike each other.

use super::groups::Forms;
use super::others::are_of_others;
use super::threshold::Threshold;
use super::wording::{Elements, Word, numbers, pair, subjects};

/// How many chances two wordings have to be compared. With two of five pairs in common, which is about one word in
/// five changed, twelve bands miss one in eight; with two of three, one in a thousand.
const BANDS: u32 = 12;

/// So many of the bands are of wordings that tell of the same countries and days of the week: else the many of one set
/// phrase, each with another country, would stand between two of the same one.
const BANDS_OF_SUBJECTS: u32 = 4;

/// Where more wordings share a key, not all are compared with all.
const MOST_COMPARED: usize = 16;

/// Two wordings and their similarity in thousandths; the first has the lower number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Near {
    pub(super) first: u32,
    pub(super) second: u32,
    pub(super) similarity: u16,
}

/// All pairs that were found near, ascending. `rank` tells which wording of a crowd goes first.
pub(super) fn find(forms: &Forms, rank: &[u32], threshold: Threshold) -> Vec<Near> {
    let numbers: Vec<u32> = (0..forms.len()).map(|form| numbers(forms.words(form))).collect();
    let subjects: Vec<u32> = (0..forms.len()).map(|form| subjects(forms.words(form)).0).collect();
    let mut found = Found::default();
    let mut keys: Vec<u64> = Vec::new();
    let mut bucket = Bucket::default();
    for band in 0..BANDS {
        keys.clear();
        keys.extend((0..forms.len()).filter_map(|form| {
            let words = forms.words(form);
            let subjects = if band < BANDS - BANDS_OF_SUBJECTS { 0 } else { subjects[form as usize] };
            let same = numbers[form as usize] ^ subjects;
            let key = (words.len() >= super::FEWEST_WORDS).then(|| key(words, same, band))?;
            Some(u64::from(key) << 32 | u64::from(form))
        }));
        keys.sort_unstable();
        for crowd in keys.chunk_by(|left, right| left >> 32 == right >> 32).filter(|crowd| crowd.len() > 1) {
            bucket.compare(crowd, forms, &numbers, rank, threshold, &mut found);
        }
        found.settle();
    }
    found.near
}

/// The pairs that are near each other, of which the first `settled` are ascending and from earlier bands.
#[derive(Default)]
struct Found {
    near: Vec<Near>,
    settled: usize,
}

impl Found {
    fn settle(&mut self) {
        self.near.sort_unstable();
        self.near.dedup();
        self.settled = self.near.len();
    }

    /// Whether an earlier band found them, so that they need not be compared again.
    fn has(&self, first: u32, second: u32) -> bool {
        let settled = &self.near[..self.settled];
        settled.binary_search_by_key(&(first, second), |near| (near.first, near.second)).is_ok()
    }
}

/// The key of a wording in a band; `same` is what wordings that share it must have the same.
fn key(words: &[Word], same: u32, band: u32) -> u32 {
    let (first, second) = (order(band * 2), order(band * 2 + 1));
    let (mut least, mut other) = (u32::MAX, u32::MAX);
    for two in words.windows(2) {
        let pair = pair(two[0], two[1]);
        least = least.min((pair ^ first.1).wrapping_mul(first.0));
        other = other.min((pair ^ second.1).wrapping_mul(second.0));
    }
    pair(pair(least, other), same)
}

/// An order of all pairs of words: an odd factor and a pattern of bits.
fn order(number: u32) -> (u32, u32) {
    let mixed = pair(number, 0x5bd1_e995);
    (mixed | 1, pair(mixed, number))
}

/// Wordings that share a key. Kept from one to the next for its memory.
#[derive(Debug, Default)]
struct Bucket {
    members: Vec<u32>,
    elements: Vec<Elements>,
}

impl Bucket {
    fn compare(
        &mut self,
        crowd: &[u64],
        forms: &Forms,
        numbers: &[u32],
        rank: &[u32],
        threshold: Threshold,
        found: &mut Found,
    ) {
        self.members.clear();
        self.members.extend(crowd.iter().map(|key| (*key & u64::from(u32::MAX)) as u32));
        self.members.sort_unstable_by_key(|form| rank[*form as usize]);
        let is_small = self.members.len() <= MOST_COMPARED;
        if self.elements.len() < MOST_COMPARED + 1 {
            self.elements.resize_with(MOST_COMPARED + 1, Elements::default);
        }
        // The numbers of those whose elements are kept, in their order.
        let mut kept: Vec<u32> = Vec::with_capacity(MOST_COMPARED);
        for form in &self.members {
            let (earlier, rest) = self.elements.split_at_mut(kept.len());
            let elements = &mut rest[0];
            elements.set(forms.words(*form));
            let mut is_near_any = false;
            for (other, other_elements) in kept.iter().zip(&*earlier) {
                if numbers[*other as usize] != numbers[*form as usize]
                    || !elements.may_reach(other_elements, threshold.thousandths())
                {
                    continue;
                }
                let (first, second) = (*form.min(other), *form.max(other));
                let is_known = found.has(first, second);
                let similarity = if is_known { 0 } else { elements.similarity(other_elements) };
                let are_of_others =
                    || are_of_others(forms.told(*form, elements), forms.told(*other, other_elements));
                if is_known || similarity >= threshold.thousandths() && !are_of_others() {
                    if !is_known {
                        found.near.push(Near { first, second, similarity });
                    }
                    is_near_any = true;
                    if !is_small {
                        break;
                    }
                }
            }
            if kept.len() < MOST_COMPARED && (is_small || !is_near_any) {
                kept.push(*form);
            }
        }
    }
}
