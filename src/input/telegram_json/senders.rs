//! Who writes in a bare array of messages, which does not tell its chat: of a group it is that people and channels write in
//! one run of ids, such as the channel whose posts are sent on to its discussion group.

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
        from_id: Scalar<'de> = "from_id",
    }
}

/// Whether the array at which the scanner stands holds the messages of one chat in which others write beside a channel. Where
/// the ids begin anew, the messages are of several chats, one behind the other.
pub(super) fn are_of_one_group<R: Read>(scanner: &mut Scanner<R>) -> io::Result<bool> {
    let end = scanner.offset() + LOOKED_AT;
    let (mut has_channels, mut has_people) = (false, false);
    let mut run = Run::default();
    if scanner.peek()? == Some(b'[') {
        scanner.consume(1);
    }
    while scanner.offset() < end {
        match scanner.peek()? {
            Some(b',') => scanner.consume(1),
            Some(b'{') => {
                let Extent::Whole { length, .. } = scanner.measure(CHUNK)? else { break };
                let sent: Sent<'_> = serde_json::from_slice(&scanner.window()[..length]).unwrap_or_default();
                if sent.id.integer().is_some_and(|id| !run.goes_on(id)) {
                    return Ok(false);
                }
                if sent.kind.text() != Some("service") {
                    match Peer::read(&sent.from_id) {
                        Some(Peer::Channel(_)) => has_channels = true,
                        Some(_) => has_people = true,
                        None => {}
                    }
                }
                scanner.consume(length);
            }
            _ => break,
        }
    }
    Ok(has_channels && has_people)
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
