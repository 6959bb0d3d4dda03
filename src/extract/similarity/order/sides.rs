//! Two wordings side by side.

use std::ops::Range;

use super::super::others::Told;
use super::super::wording::{IS_NUMBER, Word, is_subject};
use super::countries::{Place, places};
use super::tokens::{self, Token, roles_of};

/// Words that follow each other in both wordings, by their places among the shared words of the first one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    start: usize,
    end: usize,
    /// Which part of the other one it is.
    pub(super) place: usize,
}

/// What stands before or behind the words that are compared is looked through for so many words.
const NEAR: usize = 10;

fn are_equal(mut marks: impl Iterator<Item = Word>) -> bool {
    let first = marks.next();
    marks.all(|mark| Some(mark) == first)
}

/// One of the two.
struct Side<'a> {
    told: Told<'a>,
    range: Range<usize>,
    tokens: Vec<Token>,
    is_shared: Vec<bool>,
}

/// The two, and their shared words: each that both have once, and each of one stem that is left once in both.
pub(super) struct Sides<'a> {
    own: Side<'a>,
    its: Side<'a>,
    shared: Vec<(usize, usize)>,
    parts: Vec<Part>,
    /// Whether a shared word has another form in the other one.
    has_other_forms: bool,
}

impl<'a> Sides<'a> {
    pub(super) fn of(one: (Told<'a>, Range<usize>), other: (Told<'a>, Range<usize>)) -> Self {
        let [own, its] = [one, other].map(|(told, range)| {
            let tokens = tokens::of(told, range.clone());
            Side { told, range, is_shared: vec![false; tokens.len()], tokens }
        });
        let mut sides = Self { own, its, shared: Vec::new(), parts: Vec::new(), has_other_forms: false };
        sides.share(|_, token| Some(token.word));
        sides.has_other_forms = sides
            .shared
            .iter()
            .any(|(own, its)| !sides.own.tokens[*own].has_same_form(&sides.its.tokens[*its]));
        let same = sides.shared.len();
        sides.share(|others, token| {
            let is_alone =
                token.word & IS_NUMBER == 0 && !is_subject(token.word) && !others.elements.has(token.word);
            token.shape.stem().filter(|_| is_alone)
        });
        sides.has_other_forms |= sides.shared.len() > same;
        sides.shared.sort_unstable();
        sides.find_parts();
        sides
    }

