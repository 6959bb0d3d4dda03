//! Published reports, and which of them would not give what their query gives now.

use rusqlite::Connection;

use crate::Result;
use crate::query::header::Header;
use crate::store::published::{self, Published};

/// All published reports, by name. Of one that needs, by the header of its query and with its values, what the store has
/// not made, or not of its posts as they are, the problem is that.
///
/// # Errors
/// When the store cannot be read.
pub fn list(store: &Connection) -> Result<Vec<Published>> {
    let mut reports = published::list(store)?;
    let missing = published::missing(store)?;
    for report in reports.iter_mut().filter(|report| report.problem.is_none()) {
        let (header, _) = Header::parse(&report.view, &report.sql);
        let values = published::values::values(report.values.as_deref().unwrap_or_default());
        let given = |name: &str| {
            values.iter().find(|(other, _)| *other == name).map(|(_, value)| value.trim_matches('\''))
        };
        let needed =
            missing.iter().find(|missing| header.needed(given).any(|need| need.what == missing.what));
        report.is_waiting = needed.is_some();
        report.problem = needed.map(|missing| missing.error.clone());
    }
    Ok(reports)
}

#[cfg(test)]
mod tests {
    use super::list;
    use crate::store::in_memory;
    use crate::store::published::{definition, put};

    #[test]
    fn what_a_report_needs_is_read_as_its_header_is() {
        let store = in_memory().unwrap();
        let missing = Some("the point groups of this store are absent: run chancery group".to_owned());
        let object = "-- @param object enum(link|point) = point : what";
        let headers = [
            ("plain", "-- T\n-- needs: point-groups".to_owned(), None, missing.clone()),
            ("indented", "  -- T\n  --   needs: point-groups".to_owned(), None, missing.clone()),
            ("without-space", "--T\n--needs: views, point-groups".to_owned(), None, missing.clone()),
            ("capitals", "-- T\n-- Needs : point-groups".to_owned(), None, missing.clone()),
            ("next-line", "-- T\n-- needs: views,\n--     point-groups".to_owned(), None, missing.clone()),
            (
                "by-default",
                format!("-- T\n-- needs: point-groups when object=point\n{object}"),
                None,
                missing.clone(),
            ),
            (
                "by-value",
                format!("-- T\n-- needs: point-groups when object=point\n{object}"),
                Some("object = 'Point'"),
                missing.clone(),
            ),
            (
                "by-none",
                format!("-- T\n-- needs: point-groups when object=point\n{object}"),
                Some("words = 'x, object = ''point''', object = 'link'"),
                None,
            ),
            ("in-a-statement", "-- T".to_owned(), None, None),
        ];
        for (query, header, values, _) in &headers {
            let sql = format!("{header}\nSELECT 1 AS x -- needs: point-groups");
            put(&store, query, &definition(query, *values, &sql)).unwrap();
        }
        for report in list(&store).unwrap() {
            let (.., problem) = headers.iter().find(|(query, ..)| *query == report.query).unwrap();
            assert_eq!((&report.problem, report.title.as_str()), (problem, "T"), "{}", report.query);
        }
    }
}
