//! Who is named in a text: by the dictionary, and persons by their title.
//!
//! Where the dictionary knows the name that stands with a title, its entity is meant and has the office; so is it
//! where the same name stands again alone. A country or organisation within the name of a person by title
//! (`Minister Jordan Reed`) is not named; one within an office is. Where a phrase of the dictionary that means nobody
//! covers a name, nobody is.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::line;
use super::naming::spelling::plain_name;
use super::naming::{self, Dictionary, Found};
use super::person::{self, PersonNaming};
use crate::model::{HashtagUse, Named, Naming, Via};

/// What the dictionary calls a person.
const PERSON: &str = "person";

/// Who is named, in order, and whose words the text is, as its title says. `closed` are the bytes, in order, in which
/// only `hashtags` count; `title` is a part of `text`. Time is linear in the length of the text.
///
/// `start` counts characters from 1; `talking_point` is left `None`.
pub(super) fn named(
    dictionary: &Dictionary,
    text: &str,
    title: Option<&str>,
    closed: &[Range<usize>],
    hashtags: &[HashtagUse],
) -> (Vec<Naming>, Option<Arc<Named>>) {
    let closed = naming::with_code(closed, text);
    let words = naming::hashed::words(text);
    let mut found = naming::found(dictionary, text, &words, &closed);
    let may_name = person::may_name(text, &words, &closed);
    let people = if may_name { person::people_of_likely(text, &closed) } else { Vec::new() };
    let mut known = Known { dictionary, by_name: HashMap::new() };
    let standing: Vec<Standing> = people.iter().map(|person| known.stand(person, &mut found)).collect();
    let people: Vec<(Range<usize>, Option<Arc<Named>>)> = people
        .into_iter()
        .zip(standing)
        .map(|(person, standing)| match standing {
            Standing::Nobody => (person.name_range, None),
            Standing::OfDictionary(who) => (person.name_range, Some(who)),
            Standing::Own => {
                let who = known.who(&person.name);
                found.push(Found {
                    who: Some(Arc::clone(&who)),
                    via: if person.office.is_some() { Via::Title } else { Via::Text },
                    office: person.office,
                    range: person.name_range.clone(),
                });
                (person.name_range, Some(who))
            }
        })
        .collect();
    found.sort_by_key(|found| found.range.start);
    // Where no part of the text outside `closed` may name anybody, neither does a title that lies there as a whole. It
    // is a line without the blanks at its ends, so its words end where those of the text do.
    let open = closed.first().map_or(text, |first| text.get(..first.start).unwrap_or_default());
    let is_nameless = |title: &str| !may_name && line::trim_blank(open).starts_with(title);
    let speaker = title.filter(|title| !is_nameless(title)).and_then(|title| {
        let speaker = person::speaker(title)?;
        let start = text.find(title)? + speaker.name_range.start;
        let named = people.iter().find(|(range, _)| range.contains(&start));
        named.map_or_else(|| Some(known.who(&speaker.name)), |(_, who)| who.clone())
    });
    (naming::namings(dictionary, text, found, hashtags), speaker)
}

/// Whom a person by title is.
enum Standing {
    /// The dictionary has this name.
    OfDictionary(Arc<Named>),
    /// The title and the text alone tell.
    Own,
    /// No one.
    Nobody,
}

/// The persons of a text.
struct Known<'d> {
    dictionary: &'d Dictionary,
    /// Whom the dictionary means by a name as reports show it.
    by_name: HashMap<String, Arc<Named>>,
}

impl Known<'_> {
    /// Settles what of the dictionary stands where the person's name does.
    fn stand(&mut self, person: &PersonNaming, found: &mut [Found]) -> Standing {
        let name = &person.name_range;
        let first = found.partition_point(|found| found.range.end <= name.start);
        let behind = first + found[first..].partition_point(|found| found.range.start < name.end);
        let is_here = |found: &Found| found.via == Via::Text;
        let covers = |found: &Found| found.range.start <= name.start && name.end <= found.range.end;
        let is_person = |found: &Found| found.who.as_ref().is_some_and(|who| who.kind == PERSON);
        let mut here = found[first..behind].iter_mut().filter(|found| is_here(found));
        if let Some(same) = here.find(|found| covers(found) || is_person(found)) {
            let Some(who) = same.who.clone() else { return Standing::Nobody };
            same.office.clone_from(&person.office);
            self.by_name.entry(person.name.clone()).or_insert_with(|| Arc::clone(&who));
            return Standing::OfDictionary(who);
        }
        let is_within = |found: &Found| name.start <= found.range.start && found.range.end <= name.end;
        if found[first..behind].iter().any(|found| is_here(found) && !is_within(found)) {
            return Standing::Nobody;
        }
        // What stands within the name is a part of it.
        found[first..behind].iter_mut().filter(|found| is_here(found)).for_each(|found| found.who = None);
        Standing::Own
    }

    /// The person of this name.
    fn who(&mut self, name: &str) -> Arc<Named> {
        if let Some(who) = self.by_name.get(name) {
            return Arc::clone(who);
        }
        let who = naming::named_by(self.dictionary, name).filter(|who| who.kind == PERSON);
        let who = who.unwrap_or_else(|| {
            Arc::new(Named {
                kind: PERSON.to_owned(),
                name: plain_name(name),
                label: name.to_owned(),
                code: String::new(),
            })
        });
        self.by_name.insert(name.to_owned(), Arc::clone(&who));
        who
    }
}

#[cfg(test)]
mod tests {
    use super::{Dictionary, named};

    /// Each pair is two posts that name one person.
    #[test]
    fn a_person_is_one_in_every_post_however_the_name_is_written() {
        let dictionary = Dictionary::new([]);
        let name = |text: &str| named(&dictionary, text, None, &[], &[]).0[0].who.name.clone();
        for (one, other, expected) in [
            ("Министр Артём Орлов прибыл", "встреча с министром Артемом Орловым", "артем орлов"),
            ("President Petr Vell; Президент Пётр Велл", "President Petr Vell", "petr vell"),
            ("Senator Ada O’Brien left", "Senator Ada O'Brien left", "ada o'brien"),
            ("Minister Jean\u{2011}Marc Orlo left", "Minister Jean-Marc Orlo left", "jean-marc orlo"),
        ] {
            assert_eq!((name(one).as_str(), name(other).as_str()), (expected, expected), "{one}");
        }
    }
}
