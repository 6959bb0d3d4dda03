//! Reads what the words after `@param` declare: `NAME TYPE[MARK] [= DEFAULT] : HELP`.

use super::{Mark, Parameter, ParameterType};

impl Parameter {
    /// The parameter that the words after `@param` declare.
    ///
    /// # Errors
    /// A fragment that says what is wrong with them.
    pub fn parse(text: &str, line: usize) -> Result<Self, String> {
        let text = text.trim();
        let (name, rest) = text
            .split_once(char::is_whitespace)
            .ok_or_else(|| "@param needs a name and a type: @param NAME TYPE : HELP".to_owned())?;
        if !is_parameter_name(name) {
            return Err(format!(
                "'{name}' is no name of a parameter; use a letter, then letters, digits and _, in lower case"
            ));
        }
        let (type_text, mark, rest) = split_type(rest.trim_start())?;
        let kind = parse_type(type_text)?;
        let (default, help) = split_default(rest.trim_start())?;
        Ok(Self { name: name.to_owned(), kind, mark, default, help: help.to_owned(), line })
    }
}

fn is_parameter_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Cuts `int(1..100)* = 20 : help` after the type and its mark.
fn split_type(text: &str) -> Result<(&str, Mark, &str), String> {
    let word = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut end = word;
    if text[word..].starts_with('(') {
        end = closing(&text[word..])
            .map(|length| word + length)
            .ok_or_else(|| "the ( of the type is not closed".to_owned())?;
    }
    let (kind, rest) = text.split_at(end);
    let (mark, rest) = match rest.as_bytes().first() {
        Some(b'?') => (Mark::Optional, &rest[1..]),
        Some(b'*') => (Mark::List, &rest[1..]),
        _ => (Mark::One, rest),
    };
    if rest.is_empty() || rest.starts_with([' ', '\t', '=', ':']) {
        Ok((kind, mark, rest))
    } else {
        Err(format!("'{}' is no type", text.split_whitespace().next().unwrap_or_default()))
    }
}

/// How long the part in parentheses is that `text` begins with; quoted parentheses do not count.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 1 => return Some(at + 1),
            (None, ')') => depth -= 1,
            _ => {}
        }
    }
    None
}

fn parse_type(text: &str) -> Result<ParameterType, String> {
    let (word, inner) = match text.split_once('(') {
        Some((word, inner)) => (word, Some(inner.strip_suffix(')').unwrap_or(inner).trim())),
        None => (text, None),
    };
    Ok(match (word, inner) {
        ("text", None) => ParameterType::Text,
        ("int", None) => ParameterType::Int { min: None, max: None },
        ("int", Some(range)) => {
            let (min, max) = parse_range(range)?;
            ParameterType::Int { min, max }
        }
        ("float", None) => ParameterType::Float { min: None, max: None },
        ("float", Some(range)) => {
            let (min, max) = parse_range(range)?;
            ParameterType::Float { min, max }
        }
        ("bool", None) => ParameterType::Bool,
        ("enum", Some(words)) => {
            let (words, more) = split_enum(words);
            if words.is_empty() || words.iter().any(String::is_empty) {
                return Err(format!("'{text}' has an empty word; write enum(one|two)"));
            }
            ParameterType::Enum { words, more }
        }
        ("date", None) => ParameterType::Date,
        ("duration", None) => ParameterType::Duration,
        ("channel", None) => ParameterType::Channel,
        ("hashtag", None) => ParameterType::Hashtag,
        ("handle", None) => ParameterType::Handle,
        ("words", None) => ParameterType::Words,
        ("entity", None) => ParameterType::Entity,
        ("query", Some("fts")) => ParameterType::FullText,
        ("values", Some(select)) if !select.is_empty() => ParameterType::Values(select.to_owned()),
        _ => {
            return Err(format!(
                "'{text}' is no type; types: text, int, int(1..100), float, bool, enum(a|b), date, duration, channel, \
                 hashtag, handle, words, entity, query(fts), values(SELECT …)"
            ));
        }
    })
}

