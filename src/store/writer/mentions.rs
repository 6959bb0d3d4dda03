//! Handles and names of a post in one order.

use std::iter::Peekable;
use std::slice::Iter;

use crate::model::{Extracted, HandleUse, Named, Naming};

/// Who is named.
#[derive(Debug, Clone, Copy)]
pub(super) enum Who<'e> {
    /// A handle, folded.
    Handle(&'e str),
    /// Digits after `@`.
    Number(&'e str),
    /// A person, an organisation, a country.
    Named(&'e Named),
}

/// One naming of somebody, as the store has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention<'e> {
    pub(super) who: Who<'e>,
    pub(super) via: &'static str,
    pub(super) spelling: &'e str,
    pub(super) office: Option<&'e str>,
    pub(super) start: usize,
    pub(super) talking_point: Option<usize>,
}

/// The namings of a post in the order of the text.
pub(super) fn mentions(extracted: &Extracted) -> impl Iterator<Item = Mention<'_>> {
    Merged { handles: extracted.handles.iter().peekable(), namings: extracted.namings.iter().peekable() }
}

struct Merged<'e> {
    handles: Peekable<Iter<'e, HandleUse>>,
    namings: Peekable<Iter<'e, Naming>>,
}

impl<'e> Iterator for Merged<'e> {
    type Item = Mention<'e>;

    fn next(&mut self) -> Option<Mention<'e>> {
        let next_naming = self.namings.peek().map_or(usize::MAX, |naming| naming.start);
        if let Some(handle) = self.handles.next_if(|handle| handle.start <= next_naming) {
            let HandleUse { spelling, handle, is_number, start, talking_point } = handle;
            return Some(Mention {
                who: if *is_number { Who::Number(handle) } else { Who::Handle(handle) },
                via: "handle",
                spelling,
                office: None,
                start: *start,
                talking_point: *talking_point,
            });
        }
        let Naming { who, via, spelling, office, start, talking_point } = self.namings.next()?;
        Some(Mention {
            who: Who::Named(who),
            via: via.as_str(),
            spelling,
            office: office.as_deref(),
            start: *start,
            talking_point: *talking_point,
        })
    }
}
