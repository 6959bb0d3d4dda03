//! What stands in a post's text: hashtags, handles, links, talking points, its title, its day and who is named.
//!
//! Every extractor is a pure function of the text and of the entities that the input marks; who is named is one of
//! the dictionary, too.

mod character;
pub mod chronology;
mod eight;
pub mod entities;
pub mod fold;
pub mod folded_text;
mod line;
mod marker;
pub mod naming;
mod navigation;
pub mod person;
pub mod rules;
mod sentence;
pub mod similarity;
mod talking_point;
mod text_date;
mod title;
pub mod unspaced;
mod who;

use crate::model::{Extracted, PointRule, Post, Span, TalkingPoint, TextDate};
use line::Line;
use naming::Dictionary;

/// All that is found in a post's text; `dictionary` tells who is named, `points` what counts as a talking point. Time
/// is linear in the length of the text.
#[must_use]
pub fn extract(post: &Post, dictionary: &Dictionary, points: PointRule) -> Extracted {
    extract_and_fold(post, dictionary, points).0
}

/// As [`extract`], and the text as [`folded_text::folded_text`] has it, which comes along with the talking points.
#[must_use]
pub fn extract_and_fold(post: &Post, dictionary: &Dictionary, points: PointRule) -> (Extracted, String) {
    let (mut extracted, folded, lines) = extract_undated(post, dictionary, points);
    extracted.text_date = text_date::text_date(&post.text, &lines);
    (extracted, folded)
}

/// As [`extract_and_fold`], but for a post whose day is known: that in its text is not looked for.
#[must_use]
pub(crate) fn extract_of_dated(
    post: &Post,
    dictionary: &Dictionary,
    points: PointRule,
) -> (Extracted, String) {
    let (extracted, folded, _) = extract_undated(post, dictionary, points);
    (extracted, folded)
}

/// As [`extract_and_fold`], without the day, for which the lines are given.
fn extract_undated(
    post: &Post,
    dictionary: &Dictionary,
    points: PointRule,
) -> (Extracted, String, Vec<Line>) {
    let text = post.text.as_str();
    let lines = line::lines(text, &post.spans);
    let talking_point::Points { points: mut talking_points, opens_with_item, folded } =
        talking_point::talking_points(text, &post.spans, &lines);
    let entities::Entities { mut hashtags, mut handles, mut links, closed } =
        entities::find(text, &post.spans);
    let title = title::title(text, &lines, opens_with_item);
    if points == PointRule::Sentences && talking_points.is_empty() {
        talking_points = sentence::sentences(text, &lines, title.is_some());
    }
    let (mut namings, speaker) = who::named(dictionary, text, title, &closed, &hashtags);
    let places = Places::of(&talking_points);
    for hashtag in &mut hashtags {
        hashtag.talking_point = places.point_at(hashtag.start);
    }
    for handle in &mut handles {
        handle.talking_point = places.point_at(handle.start);
    }
    for naming in &mut namings {
        naming.talking_point = places.point_at(naming.start);
    }
    for link in &mut links {
        link.talking_point = places.point_at(link.start);
    }
    let extracted = Extracted {
        title: title.map(str::to_owned),
        speaker,
        text_date: None,
        talking_points,
        hashtags,
        handles,
        namings,
        links,
    };
    (extracted, folded, lines)
}

/// The day that a post's text gives for the post itself, when nothing else of it is wanted.
#[must_use]
pub fn find_text_date(post: &Post) -> Option<TextDate> {
    text_date::text_date(&post.text, &line::lines(&post.text, &post.spans))
}

/// The long sentences of a post, when it has no list items: what talking points it has of kind
/// [`PointKind::Sentence`](crate::model::PointKind::Sentence), when nothing else of it is wanted.
#[must_use]
pub fn find_sentences(text: &str, spans: &[Span]) -> Vec<TalkingPoint> {
    let lines = line::lines(text, spans);
    let talking_point::Points { points: items, opens_with_item, .. } =
        talking_point::talking_points(text, spans, &lines);
    if !items.is_empty() {
        return Vec::new();
    }
    sentence::sentences(text, &lines, title::title(text, &lines, opens_with_item).is_some())
}

/// Where the talking points of a post stand: first character and the one after the last, ascending.
struct Places(Vec<(usize, usize)>);

impl Places {
    fn of(points: &[TalkingPoint]) -> Self {
        Self(points.iter().map(|point| (point.start, point.start + point.text.chars().count())).collect())
    }

    /// The talking point in which the character at `start` stands.
    fn point_at(&self, start: usize) -> Option<usize> {
        let index = self.0.partition_point(|place| place.0 <= start).checked_sub(1)?;
        self.0.get(index).filter(|place| start < place.1).map(|_| index)
    }
}

#[cfg(test)]
fn extract_unnamed(post: &Post) -> Extracted {
    extract(post, &Dictionary::default(), PointRule::Items)
}

#[cfg(test)]
mod tests;
