//! Offices in Russian: `[adjectives] head [complement in the genitive]`, before or after a name.

use std::ops::Range;

use super::declension::{Case, case_of_first_name, case_of_surname};
use super::lists::{CAPITAL_DOMAINS_RU, DOMAINS_RU, FIRST_SURNAMES, NAMED_AFTER};
use super::name::{name_at, name_before, parts, place_at, skip_honorifics};
use super::russian_head::{head_case, is_adjective, plural_case};
use super::word::{Gap, Shape, Word};
use super::{Found, Office};

const LINKS: [&str; 10] = ["и", "по", "при", "в", "во", "на", "для", "с", "со", "от"];

/// Whether a lower-case word is an adjective in the genitive or after "по".
fn is_oblique_adjective(lower: &str) -> bool {
    let is_long = lower.chars().count() > 5;
    is_long
        && ["ых", "их", "ого", "его", "ой", "ым", "им", "ему", "ому"]
            .iter()
            .any(|ending| lower.ends_with(ending))
}

/// The people whose office has its head at `head`, and the word to go on with.
pub(super) fn people_at(words: &[Word<'_>], head: usize, found: &mut Vec<Found>) -> Option<usize> {
    let word = words.get(head)?;
    let plural = plural_case(&word.lower);
    let is_plural = plural.is_some();
    let case = if is_plural { plural } else { head_case(&word.lower)? };
    let start = beginning(words, head);
    if start.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| before.is(NAMED_AFTER))
    {
        return Some(head + 1);
    }
    let is_local = LOCAL.contains(&word.lower.as_ref());
    let mut reader =
        Reader { words, at: head + 1, office_end: head + 1, country: None, case, has_two: false, is_local };
    if let Some(name) = reader.name().filter(|name| !is_another(words, head, name, case)) {
        // The cases of other languages have other endings: "Президента України Володимира Зеленського".
        let is_foreign =
            words.get(head..name.end).is_some_and(|words| words.iter().any(is_of_another_language));
        let is_nominative = case == Some(Case::Nominative);
        let is_line_foreign = is_foreign || word.is_of_other_cyrillic;
        if is_foreign && !is_nominative
            || is_line_foreign && is_nominative && is_country_elsewhere(words, &name)
        {
            return Some(name.end);
        }
        let office = Office { start, head, end: reader.office_end, is_plural: false, abbreviation: None };
        let end = name.end;
        // "Главы МИД России и Ирана": their case cannot be told from the word.
        let is_plural = is_plural || reader.has_two && word.lower == "главы";
        let case = case.filter(|_| word.lower != "главы" || !is_plural);
        // "замминистра Сергея Рябкова": the office does not tell the case.
        let case = case
            .or_else(|| case_of_name(words, &name).filter(|_| !is_plural && !word.lower.starts_with("глав")));
        let country = reader.country.clone().filter(|_| !is_plural);
        found.push(Found { whole: start..end, office, country, name: name.clone(), case });
        return Some(if is_plural { others(words, office, name, case, found) } else { end });
    }
    // "Сергей Лавров, министр иностранных дел России,".
    let gap = words.get(start)?.gap;
    let is_unknown_country =
        words.get(reader.at).is_some_and(|word| word.follows() && word.shape == Shape::Capital);
    let country = reader.country.clone().or_else(|| is_unknown_country.then(|| reader.at..reader.at + 1));
    let end = reader.at + usize::from(is_unknown_country);
    let goes_on = words.get(end).is_some_and(|next| next.follows() && next.shape != Shape::Lower);
    if !matches!(gap, Gap::Comma | Gap::Open | Gap::OpenQuote | Gap::Dash)
        || goes_on
        || case != Some(Case::Nominative)
    {
        return None;
    }
    let name = name_before(words, start)?;
    let is_used = found.last().is_some_and(|last| last.name.end > name.start);
    let is_dash_inside = gap == Gap::Dash && words.get(name.start).is_some_and(Word::follows);
    if is_used || is_dash_inside {
        return None;
    }
    let office = Office { start, head, end: reader.office_end, is_plural: false, abbreviation: None };
    found.push(Found { whole: name.start..end, office, country, name, case });
    Some(end)
}

