//! What stands in a post's text: hashtags, handles, links, talking points, its title and its day.
//!
//! Every extractor is a pure function of the text and of the entities that the input marks.

pub mod entities;
pub mod fold;
