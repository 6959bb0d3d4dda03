//! The nominative of a Russian name.
//!
//! The case is that of the office before it ("министра" is a genitive), never guessed from the name. With the case
//! known, an ending tells the nominative:
//!
//! - genitive and accusative: -а after a consonant, -я and -ого of a man go back to nothing, -й or -ь, and -ий
//!   (Лаврова, Сергея, Игоря, Зеленского); -ы, -ии, -ой, -ую and -у of a woman to -а, -ия, -а or -ая (Захаровой, Марии);
//! - dative: -у, -ю, -ому; -е, -ии, -ой; instrumental: -ым, -ом, -ем, -им; -ой, -ей, -ией; prepositional: -е, -ом, -ии;
//! - all else stays as written, and so do names of those endings that are known not to change (Нетаньяху).

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::extract::character::is_alphabetic;

/// The case in which an office is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Case {
    Nominative,
    /// Genitive or accusative: the offices of men have one form for both.
    Genitive,
    Dative,
    Instrumental,
    Prepositional,
}

/// Endings of one case: what is written, what stands instead, and whether a consonant has to stand before.
type Ending = (&'static str, &'static str, Before);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Any,
    Consonant,
    Vowel,
    /// The end of a stem of a surname: -ов-, -ев-, -ин-, -ын-.
    Surname,
    Hushing,
}

use Before::{Any, Consonant, Hushing, Surname, Vowel};

const WOMAN_OBLIQUE: [Ending; 6] = [
    ("ской", "ская", Any),
    ("цкой", "цкая", Any),
    ("лстой", "лстая", Any),
    ("ой", "а", Consonant),
    ("ей", "а", Hushing),
    ("ей", "я", Consonant),
];

const GENITIVE: [Ending; 14] = [
    ("ского", "ский", Any),
    ("цкого", "цкий", Any),
    ("ного", "ный", Any),
    ("ича", "ич", Any),
    ("ии", "ия", Any),
    ("ия", "ий", Any),
    ("я", "й", Vowel),
    ("я", "ь", Consonant),
    ("а", "", Consonant),
    ("ы", "а", Consonant),
    // The accusative of a woman, whose office has the form of a man's.
    ("скую", "ская", Any),
    ("цкую", "цкая", Any),
    ("ию", "ия", Any),
    ("у", "а", Consonant),
];

const ACCUSATIVE: [Ending; 4] =
    [("скую", "ская", Any), ("цкую", "цкая", Any), ("ию", "ия", Any), ("у", "а", Consonant)];

const DATIVE: [Ending; 9] = [
    ("скому", "ский", Any),
    ("цкому", "цкий", Any),
    ("ному", "ный", Any),
    ("ии", "ия", Any),
    ("ию", "ий", Any),
    ("ю", "й", Vowel),
    ("ю", "ь", Consonant),
    ("у", "", Consonant),
    ("е", "а", Consonant),
];

const INSTRUMENTAL: [Ending; 13] = [
    ("ским", "ский", Any),
    ("цким", "цкий", Any),
    ("ичем", "ич", Any),
    ("ией", "ия", Any),
    ("ием", "ий", Any),
    ("ьей", "ья", Any),
    ("ем", "й", Vowel),
    ("ем", "", Hushing),
    ("ем", "ь", Consonant),
    ("ым", "", Surname),
    ("ным", "ный", Any),
    ("ом", "", Consonant),
    ("ей", "й", Vowel),
];

const PREPOSITIONAL: [Ending; 7] = [
    ("ском", "ский", Any),
    ("цком", "цкий", Any),
    ("ном", "ный", Any),
    ("ии", "ий", Any),
    ("е", "й", Vowel),
    ("е", "", Surname),
    ("иче", "ич", Any),
];

/// Names that do not change though they end like a case; in lower case.
const UNCHANGED: &str = "нетаньяху санду чаушеску илиеску бэсеску зеа дюма золя абе ху шри баррозу моргентау
    рютте конте мугабе букеле дутерте хосе жозе рене андре данте энрике фелипе сигэру мамору минору тору
    шойгу тинубу лупу саломе";

