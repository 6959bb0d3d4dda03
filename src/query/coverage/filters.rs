//! The parameters by which the bundled queries choose among the posts of a range: by tag, name, words, or one by one.

use crate::query::Query;
use crate::query::bind::Bound;
use crate::query::parameter::{Mark, ParameterType};
use crate::query::rows::Value;

/// Which posts a query counts, besides range, channels and forwards.
#[derive(Debug)]
pub(super) struct Filters {
    /// The condition, with `?` where its value belongs, and the value.
    pub(super) values: Vec<(&'static str, String)>,
    has_words: bool,
}

impl Filters {
    /// Those of the query that have a value. One of this name and another type means something else.
    pub(super) fn of(query: &Query, bound: &Bound) -> Self {
        let mut filters = Self { values: Vec::new(), has_words: false };
        for name in ["tag", "name", "words", "post"] {
            let (Some(parameter), Some(value)) = (query.header.parameter(name), bound.value(name)) else {
                continue;
            };
            let list = match value {
                Value::Text(list) if parameter.mark == Mark::List => list.clone(),
                Value::Text(one) => serde_json::json!([one]).to_string(),
                Value::Integer(one) => format!("[{one}]"),
                _ => continue,
            };
            let (condition, value) = match (name, &parameter.kind, value) {
                ("tag", ParameterType::Hashtag, _) => (TAG, list),
                ("name", ParameterType::Entity, _) => (NAME, list),
                ("words", ParameterType::Words, Value::Text(words)) => (WORDS, words.clone()),
                ("post", ParameterType::Int { .. }, _) => (POST, list),
                _ => continue,
            };
            filters.has_words |= name == "words";
            filters.values.push((condition, value));
        }
        filters
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn has_words(&self) -> bool {
        self.has_words
    }

    /// What stands behind the other conditions; its values begin with the parameter of this number.
    pub(super) fn sql(&self, first: usize) -> String {
        let numbered = self.values.iter().zip(first..);
        numbered.map(|((condition, _), number)| condition.replace('?', &format!("?{number}"))).collect()
    }
}

const TAG: &str = " AND p.post_id IN (SELECT u.post_id FROM hashtags AS h CROSS JOIN post_hashtags AS u \
    ON u.hashtag_id = h.hashtag_id WHERE h.tag IN (SELECT value FROM json_each(?)))";
const NAME: &str = " AND p.post_id IN (SELECT u.post_id FROM entities AS h CROSS JOIN mentions AS u \
    ON u.entity_id = h.entity_id WHERE h.name IN (SELECT value FROM json_each(?)))";
const WORDS: &str =
    " AND EXISTS (SELECT 1 FROM post_words AS w WHERE w.post_id = p.post_id AND instr(w.folded, ?) > 0)";
const POST: &str = " AND p.post_id IN (SELECT value FROM json_each(?))";
