//! Lists whose markers are none alone: `а)`, `I.`, `№1`, `#1.`, `[1]`, `1 – `.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Line, navigation};
use crate::extract::marker::{Marker, MarkerKind, number::digit, series::Place};

/// Takes lines that may begin with such a marker for items, where one follows the other from the first on, in one list.
/// `candidates` are their places and markers, ascending; a place may have several.
pub(super) fn mark_series(text: &str, lines: &mut [Line], candidates: &[(usize, Marker)]) {
    if candidates.len() < 2 {
        return;
    }
    let footnotes = Footnotes::of(text, candidates);
    // Those that the next one may follow, each of another form.
    let mut open: Vec<(usize, Marker, Place)> = Vec::new();
    let mut left = candidates.iter().peekable();
    let mut item = None;
    for place in 0..lines.len() {
        if let Some(MarkerKind::Number(number)) = lines.get(place).and_then(Line::number) {
            item = Some(number);
        }
        let mut own: Vec<(Marker, Place)> = Vec::new();
        while let Some((_, marker)) = left.next_if(|(at, _)| *at == place) {
            let Some(line) = lines.get(place) else { return };
            let body = marker.body(line.words(text));
            let MarkerKind::Series(said) = marker.kind else { continue };
            let leads_elsewhere = navigation::is_labelled_address(body) || navigation::is_menu(body);
            let is_footnote = said.is_in_brackets() && footnotes.has(said);
            if line.kind == Kind::Plain && !leads_elsewhere && !is_footnote {
                own.push((*marker, said));
            }
        }
        let follows = own.iter().find_map(|(marker, said)| {
            let before = open.iter().position(|(_, _, before)| before.comes_before(*said))?;
            Some((before, *marker, *said))
        });
        if let Some((before, marker, said)) = follows {
            // What was within the one before has ended.
            open.truncate(before + 1);
            if let Some((first, first_marker, open_place)) = open.last_mut() {
                for (at, marker) in [(*first, *first_marker), (place, marker)] {
                    if let Some(line) = lines.get_mut(at) {
                        line.kind = Kind::Marked(marker);
                    }
                }
                (*first, *first_marker, *open_place) = (place, marker, said);
            }
            continue;
        }
        if lines.get(place).is_some_and(Line::ends_list) {
            open.clear();
        }
        let may_begin = |said: &Place| said.is_first() && said.item().is_none_or(|its| item == Some(its));
        for (marker, said) in own.into_iter().filter(|(_, said)| may_begin(said)) {
            open.retain(|(_, _, other)| !other.is_like(said));
            open.push((place, marker, said));
        }
    }
}

/// What stands between brackets is no footnote when it is longer, in bytes.
const LONGEST_NOTE: usize = 40;

/// The numbers of `[1, 2]` or `[2–4]`, in the digits of any script.
fn numbers(inner: &str) -> impl Iterator<Item = i64> {
    let mut last = None;
    inner.split_inclusive(|c| digit(c).is_none()).flat_map(move |part| {
        let digits = part.chars().map_while(digit);
        let number = digits.fold(None, |number: Option<i64>, digit| {
            Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit.into()))
        });
        let is_range = part.ends_with(['-', '–', '—']);
        let first = match (last, number) {
            (Some(first), Some(number)) if first < number && number - first < MOST_IN_RANGE => first + 1,
            (_, Some(number)) => number,
            (_, None) => 1,
        };
        last = number.filter(|_| is_range);
        first..=number.unwrap_or(0)
    })
}

/// A wider one is none of footnotes.
const MOST_IN_RANGE: i64 = 10;

/// The numbers in brackets that stand in the text more than once: there, and where they are explained.
struct Footnotes(BTreeMap<i64, bool>);

impl Footnotes {
    fn of(text: &str, candidates: &[(usize, Marker)]) -> Self {
        let in_brackets = candidates.iter().filter_map(|(_, marker)| match marker.kind {
            MarkerKind::Series(place) if place.is_in_brackets() => place.ordinal(),
            _ => None,
        });
        // Only those are noted that a list may have: a text of ranges has many times its length in numbers.
        let mut is_repeated: BTreeMap<i64, bool> = BTreeMap::new();
        let mut stands = BTreeSet::new();
        for number in in_brackets {
            is_repeated.insert(number, false);
        }
        if is_repeated.is_empty() {
            return Self(is_repeated);
        }
        // `[1, с. 5]` and `[^1]`, too.
        let inner = text.split('[').skip(1).filter_map(|rest| rest.split(']').next());
        for number in inner.filter(|inner| inner.len() <= LONGEST_NOTE).flat_map(numbers) {
            if let Some(is_repeated) = is_repeated.get_mut(&number) {
                *is_repeated = !stands.insert(number);
            }
        }
        Self(is_repeated)
    }

    fn has(&self, place: Place) -> bool {
        place.ordinal().is_some_and(|number| self.0.get(&number).is_some_and(|is_repeated| *is_repeated))
    }
}