/// What surnames end in that never change: Кобахидзе, Сакелларопулу, Попеску.
const UNCHANGED_ENDINGS: [&str; 3] = ["дзе", "пулу", "еску"];

/// Names in -а and -я, in the nominative, whose other cases the endings alone do not tell: of men that decline like
/// those of women, of women with another vowel before the ending (Ольги, Майей), and surnames (Небензе).
const IN_A: &str =
    "илья никита фома лука кузьма данила савва гаврила ольга вероника моника анжелика инга хельга майя
    кая небензя наташа зоя";

/// The endings of their cases.
const ENDINGS_OF_A: [&str; 10] = ["а", "я", "и", "ы", "е", "у", "ю", "ой", "ей", "ёй"];

/// Other forms that no ending tells, and their nominatives: `Джорджа` is the genitive of `Джордж`, too.
const FORMS: [(&str, &str); 7] = [
    ("джорджи", "Джорджа"),
    ("любови", "Любовь"),
    ("любовью", "Любовь"),
    ("толстого", "Толстой"),
    ("толстому", "Толстой"),
    ("толстым", "Толстой"),
    ("толстом", "Толстой"),
];

/// What is known of single words, in lower case: the nominative, or none of those that do not change.
static KNOWN: LazyLock<HashMap<String, Option<String>, RandomState>> = LazyLock::new(|| {
    let mut known: HashMap<String, Option<String>, RandomState> =
        FORMS.iter().map(|(form, name)| ((*form).to_owned(), Some((*name).to_owned()))).collect();
    for name in IN_A.split_whitespace() {
        let stem = name.strip_suffix(['а', 'я']).unwrap_or(name);
        let mut letters = name.chars();
        let shown: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        known.extend(ENDINGS_OF_A.iter().map(|ending| (format!("{stem}{ending}"), Some(shown.clone()))));
    }
    known.extend(UNCHANGED.split_whitespace().map(|name| (name.to_owned(), None)));
    known
});

/// First names of men of which no case is a woman's name.
const MEN: &str = "сергей андрей алексей николай дмитрий юрий василий геннадий анатолий аркадий григорий георгий виталий
    михаил владимир иван олег виктор максим антон константин роман кирилл борис вячеслав леонид тимур эдуард артем
    денис рустам игорь";

/// The case in which a first name stands, where it is one of men that is known.
pub(super) fn case_of_first_name(lower: &str) -> Option<Case> {
    MEN.split_whitespace().find_map(|name| {
        let stem = name.strip_suffix(['й', 'ь']).unwrap_or(name);
        Some(match lower.strip_prefix(stem)? {
            "" | "й" | "ь" => Case::Nominative,
            "а" | "я" => Case::Genitive,
            "у" | "ю" => Case::Dative,
            "ом" | "ем" => Case::Instrumental,
            "е" | "и" => Case::Prepositional,
            _ => return None,
        })
    })
}

/// Endings of surnames that only one case has, whatever stands with them: of men in -ич, -ский, -ов and -ин.
const SURNAMES_OF_MEN: [(&str, Case); 14] = [
    ("ича", Case::Genitive),
    ("ского", Case::Genitive),
    ("цкого", Case::Genitive),
    ("ичу", Case::Dative),
    ("скому", Case::Dative),
    ("цкому", Case::Dative),
    ("ичем", Case::Instrumental),
    ("ским", Case::Instrumental),
    ("цким", Case::Instrumental),
    ("овым", Case::Instrumental),
    ("евым", Case::Instrumental),
    ("ёвым", Case::Instrumental),
    ("иным", Case::Instrumental),
    ("ыным", Case::Instrumental),
];

/// Likewise, where no first name stands before them that would have to be told, too.
const SURNAMES_ALONE: [(&str, Case); 11] = [
    ("иче", Case::Prepositional),
    ("ском", Case::Prepositional),
    ("цком", Case::Prepositional),
    ("ове", Case::Prepositional),
    ("еве", Case::Prepositional),
    ("ёве", Case::Prepositional),
    ("овой", Case::Genitive),
    ("евой", Case::Genitive),
    ("ёвой", Case::Genitive),
    ("иной", Case::Genitive),
    ("ыной", Case::Genitive),
];

