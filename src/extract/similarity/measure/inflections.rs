//! Words with what their language writes together with them, and the cases of the names of countries that the dictionary
//! has in the nominative only; and letters of Chinese that are numbers and negations.

/// A name of one word in its key form, with the endings that its language adds; some are of other words' kinds, which
/// nobody writes. None of Slavic languages: short names would have none, being parts of other words, and of two posts in
/// which two countries change places one would seem to name a country more, instead of each another one.
pub(super) fn of(name: &str, language: &str) -> Vec<String> {
    match language {
        "tr" => turkish(name),
        _ => Vec::new(),
    }
}

/// Names of fewer letters are parts of other words.
const SHORTEST: usize = 5;

/// What an apostrophe joins to a name, which key forms do without: `Almanya'nın`.
fn turkish(name: &str) -> Vec<String> {
    let is_short = name.chars().count() < SHORTEST;
    let endings = match (name.ends_with(['a', 'e', 'i', 'o', 'u', 'ö', 'ü']), is_short) {
        (true, true) => "nin nun nün da de dan den",
        (true, false) => "nin nun nün ya ye yi yu yü da de dan den yla yle",
        (false, true) => "in un ün da de ta te dan den tan ten la le",
        (false, false) => "in un ün a e i u ü da de ta te dan den tan ten la le",
    };
    endings.split(' ').map(|ending| format!("{name}{ending}")).collect()
}

/// A name of Latin letters with what an apostrophe joins to it, which key forms do without: `Germany's`, `l'Italie`.
pub(super) fn latin(name: &str) -> Vec<String> {
    let is_one = name.len() > 3 && name.starts_with(|letter: char| letter < '\u{250}');
    let mut forms = Vec::new();
    if is_one {
        forms.push(format!("{name}s"));
        forms.extend(elided(name));
    }
    forms
}

/// A word that begins with a vowel with the article or preposition that French and Italian join to it: `l'importation`.
pub(super) fn elided(word: &str) -> impl Iterator<Item = String> + '_ {
    let is_elided = word.starts_with(['a', 'e', 'i', 'o', 'u', 'é', 'h']);
    ["l", "d"].into_iter().filter(move |_| is_elided).map(move |article| format!("{article}{word}"))
}

/// A word of Arabic letters with what Arabic writes together with it: `and`, `so`, `with`, `for`, `as`.
pub(super) fn arabic(word: &str) -> impl Iterator<Item = String> + '_ {
    let is_arabic = word.chars().all(|letter| matches!(letter, '\u{621}'..='\u{64a}'));
    let for_the = word.strip_prefix("ال").map(|rest| format!("لل{rest}"));
    let with = ["و", "ف", "ب", "ل", "ك", "وب", "ول"].into_iter().map(move |prefix| format!("{prefix}{word}"));
    with.chain(for_the).filter(move |_| is_arabic)
}

/// A word of Hebrew letters with `and`, `that` and `when`.
pub(super) fn hebrew(word: &str) -> impl Iterator<Item = String> + '_ {
    let is_hebrew = word.chars().all(|letter| matches!(letter, 'א'..='ת'));
    let with = ["ו", "ש", "כש", "וש"].into_iter().map(move |prefix| format!("{prefix}{word}"));
    with.filter(move |_| is_hebrew)
}

/// Whether a word in its key form is a verb with a negation in it: of Persian, whose negation is written together with
/// it, and of Turkish (`açılmayacak`, `gelmiyor`).
pub(in super::super) fn is_negated_verb(word: &str) -> bool {
    const OF_TURKISH: [&str; 13] = [
        "mayacak", "meyecek", "mayacağ", "meyeceğ", "lmiyor", "nmiyor", "emiyor", "amiyor", "lmuyor",
        "nmuyor", "nmüyor", "madiğ", "mediğ",
    ];
    const ENDINGS_OF_TURKISH: [&str; 10] =
        ["lmadi", "lmedi", "nmadi", "nmedi", "tmedi", "tmadi", "rmedi", "kmadi", "şmadi", "emedi"];
    match word.as_bytes() {
        // "نمی".
        [0xd9, 0x86, 0xd9, 0x85, 0xd9, 0x8a, rest @ ..] => rest.len() > 2,
        [first, ..] if first.is_ascii_lowercase() || *first == 0xc3 || *first == 0xc5 => {
            word.len() > 6
                && word.contains('m')
                && (OF_TURKISH.iter().any(|part| word.contains(part))
                    || ENDINGS_OF_TURKISH.iter().any(|ending| word.ends_with(ending)))
        }
        _ => false,
    }
}

/// Whether a letter of Chinese or Japanese is a number of more than one.
pub(in super::super) fn is_han_number(letter: char) -> bool {
    matches!(
        letter,
        '二' | '两'
            | '兩'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '百'
            | '千'
            | '万'
            | '萬'
            | '亿'
            | '億'
    )
}

/// Whether a letter of Chinese says that something is not so.
pub(in super::super) fn is_han_negation(letter: char) -> bool {
    matches!(letter, '不' | '没' | '沒' | '未')
}