/// The case of a name where one of its words tells it by itself.
fn case_of_name(words: &[Word<'_>], name: &Range<usize>) -> Option<Case> {
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_ref());
    let of_surname = || case_of_surname(lower(name.end - 1), name.len() == 1);
    case_of_first_name(lower(name.start)).or_else(of_surname)
}

/// Whether a word has a letter or an ending that Russian does not have: it is Ukrainian, Serbian, Macedonian, Kazakh.
pub(super) fn is_of_another_language(word: &Word<'_>) -> bool {
    const ENDINGS: [&str; 8] = ["кий", "кого", "кому", "ким", "ка", "кої", "кій", "ку"];
    let is_soft = |stem: &str| stem.ends_with("сь") || stem.ends_with("ць");
    word.has_other_cyrillic()
        || ENDINGS.iter().any(|ending| word.lower.strip_suffix(ending).is_some_and(is_soft))
}

/// Whether a name in a line of another language may be, or begin with, what the office is of: "Президент України".
fn is_country_elsewhere(words: &[Word<'_>], name: &Range<usize>) -> bool {
    let is_sure = |word: &Word<'_>| {
        word.shape == Shape::Initial || word.lower.ends_with("вич") || word.lower.ends_with("вна")
    };
    let ends = |word: &Word<'_>, endings: &[char]| word.lower.ends_with(endings);
    let count = parts(words, name);
    let words = words.get(name.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return true };
    match count {
        2 => ends(first, &['и', 'і', 'ї', 'у', 'ю']) || last.lower.ends_with("сы"),
        1 | 3 => ends(first, &['и', 'і', 'ї', 'а', 'я', 'у', 'ю', 'е']) && !words.iter().any(is_sure),
        _ => true,
    }
}

/// Offices that streets have.
const STREETS: [&str; 3] = ["генерала", "маршала", "императора"];

/// Offices that are first names, too.
const FIRST_NAMES: [&str; 2] = ["аким", "хаким"];

/// Offices of cities and regions.
const LOCAL: [&str; 3] = ["губернатора", "мэра", "вице-губернатора"];

