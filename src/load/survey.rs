//! A first look through an input whose posts the store may have already: the last instant that it knows
//! of decides between two records of one post, and a record that fails a strict load should do so before
//! anything is written.

use crate::Result;
use crate::extract;
use crate::load::inputs::InputFile;
use crate::load::{Session, pipeline, store_failed};
use crate::model::{Moment, Record};

/// What the first look found.
#[derive(Debug, Clone, Default)]
pub(super) struct Survey {
    /// The last instant that the input knows of, in the store's form; `None` when it was not looked for.
    pub(super) as_of: Option<String>,
}

/// Looks through the input, unless the store is empty and nothing depends on it.
pub(super) fn survey(session: &Session<'_>, input: &InputFile) -> Result<Survey> {
    let has_posts: bool = session
        .connection
        .query_row(
            "SELECT EXISTS (SELECT * FROM posts) OR EXISTS (SELECT * FROM channel_events)",
            [],
            |row| row.get(0),
        )
        .map_err(|cause| store_failed(session.store, cause))?;
    if !has_posts {
        return Ok(Survey::default());
    }
    let mut reader = input.open()?;
    let mut as_of: Option<String> = None;
    let mut include = |instant: Option<String>| {
        if instant > as_of {
            as_of = instant;
        }
    };
    while let Some(record) = reader.next_record().map_err(|error| error.within(input.name()))? {
        match record {
            Record::Post(post) => {
                let text_date = match post.posted {
                    Moment::Unknown => extract::find_text_date(&post),
                    _ => None,
                };
                let times = session.dating.times(&post, text_date);
                include(times.posted_at);
                include(times.edited_at);
            }
            Record::Event(event) => include(session.dating.prepare_event(event).happened_at),
            Record::Reject(reject) if session.options.strict => {
                return Err(pipeline::strict_error(input.name(), &reject));
            }
            Record::Reject(_) | Record::Channel(_) | Record::Cut(_) => {}
        }
    }
    Ok(Survey { as_of })
}
