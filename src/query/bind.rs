//! What a user gives for the parameters of a query, made into values to bind.
//!
//! A parameter that is not given is bound as NULL, also when it has a default: NULL means the default, and
//! the body of the query applies it. A list is bound as the text of a JSON array.

use jiff::civil::Date;
use rusqlite::Connection;

use super::date::{self, Edge, Today};
use super::failure::{unreadable, usage};
use super::full_text::FullText;
use super::parameter::{Mark, Parameter, ParameterType};
use super::rows::Value;
use super::{Query, channel, similar};
use crate::clock::{self, Clock};
use crate::{Error, ErrorKind, Result, shell};

mod arguments;
mod entity;
mod hashtag;
mod known;
mod scalar;
mod words;

pub use self::arguments::{Argument, Arguments};
pub(super) use self::hashtag::fold_hashtag;

/// The values of a query's parameters, ready to be bound.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bound {
    /// The value of each declared parameter, by its name without the colon.
    pub values: Vec<(String, Value)>,
    /// What was made of a value that can be read in several ways: the name, and what was meant.
    pub resolved: Vec<(String, String)>,
    /// What may not be as it was meant.
    pub warnings: Vec<String>,
}

impl Bound {
    /// What was made of the values and of `as_of`, the value of `--as-of`, such as `since 2024-06-01`; `None` where all
    /// mean what they say.
    #[must_use]
    pub fn resolved_in_words(&self, as_of: Option<&str>, now: &Today) -> Option<String> {
        let today = now.today.to_string();
        let as_of = as_of.filter(|given| *given != today).map(|_| format!("as-of {today}"));
        let values = self.resolved.iter().map(|(name, meant)| format!("{name} {meant}"));
        let told: Vec<String> = as_of.into_iter().chain(values).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }

    /// The value of the parameter `name`, unless it is NULL.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value)
            .filter(|value| **value != Value::Null)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// The day that counts as today, and the days of the data.
///
/// `as_of` is `--as-of`: a day in any form of [`date::FORMS`]; without it, today in the store's reporting
/// zone.
///
/// # Errors
/// When `as_of` is no day, or the store cannot be read.
pub fn today(store: &Connection, clock: Clock, as_of: Option<&str>) -> Result<Today> {
    let zone: String = store
        .query_row("SELECT value FROM settings WHERE name = 'time_zone'", [], |row| row.get(0))
        .map_err(unreadable)?;
    let zone = clock::zone(&zone)
        .ok_or_else(|| Error::new(ErrorKind::Store, format!("the store's time zone '{zone}' is unknown")))?;
    let mut now = Today { today: clock.now().to_zoned(zone).date(), data: days_of_data(store)? };
    if let Some(text) = as_of {
        now.today = date::resolve(text, Edge::Last, &now).map_err(|why| usage(format!("--as-of {why}")))?;
    }
    Ok(now)
}

/// The first and the last day of a post.
pub(super) fn days_of_data(store: &Connection) -> Result<Option<(Date, Date)>> {
    let day = |sql: &str| -> Result<Option<Date>> {
        let text: Option<String> = store.query_row(sql, [], |row| row.get(0)).map_err(unreadable)?;
        Ok(text.and_then(|text| text.parse().ok()))
    };
    let (first, last) = (day("SELECT min(posted_on) FROM posts")?, day("SELECT max(posted_on) FROM posts")?);
    Ok(first.zip(last))
}

/// The values to bind for `query` when the user gives `arguments`.
///
/// # Errors
/// [`ErrorKind::Usage`] when a needed value is missing, a name is unknown, or a value is not of its type;
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn bind(query: &Query, arguments: &Arguments, store: &Connection, now: &Today) -> Result<Bound> {
    for name in arguments.names() {
        if query.header.parameter(name).is_none() {
            return Err(unknown_parameter(query, name));
        }
    }
    let mut binding = Binding { store, now, bound: Bound::default() };
    for parameter in &query.header.parameters {
        let value = binding.parameter(parameter, arguments.values(&parameter.name), query)?;
        binding.bound.warnings.extend(words::warnings(query, parameter, &value)?);
        binding.bound.values.push((parameter.name.clone(), value));
    }
    binding.warn_of_reversed_days();
    if counts_names(query, &binding.bound) {
        binding.bound.warnings.extend(entity::warn_of_earlier_dictionary(store)?);
    }
    Ok(binding.bound)
}

/// Whether what is counted depends on who is named. A query with a parameter of names reads mentions only for the names
/// that are given, unless its `tags:` say that it is about them.
fn counts_names(query: &Query, bound: &Bound) -> bool {
    let mut of_names =
        query.header.parameters.iter().filter(|one| one.kind == ParameterType::Entity).peekable();
    query.sql.contains("mention")
        && (of_names.peek().is_none()
            || query.header.tags.iter().any(|tag| tag == "mentions")
            || of_names.any(|one| bound.value(&one.name).is_some()))
}

/// Checks that the default of `parameter` is a value of its own type.
///
/// # Errors
/// Why it is none.
pub fn check_default(parameter: &Parameter) -> Result<(), String> {
    let Some(default) = &parameter.default else { return Ok(()) };
    let day = Date::constant(2000, 1, 1);
    let now = Today { today: day, data: Some((day, day)) };
    let items = if parameter.mark == Mark::List { split_list(default) } else { vec![default.clone()] };
    for item in items {
        scalar::read(parameter, &item, &now)
            .map_err(|why| format!("the default of '{}': {why}", parameter.name))?;
    }
    Ok(())
}

struct Binding<'a> {
    store: &'a Connection,
    now: &'a Today,
    bound: Bound,
}

