//! Counts as the pages show them: `2`, `1.2K`, `5.74M`; and durations, `1:23:05`.

/// A count and what it is rounded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    /// The number shown.
    pub(super) value: i64,
    /// What it is rounded to: 100 for `1.2K`; 1 when it is exact.
    pub(super) unit: i64,
}

impl Count {
    /// The count that a text shows. A page rounds to three digits and appends K or M; a copy of it in
    /// another language may have a decimal comma, or white space between thousands.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, scale) = match text.char_indices().next_back()? {
            (end, 'K' | 'k') => (&text[..end], 3_u32),
            (end, 'M' | 'm') => (&text[..end], 6),
            (end, 'B' | 'b') => (&text[..end], 9),
            _ => (text, 0),
        };
        let number = number.trim_end();
        if !number.starts_with(|first: char| first.is_ascii_digit())
            || !number.ends_with(|last: char| last.is_ascii_digit())
        {
            return None;
        }
        let mut digits: i64 = 0;
        let mut decimals = None;
        for character in number.chars() {
            match character {
                '0'..='9' => {
                    let digit = i64::from(u32::from(character) - u32::from('0'));
                    digits = digits.checked_mul(10)?.checked_add(digit)?;
                    decimals = decimals.map(|count: u32| count.saturating_add(1));
                }
                '.' | ',' if scale > 0 && decimals.is_none() => decimals = Some(0),
                ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' if scale == 0 => {}
                _ => return None,
            }
        }
        let unit = 10_i64.pow(scale.checked_sub(decimals.unwrap_or(0))?);
        Some(Self { value: digits.checked_mul(unit)?, unit })
    }

    /// What the model wants to know of the rounding.
    pub(super) fn rounded_to(self) -> Option<i64> {
        (self.unit > 1).then_some(self.unit)
    }
}

/// The seconds of `0:52` or `1:23:05`.
pub(super) fn duration(text: &str) -> Option<f64> {
    let mut seconds: u32 = 0;
    let mut parts = 0;
    for part in text.trim().split(':') {
        if part.is_empty() || part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
        parts += 1;
    }
    (2..=3).contains(&parts).then(|| f64::from(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_with_their_precision() {
        for (text, value, unit) in [
            ("2", 2, 1),
            ("0", 0, 1),
            ("999", 999, 1),
            ("1.2K", 1_200, 100),
            ("8.99K", 8_990, 10),
            ("12K", 12_000, 1_000),
            ("436.6K", 436_600, 100),
            ("5.74M", 5_740_000, 10_000),
            ("16.4M", 16_400_000, 100_000),
            ("1.1B", 1_100_000_000, 100_000_000),
            (" 4.4K\n", 4_400, 100),
            ("1,2K", 1_200, 100),
            ("10 518", 10_518, 1),
            ("1\u{a0}204", 1_204, 1),
            ("1,204", 1_204, 1),
        ] {
            assert_eq!(Count::read(text), Some(Count { value, unit }), "{text}");
        }
        assert_eq!(Count::read("2").and_then(Count::rounded_to), None);
        assert_eq!(Count::read("12K").and_then(Count::rounded_to), Some(1_000));
    }

    #[test]
    fn what_is_no_count_is_none() {
        for text in [
            "",
            " ",
            "K",
            ".5K",
            "1.K",
            "1.2.3K",
            "-5",
            "1.2",
            "12 views",
            "1.2345K",
            "9999999999999999999",
            "9223372036854775807M",
            "١٢",
            "½",
        ] {
            assert_eq!(Count::read(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_seconds() {
        assert_eq!(duration("0:52"), Some(52.0));
        assert_eq!(duration("1:23:05"), Some(4_985.0));
        assert_eq!(duration(" 10:00\n"), Some(600.0));
        for text in ["", "52", ":52", "1:2:3:4", "0:5x", "99999:00", "-1:00"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