/// Whether the one word behind an office is something else than a person.
///
/// `Премьер-министр Остермарка`: one word behind a nominative that can be a genitive is as likely a country.
fn is_another(words: &[Word<'_>], head: usize, name: &Range<usize>, case: Option<Case>) -> bool {
    // "Министр по делам Северного Кавказа": no name in the nominative begins so.
    let is_adjective = words.get(name.start).is_some_and(|word| {
        let is_oblique = word.lower.ends_with("ого") || word.lower.ends_with("его");
        is_oblique && word.lower.chars().count() > 5 && word.lower != "диего"
    });
    if is_adjective && case == Some(Case::Nominative) {
        return true;
    }
    // "Аким Иванов": a first name more often than a mayor.
    let office = words.get(head);
    if office.is_some_and(|word| word.shape == Shape::Capital && FIRST_NAMES.contains(&word.lower.as_ref()))
        && name.start == head + 1
    {
        return true;
    }
    let [word] = words.get(name.clone()).unwrap_or_default() else { return false };
    // "Сбили на Генерала Петрова": a street more often than a general.
    if case == Some(Case::Genitive)
        && words.get(head).is_some_and(|head| STREETS.contains(&head.lower.as_ref()))
    {
        return true;
    }
    let head = words.get(head);
    let is_local = head.is_some_and(|head| LOCAL.contains(&head.lower.as_ref()));
    let is_head_of = head.is_some_and(|head| head.lower.starts_with("глав"));
    if is_head_of || is_local && word.lower.ends_with(['а', 'я']) {
        return true;
    }
    let is_surname = ["ова", "ева", "ина", "ына", "ая"].iter().any(|ending| word.lower.ends_with(ending));
    let is_genitive = word.lower.ends_with("ии") || word.lower.ends_with(['а', 'я', 'ы']);
    case == Some(Case::Nominative) && is_genitive && !is_surname
}

fn others(
    words: &[Word<'_>],
    office: Office,
    first: Range<usize>,
    case: Option<Case>,
    found: &mut Vec<Found>,
) -> usize {
    let mut last = first;
    while let Some(word) = words.get(last.end) {
        let is_and = word.follows() && word.lower == "и";
        if !is_and && word.gap != Gap::Comma {
            break;
        }
        let Some(name) = name_at(words, last.end + usize::from(is_and)) else { break };
        if parts(words, &name) < 2 {
            break;
        }
        last = name.clone();
        found.push(Found { whole: name.clone(), office, country: None, name, case });
    }
    last.end
}

fn beginning(words: &[Word<'_>], head: usize) -> usize {
    let mut start = head;
    while let Some(before) = start.checked_sub(1).filter(|_| head - start < 6) {
        let follows = words.get(start).is_some_and(Word::follows);
        let is_part = |at: usize| words.get(at).is_some_and(|word| is_adjective(&word.lower));
        if follows && is_part(before) {
            start = before;
        } else if follows
            && words.get(before).is_some_and(|word| word.lower == "и" && word.follows())
            && before.checked_sub(1).is_some_and(is_part)
        {
            start = before - 1;
        } else {
            break;
        }
    }
    start
}

/// Reads what follows the head of an office.
struct Reader<'w, 't> {
    words: &'w [Word<'t>],
    at: usize,
    office_end: usize,
    country: Option<Range<usize>>,
    case: Option<Case>,
    /// It is an office of two countries.
    has_two: bool,
    /// It is one of a city or region in the genitive.
    is_local: bool,
}

impl Reader<'_, '_> {
    fn name(&mut self) -> Option<Range<usize>> {
        let (first, mut quoted_to) = (self.at, None);
        while self.at < first + 24 {
            let word = self.words.get(self.at)?;
            if word.gap.opens() && quoted_to != Some(self.at) {
                self.at = self.after_quotation()?;
                self.office_end = self.at;
                quoted_to = Some(self.at);
                continue;
            }
            let is_after_quotation = word.gap.closes() && self.at > first;
            if !word.follows() && !is_after_quotation {
                return None;
            }
            let honest = skip_honorifics(self.words, self.at);
            if honest > self.at {
                return name_at(self.words, honest);
            }
            if word.shape == Shape::Lower {
                let lower = word.lower.as_ref();
                let is_part =
                    word.is(DOMAINS_RU) || is_oblique_adjective(lower) || head_case(lower).is_some();
                if !is_part && !LINKS.contains(&lower) {
                    return None;
                }
                self.has_two |= lower == "и" && self.country.is_some();
                self.at += 1;
                if is_part {
                    self.office_end = self.at;
                }
                continue;
            }
            let length = self.complement();
            if length == 0 {
                return name_at(self.words, self.at);
            }
            self.at += length;
        }
        None
    }

    /// The word after `«Газпром»`.
    fn after_quotation(&self) -> Option<usize> {
        let gap = |at: &usize| self.words.get(*at).map_or(Gap::Stop, |word| word.gap);
        // "сказал министр «Известиям». Он добавил «ТАСС»": the quotation ends where a name does not follow.
        (self.at + 1..self.at + 8)
            .find(|at| gap(at).closes() || gap(at) == Gap::Stop)
            .filter(|at| gap(at).closes())
    }

    /// How many capitalised words from here on belong to the office.
    fn complement(&mut self) -> usize {
        let run = (self.at..self.at + 6)
            .take_while(|at| {
                self.words
                    .get(*at)
                    .is_some_and(|word| word.shape != Shape::Lower && (*at == self.at || word.follows()))
            })
            .count();
        let word = |offset: usize| self.words.get(self.at + offset);
        if let Some(length) = place_at(self.words, self.at) {
            let may_be_name = word(0).is_some_and(|word| word.is(FIRST_SURNAMES));
            if !may_be_name {
                self.country = Some(self.at..self.at + length);
                return length;
            }
        }
        let domain =
            (0..run).rev().find(|offset| word(*offset).is_some_and(|word| word.is(CAPITAL_DOMAINS_RU)));
        if let Some(domain) = domain {
            // "Республики Татарстан": a republic's own name.
            let is_republic = word(domain).is_some_and(|word| word.lower == "республики");
            if is_republic && matches!(run - domain - 1, 1 | 3..) {
                self.country = Some(self.at..self.at + domain + 2);
                return domain + 2;
            }
            self.office_end = self.at + domain + 1;
            return domain + 1;
        }
        // "Патриарха Московского и всея Руси Кирилла".
        if word(1).is_some_and(|next| next.lower == "и") && word(2).is_some_and(|next| next.lower == "всея")
        {
            return 1;
        }
        // "Приморского края".
        let next_is_domain = word(1).is_some_and(|next| {
            let is_part = next.is(DOMAINS_RU) || is_oblique_adjective(&next.lower);
            next.follows() && next.shape == Shape::Lower && is_part
        });
        // "штаба Ивана Петрова Анна Белл".
        let is_genitive = |offset: usize| {
            word(offset).is_some_and(|word| word.shape == Shape::Capital && word.lower.ends_with(['а', 'я']))
        };
        if self.case == Some(Case::Nominative) && run >= 4 && is_genitive(0) && is_genitive(1) {
            return 2;
        }
        if next_is_domain && word(0).is_some_and(|word| is_oblique_adjective(&word.lower)) {
            return 1;
        }
        let is_abbreviation = word(0).is_some_and(|word| {
            word.shape == Shape::Upper && word.text.chars().count() > 1 || head_case(&word.lower).is_some()
        });
        if is_abbreviation {
            self.office_end = self.at + 1;
            return 1;
        }
        let is_after_preposition = self
            .at
            .checked_sub(1)
            .and_then(|before| self.words.get(before))
            .is_some_and(|before| matches!(before.lower.as_ref(), "в" | "во" | "при"));
        if is_after_preposition || self.is_unknown_country(run) {
            self.country = Some(self.at..self.at + 1);
            return 1;
        }
        0
    }

    /// `Вальдории Илмар Товик`: a genitive before a name in another case.
    fn is_unknown_country(&self, run: usize) -> bool {
        let lower = |offset: usize| self.words.get(self.at + offset).map_or("", |word| word.lower.as_ref());
        let first = lower(0);
        // "мэра Праги Богуслава Свободы", not "мэра Сергея Семёновича Собянина".
        let is_with_patronymic = lower(1).ends_with("вича") || lower(1).ends_with("вны");
        if self.is_local && run == 3 && !is_with_patronymic && first.ends_with(['а', 'я', 'ы', 'и']) {
            return true;
        }
        // "Польщі Анджей Дуда".
        let is_foreign = |word: &Word<'_>| word.is_of_other_cyrillic || is_of_another_language(word);
        let is_ukrainian = self.words.get(self.at).is_some_and(is_foreign)
            && (first.ends_with("ії")
                || first.ends_with("їни")
                || run >= 3 && first.ends_with(['и', 'і', 'ї', 'у', 'ю']));
        if is_ukrainian && run >= 2 && self.case == Some(Case::Nominative) {
            return true;
        }
        if self.country.is_some() {
            return false;
        }
        let is_genitive =
            first.ends_with("ии") && !matches!(first, "марии" | "виктории" | "юлии" | "лидии" | "анастасии");
        let is_alone = run == 1 && self.words.get(self.at + 1).is_none_or(|word| !word.follows());
        // "о премьере Дмитрии Медведеве".
        let least = if self.case == Some(Case::Prepositional) { 3 } else { 2 };
        if is_genitive && (run >= least || is_alone || self.case == Some(Case::Nominative)) {
            return true;
        }
        let is_other_case = matches!(self.case, Some(Case::Dative | Case::Instrumental));
        if is_other_case && run >= 3 && first.ends_with(['а', 'я', 'ы']) {
            return true;
        }
        let may_be_genitive = first.ends_with(['а', 'я', 'ы', 'и']);
        let second_is_man = !lower(1).ends_with(['а', 'я', 'о', 'е', 'и', 'ы', 'у', 'ю', '.']);
        let is_patronymic = lower(1).ends_with("ич") || lower(1).ends_with("вна");
        self.case == Some(Case::Nominative) && run >= 3 && may_be_genitive && second_is_man && !is_patronymic
    }
}
