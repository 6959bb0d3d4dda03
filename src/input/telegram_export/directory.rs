//! Chats and people by their marked ids: a person's id is positive, a basic group's negative, a channel's or
//! supergroup's begins with -100.

use std::collections::HashMap;

use rusqlite::types::ToSql;

use crate::input::sqlite::{Cell, Database, Table, is_damage};
use crate::model::{Author, Channel};

/// How many names of people are kept at once.
const MOST_NAMES: usize = 10_000;

/// Finds chats and people by id.
#[derive(Debug)]
pub(super) struct Directory {
    channels: Option<Table>,
    supergroups: Option<Table>,
    chats: Option<Table>,
    users: Option<Table>,
    names: HashMap<i64, Option<String>>,
}

/// What the newest row of a chat or a person says.
struct Entry {
    /// The title of a chat, the name of a person.
    name: Option<String>,
    handle: Option<String>,
    is_bot: bool,
}

impl Directory {
    /// The directory of this database.
    pub(super) fn new(database: &Database) -> rusqlite::Result<Self> {
        // Without this key a look-up would read the table whole.
        let table = |name: &str| {
            let table = database.table(name)?;
            Ok::<_, rusqlite::Error>(table.filter(|table| table.key_place("ID") == Some(1)))
        };
        Ok(Self {
            channels: table("Channel")?,
            supergroups: table("Supergroup")?,
            chats: table("Chat")?,
            users: table("User")?,
            names: HashMap::new(),
        })
    }

    /// The chat with this marked id.
    pub(super) fn channel(&self, database: &Database, id: Option<i64>) -> rusqlite::Result<Channel> {
        let platform = "telegram".to_owned();
        let Some(id) = id.filter(|id| *id != 0) else {
            return Ok(Channel { platform, ..Channel::default() });
        };
        if id > 0 {
            let entry = find(database, self.users.as_ref(), "User", &[id])?;
            let is_bot = entry.as_ref().is_some_and(|entry| entry.is_bot);
            let (name, handle) = entry.map_or((None, None), |entry| (entry.name, entry.handle));
            let kind = Some(if is_bot { "bot_chat" } else { "personal_chat" }.to_owned());
            let external_id = Some(format!("user{id}"));
            return Ok(Channel { platform, external_id, handle, name, kind, link_base: None });
        }
        let chat = find(database, self.chats.as_ref(), "Chat", &[id])?;
        let bare = id.to_string().strip_prefix("-100").and_then(|digits| digits.parse::<i64>().ok());
        let (Some(bare), None) = (bare.filter(|bare| *bare > 0), &chat) else {
            return Ok(Channel {
                platform,
                external_id: Some(format!("chat{}", id.unsigned_abs())),
                name: chat.and_then(|entry| entry.name),
                kind: Some("private_group".to_owned()),
                ..Channel::default()
            });
        };
        // The first versions kept the bare id.
        let ids = [id, bare];
        let (entry, word) = match find(database, self.channels.as_ref(), "Channel", &ids)? {
            Some(entry) => (Some(entry), Some("channel")),
            None => {
                let entry = find(database, self.supergroups.as_ref(), "Supergroup", &ids)?;
                let word = entry.is_some().then_some("supergroup");
                (entry, word)
            }
        };
        let (name, handle) = entry.map_or((None, None), |entry| (entry.name, entry.handle));
        let openness = if handle.is_some() { "public" } else { "private" };
        let link_base = match &handle {
            Some(handle) => format!("https://t.me/{handle}/"),
            None => format!("https://t.me/c/{bare}/"),
        };
        Ok(Channel {
            platform,
            external_id: Some(bare.to_string()),
            handle,
            name,
            kind: word.map(|word| format!("{openness}_{word}")),
            link_base: Some(link_base),
        })
    }

    /// The sender with this marked id.
    pub(super) fn author(&mut self, database: &Database, id: i64) -> rusqlite::Result<Author> {
        if id < 0 {
            let channel = self.channel(database, Some(id))?;
            let is_group = channel.kind.as_deref() == Some("private_group");
            let external_id =
                channel.external_id.map(|id| if is_group { id } else { format!("channel{id}") });
            return Ok(Author { external_id, name: channel.name });
        }
        let external_id = Some(format!("user{id}"));
        if let Some(name) = self.names.get(&id) {
            return Ok(Author { external_id, name: name.clone() });
        }
        if self.names.len() >= MOST_NAMES {
            self.names.clear();
        }
        let name = find(database, self.users.as_ref(), "User", &[id])?.and_then(|entry| entry.name);
        self.names.insert(id, name.clone());
        Ok(Author { external_id, name })
    }
}

/// The newest row of one of these ids; none where the file is damaged there.
fn find(
    database: &Database,
    table: Option<&Table>,
    name: &str,
    ids: &[i64],
) -> rusqlite::Result<Option<Entry>> {
    let Some(table) = table else { return Ok(None) };
    let columns = table.select(&["Title", "FirstName", "LastName", "Username", "Bot"]);
    let newest = if table.has("DateUpdated") { "ORDER BY DateUpdated DESC" } else { "" };
    let marks = vec!["?"; ids.len()].join(", ");
    let sql = format!("SELECT {columns} FROM main.\"{name}\" WHERE ID IN ({marks}) {newest} LIMIT 1");
    let parameters: Vec<&dyn ToSql> = ids.iter().map(|id| id as &dyn ToSql).collect();
    let mut statement = database.connection().prepare_cached(&sql)?;
    let found = statement.query_row(&parameters[..], |row| {
        let cell = |column| Cell::read(row, column, &mut false);
        let names = [cell(1)?, cell(2)?, cell(3)?];
        let names: Vec<_> = names.iter().filter_map(Cell::text).collect();
        Ok(Entry {
            name: Some(names.join(" ")).filter(|name| !name.is_empty()),
            handle: cell(4)?.into_text(),
            is_bot: cell(5)?.integer() == Some(1),
        })
    });
    match found {
        Ok(entry) => Ok(Some(entry)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) if is_damage(&error) => Ok(None),
        Err(error) => Err(error),
    }
}
