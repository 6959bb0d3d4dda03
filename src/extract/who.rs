//! Who is named in a text: by the dictionary, and persons by their title.
//!
//! Where the dictionary knows the name that stands with a title, its entity is meant and has the office; so is it
//! where the same name stands again alone. An alias that is only a part of a full name yields to it where the given name
//! is not the entity's: of `President Viktor Berg` an alias `Berg` does not make Anna Berg. A country or organisation
//! within the name of a person by title (`Minister Jordan Reed`) is not named; one within an office is. Where a phrase of
//! the dictionary that means nobody covers a name, nobody is.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::line;
use super::naming::spelling::plain_name;
use super::naming::{self, Dictionary, Found};
use super::person::{self, PersonNaming, Place};
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
    let mut known =
        Known { dictionary, text, by_name: HashMap::new(), in_full: None, namesakes: HashMap::new() };
    let standing: Vec<Standing> = people.iter().map(|person| known.stand(person, &mut found)).collect();
    known.settle_namesakes(&mut found);
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

/// Whom the dictionary means where a person is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meant {
    /// That person.
    Person,
    /// Whom it knows by this word; by that person's full name nobody.
    Here,
    /// Somebody of another name, of which this is a part only.
    Another,
}

/// The persons of a text.
struct Known<'d, 't> {
    dictionary: &'d Dictionary,
    text: &'t str,
    /// Whom the dictionary means by a name as reports show it.
    by_name: HashMap<String, Arc<Named>>,
    /// Whom the dictionary finds by more than a word of their names; found when first asked for.
    in_full: Option<HashSet<Arc<Named>>>,
    /// The full names, as written and as shown, that have an alias of somebody else, and as reports show them.
    namesakes: HashMap<String, String>,
}

/// The most words of a name that are looked for before its last one, and their bytes.
const LONGEST_NAME: (usize, usize) = (4, 120);

impl Known<'_, '_> {
    /// Settles what of the dictionary stands where the person's name does.
    fn stand(&mut self, person: &PersonNaming, found: &mut [Found]) -> Standing {
        let name = &person.name_range;
        let first = found.partition_point(|found| found.range.end <= name.start);
        let behind = first + found[first..].partition_point(|found| found.range.start < name.end);
        let is_here = |found: &Found| found.via == Via::Text;
        let same = (first..behind).filter(|index| is_here(&found[*index])).find_map(|index| {
            let meant = self.meant(person, &found[index], found);
            (meant != Meant::Another).then_some((index, meant))
        });
        if let Some((same, meant)) = same {
            let same = &mut found[same];
            let Some(who) = same.who.clone() else { return Standing::Nobody };
            same.office.clone_from(&person.office);
            if meant == Meant::Person {
                self.by_name.entry(person.name.clone()).or_insert_with(|| Arc::clone(&who));
            }
            return Standing::OfDictionary(who);
        }
        let is_within = |found: &Found| name.start <= found.range.start && found.range.end <= name.end;
        if found[first..behind].iter().any(|found| is_here(found) && !is_within(found)) {
            return Standing::Nobody;
        }
        // What stands within the name is a part of it.
        for part in found[first..behind].iter_mut().filter(|found| is_here(found)) {
            if part.who.take().is_some_and(|who| who.kind == PERSON) {
                let forms = [self.text[name.clone()].to_owned(), person.name.clone()];
                let full = forms.into_iter().filter(|form| form.contains(char::is_whitespace));
                self.namesakes.extend(full.map(|form| (form, person.name.clone())));
            }
        }
        Standing::Own
    }

    /// Whom the dictionary means by what it `found` where the person's name stands; `all` is all that it found.
    fn meant(&mut self, person: &PersonNaming, found: &Found, all: &[Found]) -> Meant {
        let (name, range) = (&person.name_range, &found.range);
        let covers = range.start <= name.start && name.end <= range.end;
        let Some(who) = found.who.as_ref().filter(|who| who.kind == PERSON) else {
            return if covers { Meant::Person } else { Meant::Another };
        };
        let words = |name: &str| name.split_whitespace().count();
        let is_short = words(&self.text[name.clone()]) < words(&person.name);
        let is_within = name.start <= range.start && range.end <= name.end;
        let place = Place { is_first: range.start == name.start, is_last: range.end == name.end };
        let is_certain = !is_within || covers && !is_short;
        if is_certain || !person::is_another(&who.label, &person.name, place) {
            return Meant::Person;
        }
        // A surname alone is of either where the text has both.
        if covers && self.is_in_full(who, all) { Meant::Here } else { Meant::Another }
    }

    /// Whether the dictionary finds more than a surname of `who` in the text.
    fn is_in_full(&mut self, who: &Arc<Named>, found: &[Found]) -> bool {
        let text = self.text;
        let in_full = self.in_full.get_or_insert_with(|| {
            let persons = found.iter().filter_map(|found| {
                let who = found.who.as_ref().filter(|who| who.kind == PERSON)?;
                let has_words = text[found.range.clone()].contains(char::is_whitespace);
                (has_words || text[..found.range.end].ends_with(&who.label)).then(|| Arc::clone(who))
            });
            persons.collect()
        });
        in_full.contains(who)
    }

