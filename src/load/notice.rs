//! What the user should know of a load that went well.

mod left_out;
mod remedy;
mod words;

use std::fmt;

pub(super) use self::words::listed;
use self::words::{counts, doubt, other_bytes, separators};
use super::dates_unread::{DatesAhead, dates};
use crate::input::{Doubtful, Separators, UnreadCounts};
use crate::model::Place;
use crate::store::rules::MIXED;
use crate::store::writer::{FormerGroup, SamePosts};

/// Something that the user should know: what was taken for what the input does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// The input does not say which channel it is of.
    ChannelTaken {
        /// The input.
        input: String,
        /// The name that it goes by: that of its file.
        name: String,
    },
    /// A channel was named, and every input says itself which channel it is of.
    ChannelNotNeeded,
    /// Another loaded channel has the name of the input's, and their posts do not tell that the two are one.
    Namesake {
        /// The input.
        input: String,
        /// The name.
        name: String,
        /// The other channel.
        namesake: i64,
        /// Whether the two have posts of the same ids, too few of them alike.
        differs: bool,
    },
    /// Another channel has posts of the same ids, seconds and texts as one to which the input adds posts.
    SamePosts {
        /// The input.
        input: String,
        /// The two.
        channels: SamePosts,
    },
    /// A supergroup has the posts of the group that it was before, which is in the store, too.
    FormerGroup {
        /// The input.
        input: String,
        /// The two.
        group: FormerGroup,
    },
    /// Another loaded channel has the number of the input's, which does not say its kind or is told to be of another
    /// kind, and no post tells whether the two are one.
    OfOneNumber {
        /// The input.
        input: String,
        /// What the store calls the other one.
        other: String,
        /// Whether the two are kept apart.
        is_apart: bool,
    },
    /// A channel is called otherwise than the inputs before told.
    Renamed {
        /// The input.
        input: String,
        /// What it was called.
        before: String,
        /// What it is called.
        now: String,
        /// How many channels of the input are called otherwise.
        channels: u64,
    },
    /// Inputs tell one handle of channels with ids of their own.
    SharedHandle {
        /// The input.
        input: String,
        /// The handle.
        handle: String,
        /// What the store calls them, the one first to which the handle alone leads.
        channels: Vec<String>,
        /// How many handles are so.
        handles: u64,
    },
    /// The input knows its channel by a handle alone that this had before, or that several had in turn.
    FormerHandle {
        /// The input.
        input: String,
        /// The handle.
        handle: String,
        /// What the store calls the channel that it is taken for, and then the others.
        channels: Vec<String>,
    },
    /// A handle alone leads to the channel, and the input has other posts than that under the same ids.
    OtherPosts {
        /// The input.
        input: String,
        /// The handle.
        handle: String,
        /// What the store calls the channel.
        known: String,
    },
    /// The store has the input already, as another channel's than the one that the user names.
    KnownOfOther {
        /// The input.
        input: String,
        /// What the store calls its channels, the first ones.
        channels: String,
    },
    /// The input is read as JSON lines of any tool, and could be Telegram Desktop's.
    MayBeTelegrams {
        /// The input.
        input: String,
    },
    /// Columns were mapped, and no input is a table or JSON lines.
    MapNotNeeded,
    /// The input has wall clocks without a zone.
    ZoneTaken {
        /// The input.
        input: String,
        /// The zone that they are taken as of.
        zone: String,
    },
    /// Posts of the input have a date that cannot be read, or that cannot be theirs.
    DatesUnread {
        /// The input.
        input: String,
        /// How many posts have one.
        posts: u64,
        /// The first such date, as written.
        first: String,
    },
    /// Posts of the input, or what else it tells the time of, are after the time of the load.
    DatesAhead(DatesAhead),
    /// The input has counts, of views, forwards, answers or reactions, or ids of other posts or authors, that are no numbers or
    /// could be two.
    CountsUnread {
        /// The input.
        input: String,
        /// How many they are, and the first.
        unread: UnreadCounts,
    },
    /// Records of the input leave something in doubt.
    Doubtful {
        /// The input.
        input: String,
        /// What, how many they are, and the first.
        doubtful: Doubtful,
    },
    /// Between the pages of the input stands what is no page, and holds nothing of a message.
    SeparatorsLeftOut {
        /// The input.
        input: String,
        /// How many they are, and the first.
        separators: Separators,
    },
    /// The input does not say which channel it is of, and has ids that come again with another text.
    IdsRepeated {
        /// The input.
        input: String,
        /// How many posts have such an id.
        posts: u64,
    },
    /// Posts without an id were taken for posts of the same text in other inputs, which have other days.
    DaysLost {
        /// The input.
        input: String,
        /// How many days of such a text no post has any more.
        days: u64,
        /// The first of these days.
        day: String,
        /// How the text of that day begins.
        text: String,
    },
    /// The input has bytes that are not UTF-8, which became U+FFFD.
    NotUtf8 {
        /// The input.
        input: String,
        /// How many records have them.
        records: u64,
        /// Where the first of these records begins.
        first: Place,
    },
    /// Texts of the input had lost their letters, or had others in their place, when it was made.
    LettersLost {
        /// The input.
        input: String,
        /// How the first such text begins.
        first: String,
    },
    /// The input has neither posts nor service rows, nor anything that could not be read.
    NothingFound {
        /// The input.
        input: String,
    },
    /// Private chats were left out, because authors are.
    PrivateChatsLeftOut {
        /// The input.
        input: String,
        /// How many.
        chats: u64,
    },
    /// A page of the input's export lies beside those that are read.
    PageNotRead {
        /// The input.
        input: String,
        /// The name of the first such page.
        page: String,
    },
    /// The input's export had a page that is not there.
    PageMissing {
        /// The input.
        input: String,
        /// The name of the first such page.
        page: String,
    },
    /// A folder holds links to folders elsewhere, in which was not looked.
    LinksNotFollowed {
        /// The first such link.
        link: String,
        /// How many there are.
        links: u64,
    },
    /// A folder holds links to what is not there.
    LinksBroken {
        /// The first such link.
        link: String,
        /// How many there are.
        links: u64,
    },
    /// A folder or an archive holds files that may hold an export, and cannot be read as they are.
    FilesUnread {
        /// What the first ones are.
        first: Vec<String>,
        /// How many there are.
        files: u64,
    },
    /// A folder or an archive holds reports that Chancery has written.
    ReportsLeftOut {
        /// The first of them.
        first: String,
        /// How many there are.
        files: u64,
    },
    /// A published report was of a talking point that is no more: its post reads otherwise now.
    ReportRemoved {
        /// The view.
        view: String,
    },
    /// Posts that the store had were read by other rules than the new ones.
    OtherRules,
    /// The store could not be made one file again.
    StaysInWal {
        /// The store.
        store: String,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ChannelTaken { input, name } => {
                write!(f, "'{input}' does not say which channel it is of; it is taken as '{name}'")
            }
            Self::Namesake { input, name, namesake, differs } => {
                let why = if *differs {
                    "too few of the posts that both have are alike, and they are kept apart"
                } else {
                    "they have no post in common and are kept apart"
                };
                write!(f, "'{input}' is of '{name}', and so is channel:{namesake}; {why}")
            }
            Self::SamePosts { input, channels } => write!(f, "'{input}': {channels}"),
            Self::FormerGroup { input, group } => write!(f, "'{input}': {group}"),
            Self::OfOneNumber { input, other, is_apart } => {
                let what = if *is_apart { "kept apart" } else { "taken as one" };
                write!(
                    f,
                    "'{input}' is of a chat that has the number of {other} in the store; a group, a channel and a person may have one number, no post tells whether the two are one, and they are {what}"
                )
            }
            Self::Renamed { input, before, now, channels } => {
                write!(f, "'{input}': {before} is now {now}")?;
                match channels {
                    0 | 1 => Ok(()),
                    2 => f.write_str(", and 1 more channel is called otherwise"),
                    more => write!(f, ", and {} more channels are called otherwise", more - 1),
                }
            }
            Self::SharedHandle { input, handle, channels, handles } => {
                let first = channels.first().map(String::as_str).unwrap_or_default();
                let all = listed(channels);
                write!(f, "'{input}': the handle @{handle} was told of {all}; by itself it means {first}")?;
                match handles {
                    0 | 1 => Ok(()),
                    2 => f.write_str(", and so was 1 more handle told of several"),
                    more => write!(f, ", and so were {} more handles told of several", more - 1),
                }
            }
            Self::FormerHandle { input, handle, channels } => {
                let (first, others) = match channels.as_slice() {
                    [first, others @ ..] => (first.as_str(), others),
                    [] => ("", channels.as_slice()),
                };
                if others.is_empty() {
                    write!(
                        f,
                        "'{input}' is of @{handle}, which {first} was called before, and is taken as that"
                    )
                } else {
                    let others = listed(others);
                    write!(
                        f,
                        "'{input}' is of @{handle}, as {others} was called, too, and is taken as {first}"
                    )
                }
            }
            Self::OtherPosts { input, handle, known } => write!(
                f,
                "'{input}' is of @{handle}, and few of its posts are like those that {known} has under the same ids; they are taken as other texts of these"
            ),
            Self::ChannelNotNeeded => {
                f.write_str("--channel was not used: each input says which channel it is of")
            }
            Self::KnownOfOther { input, channels } => {
                write!(f, "'{input}' is in the store as of {channels}; --channel was not used")
            }
            Self::MayBeTelegrams { input } => write!(
                f,
                "'{input}' could be messages of an old Telegram Desktop, one a line, and is read as lines of another tool"
            ),
            Self::MapNotNeeded => f.write_str("--map was not used: no input is a table or JSON lines"),
            Self::ZoneTaken { input, zone } => {
                write!(f, "'{input}' has wall clocks without a zone; they are taken as {zone}")
            }
            Self::DatesUnread { input, posts, first } => f.write_str(&dates(input, *posts, first, None)),
            Self::DatesAhead(ahead) => ahead.fmt(f),
            Self::CountsUnread { input, unread } => f.write_str(&counts(input, unread)),
            Self::Doubtful { input, doubtful } => f.write_str(&doubt(input, doubtful)),
            Self::SeparatorsLeftOut { input, separators: all } => f.write_str(&separators(input, all)),
            Self::IdsRepeated { input, posts } => {
                let ids = match posts {
                    1 => "1 id comes".to_owned(),
                    more => format!("{more} ids come"),
                };
                write!(f, "'{input}': {ids} more than once, with other texts, which count as one post each")
            }
            Self::DaysLost { input, days, day, text } => {
                let days = match days {
                    1 => format!("1 day is lost, {day}"),
                    more => format!("{more} days are lost, the first is {day}"),
                };
                write!(
                    f,
                    "'{input}' has posts without an id whose texts other inputs have of other days; they count as the same posts, and {days} of '{text}'"
                )
            }
            Self::NotUtf8 { input, records, first } => f.write_str(&other_bytes(input, *records, first)),
            Self::LettersLost { input, first } => write!(
                f,
                "'{input}': texts such as '{first}' have lost their letters, or have others in their place"
            ),
            Self::NothingFound { input } => write!(f, "'{input}' holds no posts"),
            Self::PrivateChatsLeftOut { input, chats: 1 } => {
                write!(f, "'{input}': 1 private chat is left out, because authors are")
            }
            Self::PrivateChatsLeftOut { input, chats } => {
                write!(f, "'{input}': {chats} private chats are left out, because authors are")
            }
            Self::PageNotRead { input, page } => {
                write!(f, "'{input}' is read without '{page}', which is a page of the same export")
            }
            Self::PageMissing { input, page } => {
                write!(f, "'{input}' is read without '{page}', which is missing beside it")
            }
            Self::LinksNotFollowed { .. }
            | Self::LinksBroken { .. }
            | Self::FilesUnread { .. }
            | Self::ReportsLeftOut { .. } => left_out::tell(self, f),
            Self::ReportRemoved { view } => {
                write!(f, "{view} is removed: the talking point that it was a report of is no more")
            }
            Self::OtherRules => f.write_str(MIXED),
            Self::StaysInWal { store } => {
                write!(f, "'{store}' stays two files, because a program still reads it or its disk refuses")
            }
        }
    }
}
