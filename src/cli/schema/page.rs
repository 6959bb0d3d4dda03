//! The schema as a page.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use crate::cli::wrapped::wrapped;
use crate::store::schema::{Column, Table, TableKind};

/// For people: a paragraph a table, a line a column; wrapped to `columns` where there is a terminal.
pub(super) fn text(tables: &[Table], columns: Option<usize>) -> String {
    let mut page = String::new();
    for (index, table) in tables.iter().enumerate() {
        if index > 0 {
            page.push('\n');
        }
        let kind = mark(table.kind);
        let comment = table.comment.as_deref().unwrap_or_default();
        wrapped(&mut page, &format!("{}{kind}: ", table.name), comment, 4, columns);
        let name_width = table.columns.iter().map(|column| column.name.width()).max().unwrap_or(0);
        let type_width = table.columns.iter().map(|column| column.declared_type.width()).max().unwrap_or(0);
        for column in &table.columns {
            let lead = format!("  {:<name_width$}  {:<type_width$}  ", column.name, column.declared_type);
            let indent = lead.width();
            wrapped(&mut page, &lead, &meaning(column), indent, columns);
        }
    }
    page
}

/// What stands after the name of what is no table.
fn mark(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Table => "",
        TableKind::View => " (view)",
        TableKind::Report => " (published report)",
    }
}

/// What a column means, with its keys.
fn meaning(column: &Column) -> String {
    let mut parts = Vec::new();
    if column.is_primary_key {
        parts.push(String::from("[key]"));
    }
    if let Some(reference) = &column.references {
        parts.push(format!("[→ {}]", reference.table));
    }
    if column.is_nullable == Some(false) && !column.is_primary_key {
        parts.push(String::from("[not null]"));
    }
    parts.extend(column.comment.clone());
    parts.join(" ")
}

/// For a document: a section and a table of columns for each.
pub(super) fn markdown(tables: &[Table]) -> String {
    let mut page = String::new();
    for (index, table) in tables.iter().enumerate() {
        if index > 0 {
            page.push('\n');
        }
        let kind = mark(table.kind);
        // Writing to a string cannot fail.
        let name = if is_plain(&table.name) { table.name.clone() } else { markdown_text(&table.name) };
        let _ = writeln!(page, "## {name}{kind}\n");
        if let Some(comment) = &table.comment {
            let _ = writeln!(page, "{}\n", markdown_text(comment));
        }
        page.push_str("| column | type | meaning |\n|---|---|---|\n");
        for column in &table.columns {
            let meaning = markdown_text(&meaning(column));
            let (name, kind) = (markdown_code(&column.name), markdown_text(&column.declared_type));
            let _ = writeln!(page, "| {name} | {kind} | {meaning} |");
        }
    }
    page
}

/// Words that stay what they are in a cell of a Markdown table.
fn markdown_text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => safe.push(' '),
            '|' | '*' | '_' | '`' | '<' | '[' | ']' | '\\' | '#' => safe.extend(['\\', character]),
            other => safe.push(other),
        }
    }
    safe
}

/// Whether a name is of letters, digits and `_`, as all names of the schema are; people may add tables with others.
fn is_plain(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A name that stays what it is in a cell of a Markdown table, where a bar ends the cell even within code.
fn markdown_code(name: &str) -> String {
    let name = name.replace(['\n', '\r'], " ").replace('|', "\\|");
    if name.contains('`') {
        let longest = name.split(|character| character != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        return format!("{fence} {name} {fence}");
    }
    format!("`{name}`")
}

/// A table's name in a diagram, quoted where it is not plain. The language has no escape for what cannot stand in quotes.
fn mermaid_table(name: &str) -> String {
    if is_plain(name) {
        return name.to_owned();
    }
    format!("\"{}\"", mermaid_words(name).replace(['%', '\\'], "_"))
}

/// A column's name or type in a diagram, where these cannot be quoted: what may not stand there is `_`.
fn mermaid_word(word: &str) -> String {
    let may_stand = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(character, '_' | '-' | '(' | ')' | '[' | ']')
            || ('\u{C0}'..='\u{FFFF}').contains(&character) && character.is_alphabetic()
    };
    let mut safe: String =
        word.chars().map(|character| if may_stand(character) { character } else { '_' }).collect();
    if !safe.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        safe.insert(0, '_');
    }
    safe
}

/// Words in quotes in a diagram, where a quotation mark cannot be written.
fn mermaid_words(words: &str) -> String {
    words.replace('"', "'").replace(['\n', '\r'], " ")
}

