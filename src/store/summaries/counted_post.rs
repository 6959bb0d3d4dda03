//! What the summaries ask of a post.

use std::collections::HashMap;

use crate::model::{HashtagUse, Link, Media};

/// A post as the summaries see it.
#[derive(Debug, Clone, Copy, Default)]
pub struct CountedPost<'a> {
    /// Its channel.
    pub channel_id: i64,
    /// Its day, `YYYY-MM-DD`.
    pub posted_on: Option<&'a str>,
    /// Its wall clock in the reporting zone, `YYYY-MM-DDTHH:MM:SS`.
    pub posted_local: Option<&'a str>,
    /// Whether it is forwarded.
    pub is_forward: bool,
    /// The load that gave its content.
    pub load_id: i64,
    /// Whether it is known to have been edited.
    pub is_edited: bool,
    /// Whether its views are known.
    pub has_views: bool,
    /// Whether these are rounded.
    pub has_views_unit: bool,
    /// Whether it is known how often it was forwarded.
    pub has_forwards: bool,
    /// Whether it is known how many comments it has.
    pub has_replies: bool,
    /// Whether it has reactions.
    pub has_reactions: bool,
    /// Its text.
    pub text: &'a str,
    /// How many talking points it has.
    pub talking_points: usize,
    /// Its hashtags.
    pub hashtags: &'a [HashtagUse],
    /// Its links.
    pub links: &'a [Link],
    /// Its id, when that is a number.
    pub number: Option<i64>,
    /// How many messages it is made of.
    pub album_size: i64,
    /// Its media.
    pub media: &'a [Media],
}

impl CountedPost<'_> {
    /// The ids of the items of an album, where they are numbers.
    pub(crate) fn items(&self) -> impl Iterator<Item = i64> {
        let media = if self.album_size > 1 { self.media } else { &[] };
        media
            .iter()
            .filter_map(|media| media.external_id.as_deref())
            .filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
            // SQLite gives the greatest number for a text of more digits.
            .map(|id| id.parse().unwrap_or(i64::MAX))
    }

    /// All ids that the post has, in their order.
    pub(crate) fn ids(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.number.into_iter().chain(self.items()).collect();
        ids.sort_unstable();
        ids
    }
}

/// What stands in a post, as the summaries see it.
#[derive(Debug, Clone, Default)]
pub struct Used {
    /// The hashtags, one an element a use.
    pub hashtags: Vec<i64>,
    /// The entities, one an element a naming.
    pub entities: Vec<i64>,
}

impl Used {
    /// Takes out of both what both use equally often.
    pub(super) fn drop_common(&mut self, other: &mut Self) {
        drop_common(&mut self.hashtags, &mut other.hashtags);
        drop_common(&mut self.entities, &mut other.entities);
    }
}

fn drop_common(one: &mut Vec<i64>, other: &mut Vec<i64>) {
    let mut more: HashMap<i64, i64> = HashMap::new();
    one.iter().for_each(|id| *more.entry(*id).or_default() += 1);
    other.iter().for_each(|id| *more.entry(*id).or_default() -= 1);
    for ids in [one, other] {
        ids.retain(|id| more.get(id) != Some(&0));
    }
}

/// What was found in a post, as it is stored.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Hashtags and entities.
    pub used: Used,
    /// How each of the hashtags is written.
    pub spellings: Vec<String>,
    /// The hosts of its links; `no host` for addresses without one.
    pub hosts: Vec<String>,
}