/// The case in which a surname stands, where its ending tells by itself; `is_alone` when no first name is before it.
pub(super) fn case_of_surname(lower: &str, is_alone: bool) -> Option<Case> {
    let alone = if is_alone { SURNAMES_ALONE.as_slice() } else { &[] };
    SURNAMES_OF_MEN.iter().chain(alone).find(|(ending, _)| lower.ends_with(ending)).map(|(_, case)| *case)
}

/// Whether the ending of a surname leaves open whether it stands in the nominative, and [`case_of_surname`] does not
/// tell: `Лаврову`, `Новаком`, `Белого`.
pub(super) fn may_be_oblique(lower: &str) -> bool {
    const ENDINGS: [&str; 11] = ["а", "я", "у", "ю", "е", "ы", "ого", "его", "ым", "ской", "цкой"];
    let has_two_vowels = || lower.chars().filter(|letter| is_vowel(*letter)).nth(1).is_some();
    !is_unchanged(lower)
        && (ENDINGS.iter().any(|ending| lower.ends_with(ending))
            || (lower.ends_with("ом") || lower.ends_with("ем")) && has_two_vowels())
}

/// First names whose stem changes: the stem of the other cases and the nominative.
const IRREGULAR: [(&str, &str); 3] = [("петр", "Пётр"), ("павл", "Павел"), ("льв", "Лев")];

