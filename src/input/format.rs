//! The formats that Chancery reads, and what each of them can tell.

/// The formats that Chancery reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `result.json` of Telegram Desktop: one chat, a whole account, or a bare array of messages.
    TelegramJson,
    /// `messages.html`, `messages2.html` … of Telegram Desktop.
    TelegramHtml,
    /// Web preview pages `t.me/s/NAME` and embedded posts, as HTML.
    WebPreview,
    /// Telethon's messages: `to_dict`, `to_json`, Pushshift's and 4CAT's NDJSON.
    Telethon,
    /// What `tdl chat export` writes.
    Tdl,
    /// snscrape's records of Telegram channels, bellingcat's fork included: JSON lines, or a table of them.
    Snscrape,
    /// The table that `minet telegram channel-messages` writes.
    MinetCsv,
    /// The table that 4CAT exports of Telegram.
    FourCatCsv,
    /// The database of tg-archive.
    TgArchive,
    /// The database of telegram-export.
    TelegramExport,
    /// An ActivityPub outbox, such as Mastodon's `outbox.json`.
    ActivityPub,
    /// A table with columns of documented or mapped names, separated by commas, semicolons or tabs.
    Csv,
    /// Objects with members of documented or mapped names, one a line.
    JsonLines,
    /// The text of web preview pages, copied or extracted: `Forwarded from …`, bodies doubled.
    WebPreviewText,
}

/// How a format gives the text of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextFidelity {
    /// Something of it may be missing or doubled, such as the line ends: any exact text is better.
    Lossy,
    /// As it was published.
    Exact,
}

impl Format {
    /// All formats, in the order of this list.
    pub const ALL: [Self; 14] = [
        Self::TelegramJson,
        Self::TelegramHtml,
        Self::WebPreview,
        Self::Telethon,
        Self::Tdl,
        Self::Snscrape,
        Self::MinetCsv,
        Self::FourCatCsv,
        Self::TgArchive,
        Self::TelegramExport,
        Self::ActivityPub,
        Self::Csv,
        Self::JsonLines,
        Self::WebPreviewText,
    ];

    /// The name for `--as` and the `loads` table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TelegramJson => "telegram-json",
            Self::TelegramHtml => "telegram-html",
            Self::WebPreview => "web-preview",
            Self::Telethon => "telethon",
            Self::Tdl => "tdl",
            Self::Snscrape => "snscrape",
            Self::MinetCsv => "minet-csv",
            Self::FourCatCsv => "4cat-csv",
            Self::TgArchive => "tg-archive",
            Self::TelegramExport => "telegram-export",
            Self::ActivityPub => "activitypub",
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::WebPreviewText => "web-preview-text",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// How rich the format is: of two records of one post the richer one tells best what never changes, such
    /// as its instant and its author, and decides where nothing else does.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Telethon => 95,
            Self::TelegramJson => 90,
            Self::Tdl => 86,
            Self::WebPreview => 84,
            Self::TelegramHtml => 80,
            Self::TelegramExport => 75,
            Self::ActivityPub => 70,
            Self::TgArchive => 60,
            Self::FourCatCsv => 55,
            Self::JsonLines => 52,
            Self::Csv => 50,
            Self::Snscrape => 25,
            Self::MinetCsv => 20,
            Self::WebPreviewText => 10,
        }
    }

    /// How it gives the text of a post.
    #[must_use]
    pub fn text_fidelity(self) -> TextFidelity {
        match self {
            Self::Snscrape | Self::MinetCsv | Self::WebPreviewText => TextFidelity::Lossy,
            _ => TextFidelity::Exact,
        }
    }

    /// Whether it tells when a post was edited: a post that it calls unedited is so as of the input's last
    /// instant. Of the other formats only the last instant tells how late a text is.
    #[must_use]
    pub fn tells_edits(self) -> bool {
        matches!(
            self,
            Self::TelegramJson | Self::Telethon | Self::FourCatCsv | Self::TgArchive | Self::ActivityPub
        )
    }
}