/// `one|two`, or `one|two|SELECT …`, where all from the SELECT on is SQL.
fn split_enum(text: &str) -> (Vec<String>, Option<String>) {
    let (mut words, mut rest) = (Vec::new(), text);
    loop {
        let rest_of = rest.trim();
        let first = rest_of.split(char::is_whitespace).next().unwrap_or_default();
        if first.len() < rest_of.len() && first.eq_ignore_ascii_case("SELECT") {
            return (words, Some(rest_of.to_owned()));
        }
        let Some((word, behind)) = rest.split_once('|') else {
            words.push(rest_of.to_owned());
            return (words, None);
        };
        words.push(word.trim().to_owned());
        rest = behind;
    }
}

fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1..100`, `0..`, `..9`.
fn parse_range<N: std::str::FromStr + PartialOrd>(text: &str) -> Result<(Option<N>, Option<N>), String> {
    let wrong = || format!("'{text}' is no range; write 1..100 or 0..");
    let (min, max) = text.split_once("..").ok_or_else(wrong)?;
    let bound = |text: &str| match text.trim() {
        "" => Ok(None),
        number if number.parse::<N>().is_err() && is_whole_number(number) => {
            Err(format!("{number} is more than can be kept: {} to {}", i64::MIN, i64::MAX))
        }
        number => number.parse().map(Some).map_err(|_| wrong()),
    };
    let (min, max): (Option<N>, Option<N>) = (bound(min)?, bound(max)?);
    match (&min, &max) {
        (None, None) => Err(wrong()),
        (Some(least), Some(most)) if least > most => Err(wrong()),
        _ => Ok((min, max)),
    }
}

/// Cuts `= DEFAULT : HELP` or `: HELP`. The default ends at the first colon with a space before it, or stands
/// in single quotes.
fn split_default(text: &str) -> Result<(Option<String>, &str), String> {
    let Some(rest) = text.strip_prefix('=') else {
        return match text.strip_prefix(':') {
            Some(help) => Ok((None, help.trim())),
            None if text.is_empty() => Ok((None, "")),
            None => Err(format!("'{text}' stands where '= DEFAULT' or ': HELP' is expected")),
        };
    };
    let rest = rest.trim_start();
    if let Some(quoted) = rest.strip_prefix('\'') {
        let (default, rest) =
            quoted.split_once('\'').ok_or_else(|| "the ' of the default is not closed".to_owned())?;
        let (none, help) = split_default(rest.trim_start())?;
        return match none {
            None => Ok((Some(default.to_owned()), help)),
            Some(_) => Err("there are two defaults".to_owned()),
        };
    }
    let (default, help) = match rest.find(" :").or_else(|| rest.starts_with(':').then_some(0)) {
        Some(at) => (&rest[..at], rest[at..].trim_start_matches([' ', ':']).trim()),
        None => (rest, ""),
    };
    match default.trim() {
        "" => Err("there is no default after '='".to_owned()),
        default => Ok((Some(default.to_owned()), help)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Parameter, ParameterType};

    #[test]
    fn declarations_are_read() {
        let listed = |words: &[&str], more: Option<&str>| ParameterType::Enum {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            more: more.map(str::to_owned),
        };
        let words = |words: &[&str]| listed(words, None);
        let int = |min, max| ParameterType::Int { min, max };
        for (text, kind, mark, default, help) in [
            ("by enum(day|week) = week : length", words(&["day", "week"]), Mark::One, Some("week"), "length"),
            ("x enum(yes|no)=yes : a : b", words(&["yes", "no"]), Mark::One, Some("yes"), "a : b"),
            (
                "x enum(a | b|select kind || '|' FROM t) = b : kinds",
                listed(&["a", "b"], Some("select kind || '|' FROM t")),
                Mark::One,
                Some("b"),
                "kinds",
            ),
            ("x enum(selects|select)", words(&["selects", "select"]), Mark::One, None, ""),
            ("x date?         : first day", ParameterType::Date, Mark::Optional, None, "first day"),
            ("x channel* : only these", ParameterType::Channel, Mark::List, None, "only these"),
            ("x hashtag*", ParameterType::Hashtag, Mark::List, None, ""),
            ("x int(0..) = 20 : top", int(Some(0), None), Mark::One, Some("20"), "top"),
            ("x int(-5..5)?", int(Some(-5), Some(5)), Mark::Optional, None, ""),
            ("x int(..9)", int(None, Some(9)), Mark::One, None, ""),
            (
                "x float(0..0.5) = .25",
                ParameterType::Float { min: Some(0.0), max: Some(0.5) },
                Mark::One,
                Some(".25"),
                "",
            ),
            ("x text = a:b : c", ParameterType::Text, Mark::One, Some("a:b"), "c"),
            ("x text = 'a : b' : c", ParameterType::Text, Mark::One, Some("a : b"), "c"),
            ("x text = '' : none", ParameterType::Text, Mark::One, Some(""), "none"),
            ("x query(fts)? : words", ParameterType::FullText, Mark::Optional, None, "words"),
            (
                "x values(SELECT DISTINCT kind || ')' FROM media WHERE (1))* : kinds",
                ParameterType::Values("SELECT DISTINCT kind || ')' FROM media WHERE (1)".to_owned()),
                Mark::List,
                None,
                "kinds",
            ),
        ] {
            let parameter = Parameter::parse(text, 7).unwrap();
            assert_eq!(parameter.kind, kind, "{text}");
            assert_eq!(parameter.mark, mark, "{text}");
            assert_eq!(parameter.default.as_deref(), default, "{text}");
            assert_eq!(parameter.help, help, "{text}");
            assert_eq!(parameter.line, 7);
        }
    }

    #[test]
    fn wrong_declarations_say_why() {
        for (text, message) in [
            ("by", "needs a name and a type"),
            ("By text", "'By' is no name of a parameter"),
            ("1st text", "'1st' is no name"),
            ("first-day date", "'first-day' is no name"),
            ("x txt : help", "'txt' is no type; types: text"),
            ("x enum(a||b)", "has an empty word"),
            ("x enum(a||SELECT 1)", "has an empty word"),
            ("x enum(SELECT 1)", "has an empty word"),
            ("x enum", "'enum' is no type"),
            ("x enum(a|b", "not closed"),
            ("x int(5..1)", "'5..1' is no range"),
            ("x int(a..b)", "'a..b' is no range"),
            ("x int(..)", "'..' is no range"),
            ("x int(5)", "'5' is no range"),
            ("x int(0..99999999999999999999)", "99999999999999999999 is more than can be kept"),
            ("x text! : help", "'text!' is no type"),
            ("x text =  : help", "no default after '='"),
            ("x text = 'a : help", "not closed"),
            ("x text help", "'help' stands where '= DEFAULT' or ': HELP' is expected"),
        ] {
            let error = Parameter::parse(text, 1).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn a_parameter_is_required_only_without_mark_and_default() {
        for (text, required) in
            [("x text", true), ("x text?", false), ("x text*", false), ("x text = a", false)]
        {
            assert_eq!(Parameter::parse(text, 1).unwrap().is_required(), required, "{text}");
        }
    }

    #[test]
    fn types_print_as_they_are_written() {
        for text in [
            "text",
            "int",
            "int(0..)",
            "int(1..100)",
            "float(..0.5)",
            "enum(a|b)",
            "enum(a|b|SELECT x || 'y' FROM z)",
            "query(fts)",
            "values(SELECT 1)",
        ] {
            assert_eq!(Parameter::parse(&format!("x {text}"), 1).unwrap().kind.to_string(), text);
        }
    }
}
