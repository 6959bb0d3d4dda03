//! Values that the store holds: channels, hashtags, names, periods.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use super::offer::Offer;
use crate::clock::Clock;
use crate::extract::fold::fold;
use crate::query::Query;
use crate::query::bind::{self, Bound};
use crate::query::date::{self, Edge, Today};
use crate::query::number::grouped;
use crate::query::rows::Value;
use crate::query::runner::{Budget, Runner};

/// How many values are offered at most.
pub(super) const MOST: usize = 50;

/// How much of SQLite's work one look may take: a few hundredths of a second where the pages are at hand.
const STEPS: u64 = 2_000_000;

/// How long one look may take where they are not.
const TIME: Duration = Duration::from_millis(60);

/// Behind all texts that begin alike.
const LAST: char = '\u{10FFFF}';

/// The ways to say a day in relation to today or to the data.
const DAYS: [&str; 16] = [
    "today",
    "yesterday",
    "-7d",
    "-30d",
    "-3m",
    "-1y",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
    "first",
    "last",
];

/// A store, or none, that gives values.
pub(super) struct Stored {
    runner: Option<Runner>,
    clock: Clock,
    budget: Budget,
}

impl Stored {
    pub(super) fn new(runner: Option<Runner>, clock: Clock) -> Self {
        // With a clock that stands still, as in tests, an answer depends on no computer's speed.
        let time = matches!(clock, Clock::System).then_some(TIME);
        Self { runner, clock, budget: Budget { time, steps: Some(STEPS) } }
    }