fn is_vowel(character: char) -> bool {
    matches!(character.to_ascii_lowercase(), 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

fn fits(stem: &str, before: Before) -> bool {
    let Some(last) = stem.chars().next_back() else { return false };
    match before {
        Any => true,
        Consonant => is_alphabetic(last) && !is_vowel(last) && !matches!(last, 'ь' | 'ъ' | 'й'),
        Vowel => is_vowel(last),
        Surname => ["ов", "ев", "ёв", "ин", "ын"].iter().any(|ending| stem.ends_with(ending)),
        Hushing => matches!(last, 'ц' | 'ч' | 'ш' | 'щ' | 'ж'),
    }
}

fn replaced(word: &str, endings: &[Ending]) -> Option<String> {
    endings.iter().find_map(|(written, instead, before)| {
        let stem = word.strip_suffix(written)?;
        (stem.chars().count() > 1 && fits(stem, *before)).then(|| format!("{stem}{instead}"))
    })
}

fn is_unchanged(lower: &str) -> bool {
    UNCHANGED_ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || KNOWN.get(lower).is_some_and(Option::is_none)
}

/// Whether the ending of one word of a name in `case` leaves open what its nominative is: `о Викторе Орбане` may be of
/// `Виктор` and of `Виктора`, `о Марии` of a woman and of a man.
pub(super) fn is_open(word: &str, case: Case, is_woman: Option<bool>) -> bool {
    let lower = word.to_lowercase();
    case == Case::Prepositional
        && is_woman.is_none()
        && (lower.ends_with("ии") || lower.ends_with('е') && nominative(word, case, is_woman) == word)
        && !is_unchanged(&lower)
}

/// The nominative of one word of a name that stands in `case`; the word itself where its ending does not tell.
///
/// `is_woman` is what the other words of the name say, where they do.
pub(super) fn nominative(word: &str, case: Case, is_woman: Option<bool>) -> String {
    let lower = word.to_lowercase();
    let stays = case == Case::Nominative
        || is_unchanged(&lower)
        || !word.chars().any(|character| matches!(character, 'а'..='я'));
    if stays {
        return word.to_owned();
    }
    if let Some((before, last)) = word.rsplit_once('-') {
        // Both halves change: Касым-Жомарта; only the last one of Чен-Ына does.
        let first = if matches!(case, Case::Genitive | Case::Dative | Case::Instrumental)
            && before.ends_with("ым")
        {
            before.to_owned()
        } else {
            nominative(before, case, is_woman)
        };
        let capital = last.starts_with(char::is_uppercase);
        return if capital {
            format!("{first}-{}", nominative(last, case, is_woman))
        } else {
            word.to_owned()
        };
    }
    if let Some(Some(name)) = KNOWN.get(&lower) {
        return name.clone();
    }
    let irregular = IRREGULAR.iter().find(|(stem, _)| {
        lower.strip_prefix(stem).is_some_and(|ending| matches!(ending, "а" | "у" | "ом" | "е"))
    });
    if let Some((_, name)) = irregular.filter(|_| is_woman != Some(true)) {
        return (*name).to_owned();
    }
    let woman = || replaced(word, &WOMAN_OBLIQUE);
    let told = match case {
        Case::Nominative => None,
        Case::Genitive if is_woman == Some(true) => woman().or_else(|| {
            replaced(word, &[("ии", "ия", Any), ("ы", "а", Consonant), ("ьи", "ья", Any)])
                .or_else(|| replaced(word, &ACCUSATIVE))
        }),
        Case::Genitive => woman().filter(|_| is_woman != Some(false)).or_else(|| replaced(word, &GENITIVE)),
        Case::Dative if is_woman == Some(true) => {
            woman().or_else(|| replaced(word, &[("ии", "ия", Any), ("ье", "ья", Any), ("е", "а", Consonant)]))
        }
        Case::Dative => woman().filter(|_| is_woman != Some(false)).or_else(|| replaced(word, &DATIVE)),
        Case::Instrumental if is_woman == Some(true) => {
            replaced(word, &[("ией", "ия", Any), ("ьей", "ья", Any)]).or_else(woman)
        }
        Case::Instrumental => replaced(word, &INSTRUMENTAL).or_else(woman),
        Case::Prepositional if is_woman == Some(true) => {
            woman().or_else(|| replaced(word, &[("ии", "ия", Any), ("е", "а", Consonant)]))
        }
        Case::Prepositional => replaced(word, &PREPOSITIONAL)
            .or_else(|| if is_woman == Some(false) { replaced(word, &[("е", "", Consonant)]) } else { None }),
    };
    told.unwrap_or_else(|| word.to_owned())
}

/// Whether the words of a name in this case say that it is a woman's; None where they do not.
pub(super) fn is_woman(words: &[&str], case: Case) -> Option<bool> {
    let last = words.last()?.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| last.ends_with(ending));
    let first = words.first()?.to_lowercase();
    match case {
        Case::Nominative => None,
        // "Ивицы Дачича": his first name ends as a woman's does.
        Case::Genitive | Case::Dative | Case::Instrumental if ends(&["ича", "ичу", "ичем"]) => {
            Some(false)
        }
        Case::Genitive | Case::Dative | Case::Instrumental | Case::Prepositional
            if ends(&["овой", "евой", "ёвой", "иной", "ыной", "ской", "цкой"]) =>
        {
            Some(true)
        }
        Case::Genitive if ends(&["ову", "еву", "ёву", "ину", "ыну", "скую", "цкую"]) => {
            Some(true)
        }
        Case::Genitive if ends(&["ова", "ева", "ёва", "ина", "ына", "ского", "цкого"]) => {
            Some(false)
        }
        Case::Dative if ends(&["ову", "еву", "ёву", "ину", "ыну", "скому", "цкому"]) => {
            Some(false)
        }
        Case::Instrumental if ends(&["овым", "евым", "ёвым", "иным", "ыным", "ским", "цким"]) => {
            Some(false)
        }
        Case::Prepositional if ends(&["ове", "еве", "ёве", "ине", "ыне", "ском", "цком"]) => {
            Some(false)
        }
        Case::Genitive if words.len() > 1 => {
            // "Энтони Блинкена": the surname is a man's, and the first name does not change.
            let is_man = first.ends_with('и') && !first.ends_with("ии") && last.ends_with('а');
            Some(!is_man && (first.ends_with('ы') || first.ends_with('и'))).filter(|_| !first.ends_with('.'))
        }
        Case::Dative if words.len() > 1 => (first.ends_with('е') || first.ends_with("ии"))
            .then_some(true)
            .or_else(|| (first.ends_with('у') || first.ends_with('ю')).then_some(false)),
        Case::Instrumental if words.len() > 1 => {
            (first.ends_with("ой") || first.ends_with("ей")).then_some(true)
        }
        _ => None,
    }
}
