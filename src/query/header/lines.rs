//! The lines of a header, and the keys with which they begin.

/// The keys that begin with `@`.
pub(super) const DECLARATIONS: [&str; 6] = ["param", "column", "wide", "chart", "network", "example"];

/// The keys that end with a colon.
const PLAIN_KEYS: [&str; 4] = ["use", "tags", "note", "needs"];

/// The lines of the leading comment block, with their numbers, without `--` and one space.
pub(super) fn comment_lines(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    let sql = sql.strip_prefix('\u{feff}').unwrap_or(sql);
    sql.lines().enumerate().map_while(|(index, line)| {
        let text = line.trim_start().strip_prefix("--")?;
        Some((index + 1, text.strip_prefix(' ').unwrap_or(text).trim_end()))
    })
}

/// The lines, with those indented by three spaces or more joined to the key line above them. A key is one however far it
/// is indented: as a part of the line above it nobody would miss it.
pub(super) fn joined(lines: &[(usize, &str)]) -> Vec<(usize, String)> {
    let indent = |text: &str| text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let full = lines.iter().filter(|(_, text)| !text.is_empty());
    let of_all = full.map(|(_, text)| indent(text)).min().unwrap_or(0);
    let mut out: Vec<(usize, String)> = Vec::new();
    for (line, text) in lines {
        let text = text.get(of_all..).unwrap_or_default();
        if is_key_line(text.trim_start()) {
            out.push((*line, text.trim_start().to_owned()));
            continue;
        }
        let is_indented = text.starts_with("  ") && !text.trim().is_empty();
        match out.last_mut() {
            Some((_, key_line)) if is_indented && (key_line.starts_with('@') || is_key_line(key_line)) => {
                key_line.push(' ');
                key_line.push_str(text.trim());
            }
            _ => out.push((*line, text.to_owned())),
        }
    }
    out
}

fn is_key_line(text: &str) -> bool {
    is_declaration(text) || plain_key(text).is_some()
}

/// Whether the line declares something, as `@param` does.
pub(super) fn is_declaration(text: &str) -> bool {
    let key = text.strip_prefix('@').and_then(|rest| rest.split_whitespace().next());
    key.is_some_and(|key| DECLARATIONS.contains(&key))
}

/// The key with a colon that the line begins with, and what stands behind it.
pub(super) fn plain_key(text: &str) -> Option<(&'static str, &str)> {
    let (word, value) = text.split_once(':')?;
    let key = PLAIN_KEYS.into_iter().find(|key| word.trim_end().eq_ignore_ascii_case(key))?;
    Some((key, value.trim()))
}