    /// Channels whose handle, name or id begins as `typed`, those of most posts first.
    pub(super) fn channels(&mut self, typed: &str) -> Vec<Offer> {
        let rows = self.most_used(
            [
                include_str!("channels.sql"),
                include_str!("channels_of_a_year.sql"),
                include_str!("channels_by_name.sql"),
            ],
            &[],
        );
        let mut called: HashMap<(usize, String), usize> = HashMap::new();
        for row in &rows {
            for at in [2, 3, 4] {
                if let Some(text) = text(row, at) {
                    *called.entry((at, fold(text))).or_default() += 1;
                }
            }
        }
        let is_alone = |at: usize, text: &&str| called.get(&(at, fold(text))).is_none_or(|all| *all == 1);
        let mut told = BTreeSet::new();
        let mut offers = Vec::new();
        for row in rows {
            // What several have names none of them.
            let [handle, id] = [2, 4].map(|at| text(&row, at).filter(|text| is_alone(at, text)));
            let name = text(&row, 3);
            let is_shared = name.is_some_and(|name| !is_alone(3, &name));
            let with_at = handle.map(|handle| format!("@{handle}"));
            let is_nameless = handle.or(id).or(name.filter(|_| !is_shared)).is_none();
            let own_number = is_nameless.then(|| format!("channel:{}", value(&row)));
            // The first that begins so: what names the channel best comes first.
            let [better, worse] = if is_shared { [id, name] } else { [name, id] };
            let ways = [with_at.as_deref(), handle, own_number.as_deref(), better, worse];
            let Some(way) = ways.into_iter().flatten().find(|way| begins(way, typed)) else { continue };
            if is_shared && name == Some(way) && !told.insert(fold(way)) {
                continue;
            }
            let shown_name = name.filter(|name| *name != way).unwrap_or_default();
            let help = [shown_name.to_owned(), posts(&row, 1)];
            offers.push(Offer::new(
                way,
                help.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", "),
            ));
        }
        offers
    }

    /// Hashtags that begin as `typed`, which may begin with `#`.
    pub(super) fn hashtags(&mut self, typed: &str) -> Vec<Offer> {
        let bare = typed.trim_start_matches(['#', '＃']);
        let sign = if bare.len() < typed.len() { "#" } else { "" };
        let found = self.most_used(
            [
                include_str!("hashtags.sql"),
                include_str!("hashtags_of_a_sample.sql"),
                include_str!("hashtags_by_name.sql"),
            ],
            &range(bare),
        );
        found.into_iter().map(|row| Offer::new(&format!("{sign}{}", value(&row)), posts(&row, 1))).collect()
    }

    /// Handles that begin as `typed`, which may begin with `@`.
    pub(super) fn handles(&mut self, typed: &str) -> Vec<Offer> {
        self.entities(typed, r#"["handle"]"#)
    }

    /// Whoever is named and begins as `typed`.
    pub(super) fn anybody(&mut self, typed: &str) -> Vec<Offer> {
        let kinds = "-- Kinds\nWITH RECURSIVE kinds (kind) AS (SELECT min(kind) FROM entities UNION ALL \
            SELECT (SELECT min(e.kind) FROM entities AS e WHERE e.kind > k.kind) FROM kinds AS k WHERE k.kind IS NOT NULL) \
            SELECT json_group_array(kind) AS kinds FROM kinds WHERE kind <> 'number'";
        let kinds = self.rows(kinds, &[]).and_then(|rows| rows.first().map(|row| value(row).to_owned()));
        self.entities(typed, &kinds.unwrap_or_default())
    }

    fn entities(&mut self, typed: &str, kinds: &str) -> Vec<Offer> {
        let bare = typed.strip_prefix('@').unwrap_or(typed);
        let mut values = range(bare).to_vec();
        values.push(("kinds", kinds.to_owned()));
        let found = self.most_used(
            [
                include_str!("entities.sql"),
                include_str!("entities_of_a_sample.sql"),
                include_str!("entities_by_name.sql"),
            ],
            &values,
        );
        let mut offers = Vec::new();
        for row in found {
            let is_handle = text(&row, 2) == Some("handle");
            let sign = match typed {
                "" if is_handle => "@",
                _ if typed.len() > bare.len() && is_handle => "@",
                _ if typed.len() > bare.len() => continue,
                _ => "",
            };
            offers.push(Offer::new(&format!("{sign}{}", value(&row)), posts(&row, 1)));
        }
        offers
    }

    /// Days and periods that begin as `typed`, with the day that each means to a parameter of this name.
    pub(super) fn days(&mut self, typed: &str, parameter: &str) -> Vec<Offer> {
        let now = self.today();
        let meant = |text: &str| {
            let day = date::resolve(text, Edge::of_parameter(parameter), now.as_ref()?).ok()?;
            (day.to_string() != text).then(|| day.to_string())
        };
        let mut texts: Vec<String> =
            DAYS.iter().filter(|day| begins(day, typed)).map(|day| (*day).to_owned()).collect();
        let periods =
            self.rows(include_str!("periods.sql"), &[("begin", typed.to_owned())]).unwrap_or_default();
        texts.extend(periods.iter().map(|row| value(row).to_owned()));
        texts.iter().map(|text| Offer::new(text, meant(text).unwrap_or_default())).collect()
    }

    fn today(&self) -> Option<Today> {
        bind::today(self.runner.as_ref()?.connection(), self.clock, None).ok()
    }

    /// The values that a `values(SELECT …)` lists and that begin as `typed`; its second column, if any, tells of them.
    pub(super) fn listed(&mut self, select: &str, typed: &str) -> Vec<Offer> {
        let Some(runner) = &mut self.runner else { return Vec::new() };
        let budget = self.budget;
        let mut offers: Vec<Offer> = Vec::new();
        // What was found before the budget was used up is as good.
        let _ = runner.run_sql(select, budget, |rows| {
            while let Some(row) = rows.next_row()? {
                let value = in_words(row.first());
                if !value.is_empty() && begins(&value, typed) {
                    offers.push(Offer::new(&value, in_words(row.get(1))));
                }
                if offers.len() >= MOST {
                    break;
                }
            }
            Ok(())
        });
        offers
    }

    /// The rows of the first of these if the budget allows it, else those of the second and then those of the third that
    /// are not among them; the first column tells.
    fn most_used(&mut self, ways: [&str; 3], values: &[(&str, String)]) -> Vec<Vec<Value>> {
        let [by_posts, by_some_posts, by_name] = ways;
        if let Some(rows) = self.rows(by_posts, values) {
            return rows;
        }
        let mut found = self.rows(by_some_posts, values).unwrap_or_default();
        let mut names: BTreeSet<String> = found.iter().map(|row| value(row).to_owned()).collect();
        let others = self.rows(by_name, values).unwrap_or_default();
        found.extend(others.into_iter().filter(|row| names.insert(value(row).to_owned())));
        found
    }

    /// All rows of a statement of ours; `None` when the budget does not suffice, or there is no store.
    fn rows(&mut self, sql: &str, values: &[(&str, String)]) -> Option<Vec<Vec<Value>>> {
        let query = Query::parse("completion", "completion", sql);
        let values =
            values.iter().map(|(name, text)| ((*name).to_owned(), Value::Text(text.clone()))).collect();
        let bound = Bound { values, ..Bound::default() };
        let (mut found, budget) = (Vec::new(), self.budget);
        self.runner
            .as_mut()?
            .run(&query, &bound, budget, |rows| {
                while let Some(row) = rows.next_row()? {
                    found.push(row.to_vec());
                }
                Ok(())
            })
            .ok()?;
        Some(found)
    }
}

