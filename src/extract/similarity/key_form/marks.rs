//! The marks of a number: currency, per cent, and the `+` of what is more.

use crate::extract::similarity::character::{Part, part, sign};
use crate::extract::similarity::number::next;

/// The marks of a number that are written behind it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Number {
    currency: Option<char>,
    percent: Option<char>,
    is_more: bool,
}

impl Number {
    pub(super) fn has_marks(&self) -> bool {
        self.currency.is_some() || self.percent.is_some() || self.is_more
    }

    pub(super) fn marks(self) -> impl Iterator<Item = char> {
        [self.currency, self.percent, self.is_more.then_some('+')].into_iter().flatten()
    }

    /// Whether it has no currency or per cent sign as this one is.
    pub(super) fn is_free_for(&self, mark: char) -> bool {
        if is_currency(mark) { self.currency.is_none() } else { self.percent.is_none() }
    }

    pub(super) fn set(&mut self, mark: char) {
        if is_currency(mark) { self.currency = Some(mark) } else { self.percent = Some(mark) }
    }

    /// Takes a currency or per cent sign unless it has one.
    pub(super) fn take(&mut self, mark: char) -> bool {
        let is_free = self.is_free_for(mark);
        if is_free {
            self.set(mark);
        }
        is_free
    }

    /// Takes the marks that stand directly behind it; gives where they end.
    pub(super) fn take_behind(&mut self, text: &str) -> usize {
        let mut at = 0;
        while let Some((char, end)) = next(&text[at..]) {
            let is_taken = match part(char) {
                Part::Currency(mark) | Part::Percent(mark) => self.take(mark),
                _ if sign(char) == Some('+') && !self.is_more => {
                    // Not the one before the next number.
                    self.is_more = next(&text[at + end..])
                        .is_none_or(|(char, _)| !matches!(part(char), Part::Letter | Part::Digit(_)));
                    self.is_more
                }
                _ => false,
            };
            if !is_taken {
                break;
            }
            at += end;
        }
        at
    }
}

pub(super) fn is_currency(mark: char) -> bool {
    matches!(part(mark), Part::Currency(_))
}
