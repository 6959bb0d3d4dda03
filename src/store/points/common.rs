//! What channels have in common: who makes the points of groups first, and which channels make the same ones.

use super::counts::{Counts, Row};

/// Whether posts count that are forwards, or such as are none.
type Counted = fn(bool) -> bool;

/// Which posts count, by the value of `forwards`.
pub(super) const FORWARDS: [(&str, Counted); 3] =
    [("no", |is_forward| !is_forward), ("only", |is_forward| is_forward), ("yes", |_| true)];

/// As many meetings of two channels in a group are looked at; where there are more, no pairs are told, which would take
/// memory and time without bound.
const MOST_MEETINGS: u64 = 4_000_000;

/// As many rows of pairs are kept; where there are more, none are.
const MOST_PAIRS: usize = 300_000;

/// How a channel stands to all others.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    pub(super) groups_made: u64,
    pub(super) first_count: u64,
    pub(super) tied_count: u64,
    pub(super) follow_count: u64,
    /// The seconds after the first one.
    lags: Vec<i64>,
}

impl Standing {
    /// The median of the seconds after the first channel.
    pub(super) fn median_lag(&mut self) -> Option<f64> {
        self.lags.sort_unstable();
        median(&self.lags)
    }
}

/// Two channels that make points of one group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) low: u32,
    pub(super) high: u32,
    pub(super) groups_shared: u64,
    pub(super) median_lag: Option<f64>,
}

/// The median of what is in order.
#[expect(clippy::cast_precision_loss, reason = "seconds between posts are exact as such numbers")]
fn median(lags: &[i64]) -> Option<f64> {
    let (low, high) = (lags.get((lags.len().checked_sub(1)?) / 2)?, lags.get(lags.len() / 2)?);
    Some((low + high) as f64 / 2.0)
}

/// The channels that make each group, of the posts that count, each with the second in which it first did.
fn said(counts: &Counts, counted: Counted, mut look: impl FnMut(&[(u32, Option<i64>)])) {
    let mut channels: Vec<(u32, Option<i64>)> = Vec::new();
    for rows in counts.rows.chunk_by(|one, other| one.group == other.group) {
        channels.clear();
        for Row { channel, first_second, .. } in rows.iter().filter(|row| counted(row.is_forward)) {
            match channels.last_mut() {
                Some((last, second)) if last == channel => {
                    *second = match (*second, *first_second) {
                        (Some(one), Some(other)) => Some(one.min(other)),
                        (one, other) => one.or(other),
                    }
                }
                _ => channels.push((*channel, *first_second)),
            }
        }
        look(&channels);
    }
}

/// How each channel stands to all others, where these posts count.
pub(super) fn standings(counts: &Counts, counted: Counted) -> Vec<Standing> {
    let mut standings = vec![Standing::default(); counts.channels.len()];
    said(counts, counted, |channels| {
        let known = channels.iter().filter_map(|(_, second)| *second);
        let first = known.clone().min().filter(|_| known.clone().count() > 1);
        let firsts = known.filter(|second| Some(*second) == first).count();
        for (channel, second) in channels {
            let standing = &mut standings[*channel as usize];
            standing.groups_made += 1;
            match first.zip(*second).map(|(first, second)| second - first) {
                Some(0) if firsts == 1 => standing.first_count += 1,
                Some(0) => standing.tied_count += 1,
                Some(lag) => {
                    standing.follow_count += 1;
                    standing.lags.push(lag);
                }
                None => {}
            }
        }
    });
    standings
}

/// The pairs of channels that make points of one group, for each of [`FORWARDS`], ascending; none at all where they would
/// be too many.
pub(super) fn pairs(counts: &Counts) -> [Vec<Pair>; 3] {
    let mut meetings = 0;
    said(
        counts,
        |_| true,
        |channels| {
            let makers = channels.len() as u64;
            meetings += makers * makers.saturating_sub(1) / 2;
        },
    );
    if meetings > MOST_MEETINGS {
        return Default::default();
    }
    let pairs = FORWARDS.map(|(_, counted)| pairs_of(counts, counted));
    if pairs.iter().map(Vec::len).sum::<usize>() > MOST_PAIRS { Default::default() } else { pairs }
}

/// The seconds between two posts fit, since an instant before 1990 is none; this stands for those that are not known.
const UNKNOWN: u32 = u32::MAX;

fn pairs_of(counts: &Counts, counted: Counted) -> Vec<Pair> {
    let mut meetings: Vec<(u32, u32, u32)> = Vec::new();
    said(counts, counted, |channels| {
        for (index, (low, one)) in channels.iter().enumerate() {
            meetings.extend(channels.iter().skip(index + 1).map(|(high, other)| {
                let lag = one.zip(*other).map(|(one, other)| one.abs_diff(other));
                (*low, *high, lag.map_or(UNKNOWN, |lag| u32::try_from(lag).unwrap_or(UNKNOWN - 1)))
            }));
        }
    });
    meetings.sort_unstable();
    let mut lags = Vec::new();
    let mut pairs = Vec::new();
    for met in meetings.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let Some((low, high, _)) = met.first() else { continue };
        lags.clear();
        lags.extend(met.iter().map(|(.., lag)| *lag).filter(|lag| *lag != UNKNOWN).map(i64::from));
        let groups_shared = met.len() as u64;
        pairs.push(Pair { low: *low, high: *high, groups_shared, median_lag: median(&lags) });
    }
    pairs
}
