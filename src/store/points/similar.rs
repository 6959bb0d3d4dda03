//! The points nearest to a text.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::extract::folded_text::folded_text;
use crate::extract::similarity::Wording;
use crate::store::channels::labels;
use crate::{Error, ErrorKind, Result};

/// A point that is like a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Similar {
    /// How much of its words and pairs of words it shares with the text, from 0 to 1.
    pub similarity: f64,
    /// The point's own id.
    pub talking_point_id: i64,
    /// How many points have these very words, case and punctuation aside.
    pub points: u64,
    /// The day of its post.
    pub posted_on: Option<String>,
    /// The channel: handle, else name, else id; of several of one name also the id, else `channel:NUMBER`.
    pub channel: Option<String>,
    /// The words.
    pub text: String,
    /// The address of its post.
    pub link: Option<String>,
}

/// The points most similar to `text`, at most `most` wordings, those of one similarity as they were posted. Each
/// stands for all with the same wording: the first of them. Points with nothing in common are left out. Reads every
/// point; needs no groups.
///
/// # Errors
/// [`ErrorKind::Usage`] when `text` has no words; [`ErrorKind::Store`] when the store cannot be read.
pub fn similar(connection: &Connection, text: &str, most: usize) -> Result<Vec<Similar>> {
    let wanted = Wording::of(&folded_text(text));
    if wanted.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "the text has no words to compare")
            .hint("give a sentence: chancery similar \"The port stays open to all ships\""));
    }
    look(connection, &wanted, most)
        .map_err(|cause| Error::new(ErrorKind::Store, "cannot read the talking points").caused_by(cause))
}

/// The ids of points by their similarity, the most similar first, and by their wording.
type Found = BTreeMap<Reverse<u16>, BTreeMap<u128, Vec<i64>>>;

fn look(connection: &Connection, wanted: &Wording, most: usize) -> rusqlite::Result<Vec<Similar>> {
    let (mut found, mut wordings) = (Found::new(), 0);
    let mut select =
        connection.prepare("SELECT talking_point_id, text FROM talking_points ORDER BY talking_point_id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let wording = Wording::of(&folded_text(row.get_ref(1)?.as_str()?));
        let similarity = wording.closeness(wanted);
        if similarity == 0 {
            continue;
        }
        let ids = found.entry(Reverse(similarity)).or_default().entry(wording.key()).or_default();
        wordings += usize::from(ids.is_empty());
        ids.push(row.get(0)?);
        // Those of one similarity go together: which of them was posted first is not known yet.
        while let Some(last) = found.last_entry()
            && let Some(enough) = wordings.checked_sub(last.get().len()).filter(|others| *others >= most)
        {
            last.remove();
            wordings = enough;
        }
    }
    let labels = labels(connection)?;
    let mut describe = connection.prepare(
        "SELECT p.posted_on, p.channel_id, t.text,
                coalesce(p.url, c.link_base || p.external_id), p.posted_at, p.posted_local IS NOT NULL
         FROM talking_points AS t
         JOIN posts AS p ON p.post_id = t.post_id
         JOIN channels AS c ON c.channel_id = p.channel_id
         WHERE t.talking_point_id = ?1",
    )?;
    let mut similar = Vec::new();
    let alike = |(Reverse(similarity), wordings): (Reverse<u16>, BTreeMap<u128, Vec<i64>>)| {
        wordings.into_values().map(move |ids| (similarity, ids))
    };
    for (similarity, ids) in found.into_iter().flat_map(alike) {
        let mut first: Option<Described> = None;
        for talking_point_id in &ids {
            let point = describe.query_row(params![talking_point_id], |row| {
                let posted_at: Option<String> = row.get(4)?;
                let point = Similar {
                    similarity: f64::from(similarity) / 1000.0,
                    talking_point_id: *talking_point_id,
                    points: u64::try_from(ids.len()).unwrap_or(u64::MAX),
                    posted_on: row.get(0)?,
                    channel: labels.get(&row.get(1)?).cloned(),
                    text: row.get(2)?,
                    link: row.get(3)?,
                };
                let day = point.posted_on.clone();
                let when = (day.is_none(), day, row.get(5)?, posted_at);
                let place = (Reverse(similarity), when, *talking_point_id);
                Ok(Described { place, point })
            })?;
            if first.as_ref().is_none_or(|first| point.place < first.place) {
                first = Some(point);
            }
        }
        similar.extend(first);
    }
    similar.sort_by(|left, right| left.place.cmp(&right.place));
    similar.truncate(most);
    Ok(similar.into_iter().map(|described| described.point).collect())
}

/// Whether a post is undated, its day, whether more than that is known, and its instant: a bare day goes before the
/// instants of that day, which are written in UTC.
type When = (bool, Option<String>, bool, Option<String>);

struct Described {
    /// The most similar first, then those that were posted first, the undated last.
    place: (Reverse<u16>, When, i64),
    point: Similar,
}