    /// Gives the namesakes of aliases what the dictionary found in their full names where these stand without an office.
    fn settle_namesakes(&mut self, found: &mut [Found]) {
        if self.namesakes.is_empty() {
            return;
        }
        let mut free_from = 0;
        for part in found {
            let end = part.range.end;
            let is_person = part.who.as_ref().is_some_and(|who| who.kind == PERSON);
            if is_person && part.via == Via::Text && part.office.is_none() {
                let before = self.text[free_from..part.range.start].char_indices().rev().enumerate();
                let near = before.take_while(|(count, _)| *count < LONGEST_NAME.1).map(|(_, letter)| letter);
                let spaces = near.filter(|(_, letter)| letter.is_whitespace()).take(LONGEST_NAME.0);
                let starts = spaces.map(|(at, letter)| free_from + at + letter.len_utf8());
                // The whole way back is a start, too.
                let starts = starts.chain([free_from]).filter(|start| end - start <= 2 * LONGEST_NAME.1);
                let named = starts.filter_map(|start| {
                    Some((start, self.namesakes.get(self.text.get(start..end)?)?.clone()))
                });
                if let Some((start, name)) = named.last() {
                    part.range.start = start;
                    part.who = Some(self.who(&name));
                }
            }
            free_from = end;
        }
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
    use crate::extract::naming::alias_file;
    use crate::model::Origin;

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

    const ALIASES: &str = "kind,name,alias\nperson,Anna Berg,Berg\nperson,Anna Berg,Берг||а|у|ом|е\n\
        person,Joe Lind,Линд||а|у\nperson,Orlo,Orlo\nperson,Ada Vell,Vell\nperson,Ada Vell,Ada Vell\n\
        person,Dr Moor,Moor\nperson,Prime Minister Eva Reed,Reed\n";

    /// Who is named with which words and office, by a user's aliases.
    fn by_aliases(text: &str) -> Vec<String> {
        let dictionary = Dictionary::new(&alias_file::parse(ALIASES, Origin::User).unwrap());
        let (namings, _) = named(&dictionary, text, None, &[], &[]);
        let shown = namings.iter().map(|naming| {
            let office = naming.office.as_deref().unwrap_or("-");
            format!("{}|{}|{office}", naming.who.label, naming.spelling)
        });
        shown.collect()
    }

    #[test]
    fn a_full_name_with_an_office_is_that_person_although_its_surname_is_an_alias_of_another() {
        for (text, expected) in [
            ("Today President Viktor Berg opened it.", &["Viktor Berg|Viktor Berg|President"][..]),
            ("President V. Berg left.", &["V. Berg|V. Berg|President"]),
            ("Президент Виктор Берг прибыл.", &["Виктор Берг|Виктор Берг|Президент"]),
            ("Встреча с президентом Виктором Бергом.", &["Виктор Берг|Виктором Бергом|президент"]),
            // Those of the entity's own name are its own, in either script.
            ("Foreign Minister Anna Berg came.", &["Anna Berg|Berg|Foreign Minister"]),
            ("Foreign Minister A. Berg came.", &["Anna Berg|Berg|Foreign Minister"]),
            ("Министр Анна Берг прибыла.", &["Anna Berg|Берг|Министр"]),
            ("Президент Джо Линд прибыл.", &["Joe Lind|Линд|Президент"]),
            ("President Karl Orlo left.", &["Orlo|Orlo|President"]),
            ("President Karl Moor left.", &["Dr Moor|Moor|President"]),
            ("Minister Eva Reed left.", &["Prime Minister Eva Reed|Reed|Minister"]),
            ("Minister Karl Reed left.", &["Karl Reed|Karl Reed|Minister"]),
            // A surname alone is the alias.
            ("President Berg left.", &["Anna Berg|Berg|President"]),
            ("Berg left.", &["Anna Berg|Berg|-"]),
        ] {
            assert_eq!(by_aliases(text), expected, "{text}");
        }
    }

    #[test]
    fn the_same_text_names_such_a_person_again() {
        for (text, expected) in [
            (
                "President Viktor Berg came. Berg spoke.",
                &["Viktor Berg|Viktor Berg|President", "Viktor Berg|Berg|-"][..],
            ),
            (
                "Viktor Berg spoke. President Viktor Berg opened it, and V. Berg left.",
                &["Viktor Berg|Viktor Berg|-", "Viktor Berg|Viktor Berg|President", "Viktor Berg|V. Berg|-"],
            ),
            // A surname before the full name is the alias.
            (
                "Berg spoke. President Viktor Berg came. Berg left.",
                &["Anna Berg|Berg|-", "Viktor Berg|Viktor Berg|President", "Viktor Berg|Berg|-"],
            ),
            // Where the text has both, the surname alone is the dictionary's.
            (
                "President Oleg Vell met Ada Vell. Vell spoke.",
                &["Oleg Vell|Oleg Vell|President", "Ada Vell|Ada Vell|-", "Ada Vell|Vell|-"],
            ),
        ] {
            assert_eq!(by_aliases(text), expected, "{text}");
        }
    }
}
