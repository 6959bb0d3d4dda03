//! The order in which people count: `messages2.html` before `messages10.html`.

use std::cmp::Ordering;
use std::path::Path;

/// Compares two names: digits by their number, the rest by its characters.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let (Some(a), Some(b)) = (left.chars().next(), right.chars().next()) else {
            // Equal up to here: the shorter one first, and `01` apart from `1`.
            return left.len().cmp(&right.len()).then_with(|| one.cmp(other));
        };
        let order = if a.is_ascii_digit() && b.is_ascii_digit() {
            let (a, b) = (number(&mut left), number(&mut right));
            a.len().cmp(&b.len()).then_with(|| a.cmp(b))
        } else {
            left = &left[a.len_utf8()..];
            right = &right[b.len_utf8()..];
            a.cmp(&b)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Takes the digits at the beginning; gives them without leading zeros.
fn number<'t>(text: &mut &'t str) -> &'t str {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    digits.trim_start_matches('0')
}

/// Compares two paths name by name, so that what lies in one folder stays together.
pub(super) fn compare_paths(one: &Path, other: &Path) -> Ordering {
    let mut left = one.components();
    let mut right = other.components();
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => compare(&a.as_os_str().to_string_lossy(), &b.as_os_str().to_string_lossy()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_counted() {
        let mut names =
            ["messages10.html", "messages.html", "messages2.html", "messages02.html", "b", "a10b2"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(
            names,
            ["a10b2", "b", "messages.html", "messages02.html", "messages2.html", "messages10.html"]
        );
    }

    #[test]
    fn numbers_of_any_length_have_an_order() {
        let long = format!("a{}", "9".repeat(1000));
        assert_eq!(compare(&long, &format!("{long}0")), Ordering::Less);
        assert_eq!(compare("a1", "a1"), Ordering::Equal);
        assert_ne!(compare("a01", "a1"), Ordering::Equal);
    }

    #[test]
    fn paths_go_folder_by_folder() {
        let mut paths = ["b/c.json", "chat_10/a", "b.json", "chat_2/z", "b/c/d"].map(Path::new);
        paths.sort_by(|a, b| compare_paths(a, b));
        assert_eq!(paths, ["b/c/d", "b/c.json", "b.json", "chat_2/z", "chat_10/a"].map(Path::new));
    }
}
