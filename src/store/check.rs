//! Is the store sound?

use rusqlite::Connection;

use super::published::Published;
use crate::{Error, ErrorKind, Result};

mod kept;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub what: &'static str,
    /// What is wrong, one line each; none when all is well.
    pub problems: Vec<String>,
}

/// Looks at everything that can be wrong with a store: SQLite's own structures, the references between
/// rows, the summaries, the calendar, the wall clocks and days of posts, the keys of their texts, the positions of what was
/// found in texts, whether the evidence of
/// several inputs makes the post that stands, and the word and the search index where there are such.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read to the end.
pub fn check(connection: &Connection) -> Result<Vec<Finding>> {
    let summaries = super::summaries::differences(connection)
        .map(|tables| tables.into_iter().map(|table| format!("{table} differs from a recount")).collect());
    let (keys, times) = match kept::differences(connection) {
        Ok(found) => (Ok(found.keys), found.times),
        Err(cause) => (Err(cause), Vec::new()),
    };
    let calendar = calendar(connection).map(|found| [found, times].concat());
    let mut findings = vec![
        finding("database structure", integrity(connection))?,
        finding("references between rows", foreign_keys(connection))?,
        finding("summaries", summaries)?,
        finding("calendar", calendar)?,
        finding("keys of texts", keys)?,
        finding("positions in texts", positions(connection))?,
        finding("evidence of texts", evidence(connection))?,
        finding("point groups", super::points::differences(connection))?,
        finding("word index", super::word_index::differences(connection))?,
        Finding { what: "search index", problems: super::search_index::differences(connection)? },
    ];
    findings.extend(of_reports(&super::published::list(connection)?));
    Ok(findings)
}

/// What the published reports are called among the findings.
pub const REPORTS: &str = "published reports";

/// What is wrong with published reports; nothing where there are none. One that only waits for what the store is to make
/// is sound.
#[must_use]
pub fn of_reports(reports: &[Published]) -> Option<Finding> {
    let problem = |report: &Published| {
        if report.is_waiting {
            return None;
        }
        let why = report.problem.as_ref()?;
        Some(format!("{} gives no rows any more ({why}); publish it again, or remove it", report.view))
    };
    let problems = reports.iter().filter_map(problem).collect();
    (!reports.is_empty()).then_some(Finding { what: REPORTS, problems })
}

/// What was found; damage on which SQLite stumbles is a finding, too.
fn finding(what: &'static str, problems: rusqlite::Result<Vec<String>>) -> Result<Finding> {
    use rusqlite::ErrorCode;
    let problems = match problems {
        Err(cause)
            if matches!(
                cause.sqlite_error_code(),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
            ) =>
        {
            vec![format!("cannot be read to the end: {cause}")]
        }
        problems => problems
            .map_err(|cause| Error::new(ErrorKind::Store, "cannot check the store").caused_by(cause))?,
    };
    Ok(Finding { what, problems })
}

fn integrity(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let lines: Vec<String> = connection
        .prepare("PRAGMA integrity_check")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn foreign_keys(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |row| {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            Ok(format!("a row of {table} refers to a row of {parent} that is not there"))
        })?
        .collect()
}

fn calendar(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let uncovered: Vec<String> = connection
        .prepare(
            "SELECT DISTINCT posted_on FROM posts
             WHERE posted_on IS NOT NULL AND posted_on NOT IN (SELECT day FROM calendar) ORDER BY 1 LIMIT 10",
        )?
        .query_map([], |row| Ok(format!("{} is not in the calendar", row.get::<_, String>(0)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if uncovered.is_empty() { super::calendar::differences(connection) } else { Ok(uncovered) }
}

fn positions(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut problems = Vec::new();
    for (table, one, stands) in [
        ("post_hashtags", "use", "substr(p.text, u.start, length(u.spelling)) = u.spelling"),
        ("mentions", "use", "substr(p.text, u.start, length(u.spelling)) = u.spelling"),
        ("talking_points", "point", "substr(p.text, u.start, length(u.text)) = u.text"),
        // Of an address behind words the text tells no more than where they are.
        ("links", "link", "u.start > 0 AND u.start + u.length - 1 <= length(p.text)"),
    ] {
        let mut wrong = connection.prepare(&format!(
            "SELECT u.post_id, u.position FROM {table} AS u JOIN posts AS p ON p.post_id = u.post_id
             WHERE NOT ({stands}) ORDER BY 1, 2 LIMIT 10"
        ))?;
        let mut rows = wrong.query([])?;
        while let Some(row) = rows.next()? {
            let (post_id, position): (i64, i64) = (row.get(0)?, row.get(1)?);
            problems
                .push(format!("{table}: {one} {position} of post {post_id} does not stand where it says"));
        }
    }
    Ok(problems)
}

/// What can be wrong with the evidence of a post, and how to find the posts.
const EVIDENCE: [(&str, &str); 6] = [
    ("has evidence of one input only", "SELECT post_id FROM post_evidence GROUP BY post_id HAVING count(*) = 1"),
    (
        "has a text that no evidence tells",
        "SELECT post_id FROM post_evidence GROUP BY post_id HAVING count(text) = count(*)",
    ),
    (
        "has its own text as another one",
        "SELECT p.post_id FROM post_evidence AS e JOIN posts AS p ON p.post_id = e.post_id AND p.text = e.text
         UNION SELECT p.post_id FROM post_versions AS v JOIN posts AS p ON p.post_id = v.post_id AND p.text = v.text",
    ),
    (
        "lacks an earlier text that its evidence tells",
        "SELECT e.post_id FROM post_evidence AS e JOIN loads AS l ON l.load_id = e.load_id
         WHERE e.text IS NOT NULL AND instr(e.text, char(0xFFFD)) = 0
            AND (e.text <> '' OR e.album_size = (
                SELECT max(max(o.album_size), count(DISTINCT m.value ->> 'external_id'))
                FROM post_evidence AS o LEFT JOIN json_each(o.media) AS m WHERE o.post_id = e.post_id) AND e.text_no IS NOT 0)
            AND l.text_is_exact = (SELECT max(other.text_is_exact) FROM post_evidence AS o
                JOIN loads AS other ON other.load_id = o.load_id WHERE o.post_id = e.post_id)
            AND NOT EXISTS (SELECT * FROM post_versions AS v WHERE v.post_id = e.post_id AND v.text = e.text)",
    ),
    (
        "has an earlier text that its evidence does not tell",
        "SELECT v.post_id FROM post_versions AS v
         WHERE EXISTS (SELECT * FROM post_evidence AS e WHERE e.post_id = v.post_id)
            AND NOT EXISTS (SELECT * FROM post_evidence AS e WHERE e.post_id = v.post_id AND e.text = v.text)",
    ),
    (
        "has counts of its messages of a load that is not known to have seen it",
        "SELECT c.post_id FROM message_counts AS c
         WHERE NOT EXISTS (SELECT * FROM post_observations AS o WHERE o.post_id = c.post_id AND o.load_id = c.load_id)",
    ),
];

/// A post of which several inputs tell differently has the text of one of them, and the other exact ones as its
/// earlier texts; some messages of an album of which others have more are none where they have no words, nor are damaged copies
/// of a text.
fn evidence(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut problems = Vec::new();
    for (what, sql) in EVIDENCE {
        let mut wrong =
            connection.prepare(&format!("SELECT DISTINCT post_id FROM ({sql}) ORDER BY 1 LIMIT 10"))?;
        let mut rows = wrong.query([])?;
        while let Some(row) = rows.next()? {
            problems.push(format!("post {} {what}", row.get::<_, i64>(0)?));
        }
    }
    Ok(problems)
}
