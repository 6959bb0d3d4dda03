//! Whether two wordings tell the same words of each other the other way round: who does it, and to whom.
//!
//! The words that both have once, names and others alike, are set side by side. What stands in another order in one than
//! in the other falls into *parts*, each of which is whole in both. One part that merely moved, such as `yesterday`, leaves
//! all others as they were. Where of three parts the outer ones have changed places around the inner one, as in "Kyiv
//! struck Moscow" and "Moscow struck Kyiv", or two have taken each other's prepositions, as in "from Kyiv to Moscow", it
//! is another claim: unless a preposition or a case goes with one of them, as in "Москву обстрелял Киев", or both do the
//! same to each other, as in "Kyiv met Moscow", or they are of one list: behind a comma or `and` each, but for the first of
//! them. Countries that have changed places make another claim whatever is said of
//! them: at talks one may demand what the other refuses.
//!
//! In doubt it is another claim: one group with two claims in it is worse than two groups of one claim.

mod countries;
mod crossed;
mod passive;
mod sides;
mod tokens;

use super::measure::is_day;
use super::others::Told;
use super::wording::is_subject;
pub(super) use crossed::{Row, in_lists, key, may_change_places};
use sides::{Part, Sides};
use tokens::Token;

/// A longer part is a clause, which may stand anywhere.
const LONGEST: usize = 5;

/// Whether the two tell what they share the other way round.
pub(super) fn are_in_another_order(one: Told<'_>, other: Told<'_>) -> bool {
    let (own, its) = tokens::middles(one, other);
    if own.is_empty() || its.is_empty() {
        return false;
    }
    if let Some(is_contrary) = passive::is_contrary(one, &own, other, &its) {
        return is_contrary;
    }
    if own.len() < 2 || its.len() < 2 {
        return false;
    }
    let sides = Sides::of((one, own), (other, its));
    let are_shared_otherwise = || {
        sides.parts().windows(3).any(|three| are_exchanged(&sides, three))
            || sides.pairs().any(|(first, last)| have_taken_marks(&sides, first, last))
            || sides.have_changed_cases()
    };
    sides.differ() && are_shared_otherwise() || are_countries_exchanged(&sides)
}

/// Whether of these parts the outer ones stand around the inner one the other way round in the other wording, and it tells
/// what one does to the other.
fn are_exchanged(sides: &Sides<'_>, three: &[Part]) -> bool {
    let [first, inner, last] = three else { return false };
    if inner.place + 1 != first.place || last.place + 1 != inner.place {
        return false;
    }
    let [own_first, own_inner, own_last] = [first, inner, last].map(|part| sides.own_tokens(part));
    let [its_first, its_inner, its_last] = [first, inner, last].map(|part| sides.its_tokens(part));
    let tells_when = |part: &[&Token]| part.iter().all(|token| is_light(token));
    if [&own_first, &own_last, &its_first, &its_last].into_iter().any(|part| !may_be_name(part))
        || tells_when(&own_inner)
        || tells_when(&its_inner)
    {
        return false;
    }
    let keeps_mark = || {
        own_inner.iter().zip(&its_inner).all(|(own, its)| own.has_same_form(its))
            && sides.keep_marks((first, &own_first, &its_first), (last, &own_last, &its_last))
    };
    !sides.are_listed([first, inner, last]) && !sides.are_mutual(first, last) && !keeps_mark()
}

/// Whether two parts beside each other have changed places and taken each other's preposition, or each has another form.
fn have_taken_marks(sides: &Sides<'_>, first: &Part, last: &Part) -> bool {
    let ((own_first, its_first), (own_last, its_last)) = (sides.heads(first), sides.heads(last));
    let is_taken = own_first.mark() == its_last.mark() && own_last.mark() == its_first.mark();
    let are_marked = own_first.mark() != 0 && own_last.mark() != 0 && own_first.mark() != own_last.mark();
    let have_other_forms = !own_first.has_same_form(its_first) && !own_last.has_same_form(its_last);
    (is_taken && are_marked || have_other_forms) && !sides.are_mutual(first, last)
}

/// Whether somebody's name may be in a part: no clause, nor what tells when something is. Two sounds alone stand in many words.
fn may_be_name(part: &[&Token]) -> bool {
    let is_of_letters = part[0].shape.stem().is_none();
    let longest = if is_of_letters { 2 * LONGEST } else { LONGEST };
    part.len() <= longest
        && !part.iter().all(|token| is_light(token))
        && !(part.len() < 2 && part[0].shape.is_sounds())
}

/// Whether of two countries one wording tells of the first before it tells of the second, and the other the other way round.
fn are_countries_exchanged(sides: &Sides<'_>) -> bool {
    let (own, its) = sides.countries();
    own.iter().enumerate().any(|(number, first)| {
        own[number + 1..].iter().any(|second| {
            let of = |country| its.iter().find(|place| place.country == country);
            let (Some(same), Some(same_second)) = (of(first.country), of(second.country)) else {
                return false;
            };
            first.is_before(second) && same_second.is_before(same)
                || second.is_before(first) && same.is_before(same_second)
        })
    })
}

fn is_country(token: &Token) -> bool {
    is_subject(token.word) && !is_day(token.word)
}

/// Whether a word tells when something is.
fn is_light(token: &Token) -> bool {
    is_subject(token.word) && is_day(token.word) || token.roles.is_time()
}
