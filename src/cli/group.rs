//! `chancery group`.

use clap::Args;

use super::session::Session;
use crate::Result;
use crate::extract::similarity::Threshold;
use crate::query::number::grouped;
use crate::store::{points, rules};

/// Group the talking points that say the same thing
///
/// Points are of one group when they are the same word for word (but for case, punctuation, emoji and addresses), or
/// nearly: by how much of all their words and pairs of neighbouring words they have in common. Points of fewer than
/// eight words are grouped only word for word.
///
/// Points with different numbers, or with the same numbers in another order, are never grouped. Flags, months, numbers in
/// words, units beside a number, and words such as "not" and "fell" count as numbers do. Points that name different
/// countries or different days of the week are not grouped either, nor points in which who does something to whom has
/// changed places.
///
/// A number is compared whole, with its sign, currency and per cent, in any script's digits: 1.5 is not 5.1, and $5 is
/// neither €5 nor 5. 3,14 is 3.14, and 1 000 000 is 1,000,000. But 1,500 is neither 1500 nor 1.500 where the script does
/// not tell whether its comma is one of thousands.
///
/// After a load that changes posts the groups are out of date. Reports about repeated points then group again by
/// themselves; other tools need this command.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery group
  chancery group --similarity 0.7
  chancery group --similarity 1   # word for word only")]
pub(super) struct GroupArgs {
    /// How much points must have in common, from 0.3 to 1 [default: that of last time, else 0.55]
    #[arg(long, value_name = "NUMBER")]
    similarity: Option<Threshold>,
}

impl GroupArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let store = session.open_store()?;
        // Groups are made of the points that the posts have, whatever rules found them.
        let other_rules = rules::told(&store)?;
        let wanted = self.similarity;
        let state =
            points::state(&store).map_err(|cause| crate::store::unreadable(session.store_path(), cause))?;
        drop(store);
        let (found, is_one_file) = match state {
            points::State::Current(threshold) if wanted.is_none_or(|wanted| wanted == threshold) => {
                (points::count(&session.open_store()?)?, true)
            }
            _ => points::group(session.store_path(), session.clock(), wanted)?,
        };
        let count = |number: u64| grouped(i64::try_from(number).unwrap_or(i64::MAX));
        let told = format!(
            "{} of {} talking points say what another one says: {} {}\n",
            count(found.grouped),
            count(found.points),
            count(found.groups),
            if found.groups == 1 { "group" } else { "groups" },
        );
        let printed = session.print_done(&told);
        if let Some(told) = other_rules {
            session.warn(&format!("{told}; to find them anew: chancery reindex"));
        }
        if !is_one_file {
            session.warn_of_wal();
        }
        printed
    }
}
