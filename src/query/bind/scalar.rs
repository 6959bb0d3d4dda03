//! One value of a type that can be read without asking the store.

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
            let number: i64 = text.trim().parse().map_err(|_| format!("{} is no whole number", quoted()))?;
            within(number, *min, *max)?;
            Value::Integer(number)
        }
        ParameterType::Float { min, max } => {
            let number: Option<f64> = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
            let number = number.ok_or_else(|| format!("{} is no number", quoted()))?;
            within(number, *min, *max)?;
            Value::Real(number)
        }
        ParameterType::Bool => match text.to_ascii_lowercase().as_str() {
            "yes" | "true" | "1" => Value::Integer(1),
            "no" | "false" | "0" => Value::Integer(0),
            _ => return Err(format!("{} is not one of: yes, no", quoted())),
        },
        ParameterType::Enum(words) => match words.iter().find(|word| word.eq_ignore_ascii_case(text)) {
            Some(word) => Value::Text(word.clone()),
            None => return Err(format!("{} is not one of: {}", quoted(), words.join(", "))),
        },
        ParameterType::Date => {
            let day = date::resolve(text, Edge::of_parameter(&parameter.name), now)?;
            Value::Text(day.to_string())
        }
        ParameterType::Duration => {
            let seconds = duration(text.trim())
                .ok_or_else(|| format!("{} is no length of time; write 90s, 15m, 6h, 2d or 1w", quoted()))?;
            Value::Integer(seconds)
        }
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

fn within<N: PartialOrd + std::fmt::Display>(
    number: N,
    min: Option<N>,
    max: Option<N>,
) -> Result<(), String> {
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
fn duration(text: &str) -> Option<i64> {
    let unit = text.chars().last()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    let number = text.strip_suffix(unit)?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.parse::<i64>().ok()?.checked_mul(seconds)).flatten()
}
