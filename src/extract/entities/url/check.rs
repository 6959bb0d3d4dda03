//! Whether a candidate is an address, and how much of it.
//!
//! The source of the rule is tdlib, `td/telegram/MessageEntity.cpp`, `fix_url` and `is_common_tld`.

use std::sync::LazyLock;

use super::path::is_cut_off_the_end;

/// An address that imitates a well-known one.
const FORGED_DOMAIN: &str = "teiegram.org";

const LONGEST_LABEL: usize = 63;

/// How many bytes of `candidate` are an address; `None` when nothing is.
pub(super) fn url_length(candidate: &str) -> Option<usize> {
    let scheme = scheme_length(candidate);
    let address = &candidate[scheme..];
    let authority_end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let (authority, path) = address.split_at(authority_end);
    let domain = authority.split_once('@').map_or(authority, |(_, domain)| domain);
    let domain = domain.rsplit_once(':').map_or(domain, |(domain, _)| domain);
    let is_url = !domain.eq_ignore_ascii_case(FORGED_DOMAIN) && is_domain(domain, scheme > 0);
    is_url.then(|| scheme + authority_end + balanced(path).trim_end_matches(is_cut_off_the_end).len())
}

fn scheme_length(candidate: &str) -> usize {
    ["http://", "https://", "ftp://", "tonsite://"]
        .into_iter()
        .find(|scheme| candidate.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
        .map_or(0, str::len)
}

/// `path` up to the first closing bracket that none of its kind opened.
fn balanced(path: &str) -> &str {
    let mut open = [0_usize; 3];
    for (at, byte) in path.bytes().enumerate() {
        let (kind, opens) = match byte {
            b'(' => (0, true),
            b'[' => (1, true),
            b'{' => (2, true),
            b')' => (0, false),
            b']' => (1, false),
            b'}' => (2, false),
            _ => continue,
        };
        if opens {
            open[kind] += 1;
        } else if open[kind] == 0 {
            return &path[..at];
        } else {
            open[kind] -= 1;
        }
    }
    path
}

fn is_domain(domain: &str, has_scheme: bool) -> bool {
    let Some((labels, top)) = domain.rsplit_once('.') else { return false };
    if domain.split('.').any(|label| !(1..=LONGEST_LABEL).contains(&label.len()) || label.ends_with('-')) {
        return false;
    }
    if domain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return is_ipv4(domain);
    }
    let second = labels.rsplit_once('.').map_or(labels, |(_, second)| second);
    is_top_level(top, has_scheme) && !second.contains('_')
}

/// Four numbers from 0 to 255 without leading zeros.
fn is_ipv4(domain: &str) -> bool {
    domain.split('.').take(5).count() == 4
        && domain.split('.').all(|part| part.parse::<u8>().is_ok() && (part == "0" || !part.starts_with('0')))
}

fn is_top_level(label: &str, has_scheme: bool) -> bool {
    if let Some(encoded) = label.strip_prefix("xn--") {
        return encoded.len() > 1 && encoded.bytes().all(|byte| byte.is_ascii_alphanumeric());
    }
    label.chars().nth(1).is_some() && !label.contains(['_', '-']) && (has_scheme || is_known_top_level(label))
}

/// Whether `label` is in use at the top level. With a capital at its beginning only, it rather begins a
/// sentence after a forgotten space.
fn is_known_top_level(label: &str) -> bool {
    static KNOWN: LazyLock<Vec<&str>> =
        LazyLock::new(|| include_str!("../tlds.txt").lines().filter(|line| !line.starts_with('#')).collect());
    let is_known = |label: &str| KNOWN.binary_search(&label).is_ok();
    if label.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return is_known(label);
    }
    let lower = label.to_lowercase();
    let has_only_first_capital = lower != label && rest(&lower) == rest(label);
    !has_only_first_capital && is_known(&lower)
}

/// All but the first character.
fn rest(label: &str) -> &str {
    let mut characters = label.chars();
    characters.next();
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::url_length;

    #[test]
    fn the_list_of_top_level_domains_is_sorted() {
        let list: Vec<_> =
            include_str!("../tlds.txt").lines().filter(|line| !line.starts_with('#')).collect();
        assert!(list.is_sorted() && list.len() > 1400, "{}", list.len());
        for known in ["com", "ru", "рф", "ton", "onion", "zw", "қаз", "中国"] {
            assert_eq!(url_length(&format!("a.{known}")), Some(2 + known.len()), "{known}");
        }
    }

    #[test]
    fn a_word_after_a_forgotten_space_is_no_domain() {
        for (text, is_url) in [
            ("done.In", false),
            ("done.in", true),
            ("done.IN", true),
            ("сделано.Рус", false),
            ("сделано.рус", true),
            ("http://done.In", true),
            ("done.щщщ", false),
        ] {
            assert_eq!(url_length(text).is_some(), is_url, "{text}");
        }
    }
}
