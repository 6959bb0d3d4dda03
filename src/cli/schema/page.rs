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
        let _ = writeln!(page, "## {}{kind}\n", table.name);
        if let Some(comment) = &table.comment {
            let _ = writeln!(page, "{}\n", markdown_text(comment));
        }
        page.push_str("| column | type | meaning |\n|---|---|---|\n");
        for column in &table.columns {
            let meaning = markdown_text(&meaning(column));
            let _ = writeln!(page, "| `{}` | {} | {meaning} |", column.name, column.declared_type);
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

/// A Mermaid entity-relationship diagram. Views have no keys and are drawn only where they were asked for.
pub(super) fn mermaid(tables: &[Table], has_views: bool) -> String {
    let mut page = String::from("erDiagram\n");
    let is_drawn = |table: &&Table| has_views || table.kind == TableKind::Table;
    for table in tables.iter().filter(is_drawn) {
        let _ = writeln!(page, "    {} {{", table.name);
        for column in &table.columns {
            let kind = if column.declared_type.is_empty() { "ANY" } else { &column.declared_type };
            let keys = match (column.is_primary_key, column.references.is_some()) {
                (true, true) => " PK, FK",
                (true, false) => " PK",
                (false, true) => " FK",
                (false, false) => "",
            };
            // The language has no escape for a quotation mark.
            let comment = column.comment.as_deref().unwrap_or_default().replace('"', "'");
            let _ = writeln!(page, "        {kind} {}{keys} \"{comment}\"", column.name);
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
            let _ =
                writeln!(page, "    {} {parent}--o{{ {} : \"{}\"", reference.table, table.name, column.name);
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
