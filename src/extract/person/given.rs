//! Whether two given names are one, however they are spelled: `Sergei` and `Sergey`, `Viktor` and `Виктор`.

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::same::{initial, is_initial};

/// Longer names, in letters, are compared letter by letter only.
const LONGEST: usize = 30;

/// Whether `one` and `other`, in lower case, may be the same given name, or one the initial of the other. Names in two
/// scripts may differ by a letter of four, as transliterations do, but not by the ending `a` of women's.
pub(super) fn agree(one: &str, other: &str) -> bool {
    let is_one_script = is_cyrillic(one) == is_cyrillic(other);
    if is_initial(one) || is_initial(other) {
        if is_one_script {
            return initial(one) == initial(other);
        }
        let (one, other) = (plain(one), plain(other));
        return one.starts_with(&other) || other.starts_with(&one);
    }
    let (one, other) = (plain(one), plain(other));
    one == other || !is_one_script && one.ends_with('a') == other.ends_with('a') && is_near(&one, &other)
}

fn is_cyrillic(name: &str) -> bool {
    name.chars().any(|letter| matches!(letter, '\u{400}'..='\u{4ff}'))
}

/// A name in Latin letters, those of one sound alike. It is for comparing, and not for reading.
fn plain(name: &str) -> String {
    let parts = DecomposingNormalizerBorrowed::new_nfd().normalize(name);
    let mut letters = String::with_capacity(name.len());
    for letter in parts.chars().filter(|letter| letter.is_alphabetic()) {
        match letter {
            'а' => letters.push('a'),
            'б' => letters.push('b'),
            'в' | 'w' => letters.push('v'),
            'г' | 'ґ' => letters.push('g'),
            'д' => letters.push('d'),
            'е' | 'є' | 'э' => letters.push('e'),
            'ж' => letters.push_str("zh"),
            'з' => letters.push('z'),
            'и' | 'і' | 'ы' | 'y' | 'j' => letters.push('i'),
            'к' | 'q' => letters.push('k'),
            'л' => letters.push('l'),
            'м' => letters.push('m'),
            'н' => letters.push('n'),
            'о' => letters.push('o'),
            'п' => letters.push('p'),
            'р' => letters.push('r'),
            'с' => letters.push('s'),
            'т' => letters.push('t'),
            'у' => letters.push('u'),
            'ф' => letters.push('f'),
            'х' => letters.push('h'),
            'ц' => letters.push_str("ts"),
            'ч' => letters.push_str("ch"),
            'ш' | 'щ' => letters.push_str("sh"),
            'ъ' | 'ь' => {}
            'ю' => letters.push_str("iu"),
            'я' => letters.push_str("ia"),
            'x' => letters.push_str("ks"),
            letter => letters.push(letter),
        }
    }
    // "Джо" is "Joe", "Цзинь" is "Jin"; `c` is `k` but in `ch`.
    for (written, read) in [
        ("dzh", "i"),
        ("tsz", "i"),
        ("ph", "f"),
        ("kh", "h"),
        ("th", "t"),
        ("hn", "n"),
        ("ch", "\u{1}"),
        ("c", "k"),
        ("\u{1}", "ch"),
    ] {
        if letters.contains(written) {
            letters = letters.replace(written, read);
        }
    }
    let mut single = String::with_capacity(letters.len());
    for letter in letters.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    // "Joe", "Yevgeny", "Alexander": as the other script writes them.
    if single.ends_with("oe") {
        single.pop();
    }
    if single.starts_with("ie") {
        single.remove(0);
    }
    let stem = single.strip_suffix("er").filter(|stem| stem.ends_with(['d', 't'])).map(str::to_owned);
    stem.map_or(single, |stem| stem + "r")
}

/// Whether a letter of four or fewer is another one, missing or added.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longest = one.len().max(other.len());
    if longest > LONGEST {
        return false;
    }
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.iter().enumerate() {
        let mut row = vec![place + 1];
        for ((theirs, with_both), without_own) in other.iter().zip(&last).zip(last.iter().skip(1)) {
            let without_theirs = row.last().copied().unwrap_or_default();
            let same = with_both + usize::from(letter != theirs);
            row.push(same.min(without_own + 1).min(without_theirs + 1));
        }
        last = row;
    }
    last.last().is_some_and(|distance| 4 * distance <= longest)
}

#[cfg(test)]
mod tests {
    use super::agree;

    #[test]
    fn a_given_name_is_one_however_it_is_spelled() {
        for (one, other) in [
            ("sergei", "sergey"),
            ("sergey", "сергей"),
            ("viktor", "виктор"),
            ("victor", "виктор"),
            ("dmitry", "дмитрий"),
            ("alexander", "александр"),
            ("yevgeny", "евгений"),
            ("yulia", "юлия"),
            ("joe", "джо"),
            ("john", "джон"),
            ("péter", "петер"),
            ("jinping", "цзиньпин"),
            ("anna", "а."),
            ("юлия", "y."),
            ("v.", "виктор"),
            ("viktor", "v."),
        ] {
            assert!(agree(one, other) && agree(other, one), "{one}, {other}");
        }
    }

    #[test]
    fn other_given_names_are_others() {
        for (one, other) in [
            ("anna", "viktor"),
            ("anna", "виктор"),
            ("viktor", "виктория"),
            ("vladimir", "виктор"),
            ("maria", "marina"),
            ("alexander", "alexandra"),
            ("oleg", "ольга"),
            ("anna", "v."),
            ("анна", "v."),
        ] {
            assert!(!agree(one, other) && !agree(other, one), "{one}, {other}");
        }
    }
}