/// Whether `text` begins as `typed` but for the case of letters.
pub(super) fn begins(text: &str, typed: &str) -> bool {
    text.starts_with(typed) || fold(text).starts_with(&fold(typed))
}

/// The texts that begin as `typed` once it is folded, as a range that an index serves.
fn range(typed: &str) -> [(&'static str, String); 2] {
    let low = fold(typed);
    let high = format!("{low}{LAST}");
    [("low", low), ("high", high)]
}

fn text(row: &[Value], at: usize) -> Option<&str> {
    match row.get(at) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

fn value(row: &[Value]) -> &str {
    text(row, 0).unwrap_or_default()
}

fn in_words(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Real(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn posts(row: &[Value], at: usize) -> String {
    match row.get(at) {
        Some(Value::Integer(1)) => "1 post".to_owned(),
        Some(Value::Integer(count)) => format!("{} posts", grouped(*count)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Budget, DAYS, Stored};
    use crate::cli::completions::offer::Answer;
    use crate::clock::Clock;
    use crate::query::date::{Edge, Today, resolve};
    use crate::query::runner::Runner;
    use crate::store;

    #[test]
    fn of_more_hashtags_than_can_be_counted_at_once_those_of_some_posts_come_first_then_others_by_name() {
        let store = store::in_memory().unwrap();
        store
            .execute_batch(
                "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
                 INSERT INTO hashtags (hashtag_id, tag) SELECT n, printf('tag%05d', n) FROM n;
                 INSERT INTO channels (channel_id, platform) VALUES (1, 'x');
                 INSERT INTO hashtag_months SELECT hashtag_id, '2024-01', 1, 0, 1, 1, NULL, NULL FROM hashtags;
                 INSERT INTO loads (load_id, input, format, sha256, bytes, started_at, finished_at, is_whole, posts_new,
                     posts_changed, posts_unchanged, rejected, chancery_version) VALUES (1, '', '', '', 0, '', '', 1, 0, 0, 0, 0, '');
                 INSERT INTO posts (post_id, channel_id, is_forward, album_size, first_load_id, last_load_id, text)
                 VALUES (3, 1, 0, 1, 1, 1, ''), (4, 1, 0, 1, 1, 1, ''), (5, 1, 0, 1, 1, 1, '');
                 INSERT INTO post_hashtags (post_id, position, hashtag_id, spelling, start)
                 VALUES (3, 1, 700, 'x', 1), (4, 1, 9, 'x', 1), (5, 1, 700, 'x', 1), (5, 2, 12345, 'x', 1)",
            )
            .unwrap();
        let mut stored = Stored::new(Runner::new(store).ok(), Clock::System);
        let mut beginning = |steps, typed: &str| {
            stored.budget = Budget { time: None, steps: Some(steps) };
            Answer::Offers(stored.hashtags(typed))
                .for_fish()
                .lines()
                .skip(1)
                .take(4)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(beginning(30_000, "tag"), ["tag00700\t", "tag00009\t", "tag12345\t", "tag00001\t"]);
        assert_eq!(beginning(30_000, "tag0070")[..2], ["tag00700\t1 post", "tag00701\t1 post"]);
        assert_eq!(beginning(10_000_000, "tag")[..2], ["tag00001\t1 post", "tag00002\t1 post"]);
    }

    #[test]
    fn every_day_that_is_offered_is_one() {
        let day = date(2024, 5, 6);
        let now = Today { today: day, data: Some((day, day)) };
        for text in DAYS {
            assert!(resolve(text, Edge::First, &now).is_ok(), "{text}");
        }
    }
}