impl Binding<'_> {
    fn parameter(&mut self, parameter: &Parameter, given: &[Argument], query: &Query) -> Result<Value> {
        let value = match (given, parameter.mark) {
            ([], _) if parameter.is_required() => return Err(missing(parameter, query)),
            ([], _) => return Ok(Value::Null),
            (_, Mark::List) => return self.list(parameter, given),
            ([one], _) => self.one(parameter, &one.text)?,
            ([_, second, ..], _) => {
                let message =
                    format!("--{} takes one value; '{}' is one more", parameter.flag(), second.text);
                return Err(usage(message));
            }
        };
        self.warn_of_unknown(parameter, &[&value])?;
        Ok(value)
    }

    fn list(&mut self, parameter: &Parameter, given: &[Argument]) -> Result<Value> {
        let mut values: Vec<Value> = Vec::new();
        for argument in given {
            // A channel's name may have a comma.
            let is_whole = argument.is_whole
                || parameter.kind == ParameterType::Channel && channel::is_known(self.store, &argument.text)?;
            let parts = if is_whole { vec![argument.text.clone()] } else { split_list(&argument.text) };
            for part in parts {
                let value = self.one(parameter, &part)?;
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        self.warn_of_unknown(parameter, &values.iter().collect::<Vec<_>>())?;
        let items = values.into_iter().map(json).collect();
        Ok(Value::Text(serde_json::Value::Array(items).to_string()))
    }

    fn warn_of_unknown(&mut self, parameter: &Parameter, values: &[&Value]) -> Result<()> {
        let texts: Vec<&str> = values
            .iter()
            .filter_map(|value| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        self.bound.warnings.extend(known::warnings(self.store, parameter, &texts)?);
        Ok(())
    }

    fn one(&mut self, parameter: &Parameter, text: &str) -> Result<Value> {
        let flag = parameter.flag();
        if parameter.kind == ParameterType::Channel {
            let found = channel::resolve(self.store, &format!("--{flag}"), text)?;
            self.note(&parameter.name, text, found.label);
            return Ok(Value::Integer(found.channel_id));
        }
        let value = match (scalar::read(parameter, text, self.now), &parameter.kind) {
            (Ok(value), _) => value,
            (Err(_), ParameterType::Enum { words, more }) => {
                Value::Text(known::word(self.store, &flag, words, more.as_deref(), text)?)
            }
            (Err(why), _) => return Err(usage(format!("--{flag} {why}"))),
        };
        match (&parameter.kind, &value) {
            (ParameterType::Entity, Value::Text(name)) => {
                let meant = entity::resolve(self.store, &flag, text, name)?;
                self.bound.warnings.extend(meant.warning);
                if let Some(label) = meant.label {
                    self.note(&parameter.name, text, label);
                }
                if let Some(name) = meant.name {
                    return Ok(Value::Text(name));
                }
            }
            (ParameterType::Date, Value::Text(day)) => self.note(&parameter.name, text, day.clone()),
            (ParameterType::FullText, Value::Text(matching)) => {
                self.note(&parameter.name, text.trim(), matching.clone());
                self.warn_of_characters(&flag, text);
            }
            _ => {}
        }
        Ok(value)
    }

    fn note(&mut self, name: &str, given: &str, meant: String) {
        if given != meant {
            self.bound.resolved.push((name.to_owned(), meant));
        }
    }

    /// An index of words does not find these, and a query asks no other.
    fn warn_of_characters(&mut self, flag: &str, text: &str) {
        let characters = FullText::read(text).map(|read| read.characters).unwrap_or_default();
        if !characters.is_empty() {
            let characters: String = characters.into_iter().collect();
            self.bound.warnings.push(format!(
                "--{flag}: the search index may hold {characters} as parts of longer words only; chancery search finds them"
            ));
        }
    }

    fn warn_of_reversed_days(&mut self) {
        if let (Some(since), Some(until)) = (self.bound.text("since"), self.bound.text("until"))
            && since > until
        {
            let warning = format!("since {since} is after until {until}: no day lies between them");
            self.bound.warnings.push(warning);
        }
    }
}

/// The parts between commas; `\,` is a comma within a part. Empty parts are left out unless all are empty.
fn split_list(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, parts.last_mut()) {
            ('\\', Some(part)) if chars.peek() == Some(&',') => part.extend(chars.next()),
            (',', _) => parts.push(String::new()),
            (_, Some(part)) => part.push(c),
            (_, None) => {}
        }
    }
    let full: Vec<String> =
        parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    if full.is_empty() { vec![text.to_owned()] } else { full }
}