    /// Shares the words that have a key which no other word of the same wording has.
    fn share(&mut self, key: impl Fn(Told<'_>, &Token) -> Option<Word>) {
        // A key, and its place in the lower bits.
        let keys = |side: &Side<'_>, others: Told<'_>| {
            let mut keys: Vec<u64> = Vec::with_capacity(side.tokens.len());
            for (place, token) in side.tokens.iter().enumerate() {
                if !side.is_shared[place]
                    && let Some(key) = key(others, token)
                {
                    keys.push(u64::from(key) << 32 | place as u64);
                }
            }
            keys.sort_unstable();
            keys
        };
        let (own, its) = (keys(&self.own, self.its.told), keys(&self.its, self.own.told));
        let (mut own, mut its) = (own.as_slice(), its.as_slice());
        while let (Some(first), Some(other)) = (own.first(), its.first()) {
            let key = (first >> 32).min(other >> 32);
            let [count, its_count] =
                [own, its].map(|keys| keys.iter().take_while(|at| *at >> 32 == key).count());
            if count == 1 && its_count == 1 {
                let [place, its_place] = [first, other].map(|at| (at & u64::from(u32::MAX)) as usize);
                self.shared.push((place, its_place));
                self.own.is_shared[place] = true;
                self.its.is_shared[its_place] = true;
            }
            (own, its) = (&own[count..], &its[its_count..]);
        }
    }

    fn find_parts(&mut self) {
        // Nothing has moved in most pairs.
        if self.shared.is_sorted_by(|one, next| one.1 < next.1) {
            let whole = Part { start: 0, end: self.shared.len(), place: 0 };
            self.parts.extend((!self.shared.is_empty()).then_some(whole));
            return;
        }
        let mut order: Vec<usize> = (0..self.shared.len()).collect();
        order.sort_unstable_by_key(|number| self.shared[*number].1);
        let mut ranks = vec![0; order.len()];
        for (rank, number) in order.into_iter().enumerate() {
            ranks[number] = rank;
        }
        for (number, rank) in ranks.iter().copied().enumerate() {
            match self.parts.last_mut() {
                Some(last) if last.place + (last.end - last.start) == rank => last.end += 1,
                _ => self.parts.push(Part { start: number, end: number + 1, place: rank }),
            }
        }
        // So far the place is that of the first word.
        let mut places: Vec<usize> = self.parts.iter().map(|part| part.place).collect();
        places.sort_unstable();
        for part in &mut self.parts {
            part.place = places.partition_point(|place| *place < part.place);
        }
    }

    /// Whether anything stands in another order or form.
    pub(super) fn differ(&self) -> bool {
        self.parts.len() > 1 || self.has_other_forms
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Two parts beside each other that have changed places, and not around each other with a third one.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&Part, &Part)> {
        let is_swapped = |first: usize| {
            let places = self.parts.get(first).zip(self.parts.get(first + 1));
            places.is_some_and(|(first, last)| last.place + 1 == first.place)
        };
        (0..self.parts.len())
            .filter(move |first| is_swapped(*first))
            .filter(move |first| !is_swapped(first + 1) && !first.checked_sub(1).is_some_and(is_swapped))
            .map(|first| (&self.parts[first], &self.parts[first + 1]))
    }

    pub(super) fn own_tokens(&self, part: &Part) -> Vec<&Token> {
        self.shared[part.start..part.end].iter().map(|(own, _)| &self.own.tokens[*own]).collect()
    }

    pub(super) fn its_tokens(&self, part: &Part) -> Vec<&Token> {
        self.shared[part.start..part.end].iter().map(|(_, its)| &self.its.tokens[*its]).collect()
    }

    /// The first word of a part in each of the two.
    pub(super) fn heads(&self, part: &Part) -> (&Token, &Token) {
        let (own, its) = self.shared[part.start];
        (&self.own.tokens[own], &self.its.tokens[its])
    }

    /// Whether of these parts, which the other has the other way round, each but the first of either stands behind a comma
    /// or `and`, and what stands between them as well, and all but that first one with the same preposition or none: "in
    /// Kyiv, schools are open, in Odesa, schools are closed" is no list.
    pub(super) fn are_listed(&self, parts: [&Part; 3]) -> bool {
        let [first, inner, last] = parts.map(|part| &self.shared[part.start..part.end]);
        let own = [first, inner, last].into_iter().flatten().map(|(own, _)| self.own.tokens[*own].mark());
        let its = [last, inner, first].into_iter().flatten().map(|(_, its)| self.its.tokens[*its].mark());
        if !are_equal(own.skip(1)) || !are_equal(its.skip(1)) {
            return false;
        }
        let is_next_listed = |side: &Side<'_>, before: usize, next: usize| {
            side.tokens[before + 1].is_listed && side.tokens[next].is_listed
        };
        parts.windows(2).all(|two| {
            let ((own_end, _), (own_start, _)) = (self.shared[two[0].end - 1], self.shared[two[1].start]);
            let ((_, its_end), (_, its_start)) = (self.shared[two[1].end - 1], self.shared[two[0].start]);
            is_next_listed(&self.own, own_end, own_start) && is_next_listed(&self.its, its_end, its_start)
        })
    }

    /// Whether two parts, which the other has in another order, tell what both do with each other.
    pub(super) fn are_mutual(&self, first: &Part, last: &Part) -> bool {
        let (own, _) = self.shared[first.end - 1];
        let (own_other, _) = self.shared[last.start];
        let (_, its) = self.shared[last.end - 1];
        let (_, its_other) = self.shared[first.start];
        self.own.is_mutual(own, own_other) && self.its.is_mutual(its, its_other)
    }

