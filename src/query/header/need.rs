//! What a query needs of a store: `needs: views, point-groups when object=point, word-index when words`.

use std::fmt;

use super::Header;
use crate::query::bind::Arguments;
use crate::query::parameter::{Mark, Parameter, ParameterType};

/// One thing of `needs:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What the store must have, e.g. `views` or `search-index`, or the name of a parameter.
    pub what: String,
    /// With which value of which parameter it is needed; `None` is always.
    pub when: Option<Choice>,
    /// The line of the file, from 1.
    pub line: usize,
}

/// A parameter with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The parameter's name.
    pub parameter: String,
    /// One of the words of its enum; `None` is any value of any parameter.
    pub value: Option<String>,
}

impl Need {
    /// The need that these words of the file say.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn parse(text: &str, line: usize) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let (what, when) = match (words.next(), words.next(), words.next(), words.next()) {
            (Some(what), None, ..) => (what, None),
            (Some(what), Some("when"), Some(choice), None) => match choice.split_once('=') {
                Some((parameter, value)) if !parameter.is_empty() && !value.is_empty() => {
                    (what, Some(Choice { parameter: parameter.to_owned(), value: Some(value.to_owned()) }))
                }
                Some(_) => return Err(wrong(text)),
                None => (what, Some(Choice { parameter: choice.to_owned(), value: None })),
            },
            _ => return Err(wrong(text)),
        };
        Ok(Self { what: what.to_owned(), when, line })
    }
}

impl Header {
    /// Whether the query needs `what` when it is run with these values, as they were written.
    #[must_use]
    pub fn needs(&self, what: &str, arguments: &Arguments) -> bool {
        self.needed(|name| arguments.values(name).first().map(|argument| argument.text.as_str()))
            .any(|need| need.what == what)
    }

    /// What the query needs when its parameters have the values that `given` tells; `None` is the default.
    pub(crate) fn needed<'h>(
        &'h self,
        given: impl Fn(&str) -> Option<&'h str>,
    ) -> impl Iterator<Item = &'h Need> {
        self.needs.iter().filter(move |need| {
            need.when.as_ref().is_none_or(|choice| {
                let default = || self.parameter(&choice.parameter)?.default.as_deref();
                // As the words of an enum are read.
                given(&choice.parameter).or_else(default).is_some_and(|value| {
                    choice.value.as_deref().is_none_or(|word| value.eq_ignore_ascii_case(word))
                })
            })
        })
    }

    /// Each need that depends on a value that there cannot be, and so would never be met: its line, and why.
    pub(super) fn faults_of_needs(&self) -> Vec<(usize, String)> {
        let fault = |need: &Need| {
            let Choice { parameter, value } = need.when.as_ref()?;
            let why = match (self.parameter(parameter), value) {
                (None, _) => format!("no parameter '{parameter}' is declared"),
                (Some(_), None) => return None,
                (
                    Some(Parameter {
                        kind: ParameterType::Enum { words, .. },
                        mark: Mark::One | Mark::Optional,
                        ..
                    }),
                    Some(value),
                ) => {
                    if words.iter().any(|word| word.eq_ignore_ascii_case(value)) {
                        return None;
                    }
                    format!("'{value}' is not one of: {}", words.join(", "))
                }
                (Some(_), Some(_)) => format!("'{parameter}' must be an enum that takes one word"),
            };
            Some((need.line, format!("'{need}': {why}")))
        };
        self.needs.iter().filter_map(fault).collect()
    }
}

fn wrong(text: &str) -> String {
    format!(
        "'{text}' is no need; write needs: NAME, needs: NAME when PARAMETER=VALUE, or needs: NAME when PARAMETER"
    )
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.when {
            Some(Choice { parameter, value: Some(value) }) => write!(f, " when {parameter}={value}"),
            Some(Choice { parameter, value: None }) => write!(f, " when {parameter}"),
            None => Ok(()),
        }
    }
}
