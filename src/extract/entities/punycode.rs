//! Letters of other scripts in the names of hosts, which addresses also write in ASCII: `xn--e1afmkfd` is `пример`.
//!
//! The source of the rule is RFC 3492.

use crate::extract::character;

const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 0x80;

/// What a label of a host begins with that is written so.
const PREFIX: &str = "xn--";

/// No label is longer.
const LONGEST: usize = 63;

/// A host in lower case with its labels in the letters of their scripts. Under a top level in ASCII, letters of scripts that
/// look like Latin ones stay as they are written: `xn--80ak6aa92e.com` is not to be read as the name that it imitates.
pub(super) fn readable(host: &str) -> String {
    if !host.contains(PREFIX) {
        return host.to_owned();
    }
    let top = host.rsplit('.').next().unwrap_or_default();
    let is_international = !top.is_ascii() || top.starts_with(PREFIX);
    let labels: Vec<String> = host
        .split('.')
        .map(|label| {
            let decoded = label.strip_prefix(PREFIX).and_then(decode);
            let decoded =
                decoded.filter(|text| is_name(text) && (is_international || !text.contains(looks_latin)));
            decoded.unwrap_or_else(|| label.to_owned())
        })
        .collect();
    labels.join(".")
}

/// Whether a host may be called so: in lower case, of letters, their marks, digits and hyphens, not all of them ASCII.
fn is_name(text: &str) -> bool {
    let is_part = |char: char| char == '-' || character::is_alphanumeric(char) || character::is_mark(char);
    !text.is_ascii() && text.chars().all(is_part) && text.to_lowercase() == text
}

/// Greek, Cyrillic, Armenian, Cherokee, Coptic and Lisu; letters of phonetics, and wide ones.
fn looks_latin(char: char) -> bool {
    matches!(char, '\u{250}'..='\u{2af}' | '\u{370}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}' | '\u{1d00}'..='\u{1dbf}'
        | '\u{2c60}'..='\u{2cff}' | '\u{a4d0}'..='\u{a4ff}' | '\u{ab30}'..='\u{abbf}' | '\u{ff00}'..='\u{ffef}')
}

/// What a label says, without its prefix; `None` when that is no such label.
fn decode(label: &str) -> Option<String> {
    if label.len() > LONGEST || !label.is_ascii() {
        return None;
    }
    let (basic, digits) = label.rsplit_once('-').unwrap_or(("", label));
    let mut text: Vec<char> = basic.chars().collect();
    let (mut code, mut place, mut bias) = (FIRST_CODE, 0_u32, FIRST_BIAS);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let before = place;
        let mut weight = 1_u32;
        for step in 1.. {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => u32::from(byte - b'a'),
                byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
                _ => return None,
            };
            place = place.checked_add(digit.checked_mul(weight)?)?;
            let threshold = (BASE * step).saturating_sub(bias).clamp(LEAST, MOST);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let length = u32::try_from(text.len()).ok()? + 1;
        bias = adapted(place - before, length, before == 0);
        code = code.checked_add(place / length)?;
        place %= length;
        text.insert(place as usize, char::from_u32(code)?);
        place += 1;
    }
    Some(text.into_iter().collect())
}

fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = delta / if is_first { DAMP } else { 2 };
    delta += delta / length;
    let mut bias = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        bias += BASE;
    }
    bias + (BASE - LEAST + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::{decode, readable};

    /// By Python's `"…".encode("punycode")`, and the samples of RFC 3492, section 7.1.
    #[test]
    fn a_label_is_read_as_it_was_written() {
        for (label, text) in [
            ("e1afmkfd", "пример"),
            ("p1ai", "рф"),
            ("90aivcdt6dxbc", "объясняем"),
            ("bcher-kva", "bücher"),
            ("fiqs8s", "中国"),
            ("egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"),
            ("ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
            ("4dbcagdahymbxekheh6e0a7fei0b", "למההםפשוטלאמדבריםעברית"),
            ("3b-ww4c5e180e575a65lsy2b", "3年b組金八先生"),
            ("-with-super-monkeys-pc58ag80a8qai00g7n9n", "安室奈美恵-with-super-monkeys"),
        ] {
            assert_eq!(decode(label).as_deref(), Some(text), "{label}");
        }
        for label in ["e1afmkfd!", "ü", "99999999", "a".repeat(64).as_str()] {
            assert_eq!(decode(label), None, "{label}");
        }
    }

    #[test]
    fn a_host_is_read_where_nothing_is_imitated() {
        for (host, expected) in [
            ("xn--e1afmkfd.xn--p1ai", "пример.рф"),
            ("news.xn--e1afmkfd.рф", "news.пример.рф"),
            ("xn--bcher-kva.example", "bücher.example"),
            ("xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),
            // A space of no width, a soft hyphen, a sign that turns the line, letters of phonetics, wide letters and stops.
            ("xn--google-df0c.com", "xn--google-df0c.com"),
            ("xn--google-gja.com", "xn--google-gja.com"),
            ("xn--google-dm0c.com", "xn--google-dm0c.com"),
            ("xn--oogle-qmc.com", "xn--oogle-qmc.com"),
            ("xn--oogle-dq33a.com", "xn--oogle-dq33a.com"),
            ("xn--googlecom-b854c.com", "xn--googlecom-b854c.com"),
            ("xn--.example", "xn--.example"),
            ("xn--a.example", "xn--a.example"),
            ("example.org", "example.org"),
        ] {
            assert_eq!(readable(host), expected);
        }
    }
}