fn json(value: Value) -> serde_json::Value {
    match value {
        Value::Integer(number) => number.into(),
        Value::Real(number) => number.into(),
        Value::Text(text) => text.into(),
        Value::Null | Value::Blob(_) => serde_json::Value::Null,
    }
}

fn missing(parameter: &Parameter, query: &Query) -> Error {
    let help = if parameter.help.is_empty() { String::new() } else { format!(": {}", parameter.help) };
    let flag = parameter.flag();
    usage(format!("{} needs --{flag}{help}", query.name)).hint(format!(
        "chancery run {} --{flag} {}",
        query.word(),
        example(&parameter.kind)
    ))
}

/// A value of this kind, or what stands for one: a word that a shell takes as it is.
fn example(kind: &ParameterType) -> String {
    match kind {
        ParameterType::Enum { words, .. } => words.first().map_or_else(|| "WORD".to_owned(), shell::word),
        ParameterType::Int { .. } | ParameterType::Float { .. } => "NUMBER".to_owned(),
        ParameterType::Bool => "yes".to_owned(),
        ParameterType::FullText => "WORDS".to_owned(),
        ParameterType::Values(_) => "VALUE".to_owned(),
        kind => kind.to_string().to_uppercase(),
    }
}

fn unknown_parameter(query: &Query, name: &str) -> Error {
    let declared: Vec<String> = query.header.parameters.iter().map(Parameter::flag).collect();
    let name = name.replace('_', "-");
    let error = usage(format!("--{name} is no parameter of {}", query.name));
    let error = did_you_mean(error, &name, declared.iter().map(String::as_str));
    error.hint(format!("see its parameters: chancery run {} --help", query.word()))
}

/// The error with the close ones among `names` as its hint.
pub(super) fn did_you_mean<'a>(
    error: Error,
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Error {
    match similar::close(wanted, names, 3) {
        close if close.is_empty() => error,
        close => error.hint(format!("did you mean: {}", close.join(", "))),
    }
}

#[cfg(test)]
mod tests;
