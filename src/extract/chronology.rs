//! The days of posts that do not tell them whole, in an input that runs from old to new.
//!
//! A day without a year is the latest such day that is not after the next dated post and not before the
//! previous one; without a next dated post it stays undated. A post that stays undated lies between its dated
//! neighbours. Where these stand in the wrong order, nothing is said.

use jiff::civil::Date;

use crate::model::DateBasis;

/// When more posts in a row are undated, those before are no longer held until a dated one comes.
const MOST_WAITING: usize = 250_000;

/// February 29 can be eight years away, as from 1904 back to 1896.
const YEARS_BACK: i16 = 8;

/// What a post itself says of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    /// The whole day.
    Day(Date),
    /// A day of the year.
    DayWithoutYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
        /// What in the text gives it.
        basis: DateBasis,
    },
    /// Nothing.
    Undated,
}

/// What its neighbours say of a post that did not tell its whole day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolution {
    /// The key with which the post was pushed.
    pub key: i64,
    /// Its day, when it is resolved.
    pub day: Option<Date>,
    /// What in the text gave it; set when `day` is.
    pub basis: Option<DateBasis>,
    /// The day of the last dated post before it; only for a post without a day.
    pub not_before: Option<Date>,
    /// The day of the next dated post after it; only for a post without a day.
    pub not_after: Option<Date>,
}

/// Resolves posts one after another; it holds those since the last dated one.
#[derive(Debug, Default)]
pub struct Chronology {
    previous: Option<Date>,
    waiting: Vec<(i64, Dated)>,
}

impl Chronology {
    /// One that has seen no post.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next post of the input. Gives what is now known of the posts before it, in their order: one
    /// resolution, at some time, for each that was not pushed as [`Dated::Day`].
    pub fn push(&mut self, key: i64, dated: Dated) -> Vec<Resolution> {
        let Dated::Day(day) = dated else {
            self.waiting.push((key, dated));
            return if self.waiting.len() < MOST_WAITING { Vec::new() } else { self.resolve(None) };
        };
        let resolutions = self.resolve(Some(day));
        self.previous = Some(day);
        resolutions
    }

    /// Ends the input: gives what is known of the posts that no dated one follows.
    #[must_use]
    pub fn finish(mut self) -> Vec<Resolution> {
        self.resolve(None)
    }

    /// Gives the posts up that wait, of which nothing is known: the input turns out not to run from old to new.
    #[must_use]
    pub fn give_up(self) -> Vec<Resolution> {
        let unknown =
            |(key, _)| Resolution { key, day: None, basis: None, not_before: None, not_after: None };
        self.waiting.into_iter().map(unknown).collect()
    }

    /// Resolves the waiting posts, which `next` follows.
    fn resolve(&mut self, next: Option<Date>) -> Vec<Resolution> {
        let previous = self.previous;
        let mut not_after = next;
        let mut resolutions: Vec<Resolution> = self
            .waiting
            .drain(..)
            .rev()
            .map(|(key, dated)| {
                let found = match (dated, not_after) {
                    (Dated::DayWithoutYear { month, day, basis }, Some(latest)) => {
                        latest_day(month, day, previous, latest).map(|day| (day, basis))
                    }
                    _ => None,
                };
                let resolution = Resolution {
                    key,
                    day: found.map(|found| found.0),
                    basis: found.map(|found| found.1),
                    not_before: None,
                    not_after: if found.is_some() { None } else { not_after },
                };
                not_after = resolution.day.or(not_after);
                resolution
            })
            .collect();
        resolutions.reverse();

        let mut not_before = previous;
        for resolution in &mut resolutions {
            if resolution.day.is_some() {
                not_before = resolution.day;
                continue;
            }
            let is_in_order =
                not_before.zip(resolution.not_after).is_none_or(|(before, after)| before <= after);
            if is_in_order {
                resolution.not_before = not_before;
            } else {
                resolution.not_after = None;
            }
        }
        resolutions
    }
}

