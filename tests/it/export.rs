//! Exports in the shape of Telegram Desktop's `result.json`, made for one test.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// 2024-01-01T00:00:00Z.
pub(crate) const NEW_YEAR: i64 = 1_704_067_200;

/// A day in seconds.
pub(crate) const DAY: i64 = 86_400;

/// One chat.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) rows: Vec<Value>,
}

impl Export {
    pub(crate) fn new(id: i64, name: &str) -> Self {
        Self { id, name: name.to_owned(), rows: Vec::new() }
    }

    /// Adds a row of type message.
    pub(crate) fn post(mut self, id: i64, at: i64, text: &str) -> Self {
        self.rows.push(json!({
            "id": id, "type": "message", "date": "2024-01-01T00:00:00", "date_unixtime": at.to_string(),
            "from": self.name, "from_id": format!("channel{}", self.id),
            "text": text, "text_entities": [{"type": "plain", "text": text}],
        }));
        self
    }

    /// Adds fields to the last row.
    pub(crate) fn with(mut self, fields: &Value) -> Self {
        let row = self.rows.last_mut().and_then(Value::as_object_mut).expect("a row");
        row.extend(fields.as_object().expect("fields").clone());
        self
    }

    /// The last row was edited then.
    pub(crate) fn edited(self, at: i64) -> Self {
        self.with(&json!({"edited": "2024-01-01T00:00:00", "edited_unixtime": at.to_string()}))
    }

    pub(crate) fn json(&self) -> String {
        let chat = json!({"name": self.name, "type": "public_channel", "id": self.id, "messages": self.rows});
        serde_json::to_string_pretty(&chat).expect("JSON")
    }

    pub(crate) fn write(&self, folder: &Path, name: &str) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, self.json()).expect("the export");
        path
    }
}
