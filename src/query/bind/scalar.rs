//! One value of a type that can be read without asking the store.

use std::fmt;
use std::num::{IntErrorKind, ParseIntError};

use super::fold_hashtag;
use crate::extract::fold::fold;
use crate::extract::folded_text::folded_text;
use crate::query::channel::Reference;
use crate::query::date::{self, Edge, Today};
use crate::query::full_text::FullText;
use crate::query::parameter::{Parameter, ParameterType};
use crate::query::rows::Value;

/// The value to bind for `text`; a channel is left as text.
///
/// # Errors
/// A fragment that names the text and says why it is no value of the parameter's type.
pub(super) fn read(parameter: &Parameter, text: &str, now: &Today) -> Result<Value, String> {
    let quoted = || format!("'{text}'");
    Ok(match &parameter.kind {
        ParameterType::Text | ParameterType::Values(_) => Value::Text(text.to_owned()),
        // Every text contains the empty one: an unset variable of a shell would count all posts.
        ParameterType::Words => {
            let words = folded_text(text);
            full(words).ok_or_else(|| format!("{} has no word to look for", quoted()))?
        }
        ParameterType::Int { min, max } => {
            let number = whole_number(text, *min, *max)?;
            within(number, *min, *max)?;
            Value::Integer(number)
        }
        ParameterType::Float { min, max } => {
            let number = text.trim().parse().ok().filter(|number: &f64| !number.is_nan());
            // What is written in digits is a number, only none that can be kept.
            let is_written = |number: &f64| number.is_finite() || text.contains(|c: char| c.is_ascii_digit());
            let Some(number) = number.filter(is_written).map(Real) else {
                let allowed =
                    allowed(min.map(Real), max.map(Real)).unwrap_or_else(|| " such as 0.5 or 60".to_owned());
                return Err(format!("{} is no number; write one{allowed}", quoted()));
            };
            if number.0 == f64::INFINITY {
                return Err(too_large(text, Real(max.unwrap_or(f64::MAX))));
            }
            if number.0 == f64::NEG_INFINITY {
                return Err(too_small(text, Real(min.unwrap_or(f64::MIN))));
            }
            within(number, min.map(Real), max.map(Real))?;
            // Of the two zeros SQLite's own tools write one.
            Value::Real(number.0 + 0.0)
        }
        ParameterType::Bool => match text.to_ascii_lowercase().as_str() {
            "yes" | "true" | "1" => Value::Integer(1),
            "no" | "false" | "0" => Value::Integer(0),
            _ => return Err(format!("{} is not one of: yes, no", quoted())),
        },
        // Those that only the store has are looked up there.
        ParameterType::Enum { words, .. } => {
            match words.iter().find(|word| word.eq_ignore_ascii_case(text)) {
                Some(word) => Value::Text(word.clone()),
                None => return Err(format!("{} is not one of: {}", quoted(), words.join(", "))),
            }
        }
        ParameterType::Date => {
            let day = date::resolve(text, Edge::of_parameter(&parameter.name), now)?;
            Value::Text(day.to_string())
        }
        ParameterType::Duration => Value::Integer(duration(text.trim())?),
        ParameterType::Channel => {
            full(text.trim().to_owned()).ok_or_else(|| format!("{} is no channel", quoted()))?
        }
        ParameterType::Hashtag => {
            full(fold_hashtag(text)).ok_or_else(|| format!("{} is no hashtag", quoted()))?
        }
        ParameterType::Handle => full(handle(text)).ok_or_else(|| format!("{} is no handle", quoted()))?,
        ParameterType::Entity => {
            let name: Vec<&str> = text.split_whitespace().collect();
            full(handle(&name.join(" "))).ok_or_else(|| format!("{} is no name", quoted()))?
        }
        ParameterType::FullText => Value::Text(FullText::read(text)?.matching),
    })
}

fn full(text: String) -> Option<Value> {
    (!text.trim().is_empty()).then_some(Value::Text(text))
}

/// A handle or name folded, without `@` or the address before it.
fn handle(text: &str) -> String {
    match Reference::read(text) {
        Reference::Handle(handle) => handle,
        _ => fold(text.trim()),
    }
}

/// The whole number that is written so.
///
/// # Errors
/// When it is none, or none that can be kept: then with the bound that the parameter has, or else all numbers have.
fn whole_number(text: &str, min: Option<i64>, max: Option<i64>) -> Result<i64, String> {
    text.trim().parse().map_err(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => too_large(text, max.unwrap_or(i64::MAX)),
        IntErrorKind::NegOverflow => too_small(text, min.unwrap_or(i64::MIN)),
        _ => format!(
            "'{text}' is no whole number; write one{}",
            allowed(min, max).unwrap_or_else(|| " such as 20".to_owned())
        ),
    })
}

/// A number with a fraction. One of many digits is written with its exponent.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Real(f64);

impl fmt::Display for Real {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.abs() {
            0.0 | 1e-5..1e16 => self.0.fmt(f),
            _ => write!(f, "{:e}", self.0),
        }
    }
}

/// Which numbers are allowed, in words that go on behind "one"; `None` where all are.
fn allowed<N: fmt::Display>(min: Option<N>, max: Option<N>) -> Option<String> {
    Some(match (min, max) {
        (Some(min), Some(max)) => format!(" within {min}..{max}"),
        (Some(min), None) => format!(" from {min} on"),
        (None, Some(max)) => format!(" up to {max}"),
        (None, None) => return None,
    })
}

/// That a number is more than can be kept.
fn too_large(text: &str, largest: impl fmt::Display) -> String {
    format!("{} is too large; the largest is {largest}", text.trim())
}

fn too_small(text: &str, smallest: impl fmt::Display) -> String {
    format!("{} is too small; the smallest is {smallest}", text.trim())
}

fn within<N: PartialOrd + fmt::Display>(number: N, min: Option<N>, max: Option<N>) -> Result<(), String> {
    let is_low = min.as_ref().is_some_and(|min| number < *min);
    let is_high = max.as_ref().is_some_and(|max| number > *max);
    match (min, max) {
        (Some(min), Some(max)) if is_low || is_high => Err(format!("{number} is not within {min}..{max}")),
        (Some(min), _) if is_low => Err(format!("{number} is less than {min}")),
        (_, Some(max)) if is_high => Err(format!("{number} is more than {max}")),
        _ => Ok(()),
    }
}

/// Seconds of `90s`, `15m`, `6h`, `2d`, `1w`.
fn duration(text: &str) -> Result<i64, String> {
    let units = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400), ('w', 604_800)];
    let written = units.into_iter().find_map(|(unit, seconds)| {
        let number = text.strip_suffix(unit)?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some((number, unit, seconds))
    });
    let Some((number, unit, seconds)) = written else {
        return Err(format!("'{text}' is no length of time; write 90s, 15m, 6h, 2d or 1w"));
    };
    let most = i64::MAX / seconds;
    match number.parse::<i64>() {
        Ok(number) if number <= most => Ok(number * seconds),
        _ => Err(too_large(text, format!("{most}{unit}"))),
    }
}
