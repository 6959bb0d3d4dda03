//! Offices in Russian: `[adjectives] head [complement in the genitive]`, before or after a name.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::declension::Case;
use super::lists::FIRST_SURNAMES;
use super::name::{name_at, name_before, parts, place_at, skip_honorifics};
use super::word::{Gap, Shape, Word};
use super::{Found, Office};

/// Heads by the endings of their cases: nominative, genitive, dative, instrumental, prepositional.
type Endings = [&'static str; 5];

const HARD: Endings = ["", "а", "у", "ом", "е"];
const SOFT: Endings = ["ь", "я", "ю", "ем", "е"];
const SOFT_STRESSED: Endings = ["ь", "я", "ю", "ем", "е"];
const IN_A: Endings = ["а", "ы", "е", "ой", "е"];

const DECLINED: [(&str, Endings); 4] = [
    (
        "министр президент премьер канцлер губернатор спикер сенатор посланник генсек директор постпред полпред
         генпрокурор прокурор депутат мэр император патриарх эмир принц координатор омбудсмен советник помощник
         начальник лидер генерал замминистр референт консул генконсул комиссар
         маршал ректор хаким аким премьер-министр министр-президент еврокомиссар госсоветник
         спецпосланник докладчик главком",
        HARD,
    ),
    ("представител председател заместител спецпредставител сопредседател руководител корол", SOFT),
    ("секретар госсекретар пресс-секретар", SOFT_STRESSED),
    ("глав премьерш королев представительниц председательниц замглав принцесс", IN_A),
];

/// `посол` has a vowel that comes and goes; these have forms of their own.
const OTHERS: [(&str, Case); 12] = [
    ("посол", Case::Nominative),
    ("посла", Case::Genitive),
    ("послу", Case::Dative),
    ("послом", Case::Instrumental),
    ("главу", Case::Accusative),
    ("королеву", Case::Accusative),
    ("представительницу", Case::Accusative),
    ("представительницы", Case::Genitive),
    ("представительницей", Case::Instrumental),
    ("уполномоченный", Case::Nominative),
    ("уполномоченного", Case::Genitive),
    ("командующий", Case::Nominative),
];

static HEADS: LazyLock<HashMap<String, Case>> = LazyLock::new(|| {
    let cases = [Case::Nominative, Case::Genitive, Case::Dative, Case::Instrumental, Case::Prepositional];
    let mut heads = HashMap::new();
    for (stems, endings) in DECLINED {
        for stem in stems.split_whitespace(){
            for (ending, case) in endings.iter().zip(cases) {
                heads.entry(format!("{stem}{ending}")).or_insert(case);
            }
        }
    }
    heads.extend(OTHERS.iter().map(|(form, case)| ((*form).to_owned(), *case)));
    heads
});

/// Heads that do not change, so that no case is told.
const UNCHANGED_HEADS: [&str; 4] = ["замминистра", "атташе", "замглавы", "замдиректора"];

/// Plural heads.
const PLURAL_HEADS: [&str; 12] = [
    "министры", "министров", "министрам", "министрами", "президенты", "президентов", "президентам", "президентами",
    "главы", "премьер-министры", "премьер-министров", "лидеры",
];

/// Beginnings of a head that stand before a hyphen.
const PREFIXES: [&str; 8] = ["экс-", "вице-", "пресс-", "ген-", "врио-", "спец-", "со-", "премьер-"];

/// Stems of adjectives before a head.
const ADJECTIVES: [&str; 19] = [
    "официальн", "постоянн", "специальн", "генеральн", "верховн", "перв", "государственн", "чрезвычайн", "полномочн",
    "исполнительн", "наследн", "бывш", "федеральн", "особ", "исполняющ", "временн", "национальн", "заместител", "нов",
];

const ADJECTIVE_ENDINGS: [&str; 18] = [
    "ый", "ий", "ой", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ая", "ую", "ые", "ие", "ых", "их", "ей",
];

/// Words of offices in lower case, in the cases in which they follow a head.
const DOMAINS: [&str; 62] = [
    "дел", "делам", "иностранных", "внутренних", "внешних", "обороны", "финансов", "экономики", "юстиции", "энергетики",
    "торговли", "промышленности", "здравоохранения", "образования", "просвещения", "науки", "культуры", "транспорта",
    "связи", "сообщения", "хозяйства", "развития", "труда", "спорта", "природных", "ресурсов", "экологии", "туризма",
    "информации", "печати", "безопасности", "правительства", "парламента", "совета", "правления", "директоров",
    "комитета", "комиссии", "департамента", "отдела", "управления", "службы", "администрации", "государства",
    "республики", "федерации", "области", "края", "партии", "фракции", "палаты", "думы", "сената", "банка", "штаба",
    "фонда", "агентства", "организации", "союза", "миссии", "делегации", "внешнеполитического",
];

const LINKS: [&str; 10] = ["и", "по", "при", "в", "во", "на", "для", "с", "со", "от"];

/// Capitalised words of offices: whatever stands before them is no name.
const CAPITAL_DOMAINS: [&str; 58] = [
    "федерации", "республики", "королевства", "совета", "думы", "госдумы", "комиссии", "еврокомиссии", "департамента",
    "комитета", "ассамблеи", "союза", "евросоюза", "организации", "наций", "штатов", "америки", "эмиратов", "сената",
    "палаты", "кнессета", "бундестага", "конгресса", "парламента", "европарламента", "правительства", "кабинета",
    "министров", "министерства", "банка", "центробанка", "фонда", "агентства", "лиги", "государств", "содружества",
    "безопасности", "верховного", "области", "края", "кремля", "госсовета", "генштаба", "штаба", "сил", "россии",
    "москвы", "собрания", "кореи", "китая", "академии", "университета", "института", "государства", "церкви", "руси",
    "иностранных", "суда",
];

/// Words that begin a sentence or end a name.
const NO_NAMES: [&str; 60] = [
    "в", "во", "на", "с", "со", "к", "ко", "о", "об", "по", "при", "из", "от", "до", "для", "за", "и", "а", "но", "не",
    "что", "как", "это", "он", "она", "они", "мы", "вы", "сегодня", "вчера", "завтра", "также", "после", "перед",
    "январь", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
    "ноября", "декабря", "понедельник", "вторник", "среда", "среду", "четверг", "пятница", "пятницу", "суббота",
    "субботу", "воскресенье", "мид", "рф", "сша",
];

pub(super) fn is_head(lower: &str) -> bool {
    head_case(lower).is_some() || PLURAL_HEADS.contains(&lower)
}

/// Whether the word is none that a name has.
pub(super) fn is_no_name(lower: &str) -> bool {
    NO_NAMES.contains(&lower) || CAPITAL_DOMAINS.contains(&lower)
}

/// The case of a head; `Some(None)` of one that does not change.
fn head_case(lower: &str) -> Option<Option<Case>> {
    if UNCHANGED_HEADS.contains(&lower) {
        return Some(None);
    }
    if let Some(case) = HEADS.get(lower) {
        return Some(Some(*case));
    }
    PREFIXES.iter().find_map(|prefix| HEADS.get(lower.strip_prefix(prefix)?)).map(|case| Some(*case))
}

fn is_adjective(lower: &str) -> bool {
    ADJECTIVES
        .iter()
        .any(|stem| lower.strip_prefix(stem).is_some_and(|ending| ADJECTIVE_ENDINGS.contains(&ending)))
}

/// Whether a lower-case word is an adjective in the genitive or after "по".
fn is_oblique_adjective(lower: &str) -> bool {
    let is_long = lower.chars().count() > 5;
    is_long && ["ых", "их", "ого", "его", "ой", "ым", "им", "ему", "ому"].iter().any(|ending| lower.ends_with(ending))
}

/// The people whose office has its head at `head`, and the word to go on with.
pub(super) fn people_at(words: &[Word<'_>], head: usize, found: &mut Vec<Found>) -> Option<usize> {
    let word = words.get(head)?;
    let is_plural = PLURAL_HEADS.contains(&word.lower.as_str()) && word.lower != "главы";
    let case = if is_plural { plural_case(&word.lower) } else { head_case(&word.lower)? };
    let start = beginning(words, head);
    let mut reader = Reader { words, at: head + 1, office_end: head + 1, country: None, case };
    if let Some(name) = reader.name() {
        let office = Office { start, end: reader.office_end, is_plural: false, abbreviation: None };
        let end = name.end;
        found.push(Found { whole: start..end, office, country: reader.country.clone(), name: name.clone(), case });
        return Some(if is_plural { others(words, office, name, case, found) } else { end });
    }
    // "Сергей Лавров, министр иностранных дел России,".
    let gap = words.get(start)?.gap;
    let end = reader.at;
    let goes_on = words.get(end).is_some_and(|next| next.follows() && next.shape != Shape::Lower);
    if !matches!(gap, Gap::Comma | Gap::Open | Gap::Dash) || goes_on || case != Some(Case::Nominative) {
        return None;
    }
    let name = name_before(words, start)?;
    let is_used = found.last().is_some_and(|last| last.name.end > name.start);
    let is_dash_inside = gap == Gap::Dash && words.get(name.start).is_some_and(Word::follows);
    if is_used || is_dash_inside {
        return None;
    }
    let office = Office { start, end: reader.office_end, is_plural: false, abbreviation: None };
    found.push(Found { whole: name.start..end, office, country: reader.country, name, case });
    Some(end)
}

fn plural_case(lower: &str) -> Option<Case> {
    match lower.chars().next_back() {
        Some('ы') => Some(Case::Nominative),
        Some('в') => Some(Case::Genitive),
        Some('м') => Some(Case::Dative),
        _ => None,
    }
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
}

impl Reader<'_, '_> {
    fn name(&mut self) -> Option<Range<usize>> {
        let first = self.at;
        while self.at < first + 24 {
            let word = self.words.get(self.at)?;
            if word.gap == Gap::Open {
                self.at = self.after_quotation()?;
                self.office_end = self.at;
                continue;
            }
            let is_after_quotation = word.gap == Gap::Close && self.at > first;
            if !word.follows() && !is_after_quotation {
                return None;
            }
            let honest = skip_honorifics(self.words, self.at);
            if honest > self.at {
                return name_at(self.words, honest);
            }
            if word.shape == Shape::Lower {
                let lower = word.lower.as_str();
                let is_part =
                    DOMAINS.contains(&lower) || is_oblique_adjective(lower) || head_case(lower).is_some();
                if !is_part && !LINKS.contains(&lower) {
                    return None;
                }
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
        (self.at + 1..self.at + 8).find(|at| self.words.get(*at).is_some_and(|word| word.gap == Gap::Close))
    }

    /// How many capitalised words from here on belong to the office.
    fn complement(&mut self) -> usize {
        let run = (self.at..self.at + 6)
            .take_while(|at| {
                self.words.get(*at).is_some_and(|word| {
                    word.shape != Shape::Lower && (*at == self.at || word.follows())
                })
            })
            .count();
        let word = |offset: usize| self.words.get(self.at + offset);
        if let Some(length) = place_at(self.words, self.at) {
            let may_be_name = word(0).is_some_and(|word| FIRST_SURNAMES.has(&word.lower));
            if !may_be_name {
                self.country = Some(self.at..self.at + length);
                return length;
            }
        }
        let domain = (0..run).rev().find(|offset| {
            word(*offset).is_some_and(|word| CAPITAL_DOMAINS.contains(&word.lower.as_str()))
        });
        if let Some(domain) = domain {
            self.office_end = self.at + domain + 1;
            return domain + 1;
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
            .is_some_and(|before| matches!(before.lower.as_str(), "в" | "во" | "при"));
        if is_after_preposition || self.is_unknown_country(run) {
            self.country = Some(self.at..self.at + 1);
            return 1;
        }
        0
    }

    /// `Вальдории Илмар Товик`: a genitive before a name in another case.
    fn is_unknown_country(&self, run: usize) -> bool {
        let lower = |offset: usize| self.words.get(self.at + offset).map_or("", |word| word.lower.as_str());
        let first = lower(0);
        let is_genitive = first.ends_with("ии") && !matches!(first, "марии" | "виктории" | "юлии" | "лидии" | "анастасии");
        let is_alone = run == 1 && self.words.get(self.at + 1).is_none_or(|word| !word.follows());
        if is_genitive && (run >= 2 || is_alone || self.case == Some(Case::Nominative)) {
            return true;
        }
        let may_be_genitive = first.ends_with(['а', 'я', 'ы', 'и']);
        let second_is_man = !lower(1).ends_with(['а', 'я', 'о', 'е', 'и', 'ы', 'у', 'ю', '.']);
        let is_patronymic = lower(1).ends_with("ич") || lower(1).ends_with("вна");
        self.case == Some(Case::Nominative) && run >= 3 && may_be_genitive && second_is_man && !is_patronymic
    }
}
