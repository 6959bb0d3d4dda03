//! E-mail addresses.
//!
//! The source of the rule is tdlib, `td/telegram/MessageEntity.cpp`, `is_email_address`.

use super::character_class::is_name_byte;

/// Whether the whole of `text` is an e-mail address: up to 11 parts of the name, set apart by `.` or
/// `+`, the last with 1 to 35 bytes, the others with at most 26; then `@`, 1 to 6 labels of at most 30
/// bytes that begin and end with a letter or a digit, and a last label of 2 to 8 letters; all ASCII.
pub(super) fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, domain)| is_name(name) && is_domain(domain))
}

fn is_name(name: &str) -> bool {
    let mut parts = name.split(['.', '+']);
    let Some(last) = parts.next_back() else { return false };
    (1..=35).contains(&last.len())
        && is_made_of_word_bytes(last)
        && parts.clone().take(11).count() <= 10
        && parts.all(|part| part.len() <= 26 && is_made_of_word_bytes(part))
}

fn is_domain(domain: &str) -> bool {
    let Some((labels, last)) = domain.rsplit_once('.') else { return false };
    (2..=8).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && labels.split('.').take(7).count() <= 6
        && labels.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    (1..=30).contains(&bytes.len())
        && is_made_of_word_bytes(label)
        && bytes[0].is_ascii_alphanumeric()
        && bytes[bytes.len() - 1].is_ascii_alphanumeric()
}

fn is_made_of_word_bytes(text: &str) -> bool {
    text.bytes().all(|byte| is_name_byte(byte) || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_has_bounded_parts() {
        let domain = |labels: usize| format!("a@{}org", "b.".repeat(labels));
        for (text, expected) in [
            ("me@mail.ru", true),
            ("first.last+news@a-b.example.org", true),
            ("a..b@mail.ru", true),
            (".@mail.ru", false),
            ("a@mail", false),
            ("a@mail.r", false),
            ("a@mail.r2", false),
            ("a@-mail.ru", false),
            ("a@mail_.ru", false),
            ("a@.ru", false),
            ("я@mail.ru", false),
            ("a@b@mail.ru", false),
            (&format!("{}@mail.ru", "a".repeat(35)), true),
            (&format!("{}@mail.ru", "a".repeat(36)), false),
            (&format!("{}.a@mail.ru", "a".repeat(26)), true),
            (&format!("{}.a@mail.ru", "a".repeat(27)), false),
            (&format!("{}a@mail.ru", "a.".repeat(10)), true),
            (&format!("{}a@mail.ru", "a.".repeat(11)), false),
            (&domain(6), true),
            (&domain(7), false),
        ] {
            assert_eq!(is_address(text), expected, "{text}");
        }
    }
}
