//! Which count of a post stands: that of the latest input that has one, by when it was so, else by the richer format, else
//! the greater. Each message of an album counts on its own, and the album has as many as the one that has most: an input
//! that has some of them only tells at least how many there are.

use crate::store::writer::Writer;

/// The counts of a post that change with time; `views_unit` belongs to `views`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) views: Option<i64>,
    pub(super) views_unit: Option<i64>,
    pub(super) forwards: Option<i64>,
    pub(super) replies: Option<i64>,
}

/// One count as a load saw it: when, how rich its format is, how many, whether that is exact, and what it is rounded to.
type Seen = (String, i64, i64, bool, Option<i64>);

/// The latest of what loads saw of one count: of two of one instant that of the richer format, the greater, the exact.
#[derive(Debug, Default)]
struct Latest {
    whole: Option<Seen>,
    /// What was seen of some messages of an album.
    parts: Vec<Seen>,
}

impl Latest {
    fn see(&mut self, is_of_part: bool, seen_at: &str, rank: i64, count: Option<i64>, unit: Option<i64>) {
        let Some(count) = count else { return };
        let seen = || (seen_at.to_owned(), rank, count, unit.is_none(), unit);
        if is_of_part {
            self.parts.push(seen());
            return;
        }
        let is_latest = self.whole.as_ref().is_none_or(|(at, its_rank, its_count, is_exact, _)| {
            (seen_at, rank, count, unit.is_none()) > (at.as_str(), *its_rank, *its_count, *is_exact)
        });
        if is_latest {
            self.whole = Some(seen());
        }
    }

    /// The count and its unit.
    fn stands(self) -> (Option<i64>, Option<i64>) {
        let Self { whole, parts } = self;
        let is_later_or_alone = |part: &Seen| whole.as_ref().is_none_or(|whole| part.0 >= whole.0);
        let most = parts.into_iter().filter(is_later_or_alone).max_by_key(|part| (part.2, part.3));
        let stands = match (whole, most) {
            (Some(whole), Some(most)) if most.2 <= whole.2 => Some(whole),
            (whole, most) => most.or(whole),
        };
        stands.map_or((None, None), |(_, _, count, _, unit)| (Some(count), unit))
    }
}

impl Writer<'_> {
    /// The loads that told of some of an album's messages only. Of a store of an earlier version those that did so before one that
    /// told of all may be missing.
    pub(super) fn loads_of_parts(&self, post_id: i64) -> rusqlite::Result<Vec<i64>> {
        if !self.has_evidence.get() {
            return Ok(Vec::new());
        }
        if let Some(loads) = self.loads_of_some(post_id)? {
            return Ok(loads);
        }
        self.connection
            .prepare_cached(
                "WITH told (load_id, message) AS MATERIALIZED (
                    SELECT e.load_id, m.value ->> 'external_id' FROM post_evidence AS e JOIN json_each(e.media) AS m
                    WHERE e.post_id = ?1 AND m.value ->> 'external_id' IS NOT NULL)
                 SELECT load_id FROM told GROUP BY load_id
                 HAVING count(DISTINCT message) < (SELECT count(DISTINCT message) FROM told)",
            )?
            .query_map([post_id], |row| row.get(0))?
            .collect()
    }

    /// The latest counts that any load saw of a post that no input tells of otherwise than another.
    pub(super) fn latest_counts(&self, post_id: i64) -> rusqlite::Result<Counts> {
        self.counts_seen(post_id, &[])
    }

    /// The latest counts that any load saw of a post. Each message of an album counts on its own, and the album has as many as
    /// the one that has most: what loads `of_parts` saw later matters only where it is more.
    pub(super) fn counts_seen(&self, post_id: i64, of_parts: &[i64]) -> rusqlite::Result<Counts> {
        let mut select = self.connection.prepare_cached(
            "SELECT o.seen_at, l.format_rank, o.views, o.views_unit, o.forwards, o.replies, o.load_id
             FROM post_observations AS o CROSS JOIN loads AS l ON l.load_id = o.load_id
             WHERE o.post_id = ?1",
        )?;
        let mut rows = select.query([post_id])?;
        let (mut views, mut forwards, mut replies) =
            (Latest::default(), Latest::default(), Latest::default());
        while let Some(row) = rows.next()? {
            let seen_at = row.get_ref(0)?.as_str_or_null()?.unwrap_or_default();
            let rank = row.get(1)?;
            let is_of_part = !of_parts.is_empty() && of_parts.contains(&row.get(6)?);
            views.see(is_of_part, seen_at, rank, row.get(2)?, row.get(3)?);
            forwards.see(is_of_part, seen_at, rank, row.get(4)?, None);
            replies.see(is_of_part, seen_at, rank, row.get(5)?, None);
        }
        let (views, views_unit) = views.stands();
        Ok(Counts { views, views_unit, forwards: forwards.stands().0, replies: replies.stands().0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands of counts with their instants, whether they are of some messages only, and what they are rounded to.
    fn stands(seen: &[(&str, bool, i64, Option<i64>)]) -> (Option<i64>, Option<i64>) {
        let of = |order: &[(&str, bool, i64, Option<i64>)]| {
            let mut latest = Latest::default();
            order.iter().for_each(|(at, is_of_part, count, unit)| {
                latest.see(*is_of_part, at, 90, Some(*count), *unit);
            });
            latest.stands()
        };
        let mut backwards = seen.to_vec();
        backwards.reverse();
        assert_eq!(of(seen), of(&backwards));
        of(seen)
    }

    #[test]
    fn the_latest_count_stands_and_of_one_instant_the_greater() {
        assert_eq!(stands(&[]), (None, None));
        assert_eq!(
            stands(&[("2024-01-01", false, 9, None), ("2024-01-02", false, 7, None)]),
            (Some(7), None)
        );
        assert_eq!(
            stands(&[("2024-01-02", false, 1200, Some(100)), ("2024-01-02", false, 1180, None)]),
            (Some(1200), Some(100))
        );
    }

    #[test]
    fn some_messages_of_an_album_have_at_most_as_many_as_it_has() {
        let whole = ("2024-01-02", false, 7, None);
        assert_eq!(stands(&[whole, ("2024-01-03", true, 0, None)]), (Some(7), None));
        assert_eq!(stands(&[whole, ("2024-01-03", true, 8, None)]), (Some(8), None));
        assert_eq!(stands(&[whole, ("2024-01-01", true, 8, None)]), (Some(7), None), "it was so before");
        assert_eq!(stands(&[("2024-01-02", true, 5, None), ("2024-01-03", true, 0, None)]), (Some(5), None));
        let later = ("2024-01-04", false, 6, None);
        assert_eq!(stands(&[whole, ("2024-01-03", true, 8, None), later]), (Some(6), None));
    }
}
