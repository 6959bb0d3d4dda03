//! Durations as the pages show them, `1:23:05`.

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
    fn durations_are_seconds() {
        assert_eq!(duration("0:52"), Some(52.0));
        assert_eq!(duration("1:23:05"), Some(4_985.0));
        assert_eq!(duration(" 10:00\n"), Some(600.0));
        for text in ["", "52", ":52", "1:2:3:4", "0:5x", "99999:00", "-1:00"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
