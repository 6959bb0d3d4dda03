//! Values of TOML as the parameters of queries take them.

use toml::Value;

use crate::query::parameter::{Mark, Parameter};

/// The value as words of a command line give it.
pub(super) fn texts(parameter: &Parameter, value: &Value) -> Result<Vec<String>, String> {
    let one = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Boolean(is_set) => Ok(String::from(if *is_set { "yes" } else { "no" })),
        Value::Datetime(instant) => Ok(instant.to_string()),
        Value::Array(_) => Err(String::from("is a list within a list")),
        Value::Table(_) => Err(String::from("is a table; write a text, a number, true, false or a list")),
    };
    match value {
        Value::Array(_) if parameter.mark != Mark::List => Err(String::from("takes one value, not a list")),
        // In a list of TOML each item stands for itself, whatever commas it has.
        Value::Array(items) => {
            items.iter().map(|item| one(item).map(|text| text.replace(',', "\\,"))).collect()
        }
        other => one(other).map(|text| vec![text]),
    }
}
