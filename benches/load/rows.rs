//! All rows of a store in memory, in the order in which a load writes them: what belongs to no post, then
//! post by post. They are packed one after another, so that reading them back costs next to nothing.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::Result;

/// A table, and how to insert a row of it.
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: usize,
    post_id: Option<usize>,
}

/// The rows of a store.
pub(crate) struct Rows {
    pub(crate) tables: Vec<Table>,
    /// Of the store's file, in bytes.
    pub(crate) page_size: u32,
    packed: Vec<u8>,
}

const NULL: u8 = 0;
const INTEGER: u8 = 1;
const REAL: u8 = 2;
const TEXT: u8 = 3;
const BLOB: u8 = 4;

/// The tables that a load fills; the settings, the states of words and groups and the history of migrations come with the
/// schema.
pub(crate) fn tables(connection: &Connection) -> Result<Vec<Table>> {
    let names: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema
             WHERE type = 'table'
                AND name NOT IN ('settings', 'word_index', 'point_grouping', 'refinery_schema_history')
                AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    names
        .into_iter()
        .map(|name| {
            let statement = connection.prepare(&format!("SELECT * FROM {name}"))?;
            let columns = statement.column_count();
            let post_id = statement.column_index("post_id").ok();
            Ok(Table { name, columns, post_id })
        })
        .collect()
}

impl Rows {
    /// Reads all rows of a store.
    pub(crate) fn read(connection: &Connection) -> Result<Self> {
        let page_size = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        let mut rows = Self { tables: Vec::new(), page_size, packed: Vec::new() };
        let tables = tables(connection)?;
        for (index, table) in tables.iter().enumerate().filter(|(_, table)| table.post_id.is_none()) {
            let mut statement = connection.prepare(&format!("SELECT * FROM {}", table.name))?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                pack(&mut rows.packed, index, table, row)?;
            }
        }
        rows.read_by_post(connection, &tables)?;
        rows.tables = tables;
        Ok(rows)
    }

    fn read_by_post(&mut self, connection: &Connection, tables: &[Table]) -> Result<()> {
        let mut statements = Vec::new();
        for (index, table) in tables.iter().enumerate() {
            if let Some(post_id) = table.post_id {
                let sql = format!("SELECT * FROM {} ORDER BY post_id", table.name);
                statements.push((index, table, post_id, connection.prepare(&sql)?));
            }
        }
        let mut streams = Vec::new();
        for (index, table, post_id, statement) in &mut statements {
            let rows = statement.query([])?;
            streams.push(Stream { index: *index, table, post_id: *post_id, rows, waiting: None });
        }
        for stream in &mut streams {
            stream.advance()?;
        }
        while let Some(post) = streams.iter().filter_map(|s| s.waiting.as_ref().map(|row| row.0)).min() {
            for stream in &mut streams {
                while let Some((_, row)) = stream.waiting.take_if(|row| row.0 == post) {
                    self.packed.extend_from_slice(&row);
                    stream.advance()?;
                }
            }
        }
        Ok(())
    }

    /// Calls `each` with the table and the values of each row, in order.
    pub(crate) fn for_each(&self, mut each: impl FnMut(usize, &[ValueRef<'_>]) -> Result<()>) -> Result<()> {
        let mut rest = self.packed.as_slice();
        let mut values = Vec::new();
        while let Some((index, after)) = rest.split_first() {
            let index = usize::from(*index);
            rest = after;
            values.clear();
            for _ in 0..self.tables[index].columns {
                values.push(unpack(&mut rest)?);
            }
            each(index, &values)?;
        }
        Ok(())
    }
}

/// The rows of a table that belong to posts, one ahead.
struct Stream<'s> {
    index: usize,
    table: &'s Table,
    post_id: usize,
    rows: rusqlite::Rows<'s>,
    waiting: Option<(i64, Vec<u8>)>,
}

impl Stream<'_> {
    fn advance(&mut self) -> Result<()> {
        self.waiting = match self.rows.next()? {
            Some(row) => {
                let mut packed = Vec::new();
                pack(&mut packed, self.index, self.table, row)?;
                Some((row.get(self.post_id)?, packed))
            }
            None => None,
        };
        Ok(())
    }
}

fn pack(packed: &mut Vec<u8>, index: usize, table: &Table, row: &Row<'_>) -> Result<()> {
    packed.push(u8::try_from(index)?);
    for column in 0..table.columns {
        match row.get_ref(column)? {
            ValueRef::Null => packed.push(NULL),
            ValueRef::Integer(number) => {
                packed.push(INTEGER);
                packed.extend_from_slice(&number.to_le_bytes());
            }
            ValueRef::Real(number) => {
                packed.push(REAL);
                packed.extend_from_slice(&number.to_le_bytes());
            }
            ValueRef::Text(bytes) => pack_bytes(packed, TEXT, bytes)?,
            ValueRef::Blob(bytes) => pack_bytes(packed, BLOB, bytes)?,
        }
    }
    Ok(())
}

fn pack_bytes(packed: &mut Vec<u8>, kind: u8, bytes: &[u8]) -> Result<()> {
    packed.push(kind);
    packed.extend_from_slice(&u32::try_from(bytes.len())?.to_le_bytes());
    packed.extend_from_slice(bytes);
    Ok(())
}

fn unpack<'p>(rest: &mut &'p [u8]) -> Result<ValueRef<'p>> {
    let [kind] = take(rest)?;
    Ok(match kind {
        NULL => ValueRef::Null,
        INTEGER => ValueRef::Integer(i64::from_le_bytes(take(rest)?)),
        REAL => ValueRef::Real(f64::from_le_bytes(take(rest)?)),
        _ => {
            let length = usize::try_from(u32::from_le_bytes(take(rest)?))?;
            let (bytes, after) = rest.split_at(length);
            *rest = after;
            if kind == TEXT { ValueRef::Text(bytes) } else { ValueRef::Blob(bytes) }
        }
    })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N]> {
    let (first, after) = rest.split_first_chunk().ok_or("the packed rows end too early")?;
    *rest = after;
    Ok(*first)
}
