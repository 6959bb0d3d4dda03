//! The values of a report, as its text tells them: `since = '2024-01-01', channel = '[1,2]', top = 5`.

use super::mark_of;

/// The names and the literals of SQL of such words. What stands in quotes is never read as a name.
pub(crate) fn values(words: &str) -> Vec<(&str, &str)> {
    let mut values = Vec::new();
    let mut rest = words;
    while let Some((name, behind)) = rest.split_once(" = ") {
        let mut is_quoted = false;
        let end = behind.char_indices().find(|(_, letter)| {
            is_quoted ^= *letter == '\'';
            *letter == ',' && !is_quoted
        });
        let end = end.map_or(behind.len(), |(at, _)| at);
        values.push((name, &behind[..end]));
        rest = behind[end..].trim_start_matches([',', ' ']);
    }
    values
}

/// The literals that a report was given for parameters of such a name and kind by its header.
pub(super) fn values_of(definition: &str, is_such: impl Fn(&str, &str) -> bool) -> Vec<&str> {
    let Some((_, words)) = mark_of(definition).and_then(|mark| mark.split_once(": ")) else {
        return Vec::new();
    };
    let names: Vec<&str> = definition
        .lines()
        .filter_map(|line| {
            let declared =
                line.trim_start().strip_prefix("--")?.trim_start().strip_prefix("@param")?.trim_start();
            let (name, rest) = declared.split_once(char::is_whitespace)?;
            is_such(name, rest.trim_start()).then_some(name)
        })
        .collect();
    values(words).into_iter().filter(|(name, _)| names.contains(name)).map(|(_, value)| value).collect()
}

/// The numbers of a literal: one, or an array of them.
pub(super) fn numbers_in(value: &str) -> Vec<i64> {
    value.trim_matches(['\'', '[', ']']).split(',').filter_map(|number| number.parse().ok()).collect()
}

/// The texts of a literal: one, or an array of them.
pub(super) fn texts_in(value: &str) -> Vec<String> {
    let text = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
    let Some(text) = text.map(|text| text.replace("''", "'")) else { return Vec::new() };
    serde_json::from_str(&text).unwrap_or_else(|_| vec![text])
}

#[cfg(test)]
mod tests {
    use super::{numbers_in, texts_in, values, values_of};

    #[test]
    fn values_are_read_whatever_stands_in_their_quotes() {
        assert_eq!(
            values("words = 'it''s, by = ''x''', top = 5, by = 'week'"),
            [("words", "'it''s, by = ''x'''"), ("top", "5"), ("by", "'week'")]
        );
        assert_eq!(values(""), []);
    }

    #[test]
    fn a_text_that_reads_like_a_value_is_none() {
        let definition = "CREATE VIEW report_q AS -- T\n\
            -- published by chancery from q: words = 'a, channel = 2', channel = '[1,12]'\n\
            -- @param words words?\n-- @param channel channel*\nSELECT 1 AS x";
        let found = values_of(definition, |_, kind| kind.starts_with("channel"));
        assert_eq!(found, ["'[1,12]'"]);
        assert_eq!(numbers_in(found[0]), [1, 12]);
        assert_eq!(numbers_in("3"), [3]);
    }

    #[test]
    fn texts_are_read_as_they_were_given() {
        assert_eq!(texts_in("'o''neill'"), ["o'neill"]);
        assert_eq!(texts_in(r#"'["o''neill","say \"no\""]'"#), ["o'neill", "say \"no\""]);
        assert_eq!(texts_in("5"), [""; 0]);
    }
}
