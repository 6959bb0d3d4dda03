//! Whether null tells anything in the messages of a chat that somebody may have made over. Telegram Desktop writes null where
//! it does not know the source of a forward, or a place, and leaves the key out of what is neither; `jq`, asked for
//! the key, writes null for both.
//!
//! So some message without the key tells that null has its meaning. Where none lacks it, the order of the keys tells, if the
//! messages differ in them or are too few to do so: who asks for some keys gets the same ones of every message.

use std::io::{self, Read};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::input::json::loose::{Key, absent};
use crate::input::json::scanner::{CHUNK, Extent, Scanner};

/// So many bytes are looked at.
const LOOKED_AT: u64 = 16 * 1024 * 1024;

/// So many messages that have the same keys are not so by chance.
const FEW: usize = 2;

/// The keys with which null may have a meaning.
const FORWARD: &str = "forwarded_from";
const LOCATION: &str = "location_information";

/// Whether null has a meaning.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Meaning {
    /// As the source of a forward.
    pub(super) of_forwards: bool,
    /// As a place.
    pub(super) of_locations: bool,
    /// Whether only the order of the keys told so, which says nothing of other chats.
    pub(super) is_by_order: bool,
}

/// Looks at the messages of the array at which the scanner stands, until it is known for both keys; of an account,
/// `known` is what the chats before have told.
pub(super) fn look<R: Read>(scanner: &mut Scanner<R>, known: Meaning) -> io::Result<Meaning> {
    let end = scanner.offset() + LOOKED_AT;
    let mut meaning = known;
    let mut first: Option<Keys> = None;
    let (mut rows, mut are_same, mut are_in_order) = (0, true, true);
    if scanner.peek()? == Some(b'[') {
        scanner.consume(1);
    }
    while scanner.offset() < end && !(meaning.of_forwards && meaning.of_locations) {
        match scanner.peek()? {
            Some(b',') => scanner.consume(1),
            Some(b'{') => {
                let Extent::Whole { length, .. } = scanner.measure(CHUNK)? else { break };
                let keys: Keys = serde_json::from_slice(&scanner.window()[..length]).unwrap_or_default();
                scanner.consume(length);
                if !keys.has("id") {
                    continue;
                }
                rows += 1;
                meaning.of_forwards |= !keys.has(FORWARD);
                meaning.of_locations |= !keys.has(LOCATION);
                are_in_order &= keys.are_in_order();
                are_same &= *first.get_or_insert_with(|| keys.clone()) == keys;
            }
            _ => break,
        }
    }
    if rows > 0 && are_in_order && (rows <= FEW || !are_same) {
        return Ok(Meaning { of_forwards: true, of_locations: true, is_by_order: true });
    }
    Ok(meaning)
}

/// The keys of a message, in their order.
#[derive(Debug, Clone, Default, PartialEq)]
struct Keys(Vec<String>);

impl Keys {
    /// Few messages have half as many.
    const MOST: usize = 100;

    fn at(&self, key: &str) -> Option<usize> {
        self.0.iter().position(|own| own == key)
    }

    fn has(&self, key: &str) -> bool {
        self.at(key).is_some()
    }

    /// Whether all that newer versions write of a message is there, and in their order.
    fn are_in_order(&self) -> bool {
        const FIRST: [&str; 4] = ["id", "type", "date", "date_unixtime"];
        let begins = self.0.iter().take(FIRST.len()).eq(FIRST.iter());
        let (Some(from), Some(id), Some(text), Some(entities)) =
            (self.at("from"), self.at("from_id"), self.at("text"), self.at("text_entities"))
        else {
            return false;
        };
        let is_before_text = |key: &str| self.at(key).is_none_or(|at| id < at && at < text);
        begins
            && from + 1 == id
            && text + 1 == entities
            && is_before_text(FORWARD)
            && is_before_text(LOCATION)
    }
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut keys = Vec::new();
        while let Some((Key(key), IgnoredAny)) = map.next_entry::<Key<'de>, IgnoredAny>()? {
            if keys.len() < Keys::MOST {
                keys.push(key.into_owned());
            }
        }
        Ok(Keys(keys))
    }

    absent!(scalars);
    absent!(strings);
    absent!(arrays);
}
