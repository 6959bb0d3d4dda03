//! What an office is of: `of Foreign Affairs and Trade of Hungary`, and the name behind it.

use std::ops::Range;

use super::super::lists::{
    AFTER_ANY_HEAD, AFTER_HEAD, CONNECTORS, DOMAINS, HEADS, PARTICLES, POLITIES, is_demonym,
};
use super::super::name::{name_at, parts, place_at, skip_honorifics};
use super::super::word::{Gap, Shape, Word};

/// The most words of what an office is of.
const LONGEST: usize = 24;

/// Reads what follows the head of an office.
pub(super) struct Reader<'w, 't> {
    words: &'w [Word<'t>],
    is_plural: bool,
    /// The word to read next.
    pub at: usize,
    /// The word after the office without its country.
    pub office_end: usize,
    pub countries: Vec<Range<usize>>,
}

impl<'w, 't> Reader<'w, 't> {
    /// At the first word behind a head and what belongs to it in any case.
    pub(super) fn behind(words: &'w [Word<'t>], head: usize, is_plural: bool) -> Self {
        let mut reader = Self { words, is_plural, at: head + 1, office_end: head + 1, countries: Vec::new() };
        reader.after_head(head);
        reader
    }

    fn lower(&self, at: usize) -> &str {
        self.words.get(at).filter(|word| word.follows()).map_or("", |word| word.lower.as_ref())
    }

    /// `General` of `Secretary General`, `in Chief`, `d’Affaires`.
    fn after_head(&mut self, head: usize) {
        let is_general = AFTER_HEAD.has(self.lower(self.at))
            && matches!(
                self.words.get(head).map_or("", |word| word.lower.as_ref()),
                "secretary"
                    | "director"
                    | "attorney"
                    | "consul"
                    | "governor"
                    | "president"
                    | "minister"
                    | "prosecutor"
            );
        if is_general || self.lower(self.at) == "d'affaires" {
            self.at += 1;
        } else if matches!(self.lower(self.at), "in" | "at" | "ad")
            && matches!(self.lower(self.at + 1), "chief" | "large" | "interim")
        {
            self.at += 2;
        }
        // "Ambassador Extraordinary and Plenipotentiary".
        while AFTER_ANY_HEAD.has(self.lower(self.at))
            || self.lower(self.at) == "and" && AFTER_ANY_HEAD.has(self.lower(self.at + 1))
        {
            self.at += 1;
        }
        self.office_end = self.at;
    }

    /// Goes over what the office is of, to the name after it.
    pub(super) fn name_of_complement(&mut self) -> Option<Range<usize>> {
        let first = self.at;
        let opens = matches!(self.lower(first), "of" | "for" | "to" | "on" | "at" | "in" | "and");
        let is_parenthesis =
            self.words.get(first).is_some_and(|word| word.gap == Gap::Close && word.lower == "of");
        if !opens && !is_parenthesis {
            return None;
        }
        let mut polity: Option<usize> = None;
        while self.at < first + LONGEST {
            let word = self.words.get(self.at)?;
            let is_listed =
                self.is_plural && word.gap == Gap::Comma && place_at(self.words, self.at).is_some();
            let is_aside = self.is_aside(self.at);
            if !(word.follows() || is_listed || is_aside || self.at == first || self.closes_aside(self.at)) {
                return None;
            }
            let run = self.run(self.at);
            if run.is_empty() {
                let is_link = word.is(CONNECTORS);
                let is_domain = word.is(DOMAINS) || is_aside;
                if !is_link && !is_domain {
                    return None;
                }
                // "and" before another office belongs to that one.
                let has_country = !self.countries.is_empty() && !self.is_plural;
                if word.lower == "and" && (has_country || self.begins_office(self.at + 1)) {
                    return None;
                }
                self.at += 1;
                if is_domain {
                    self.office_end = self.at;
                }
                if !matches!(word.lower.as_ref(), "of" | "the") {
                    polity = None;
                }
                continue;
            }
            let (length, is_known, country) = self.complement(&run);
            // "chief of staff Ada Bell".
            let is_known = is_known || length == 0 && self.at > first && self.office_end == run.start;
            let rest = run.start + length..run.end;
            self.note(&run, length, country, &mut polity);
            if rest.is_empty() {
                self.at = run.end;
                continue;
            }
            if is_known {
                self.at = rest.start;
                return name_at(self.words, skip_honorifics(self.words, rest.start));
            }
            return self.name_after_unknown(&run, polity);
        }
        None
    }

    /// `Valdoria Ilmar Tovik`: one word that is a country, as nothing tells another.
    fn name_after_unknown(&mut self, run: &Range<usize>, polity: Option<usize>) -> Option<Range<usize>> {
        let name = run.start + 1;
        let start = polity.unwrap_or(run.start);
        self.join(start);
        self.countries.push(start..name);
        self.at = run.end;
        let name = name_at(self.words, skip_honorifics(self.words, name))?;
        if parts(self.words, &name) < 2 {
            return None;
        }
        self.at = name.start;
        Some(name)
    }

    /// Takes back what a country that begins at `start` has in it: `Republic` of `Republic of Korea`.
    fn join(&mut self, start: usize) {
        self.countries.retain(|country| country.start < start);
        let before = (1..=2).filter_map(|back| start.checked_sub(back)).find(|at| self.lower(*at) != "the");
        if let Some(link) = before.filter(|_| start < self.office_end) {
            self.office_end = link;
        }
    }

    fn begins_office(&self, at: usize) -> bool {
        let is_capital = self.words.get(at).is_some_and(|word| word.shape != Shape::Lower);
        is_capital && (at..at + 4).any(|index| HEADS.has(self.lower(index)))
    }

    /// `(Minister)` within an office.
    fn is_aside(&self, at: usize) -> bool {
        let is_open = self.words.get(at).is_some_and(|word| word.gap == Gap::Open && word.is(HEADS));
        is_open && self.closes_aside(at + 1)
    }

    fn closes_aside(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.gap == Gap::Close)
            && at.checked_sub(1).and_then(|at| self.words.get(at)).is_some_and(|word| word.is(HEADS))
    }

    /// The capitalised words from `at` on.
    fn run(&self, at: usize) -> Range<usize> {
        let mut end = at;
        while let Some(word) = self.words.get(end) {
            let is_first = end == at;
            let is_capital = word.shape != Shape::Lower || !is_first && self.is_particle_in_name(end);
            if !is_capital || !is_first && !word.follows() || end > at + 12 {
                break;
            }
            end += 1;
        }
        at..end
    }

    fn is_particle_in_name(&self, at: usize) -> bool {
        PARTICLES.has(self.lower(at)) && self.lower(at) != "y"
    }

    /// How many words of `run` are what the office is of, whether that is known, and the country among them.
    fn complement(&self, run: &Range<usize>) -> (usize, bool, Option<Range<usize>>) {
        let mut at = run.start;
        let mut country = None;
        while at < run.end {
            let Some(word) = self.words.get(at) else { break };
            let is_last = at + 1 == run.end;
            let later = (at..run.end.min(at + 5)).rev().find(|index| {
                self.words.get(*index).is_some_and(|word| word.is(DOMAINS) && !word.is_possessive)
            });
            if let Some(length) = place_at(self.words, at).filter(|length| at + length <= run.end) {
                country.get_or_insert(at..at + length);
                at += length;
            } else if let Some(later) = later {
                let is_polity =
                    (at..=later).any(|index| self.words.get(index).is_some_and(|word| word.is(POLITIES)));
                if is_polity && later > at {
                    country = Some(country.map_or(at, |country: Range<usize>| country.start)..later + 1);
                }
                at = later + 1;
            } else if word.shape == Shape::Upper && word.text.chars().count() > 1
                || word.is_possessive && !is_last
                || is_demonym(word) && at == run.start
            {
                at += 1;
            } else {
                break;
            }
        }
        let length = at - run.start;
        let is_single = run.len() == 1 && length == 0;
        if is_single {
            let is_name_end = self.words.get(run.start).is_some_and(|word| word.is_possessive);
            let is_more = run.start.checked_sub(1).is_some_and(|before| self.lower(before) == "and");
            let is_country = !is_name_end && (self.is_plural || !is_more);
            return (1, true, is_country.then_some(run.clone()));
        }
        (length, length > 0, country)
    }

    /// Keeps what the words say: a part of the office, or its country.
    fn note(
        &mut self,
        run: &Range<usize>,
        length: usize,
        country: Option<Range<usize>>,
        polity: &mut Option<usize>,
    ) {
        if length == 0 {
            return;
        }
        match country {
            Some(country) => {
                let start = polity.take().unwrap_or(country.start);
                let covers_run = country.end == run.start + length;
                self.join(start);
                self.countries.push(start..country.end);
                *polity = (covers_run && length == run.len()).then_some(start);
                if !covers_run {
                    self.office_end = run.start + length;
                    self.countries.pop();
                }
            }
            None => {
                let is_polity =
                    run.len() == 1 && self.words.get(run.start).is_some_and(|word| word.is(POLITIES));
                *polity = is_polity.then_some(run.start);
                if self.countries.is_empty() {
                    self.office_end = run.start + length;
                }
            }
        }
    }
}
