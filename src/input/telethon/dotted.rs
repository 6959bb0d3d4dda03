//! Messages that pandas has flattened (`json_normalize`): a member of a member has a key of both names with a point between,
//! as `peer_id.channel_id`, and what the message does not have is null.

use serde_json::{Map, Value};

use crate::input::json::outline::members;
use crate::input::json::tree::Tree;

/// What stands between the names.
const POINT: char = '.';

/// Members of which every message has one.
const PEERS: [&str; 2] = ["peer_id", "to_id"];

/// Why a message is none that was flattened otherwise: what is lost of it would not be missed.
pub(super) const OTHERWISE: &str =
    "flattened, with keys that no point joins: write them nested, or with points";

/// The message with its members where they belong; `None` where none has a point in its key.
pub(super) fn nested(json: &[u8]) -> Option<Value> {
    if !members(json.trim_ascii_start()).any(|(key, _)| key.contains(&(POINT as u8))) {
        return None;
    }
    let Ok(Tree(Value::Object(flat))) = serde_json::from_slice(json) else { return None };
    let (dotted, mut object): (Map<_, _>, Map<_, _>) =
        flat.into_iter().partition(|(key, _)| key.contains(POINT));
    for (key, value) in dotted.into_iter().filter(|(_, value)| !value.is_null()) {
        insert(&mut object, &key, value);
    }
    Some(Value::Object(object))
}

/// Whether a message without a peer had one whose names were joined by something else.
pub(super) fn is_flattened_otherwise(json: &[u8]) -> bool {
    members(json.trim_ascii_start()).any(|(key, _)| {
        PEERS.iter().any(|peer| key.strip_prefix(peer.as_bytes()).is_some_and(|rest| !rest.is_empty()))
    })
}

/// Puts a value where its key leads. What has a value of its own there, other than null, keeps that.
fn insert(object: &mut Map<String, Value>, key: &str, value: Value) {
    let (name, rest) = key.split_once(POINT).map_or((key, None), |(name, rest)| (name, Some(rest)));
    let member = object.entry(name).or_insert(Value::Null);
    match rest {
        None if member.is_null() => *member = value,
        None => {}
        Some(rest) => {
            if member.is_null() {
                *member = Value::Object(Map::new());
            }
            if let Value::Object(inner) = member {
                insert(inner, rest, value);
            }
        }
    }
}