    /// Whether one of two parts keeps a preposition or case by which it is told from the other.
    pub(super) fn keep_marks(
        &self,
        first: (&Part, &[&Token], &[&Token]),
        last: (&Part, &[&Token], &[&Token]),
    ) -> bool {
        let is_same = |(_, own, its): (&Part, &[&Token], &[&Token])| {
            own.iter().zip(its).all(|(own, its)| own.has_same_form(its))
                && own[0].mark_of_role() == its[0].mark_of_role()
        };
        let is_oblique = |part: &[&Token]| part.iter().any(|token| token.shape.is_oblique(self.has_cases()));
        let [mark, other] = [first.1[0], last.1[0]].map(Token::mark_of_role);
        is_same(first)
            && is_same(last)
            && (is_oblique(first.1) != is_oblique(last.1)
                || mark != other
                    && [(mark, first.0), (other, last.0)]
                        .into_iter()
                        .all(|(mark, part)| mark == 0 || self.is_behind_shared(part.start)))
    }

    /// Whether what stands before a shared word is shared as well, so that its preposition is not of something else.
    fn is_behind_shared(&self, number: usize) -> bool {
        let (own, its) = self.shared[number];
        let is_behind = |side: &Side<'_>, place: usize| place == 0 || side.is_shared[place - 1];
        is_behind(&self.own, own) && is_behind(&self.its, its)
    }

    /// Whether of two words one has a case in the first wording and not in the other, and the second the other way round.
    pub(super) fn have_changed_cases(&self) -> bool {
        if !self.has_other_forms {
            return false;
        }
        let has_cases = self.has_cases();
        let (mut has_lost, mut has_got) = (false, false);
        for (own, its) in &self.shared {
            let (own, its) = (&self.own.tokens[*own], &self.its.tokens[*its]);
            if !own.has_same_form(its) {
                let (own, its) = (own.shape.is_oblique(has_cases), its.shape.is_oblique(has_cases));
                has_lost |= own && !its;
                has_got |= its && !own;
            }
        }
        has_lost && has_got
    }

    /// The countries of each that the other has, too.
    pub(super) fn countries(&self) -> (Vec<Place>, Vec<Place>) {
        let of = |side: &Side<'a>, other: &Side<'a>| places(&side.tokens, other.told.elements);
        (of(&self.own, &self.its), of(&self.its, &self.own))
    }

    /// Whether the language, of Latin letters, has cases.
    fn has_cases(&self) -> bool {
        [&self.own, &self.its]
            .iter()
            .any(|side| side.told.words.iter().any(|word| roles_of(*word).is_of_cases()))
    }
}

impl Side<'_> {
    /// Whether what stands between two words, or before or behind them, is what two do with each other.
    fn is_mutual(&self, one: usize, other: usize) -> bool {
        let Some(between) = self.tokens.get(one + 1..other) else { return false };
        let (first, last) = (&self.tokens[one], &self.tokens[other]);
        // "With the president of China", too.
        let has_with = last.is_with || between.iter().any(|token| token.is_with);
        let is_joined = |token: &Token| token.mark_of_role() == 0 || token.is_with;
        if !between.iter().all(is_said_alike) || !is_joined(first) || !is_joined(last) && !has_with {
            return false;
        }
        let range = &self.range;
        let before = tokens::of(self.told, range.start.saturating_sub(NEAR)..range.start);
        let mut before = before.iter().chain(&self.tokens[..one]).rev();
        let mut said = between.iter().filter(|token| token.roles.is_mutual()).peekable();
        if said.peek().is_some() {
            let is_met = said.all(|token| token.roles.is_met())
                || between.last().is_some_and(|token| token.roles.is_met());
            // In Arabic the verb stands before both.
            let has_prefixes = first.shape.is_with_prefixes();
            let may_be_said = |token: &Token| !has_prefixes || is_said_alike(token);
            return (has_with || is_met) && before.next().is_none_or(may_be_said);
        }
        if before.take(NEAR).take_while(|token| is_said_alike(token)).any(|token| token.roles.is_mutual()) {
            return true;
        }
        // A verb behind both may turn round what they do: "Rusya Çin ile görüşmeleri kesti".
        let behind = tokens::of(self.told, range.end..self.told.words.len().min(range.end + NEAR));
        let mut behind = self.tokens[other + 1..]
            .iter()
            .chain(&behind)
            .skip_while(|token| token.roles.is_neutral() && !token.roles.is_mutual());
        behind.next().is_some_and(|token| token.roles.is_mutual()) && behind.next().is_none_or(is_said_alike)
    }
}

/// Whether a word is what two do with each other, or may stand beside that.
fn is_said_alike(token: &Token) -> bool {
    token.roles.is_neutral() || token.roles.is_mutual()
}