/// A Mermaid entity-relationship diagram. Views have no keys and are drawn only where they were asked for.
pub(super) fn mermaid(tables: &[Table], has_views: bool) -> String {
    let mut page = String::from("erDiagram\n");
    let is_drawn = |table: &&Table| has_views || table.kind == TableKind::Table;
    for table in tables.iter().filter(is_drawn) {
        let _ = writeln!(page, "    {} {{", mermaid_table(&table.name));
        for column in &table.columns {
            let kind = if column.declared_type.is_empty() { "ANY" } else { &column.declared_type };
            let keys = match (column.is_primary_key, column.references.is_some()) {
                (true, true) => " PK, FK",
                (true, false) => " PK",
                (false, true) => " FK",
                (false, false) => "",
            };
            let (kind, name) = (mermaid_word(kind), mermaid_word(&column.name));
            let own = if name == column.name { String::new() } else { format!("{}: ", column.name) };
            let comment = mermaid_words(&(own + column.comment.as_deref().unwrap_or_default()));
            let _ = writeln!(page, "        {kind} {name}{keys} \"{}\"", comment.trim_end_matches(": "));
        }
        page.push_str("    }\n");
    }
    for table in tables.iter().filter(is_drawn) {
        for column in &table.columns {
            let Some(reference) = &column.references else { continue };
            if !tables.iter().any(|other| other.name == reference.table) {
                continue;
            }
            let parent = if column.is_nullable == Some(true) { "|o" } else { "||" };
            let (of, from) = (mermaid_table(&reference.table), mermaid_table(&table.name));
            let _ = writeln!(page, "    {of} {parent}--o{{ {from} : \"{}\"", mermaid_words(&column.name));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::{markdown, mermaid, text};
    use crate::store::schema::{Column, Reference, Table, TableKind};
    use unicode_width::UnicodeWidthStr as _;

    fn column(name: &str, comment: &str) -> Column {
        Column {
            name: name.into(),
            declared_type: "TEXT".into(),
            is_nullable: Some(true),
            is_primary_key: false,
            references: None,
            comment: Some(comment.into()),
        }
    }

    fn harbours() -> Vec<Table> {
        let mut key = column("harbour_id", "its id");
        key.is_primary_key = true;
        key.is_nullable = Some(false);
        let mut town = column("town_id", "a \"town\" | place");
        town.references = Some(Reference { table: "towns".into(), column: "town_id".into() });
        let table = |name: &str, columns| Table {
            name: name.into(),
            kind: TableKind::Table,
            comment: Some("Where ships lie.".into()),
            columns,
        };
        vec![table("harbours", vec![key, town]), table("towns", vec![column("town_id", "its id")])]
    }

    #[test]
    fn a_page_is_wrapped_on_a_terminal_only() {
        let long = "word ".repeat(60);
        let tables = [Table { columns: vec![column("name", &long)], ..harbours().swap_remove(0) }];
        let narrow = text(&tables, Some(60));
        assert!(narrow.lines().count() > 5 && narrow.lines().all(|line| line.width() <= 60), "{narrow}");
        assert_eq!(text(&tables, None).lines().count(), 2);
        assert_eq!(narrow.matches("word").count(), 60);
    }

    #[test]
    fn markdown_cells_hold_their_bars() {
        insta::assert_snapshot!(markdown(&harbours()[..1]), @r#"
        ## harbours

        Where ships lie.

        | column | type | meaning |
        |---|---|---|
        | `harbour_id` | TEXT | \[key\] its id |
        | `town_id` | TEXT | \[→ towns\] a "town" \| place |
        "#);
    }

    /// A table as people may add it to the store.
    fn odd() -> Vec<Table> {
        let mut column = column("a \"b\" | `c`", "its word");
        column.declared_type = "DECIMAL(10,2)".into();
        column.references = Some(Reference { table: "my | \"notes\"\n2".into(), column: "x".into() });
        let mut plain = column.clone();
        (plain.name, plain.comment, plain.references) = ("2nd word".into(), None, None);
        vec![Table {
            name: "my | \"notes\"\n2".into(),
            kind: TableKind::Table,
            comment: None,
            columns: vec![column, plain],
        }]
    }

    #[test]
    fn names_that_are_not_plain_stay_in_their_cells() {
        insta::assert_snapshot!(markdown(&odd()), @r#"
        ## my \| "notes" 2

        | column | type | meaning |
        |---|---|---|
        | `` a "b" \| `c` `` | DECIMAL(10,2) | \[→ my \| "notes" 2\] its word |
        | `2nd word` | DECIMAL(10,2) |  |
        "#);
    }

    #[test]
    fn names_that_are_not_plain_stand_in_a_diagram_as_it_allows() {
        insta::assert_snapshot!(mermaid(&odd(), false), @r#"
        erDiagram
            "my | 'notes' 2" {
                DECIMAL(10_2) a__b_____c_ FK "a 'b' | `c`: its word"
                DECIMAL(10_2) _2nd_word "2nd word"
            }
            "my | 'notes' 2" |o--o{ "my | 'notes' 2" : "a 'b' | `c`"
        "#);
    }

    #[test]
    fn a_diagram_draws_the_keys_between_the_tables_that_it_holds() {
        insta::assert_snapshot!(mermaid(&harbours(), false), @r#"
        erDiagram
            harbours {
                TEXT harbour_id PK "its id"
                TEXT town_id FK "a 'town' | place"
            }
            towns {
                TEXT town_id "its id"
            }
            towns |o--o{ harbours : "town_id"
        "#);
        assert!(!mermaid(&harbours()[..1], false).contains("--"));
    }
}
