//! JSON values read with a light hand: a value of a type that is not expected counts as absent, a key that
//! stands twice counts the first time, and an unknown key is passed over.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The visitor's methods for values that count as absent.
macro_rules! absent {
    (scalars) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Default::default())
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Default::default())
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Default::default())
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Default::default())
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
    };
    (strings) => {
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
    };
    (arrays) => {
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            Ok(Default::default())
        }
    };
    (objects) => {
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
            Ok(Default::default())
        }
    };
}

/// An object with the named keys, some of which have several names; `if` tells when a key is worth reading at
/// all. The lifetime is to be
/// called `'de`.
macro_rules! loose_object {
    ($(#[$meta:meta])* $name:ident<$life:lifetime> {
        $($field:ident: $type:ty = $key:literal $(or $other:literal)* $(if $condition:expr)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Default)]
        pub(super) struct $name<$life> {
            $(pub(super) $field: $type,)*
            life: std::marker::PhantomData<&$life ()>,
        }

        const _: () = {
            struct Fields;

            impl<$life> serde::de::Visitor<$life> for Fields {
                type Value = $name<$life>;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("any value")
                }

                fn visit_map<A: serde::de::MapAccess<$life>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    $(let mut $field: Option<$type> = None;)*
                    while let Some($crate::input::json::loose::Key(key)) = map.next_key()? {
                        match key.as_ref() {
                            $($key $(| $other)* if $field.is_none() $(&& $condition)? => $field = Some(map.next_value()?),)*
                            _ => {
                                map.next_value::<serde::de::IgnoredAny>()?;
                            }
                        }
                    }
                    Ok($name { $($field: $field.unwrap_or_default(),)* life: std::marker::PhantomData })
                }

                $crate::input::json::loose::absent!(scalars);
                $crate::input::json::loose::absent!(strings);
                $crate::input::json::loose::absent!(arrays);
            }

            impl<$life> serde::de::Deserialize<$life> for $name<$life> {
                fn deserialize<D: serde::de::Deserializer<$life>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_any(Fields)
                }
            }
        };
    };
}

pub(in crate::input) use {absent, loose_object};

/// How an array or an object is shown that stands in the place of something else.
pub(in crate::input) const STRUCTURE: &str = "[…]";

/// A value that is no object and no array.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::input) enum Scalar<'a> {
    /// Absent.
    #[default]
    Missing,
    /// An object or array where none is expected; counts as absent.
    Nested,
    /// `null`, which is not the same as absent.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// A string.
    Text(Cow<'a, str>),
}

impl Scalar<'_> {
    /// A number that may be too large to be a whole one here; then it is still not absent.
    pub(in crate::input) fn unsigned(number: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "it is no id and no count, only shown")]
        i64::try_from(number).map_or(Self::Float(number as f64), Self::Integer)
    }

    /// The same, for as long as one likes.
    pub(in crate::input) fn into_owned(self) -> Scalar<'static> {
        match self {
            Self::Missing => Scalar::Missing,
            Self::Nested => Scalar::Nested,
            Self::Null => Scalar::Null,
            Self::Bool(truth) => Scalar::Bool(truth),
            Self::Integer(number) => Scalar::Integer(number),
            Self::Float(number) => Scalar::Float(number),
            Self::Text(text) => Scalar::Text(Cow::Owned(text.into_owned())),
        }
    }

    /// Whether the key stands in the record, even with `null`.
    pub(in crate::input) fn is_present(&self) -> bool {
        !matches!(self, Self::Missing | Self::Nested)
    }

    /// Whether the key stands in the record with anything but `null`.
    pub(in crate::input) fn has_value(&self) -> bool {
        self.is_present() && *self != Self::Null
    }

    /// The string, when it is one and not empty.
    pub(in crate::input) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The string as the model keeps it: not empty, without U+0000.
    pub(in crate::input) fn string(&self) -> Option<String> {
        self.text().map(without_nul)
    }

    /// The whole number, be it written as a number or as a string of digits.
    pub(in crate::input) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Float(number) => whole(*number),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Whole seconds, of a number that may have a fraction.
    pub(in crate::input) fn seconds(&self) -> Option<i64> {
        match self {
            Self::Float(number) => whole(number.floor()),
            other => other.integer(),
        }
    }

    /// What stands there, to be shown; `None` where nothing does.
    pub(in crate::input) fn written(&self) -> Option<String> {
        match self {
            Self::Missing | Self::Null => None,
            Self::Nested => Some(STRUCTURE.to_owned()),
            Self::Bool(truth) => Some(truth.to_string()),
            Self::Integer(number) => Some(number.to_string()),
            Self::Float(number) => Some(number.to_string()),
            Self::Text(_) => self.string(),
        }
    }

    /// The number.
    pub(in crate::input) fn float(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "seconds of a recording, far below 2^53")]
            Self::Integer(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }
}

/// The number as a whole one, when it is one that a double holds exactly.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 2^53")]
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

/// The text with U+FFFD for each U+0000, which SQLite's text functions would stop at.
pub(in crate::input) fn without_nul(text: &str) -> String {
    // Nearly no text has one.
    match memchr::memchr(0, text.as_bytes()) {
        Some(_) => text.replace('\0', "\u{FFFD}"),
        None => text.to_owned(),
    }
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Scalar::unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Nested)
    }

    /// An object, which is none of ours but where MongoDB's tools wrote one for a number or a date.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut keys, mut scalar) = (0_usize, Scalar::Nested);
        while let Some(Key(key)) = map.next_key()? {
            keys = keys.saturating_add(1);
            if keys == 1 && EXTENDED.contains(&key.as_ref()) {
                scalar = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
                scalar = Scalar::Nested;
            }
        }
        Ok(scalar)
    }
}

/// The only key of the objects that MongoDB's tools write for dates and for numbers, the former as text or in
/// thousandths of seconds (<https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/>).
const EXTENDED: [&str; 4] = ["$date", "$numberLong", "$numberInt", "$numberDouble"];

/// A key of an object.
pub(in crate::input) struct Key<'a>(pub(in crate::input) Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(value.to_owned())))
    }
}

/// The most values of a [`List`] that is not told otherwise; real ones have some dozens.
const LONGEST_LIST: usize = 1000;

/// Values of one kind in an array, the first `MOST` of them; anything else than an array gives none.
#[derive(Debug)]
pub(in crate::input) struct List<T, const MOST: usize = LONGEST_LIST>(pub(in crate::input) Vec<T>);

impl<T, const MOST: usize> Default for List<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for List<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(std::marker::PhantomData))
    }
}

struct ListVisitor<T, const MOST: usize>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for ListVisitor<T, MOST> {
    type Value = List<T, MOST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while items.len() < MOST {
            let Some(item) = seq.next_element()? else { return Ok(List(items)) };
            items.push(item);
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(List(items))
    }

    absent!(scalars);
    absent!(strings);
    absent!(objects);
}
