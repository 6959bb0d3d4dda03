//! Names that somebody may have meant.

/// Names longer than this are not compared letter by letter, so that the work stays linear.
const LONGEST_COMPARED: usize = 64;

/// Up to `most` of `names` that are close to `wanted`, closest first, equals in the names' order.
pub(crate) fn close<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().take(LONGEST_COMPARED).collect();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for name in names {
        let Some(distance) = distance(&wanted, name) else { continue };
        let place = found.partition_point(|(other, _)| *other <= distance);
        if place < most {
            found.insert(place, (distance, name));
            found.truncate(most);
        }
    }
    found.into_iter().map(|(_, name)| name).collect()
}

/// How far `name` is from what was wanted; `None` when it is not close at all.
fn distance(wanted: &[char], name: &str) -> Option<usize> {
    let name: Vec<char> = name.to_lowercase().chars().take(LONGEST_COMPARED).collect();
    if wanted.is_empty() || name.is_empty() {
        return None;
    }
    let shorter = wanted.len().min(name.len());
    let shared = wanted.iter().zip(&name).take_while(|(one, other)| one == other).count();
    if shared == shorter && shorter >= 2 {
        return Some(1);
    }
    let edits = edits(wanted, &name, (wanted.len() / 3).max(1));
    let enough = if wanted.len() <= 4 { (wanted.len() - 1).max(2) } else { (wanted.len() * 3).div_ceil(4) };
    let starts_alike = (shared >= enough).then(|| 10 + wanted.len() - shared);
    let same_words = shares_words(wanted, &name).then_some(30);
    edits.into_iter().chain(starts_alike).chain(same_words).min()
}

/// Whether every word of what was wanted begins a word of the name, whatever their order.
fn shares_words(wanted: &[char], name: &[char]) -> bool {
    let words = |text: &[char]| -> Vec<Vec<char>> {
        text.split(|c| !c.is_alphanumeric()).filter(|word| word.len() >= 3).map(<[char]>::to_vec).collect()
    };
    let (wanted, name) = (words(wanted), words(name));
    !wanted.is_empty() && wanted.iter().all(|word| name.iter().any(|other| other.starts_with(word)))
}

/// The number of letters inserted, left out, changed or swapped with their neighbour, if at most `limit`.
fn edits(one: &[char], other: &[char], limit: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i; other.len() + 1];
        for j in 1..=other.len() {
            let changed = usize::from(one[i - 1] != other[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + changed);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|edits| *edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::close;

    const QUERIES: [&str; 8] = [
        "hashtag-pairs",
        "hashtag-first-seen",
        "hashtag-frequency",
        "hashtag-spellings",
        "mention-frequency",
        "posts",
        "top-hashtags",
        "top-posts",
    ];

    #[test]
    fn close_names_are_found_and_others_are_not() {
        for (wanted, expected) in [
            ("hashtag-freq", &["hashtag-frequency", "hashtag-first-seen"][..]),
            ("hashtag-frequnecy", &["hashtag-frequency"]),
            ("frequency", &["hashtag-frequency", "mention-frequency"]),
            ("hashtags-top", &["top-hashtags"]),
            ("psots", &["posts"]),
            ("POSTS", &["posts", "top-posts"]),
            ("zebra", &[]),
            ("met", &["mention-frequency"]),
            ("mo", &[]),
            ("", &[]),
        ] {
            assert_eq!(close(wanted, QUERIES, 3), expected, "{wanted}");
        }
    }

    #[test]
    fn a_very_long_name_is_compared_by_its_beginning() {
        let long = "ж".repeat(100_000);
        assert_eq!(close(&long, [long.as_str(), "b"], 3), [long.as_str()]);
    }
}
