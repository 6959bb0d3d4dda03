//! Who writes in a bare array of messages, which does not tell its chat: of a group it is that people and channels write in
//! one run of ids, such as the channel whose posts are sent on to its discussion group.
//!
//! Before 2.4.1 the posts of a channel had its name and not its id. Where such rows and newer ones stand in one array, the
//! name tells which channel they are of.

use std::collections::BTreeMap;
use std::io::{self, Read};

use super::peer::Peer;
use crate::input::json::loose::{Scalar, loose_object};
use crate::input::json::scanner::{CHUNK, Extent, Scanner};

/// So many bytes are looked at: in a group people soon have their say.
const LOOKED_AT: u64 = 16 * 1024 * 1024;

loose_object! {
    /// What of a row tells who sent it.
    Sent<'de> {
        id: Scalar<'de> = "id",
        kind: Scalar<'de> = "type",
        from: Scalar<'de> = "from",
        from_id: Scalar<'de> = "from_id",
        forwarded_from: Scalar<'de> = "forwarded_from",
        location: Scalar<'de> = "location_information",
    }
}

/// The channels that write, by name; nothing where several have one name.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, Option<i64>>);

impl Names {
    /// The most channels that are kept.
    const MOST: usize = 1000;

    /// Notes that a channel has this name.
    pub(super) fn note(&mut self, name: &str, id: i64) {
        if let Some(known) = self.0.get_mut(name) {
            *known = known.filter(|known| *known == id);
        } else if self.0.len() < Self::MOST {
            self.0.insert(name.to_owned(), Some(id));
        }
    }

    /// What is known of this name: nothing, that several channels have it, or whose it is.
    pub(super) fn id(&self, name: &str) -> Option<Option<i64>> {
        self.0.get(name).copied()
    }
}

/// What the messages of a bare array tell of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Whether they are of one chat in which others write beside a channel. Where the ids begin anew, they are of several
    /// chats, one behind the other.
    pub(super) is_one_group: bool,
    /// Whether some have no key `forwarded_from`, as Telegram Desktop writes what is no forward. A table has it of all.
    pub(super) some_are_no_forwards: bool,
    /// The same of `location_information`.
    pub(super) some_are_no_locations: bool,
}

/// Looks at the messages of the array at which the scanner stands. `names` takes the channels.
pub(super) fn look<R: Read>(scanner: &mut Scanner<R>, names: &mut Names) -> io::Result<Seen> {
    let end = scanner.offset() + LOOKED_AT;
    let (mut has_channels, mut has_people) = (false, false);
    let (mut run, mut is_one_run) = (Run::default(), true);
    let mut seen = Seen::default();
    if scanner.peek()? == Some(b'[') {
        scanner.consume(1);
    }
    while scanner.offset() < end {
        match scanner.peek()? {
            Some(b',') => scanner.consume(1),
            Some(b'{') => {
                let Extent::Whole { length, .. } = scanner.measure(CHUNK)? else { break };
                let sent: Sent<'_> = serde_json::from_slice(&scanner.window()[..length]).unwrap_or_default();
                if sent.id.is_present() {
                    seen.some_are_no_forwards |= sent.forwarded_from == Scalar::Missing;
                    seen.some_are_no_locations |= sent.location == Scalar::Missing;
                }
                is_one_run &= sent.id.integer().is_none_or(|id| run.goes_on(id));
                if sent.kind.text() != Some("service") {
                    match Peer::read(&sent.from_id) {
                        Some(Peer::Channel(id)) => {
                            has_channels = true;
                            sent.from.text().into_iter().for_each(|name| names.note(name, id));
                        }
                        Some(_) => has_people = true,
                        None => {}
                    }
                }
                scanner.consume(length);
            }
            _ => break,
        }
    }
    Ok(Seen { is_one_group: is_one_run && has_channels && has_people, ..seen })
}

/// Ids that ascend, or descend as some tools write them.
#[derive(Debug, Default)]
struct Run {
    last: Option<i64>,
    ascends: Option<bool>,
}

impl Run {
    fn goes_on(&mut self, id: i64) -> bool {
        let Some(last) = self.last.replace(id) else { return true };
        let ascends = id > last;
        id != last && *self.ascends.get_or_insert(ascends) == ascends
    }
}
