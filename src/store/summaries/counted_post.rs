//! What the summaries ask of a post.

use crate::model::{Link, Media};

/// A post as the summaries see it.
#[derive(Debug, Clone, Copy)]
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
    /// Its links.
    pub links: &'a [Link],
    /// Its id, when that is a number.
    pub number: Option<i64>,
    /// How many messages it is made of.
    pub album_size: i64,
    /// Its media.
    pub media: &'a [Media],
}
