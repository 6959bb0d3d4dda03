//! The heads of Russian offices in all their cases, and the adjectives before them.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::declension::Case;
use super::word::Word;

/// Heads by the endings of their cases: nominative, genitive, dative, instrumental, prepositional.
type Endings = [&'static str; 5];

const HARD: Endings = ["", "а", "у", "ом", "е"];
const SOFT: Endings = ["ь", "я", "ю", "ем", "е"];
const SOFT_STRESSED: Endings = ["ь", "я", "ю", "ем", "е"];
const IN_A: Endings = ["а", "ы", "е", "ой", "е"];

const DECLINED: [(&str, Endings); 4] = [
    (
        "министр президент премьер канцлер губернатор спикер сенатор посланник генсек директор постпред полпред
         гендиректор генпрокурор прокурор депутат мэр император патриарх эмир принц координатор омбудсмен советник помощник
         начальник лидер генерал замминистр референт консул генконсул комиссар
         маршал ректор хаким аким премьер-министр министр-президент еврокомиссар госсоветник
         спецпосланник докладчик главком полковник подполковник майор",
        HARD,
    ),
    ("представител председател заместител спецпредставител сопредседател руководител корол", SOFT),
    ("секретар госсекретар пресс-секретар", SOFT_STRESSED),
    ("глав премьерш королев представительниц председательниц замглав принцесс", IN_A),
];

/// `посол` has a vowel that comes and goes; these have forms of their own.
const OTHERS: [(&str, Case, &str); 12] = [
    ("посол", Case::Nominative, "посол"),
    ("посла", Case::Genitive, "посол"),
    ("послу", Case::Dative, "посол"),
    ("послом", Case::Instrumental, "посол"),
    ("главу", Case::Genitive, "глава"),
    ("королеву", Case::Genitive, "королева"),
    ("представительницу", Case::Genitive, "представительница"),
    ("представительницы", Case::Genitive, "представительница"),
    ("представительницей", Case::Instrumental, "представительница"),
    ("уполномоченный", Case::Nominative, "уполномоченный"),
    ("уполномоченного", Case::Genitive, "уполномоченный"),
    ("командующий", Case::Nominative, "командующий"),
];

/// The forms of the heads: case and nominative.
static HEADS: LazyLock<HashMap<String, (Case, String), RandomState>> = LazyLock::new(|| {
    let cases = [Case::Nominative, Case::Genitive, Case::Dative, Case::Instrumental, Case::Prepositional];
    let mut heads = HashMap::default();
    for (stems, endings) in DECLINED {
        for stem in stems.split_whitespace() {
            for (ending, case) in endings.iter().zip(cases) {
                let nominative = format!("{stem}{}", endings[0]);
                heads.entry(format!("{stem}{ending}")).or_insert((case, nominative));
            }
        }
    }
    heads.extend(
        OTHERS.iter().map(|(form, case, nominative)| ((*form).to_owned(), (*case, (*nominative).to_owned()))),
    );
    heads
});

/// Heads that do not change, so that no case is told.
const UNCHANGED_HEADS: [&str; 4] = ["замминистра", "атташе", "замглавы", "замдиректора"];

/// Plural heads, their cases and the singular.
const PLURAL_HEADS: [(&str, Case, &str); 13] = [
    ("министры", Case::Nominative, "министр"),
    ("министров", Case::Genitive, "министр"),
    ("министрам", Case::Dative, "министр"),
    ("министрами", Case::Instrumental, "министр"),
    ("президенты", Case::Nominative, "президент"),
    ("президентов", Case::Genitive, "президент"),
    ("президентам", Case::Dative, "президент"),
    ("президентами", Case::Instrumental, "президент"),
    ("премьер-министры", Case::Nominative, "премьер-министр"),
    ("премьер-министров", Case::Genitive, "премьер-министр"),
    ("премьер-министрами", Case::Instrumental, "премьер-министр"),
    ("лидеры", Case::Nominative, "лидер"),
    ("лидеров", Case::Genitive, "лидер"),
];

/// Beginnings of a head that stand before a hyphen.
const PREFIXES: [&str; 9] =
    ["экс-", "вице-", "пресс-", "ген-", "врио-", "спец-", "со-", "премьер-", "генерал-"];

/// Stems of adjectives before a head.
const ADJECTIVES: [&str; 19] = [
    "официальн",
    "постоянн",
    "специальн",
    "генеральн",
    "верховн",
    "перв",
    "государственн",
    "чрезвычайн",
    "полномочн",
    "исполнительн",
    "наследн",
    "бывш",
    "федеральн",
    "особ",
    "исполняющ",
    "временн",
    "национальн",
    "заместител",
    "нов",
];

const ADJECTIVE_ENDINGS: [&str; 18] = [
    "ый", "ий", "ой", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ая", "ую", "ые", "ие", "ых", "их",
    "ей",
];

/// Every form of a head.
pub(super) fn heads() -> impl Iterator<Item = String> {
    let others = UNCHANGED_HEADS.into_iter().chain(PLURAL_HEADS.iter().map(|(form, ..)| *form));
    HEADS.keys().cloned().chain(others.map(str::to_owned))
}

pub(super) fn is_head(lower: &str) -> bool {
    head_case(lower).is_some() || plural_case(lower).is_some()
}

/// The case of a head; `Some(None)` of one that does not change.
pub(super) fn head_case(lower: &str) -> Option<Option<Case>> {
    if lower.starts_with(|character: char| character.is_ascii()) {
        return None;
    }
    if UNCHANGED_HEADS.contains(&lower) {
        return Some(None);
    }
    if let Some((case, _)) = HEADS.get(lower) {
        return Some(Some(*case));
    }
    if !lower.contains('-') {
        return None;
    }
    PREFIXES.iter().find_map(|prefix| HEADS.get(lower.strip_prefix(prefix)?)).map(|(case, _)| Some(*case))
}

/// The words of an office up to its head in the nominative: `официальный представитель`.
pub(super) fn nominative_office(words: &[Word<'_>], start: usize, head: usize) -> Vec<String> {
    let own = words.get(head).and_then(|word| nominative_head(&word.lower));
    let Some(own) = own else { return Vec::new() };
    let is_feminine = own.ends_with('а') && own != "глава";
    let adjective = |word: &Word<'_>| {
        let stem = ADJECTIVES.iter().find(|stem| word.lower.starts_with(**stem));
        let Some(stem) = stem else { return word.text.to_owned() };
        let ending = match (is_feminine, stem.ends_with(['ш', 'щ'])) {
            (true, _) => "ая",
            (false, true) => "ий",
            (false, false) => "ый",
        };
        like(word.text, &format!("{stem}{ending}"))
    };
    let before = words.get(start..head).unwrap_or_default().iter().map(adjective);
    let head = words.get(head).map(|word| like(word.text, &own));
    before.chain(head).collect()
}

fn nominative_head(lower: &str) -> Option<String> {
    if let Some((_, nominative)) = HEADS.get(lower) {
        return Some(nominative.clone());
    }
    if let Some((.., singular)) = PLURAL_HEADS.iter().find(|(form, ..)| *form == lower) {
        return Some((*singular).to_owned());
    }
    PREFIXES.iter().find_map(|prefix| {
        let (_, nominative) = HEADS.get(lower.strip_prefix(prefix)?)?;
        Some(format!("{prefix}{nominative}"))
    })
}

/// `word` with a capital if `written` has one.
fn like(written: &str, word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if written.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => word.to_owned(),
    }
}

pub(super) fn is_adjective(lower: &str) -> bool {
    ADJECTIVES
        .iter()
        .any(|stem| lower.strip_prefix(stem).is_some_and(|ending| ADJECTIVE_ENDINGS.contains(&ending)))
}

/// The case of a plural head.
pub(super) fn plural_case(lower: &str) -> Option<Case> {
    // No other word ends so.
    if !lower.ends_with(['ы', 'в', 'м', 'и']) {
        return None;
    }
    PLURAL_HEADS.iter().find(|(form, ..)| *form == lower).map(|(_, case, _)| *case)
}
