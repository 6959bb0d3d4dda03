//! Words and phrases as values of parameters.

use crate::error::Result;
use crate::query::Query;
use crate::query::failure::usage;
use crate::query::parameter::{Mark, Parameter, ParameterType};
use crate::query::rows::Value;

/// Warnings for words with an asterisk that the query takes as it is written. In a search and in some queries it stands for
/// the rest of a word, and nobody sees of no rows, or of zeros, that here nothing else was looked for.
///
/// # Errors
/// [`ErrorKind::Usage`](crate::error::ErrorKind::Usage) where the signs that the query cuts off are all there is: it would
/// leave such words out, where each of the others has its rows.
pub(super) fn warnings(query: &Query, parameter: &Parameter, value: &Value) -> Result<Vec<String>> {
    let (ParameterType::Words, Value::Text(text)) = (&parameter.kind, value) else { return Ok(Vec::new()) };
    let words: Vec<String> = match parameter.mark {
        Mark::List => serde_json::from_str(text).unwrap_or_default(),
        Mark::One | Mark::Optional => vec![text.clone()],
    };
    // Such a query cuts them off the ends.
    let knows_asterisks = query.sql.contains("'*'");
    let is_literal = |words: &&String| {
        if knows_asterisks { words.trim_matches('*').contains('*') } else { words.contains('*') }
    };
    let flag = parameter.flag();
    let names_messages = query.sql.contains("'='");
    let is_empty = |words: &&String| {
        let is_blank = |text: &str| text.trim().is_empty();
        (knows_asterisks && is_blank(words.trim_matches('*')))
            || (names_messages
                && words.split_once('=').is_some_and(|(name, words)| is_blank(name) && is_blank(words)))
    };
    if let Some(words) = words.iter().find(is_empty) {
        return Err(usage(format!("--{flag} '{words}' has no word to look for")));
    }
    let why = if knows_asterisks {
        "* stands for the rest of a word at either end only, and is looked for as it is written elsewhere"
    } else {
        "* is looked for as it is written; words are found within longer ones without it"
    };
    Ok(words.iter().filter(is_literal).map(|words| format!("--{flag} '{words}': {why}")).collect())
}

#[cfg(test)]
mod tests {
    use super::warnings;
    use crate::query::Query;
    use crate::query::rows::Value;

    #[test]
    fn an_asterisk_that_is_looked_for_is_told() {
        let told = |mark: &str, sql: &str, value: &str| {
            let query = Query::parse("q", "q.sql", format!("-- T\n-- @param words words{mark} : X\n{sql}"));
            warnings(&query, &query.header.parameters[0], &Value::Text(value.to_owned())).unwrap()
        };
        let (plain, cut) = ("SELECT :words", "SELECT trim(:words, '*')");
        let literal = "* is looked for as it is written; words are found within longer ones without it";
        let within = "* stands for the rest of a word at either end only, and is looked for as it is written elsewhere";
        assert_eq!(told("?", plain, "flood"), [""; 0]);
        assert_eq!(told("?", plain, "flood*"), [format!("--words 'flood*': {literal}")]);
        assert_eq!(told("*", plain, r#"["a","*b"]"#), [format!("--words '*b': {literal}")]);
        assert_eq!(told("*", cut, r#"["a*","*b"]"#), [""; 0]);
        assert_eq!(told("?", cut, "free* trade"), [format!("--words 'free* trade': {within}")]);
    }
    #[test]
    fn what_holds_nothing_but_the_signs_that_the_query_cuts_off_is_refused() {
        let told = |mark: &str, sql: &str, value: &str| {
            let query = Query::parse("q", "q.sql", format!("-- T\n-- @param words words{mark} : X\n{sql}"));
            warnings(&query, &query.header.parameters[0], &Value::Text(value.to_owned()))
                .err()
                .map(|error| error.to_string())
        };
        let (plain, cut) = ("SELECT :words", "SELECT trim(:words, '*')");
        let named = "SELECT instr(:words, '=')";
        let none = |words: &str| Some(format!("--words '{words}' has no word to look for"));
        assert_eq!(told("*", cut, r#"["a","*"]"#), none("*"));
        assert_eq!(told("?", cut, "* *"), none("* *"));
        assert_eq!(told("?", plain, "*"), None);
        assert_eq!(told("?", cut, "="), None);
        assert_eq!(told("*", named, r#"["a","="]"#), none("="));
        assert_eq!(told("?", named, " = "), none(" = "));
        // A message '=' is written so.
        assert_eq!(told("?", named, "= ="), None);
        assert_eq!(told("?", named, "ports ="), None);
        assert_eq!(told("?", plain, "="), None);
    }
}
