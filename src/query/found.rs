//! Whether a query counts what the rules of this program find in texts.

use super::Query;
use super::bind::Bound;
use super::parameter::ParameterType;
use super::token::{TokenKind, tokens};

/// The tags of queries about what is found in texts.
const TAGS: [&str; 4] = ["points", "hashtags", "mentions", "links"];

/// Tables and views of links and of groups of points.
const TABLES: [&str; 4] = ["links", "v_links", "host_months", "grouped_points"];

impl Query {
    /// Whether with these values it counts talking points, hashtags, mentions or links, or posts by them. Its filters read
    /// the tables of hashtags and mentions also where none is given, so that these tell nothing.
    #[must_use]
    pub fn counts_what_is_found(&self, bound: &Bound) -> bool {
        let is_tagged = self.header.tags.iter().any(|tag| TAGS.contains(&tag.as_str()));
        let filters = || {
            self.header.parameters.iter().any(|parameter| {
                matches!(
                    parameter.kind,
                    ParameterType::Hashtag | ParameterType::Handle | ParameterType::Entity
                ) && bound.value(&parameter.name).is_some()
            })
        };
        let reads = || {
            tokens(&self.sql).filter(|token| token.kind == TokenKind::Word).any(|token| {
                let word = token.text.to_ascii_lowercase();
                TABLES.contains(&word.as_str())
                    || word.contains("talking_point")
                    || word.starts_with("point_")
                    || word.starts_with("v_point_")
            })
        };
        is_tagged || filters() || reads()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::rows::Value;

    #[test]
    fn what_a_query_counts_is_told_by_its_tags_its_filters_and_its_tables() {
        let filter =
            "-- T\n-- @param tag hashtag* : only these\nSELECT count(*) FROM posts JOIN post_hashtags";
        let given =
            Bound { values: vec![("tag".to_owned(), Value::Text("[\"a\"]".to_owned()))], ..Bound::default() };
        let none = Bound { values: vec![("tag".to_owned(), Value::Null)], ..Bound::default() };
        for (sql, bound, counts) in [
            ("-- T\nSELECT * FROM v_talking_points", &none, true),
            ("-- T\nSELECT * FROM Point_Groups", &none, true),
            ("-- T\nSELECT * FROM host_months", &none, true),
            ("-- T\n-- tags: posts, hashtags\nSELECT 1", &none, true),
            ("-- T\n-- tags: posts\nSELECT link, text FROM posts -- talking_points", &none, false),
            (filter, &none, false),
            (filter, &given, true),
        ] {
            let query = Query::parse("q", "q.sql", sql);
            assert_eq!(query.counts_what_is_found(bound), counts, "{sql}");
        }
    }
}
