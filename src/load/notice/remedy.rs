//! What the user can do about what he is told of a load.

use std::borrow::Cow;

use super::Notice;
use crate::input::Doubt;

impl Notice {
    /// What the user can do about it, when loading into a store.
    #[must_use]
    pub fn remedy(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::SamePosts { channels, .. } => return Cow::Owned(channels.remedy()),
            Self::FormerGroup { group, .. } => return Cow::Owned(group.remedy()),
            Self::ChannelTaken { .. } => "to choose: --channel NAME",
            Self::Namesake { .. } => "to join them: chancery channels merge",
            Self::Renamed { .. } => "what each is called: chancery channels",
            Self::SharedHandle { .. } => "to tell them apart, give their ids",
            Self::FormerHandle { .. } => "if it is another channel, load it alone, with --channel ID",
            Self::OtherPosts { .. } => {
                "if another channel has that handle now: chancery forget CHANNEL, then load each alone, with --channel ID"
            }
            Self::OfOneNumber { .. } => {
                "to tell which it is: --channel; to join two: chancery channels merge"
            }
            Self::ChannelNotNeeded => "--channel is for those that do not",
            Self::KnownOfOther { .. } => {
                "to load it as another channel's: chancery forget CHANNEL, then load all of that channel again"
            }
            Self::MayBeTelegrams { .. } => "to say which: --as telegram-json, or --as jsonl",
            Self::MapNotNeeded => "--map is for tables and JSON lines: --as csv, --as jsonl",
            Self::ZoneTaken { .. } => "to choose: --input-time-zone ZONE",
            Self::DatesUnread { .. } => {
                "to see them: chancery sql \"SELECT * FROM posts WHERE posted_raw IS NOT NULL\""
            }
            Self::DatesAhead { .. } => {
                "if the clock is wrong: set it, then chancery forget CHANNEL, and load all of that channel again"
            }
            Self::CountsUnread { .. } => "to have them: write them in digits, as 1234",
            Self::Doubtful { doubtful, .. } => match doubtful.doubt {
                Doubt::EndsOfTags => "to tell: give the column `outlinks`, too, or snscrape's JSON lines",
                Doubt::NoCharacter => "to mend it: export again with a program that cuts no character in two",
                Doubt::LineEndsWrittenOut => {
                    "if they stand for themselves: write the table as CSV, with quotes"
                }
                Doubt::LineEndsMayBeWrittenOut => "if one does: write the table as CSV, with quotes",
                Doubt::NullForward => "to tell them apart: load the export itself, too",
            },
            Self::SeparatorsLeftOut { .. } => "if a page stood there: get it again",
            Self::IdsRepeated { .. } => {
                "if it is of several channels, name their column: --map channel=COLUMN"
            }
            Self::DaysLost { .. } => "if they are other posts, give each an id: --map id=COLUMN",
            Self::NotUtf8 { .. } => "to mend it: save the input as UTF-8",
            Self::LettersLost { .. } => {
                "to have them: save as UTF-8 where they are whole; then chancery forget CHANNEL, and load that"
            }
            Self::NothingFound { .. } => "to have some: export chats with their messages",
            Self::PrivateChatsLeftOut { .. } => "to load them: --pseudonyms KEYFILE",
            Self::PageNotRead { .. } => "to read all pages: name their folder",
            Self::PageMissing { .. } => "to have all: export the chat again",
            Self::LinksNotFollowed { .. } => "to load what is there: name it",
            Self::LinksBroken { .. } => "to load what it led to: put that back in its place",
            Self::FilesUnread { .. } => {
                "if an export is or was in it: unpack it, save it as UTF-8, or get it again"
            }
            Self::ReportsLeftOut { .. } => {
                "to load one all the same: name it, with --as FORMAT; a table of your own, with --map id=COLUMN"
            }
            Self::ReportRemoved { .. } => "to have one again: chancery queries publish",
            Self::OtherRules => "to find all by the same: chancery reindex",
            Self::StaysInWal { .. } => {
                "keep its -wal file with it, until the next load makes it one file again"
            }
        })
    }
}
