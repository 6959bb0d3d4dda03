//! Ids that come twice in an input which does not say which channel it is of. Of one channel the later row tells the
//! same post again; of several, posts that have nothing in common would become one, and nobody would count them.

use rusqlite::Connection;

use crate::store::writer::{Outcome, count_posts_with_other_texts};

/// The posts that this input brought, and whether it told any of them otherwise later.
#[derive(Debug, Default)]
pub(super) struct Repeated {
    first_new: Option<i64>,
    is_any: bool,
}

impl Repeated {
    /// Takes what came of a post.
    pub(super) fn take(&mut self, post_id: i64, outcome: Outcome) {
        match outcome {
            Outcome::New => _ = self.first_new.get_or_insert(post_id),
            Outcome::Changed => self.is_any |= self.first_new.is_some_and(|first| post_id >= first),
            Outcome::Unchanged => {}
        }
    }

    /// How many posts of this input have several texts under one id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn count(&self, connection: &Connection) -> rusqlite::Result<u64> {
        match self.first_new.filter(|_| self.is_any) {
            Some(first) => count_posts_with_other_texts(connection, first),
            None => Ok(0),
        }
    }
}