/// The latest such day of the year that is not after `latest` and not before `earliest`.
fn latest_day(month: i8, day: i8, earliest: Option<Date>, latest: Date) -> Option<Date> {
    (0..=YEARS_BACK)
        .filter_map(|years| Date::new(latest.year().checked_sub(years)?, month, day).ok())
        .find(|found| *found <= latest)
        .filter(|found| earliest.is_none_or(|earliest| earliest <= *found))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// `2024-05-03`, `05-03` or `?` for each post, keyed from 1.
    fn resolve(posts: &[&str]) -> Vec<String> {
        let mut chronology = Chronology::new();
        let mut all = Vec::new();
        for (post, key) in posts.iter().zip(1..) {
            let dated = match post.len() {
                10 => Dated::Day(post.parse().expect("a day")),
                5 => Dated::DayWithoutYear {
                    month: post[..2].parse().expect("a month"),
                    day: post[3..].parse().expect("a day"),
                    basis: DateBasis::Text,
                },
                _ => Dated::Undated,
            };
            all.extend(chronology.push(key, dated));
        }
        all.extend(chronology.finish());
        let show = |day: Option<Date>| day.map_or("?".to_owned(), |day| day.to_string());
        all.into_iter()
            .map(|r| match r.day {
                Some(day) => {
                    assert_eq!((r.basis, r.not_before, r.not_after), (Some(DateBasis::Text), None, None));
                    format!("{} {day}", r.key)
                }
                None => {
                    assert_eq!(r.basis, None);
                    format!("{} {}..{}", r.key, show(r.not_before), show(r.not_after))
                }
            })
            .collect()
    }

    #[test]
    fn a_day_without_year_is_the_latest_before_the_next_dated_post() {
        assert_eq!(resolve(&["04-24", "2023-09-23"]), ["1 2023-04-24"]);
        assert_eq!(resolve(&["11-30", "2024-01-02"]), ["1 2023-11-30"]);
        assert_eq!(resolve(&["01-02", "2024-01-02"]), ["1 2024-01-02"]);
        assert_eq!(resolve(&["2023-11-01", "12-31", "2024-01-02"]), ["2 2023-12-31"]);
    }

    #[test]
    fn a_day_without_year_stays_undated_when_nothing_dated_follows_or_it_does_not_fit() {
        assert_eq!(resolve(&["2023-11-01", "12-31"]), ["2 2023-11-01..?"]);
        assert_eq!(resolve(&["04-24"]), ["1 ?..?"]);
        assert_eq!(resolve(&["2023-11-01", "05-05", "2024-01-02"]), ["2 2023-11-01..2024-01-02"]);
    }

    #[test]
    fn february_29_falls_in_a_leap_year() {
        assert_eq!(resolve(&["02-29", "2023-06-01"]), ["1 2020-02-29"]);
        assert_eq!(resolve(&["02-29", "2024-03-01"]), ["1 2024-02-29"]);
        assert_eq!(resolve(&["02-29", "1903-01-01"]), ["1 1896-02-29"]);
        assert_eq!(resolve(&["2021-01-01", "02-29", "2023-06-01"]), ["2 2021-01-01..2023-06-01"]);
    }

    #[test]
    fn several_days_without_year_are_resolved_from_the_last_to_the_first() {
        // The last is 2024-01-10; the one before must not be after that.
        assert_eq!(resolve(&["11-20", "01-10", "2024-11-25"]), ["1 2023-11-20", "2 2024-01-10"]);
    }

    #[test]
    fn undated_posts_lie_between_their_dated_neighbours() {
        assert_eq!(
            resolve(&["?", "2024-02-29", "?", "?", "2024-07-04", "?"]),
            ["1 ?..2024-02-29", "3 2024-02-29..2024-07-04", "4 2024-02-29..2024-07-04", "6 2024-07-04..?"]
        );
    }

    #[test]
    fn a_resolved_post_counts_as_dated_for_its_neighbours() {
        assert_eq!(
            resolve(&["?", "04-24", "?", "2023-09-23"]),
            ["1 ?..2023-04-24", "2 2023-04-24", "3 2023-04-24..2023-09-23"]
        );
    }

    #[test]
    fn neighbours_in_the_wrong_order_bound_nothing() {
        assert_eq!(resolve(&["2024-07-04", "?", "04-24", "2024-02-29"]), ["2 ?..?", "3 ?..?"]);
    }

    #[test]
    fn an_endless_run_of_undated_posts_is_not_held() {
        let mut chronology = Chronology::new();
        assert_eq!(chronology.push(0, Dated::Day(date(2024, 5, 3))), []);
        let run = i64::try_from(MOST_WAITING).expect("a number of posts");
        let given: Vec<Resolution> = (1..=run).flat_map(|key| chronology.push(key, Dated::Undated)).collect();
        assert_eq!(given.iter().map(|r| r.key).collect::<Vec<_>>(), (1..=run).collect::<Vec<_>>());
        assert!(given.iter().all(|r| (r.not_before, r.not_after) == (Some(date(2024, 5, 3)), None)));
        assert_eq!(chronology.push(run + 1, Dated::Undated), []);
        let given = chronology.push(run + 2, Dated::Day(date(2024, 6, 1)));
        assert_eq!(given.len(), 1);
        assert_eq!(
            (given[0].not_before, given[0].not_after),
            (Some(date(2024, 5, 3)), Some(date(2024, 6, 1)))
        );
    }

    #[test]
    fn resolutions_come_as_soon_as_the_next_dated_post_does() {
        let mut chronology = Chronology::new();
        assert_eq!(chronology.push(7, Dated::Undated), []);
        let given = chronology.push(9, Dated::Day(date(2024, 5, 3)));
        assert_eq!(given.iter().map(|r| r.key).collect::<Vec<_>>(), [7]);
        assert_eq!(chronology.push(10, Dated::Day(date(2024, 5, 4))), []);
        assert_eq!(chronology.finish(), []);
    }
}
