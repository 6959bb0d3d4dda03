//! Picks the wanted members of an object while it is parsed, and passes over the rest unseen.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};

use crate::input::columns::layout::Mapping;
use crate::input::columns::value::{Value, Values, no_values};
use crate::input::columns::{Column, layout, moment};

/// The most values that the lists and objects of one record may have.
const MOST_VALUES: usize = 20_000;

/// What is wanted of an object's members, by the user's map.
#[derive(Debug, Default)]
struct Node {
    columns: Vec<Column>,
    children: HashMap<String, Self>,
}

/// What is wanted of a record.
#[derive(Debug)]
pub(super) struct Wanted {
    mapping: Mapping,
    root: Node,
}

/// What a record has of that.
#[derive(Debug)]
pub(super) struct Picked {
    pub(super) values: Values<'static>,
    /// The own name under which each column was found.
    pub(super) names: [Option<String>; Column::COUNT],
    /// Whether it has the member that records of Telegram's bots have.
    is_of_bots: bool,
    /// The columns that were found.
    found: Vec<Column>,
    /// Two members that could be the same column.
    pub(super) conflict: Option<(Column, String, String)>,
    /// The names of the outermost members, as far as they are wanted for a message.
    pub(super) members: Vec<String>,
}

impl Wanted {
    /// What this map wants, besides the columns that are found by their names.
    pub(super) fn new(mapping: Mapping) -> Self {
        let mut root = Node::default();
        for column in Column::ALL {
            let Some(own_name) = mapping.own_name(column) else { continue };
            root.children.entry(own_name.to_owned()).or_default().columns.push(column);
            if own_name.contains('.') {
                let mut node = &mut root;
                for part in own_name.split('.') {
                    node = node.children.entry(part.to_owned()).or_default();
                }
                node.columns.push(column);
            }
        }
        Self { mapping, root }
    }

    /// The user's map.
    pub(super) fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// The column that an outermost member stands for by its name. Whether a caption is one is seen at the record's end.
    fn by_name(&self, own_name: &str) -> Option<Column> {
        if own_name == layout::INSTANT && self.mapping.may_find_instant() {
            return Some(Column::PostedAt);
        }
        let is_caption = own_name == Column::Caption.name() && self.mapping.may_find_caption();
        if is_caption { Some(Column::Caption) } else { self.mapping.by_name(own_name) }
    }

    /// Picks what an object has of what is wanted, in place of what was picked before; whether it is a valid JSON
    /// object.
    pub(super) fn pick(&self, json: &str, picked: &mut Picked) -> bool {
        picked.clear();
        let budget = Cell::new(MOST_VALUES);
        let seed = Members { wanted: self, node: &self.root, path: "", picked, budget: &budget };
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let is_read = seed.deserialize(&mut deserializer).is_ok() && deserializer.end().is_ok();
        if !self.has_caption(picked) {
            picked.values[Column::Caption as usize] = Value::Missing;
            picked.names[Column::Caption as usize] = None;
        }
        is_read
    }

    /// Whether what was picked as a caption is one.
    fn has_caption(&self, picked: &Picked) -> bool {
        let is_meant = self.mapping.own_name(Column::Caption).is_some()
            || picked.is_of_bots
                && picked.names[Column::Text as usize]
                    .as_deref()
                    .is_none_or(|name| name == Column::Text.name());
        is_meant && matches!(picked.values[Column::Caption as usize], Value::Text(_))
    }
}

impl Picked {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            values: no_values(),
            names: std::array::from_fn(|_| None),
            is_of_bots: false,
            found: Vec::new(),
            conflict: None,
            members: Vec::new(),
        }
    }

    /// Forgets the record before. There are many columns, and few in a record.
    fn clear(&mut self) {
        for column in self.found.drain(..) {
            self.values[column as usize] = Value::Missing;
            self.names[column as usize] = None;
        }
        self.is_of_bots = false;
        self.conflict = None;
        self.members.clear();
    }

    fn put(&mut self, column: Column, own_name: &str, value: Value<'static>) {
        let index = column as usize;
        match &self.names[index] {
            None => {
                self.names[index] = Some(own_name.to_owned());
                self.values[index] = value;
                self.found.push(column);
            }
            // A key that stands twice counts the first time.
            Some(before) if before == own_name => {}
            // An instant counts before the wall clock beside it.
            Some(before) if column == Column::PostedAt && [before, own_name].contains(&layout::INSTANT) => {
                let (kept, is_instant) = (&self.values[index], own_name == layout::INSTANT);
                let is_better = match is_instant {
                    true => moment::is_read(&value) || kept.word().is_none(),
                    false => !moment::is_read(kept) && value.word().is_some(),
                };
                if is_better {
                    self.names[index] = Some(own_name.to_owned());
                    self.values[index] = value;
                }
            }
            Some(before) => {
                self.conflict.get_or_insert_with(|| (column, before.clone(), own_name.to_owned()));
            }
        }
    }
}

/// The members of the object at hand.
struct Members<'w, 'p> {
    wanted: &'w Wanted,
    node: &'w Node,
    /// The path to the object, with a dot behind it; empty for the record itself.
    path: &'p str,
    picked: &'p mut Picked,
    budget: &'p Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Members<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        const MOST_MEMBERS: usize = 64;
        let is_record = self.path.is_empty();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if is_record && self.picked.members.len() < MOST_MEMBERS {
                self.picked.members.push(key.to_string());
            }
            let child = self.node.children.get(key.as_ref());
            self.picked.is_of_bots |= is_record && key == layout::OF_BOTS;
            let by_name = if is_record { self.wanted.by_name(&key) } else { None };
            if child.is_none() && by_name.is_none() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let path = format!("{}{key}", self.path);
            let inner = child.filter(|child| !child.children.is_empty());
            let value = map.next_value_seed(Member {
                members: inner.map(|node| Members {
                    wanted: self.wanted,
                    node,
                    path: "",
                    picked: &mut *self.picked,
                    budget: self.budget,
                }),
                path: &path,
                budget: self.budget,
            })?;
            let columns = child.map(|child| child.columns.as_slice()).unwrap_or_default();
            for column in columns.iter().copied().chain(by_name) {
                self.picked.put(column, &path, value.clone());
            }
        }
        Ok(())
    }
}

/// The value of a member, and what is wanted of its own members.
struct Member<'w, 'p> {
    members: Option<Members<'w, 'p>>,
    path: &'p str,
    budget: &'p Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Member<'_, '_> {
    type Value = Value<'static>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'static>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_, '_> {
    type Value = Value<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Value::Text(value.to_string().into()), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Missing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Tree(self.budget))? {
            items.push(item);
        }
        Ok(Value::Nested(Json::Array(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let Some(members) = self.members else {
            return Tree(self.budget).visit_map(map).map(Value::Nested);
        };
        let path = format!("{}.", self.path);
        Members { path: &path, ..members }.visit_map(map)?;
        Ok(Value::Missing)
    }
}

/// A value as a tree; one with too many values is an error.
#[derive(Clone, Copy)]
struct Tree<'c>(&'c Cell<usize>);

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        let Some(left) = self.0.get().checked_sub(1) else { return Err(D::Error::custom("too many values")) };
        self.0.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self)?;
            object.entry(key).or_insert(value);
        }
        Ok(Json::Object(object))
    }
}

/// The error of two members that could be the same column.
pub(super) fn conflict_error(conflict: &(Column, String, String)) -> crate::Error {
    layout::two_mean(conflict.0, &conflict.1, &conflict.2)
}
