//! How the text of a view tells that it is a published report, and of what.

/// What the name of a published report begins with.
pub const PREFIX: &str = "report_";

/// What the second line of a published report begins with.
const MARK: &str = "-- published by chancery from ";

/// The name of the view for a query of this name.
#[must_use]
pub fn view_name(query: &str) -> String {
    format!("{PREFIX}{}", query.replace('-', "_"))
}

/// The statement that makes the view. `sql` is a SELECT without parameters that begins with its title as a comment,
/// and all of its comments are kept.
#[must_use]
pub fn definition(query: &str, values: Option<&str>, sql: &str) -> String {
    let view = view_name(query);
    let (title, rest) = sql.split_once('\n').unwrap_or((sql, ""));
    let (title, rest) =
        if title.trim_start().starts_with("--") { (title.trim(), rest) } else { ("-- ", sql) };
    let values = values.map(|values| format!(": {values}")).unwrap_or_default();
    format!("CREATE VIEW {view} AS {}\n{MARK}{query}{values}\n{rest}", title.trim_end())
}

/// Whether a view of this name and definition is a published report.
#[must_use]
pub fn is_published(name: &str, definition: &str) -> bool {
    name.starts_with(PREFIX) && mark_of(definition).is_some()
}

/// What stands after the mark.
pub(super) fn mark_of(definition: &str) -> Option<&str> {
    definition.lines().nth(1)?.strip_prefix(MARK)
}

/// Whether a report is of the statement of which `pattern` is the [`definition`], with U+0000 in the place of each value,
/// whatever its values are.
#[must_use]
pub fn is_of(report: &str, pattern: &str) -> bool {
    // The second line tells the values.
    let without_mark = |definition: &str| {
        let lines = definition.split_inclusive('\n').enumerate();
        lines.filter(|(place, _)| *place != 1).map(|(_, line)| line).collect::<String>()
    };
    let (report, pattern) = (without_mark(report), without_mark(pattern));
    let Some((begin, rest)) = pattern.split_once('\0') else { return report == pattern };
    let (between, end) = rest.rsplit_once('\0').map_or((None, rest), |(between, end)| (Some(between), end));
    let mut left = report.strip_prefix(begin).and_then(|left| left.strip_suffix(end));
    for part in between.iter().flat_map(|between| between.split('\0')) {
        left = left.and_then(|left| left.split_once(part)).map(|(_, behind)| behind);
    }
    left.is_some()
}

#[cfg(test)]
mod tests {
    use super::{definition, is_of};
    use crate::store::in_memory;
    use crate::store::published::{of_query, put};

    #[test]
    fn a_report_is_of_a_statement_whatever_its_values_are() {
        let store = in_memory().unwrap();
        let of = |since: &str, top: &str| {
            format!("-- T\nSELECT 1 AS posts, {since} AS since, {top} AS top, {since} IS NULL AS x")
        };
        let pattern = definition("all", None, &of("\0", "\0"));
        put(&store, "all", &definition("all", Some("since = '2024', top = 3"), &of("'2024'", "3"))).unwrap();
        let report = of_query(&store, "all").unwrap().unwrap();
        assert!(is_of(&report, &pattern));
        assert!(is_of(&definition("all", None, &of("NULL", "NULL")), &pattern));
        assert!(!is_of(&definition("all", None, &of("NULL", "NULL").replace("1 AS", "2 AS")), &pattern));
        assert!(!is_of(&definition("all", None, &of("NULL", "NULL").replace("-- T", "-- U")), &pattern));
        assert!(!is_of(&report, &definition("all", None, "-- T\nSELECT 1 AS posts")));
        assert_eq!(of_query(&store, "none").unwrap(), None);
    }
}
