//! One element of a `messages` array, as it stands.

use super::peer::Peer;
use super::text::FlatText;
use crate::input::json::loose::{List, Scalar, loose_object};
use crate::input::json::tree::Tree;

loose_object! {
    /// A row. The keys stand in the order in which they are mostly met. Those with a point are of rows that pandas has
    /// flattened (`json_normalize`).
    Row<'de> {
        id: Scalar<'de> = "id",
        kind: Scalar<'de> = "type",
        date: Scalar<'de> = "date",
        date_unixtime: Scalar<'de> = "date_unixtime",
        edited: Scalar<'de> = "edited",
        edited_unixtime: Scalar<'de> = "edited_unixtime",
        from: Scalar<'de> = "from",
        from_id: Scalar<'de> = "from_id",
        text: FlatText = "text" if text_entities.as_ref().is_none_or(FlatText::is_empty),
        text_entities: FlatText = "text_entities" if text.as_ref().is_none_or(FlatText::is_empty),
        author: Scalar<'de> = "author",
        forwarded_from: Scalar<'de> = "forwarded_from",
        forwarded_from_id: Scalar<'de> = "forwarded_from_id",
        reply_to_message_id: Scalar<'de> = "reply_to_message_id",
        reply_to_peer_id: Scalar<'de> = "reply_to_peer_id",
        via_bot: Scalar<'de> = "via_bot",
        reactions: Option<List<ReactionRow<'de>>> = "reactions",
        photo: Scalar<'de> = "photo",
        photo_file_size: Scalar<'de> = "photo_file_size",
        width: Scalar<'de> = "width",
        height: Scalar<'de> = "height",
        file: Scalar<'de> = "file",
        file_name: Scalar<'de> = "file_name",
        file_size: Scalar<'de> = "file_size",
        media_type: Scalar<'de> = "media_type",
        mime_type: Scalar<'de> = "mime_type",
        duration_seconds: Scalar<'de> = "duration_seconds",
        title: Scalar<'de> = "title",
        performer: Scalar<'de> = "performer",
        rich_message: Tree = "rich_message",
        poll: Option<Poll<'de>> = "poll",
        todo_list: Option<TodoList<'de>> = "todo_list",
        contact: Option<Contact<'de>> = "contact_information",
        location: Scalar<'de> = "location_information",
        place_name: Scalar<'de> = "place_name",
        game_title: Scalar<'de> = "game_title",
        invoice: Scalar<'de> = "invoice_information",
        giveaway: Present = "giveaway_information",
        giveaway_results: Present = "giveaway_results",
        paid_stars_amount: Scalar<'de> = "paid_stars_amount",
        flat_poll: FlatText = "poll.question",
        flat_todo_list: FlatText = "todo_list.title",
        flat_first_name: Scalar<'de> = "contact_information.first_name",
        flat_last_name: Scalar<'de> = "contact_information.last_name",
        flat_location: Scalar<'de> = "location_information.latitude",
        actor: Scalar<'de> = "actor",
        actor_id: Scalar<'de> = "actor_id",
        action: Scalar<'de> = "action",
        information_text: Scalar<'de> = "information_text",
        message_id: Scalar<'de> = "message_id",
        new_title: Scalar<'de> = "new_title",
        members: List<Scalar<'de>> = "members",
        duration: Scalar<'de> = "duration",
        period: Scalar<'de> = "period",
        emoticon: Scalar<'de> = "emoticon",
        score: Scalar<'de> = "score",
        boosts: Scalar<'de> = "boosts",
    }
}

loose_object! {
    /// One kind of reaction.
    ReactionRow<'de> {
        kind: Scalar<'de> = "type",
        count: Scalar<'de> = "count",
        emoji: Scalar<'de> = "emoji",
        document_id: Scalar<'de> = "document_id",
    }
}

loose_object! {
    /// A poll; its question is a string, since 5.16 also an array like `text`.
    Poll<'de> {
        question: FlatText = "question",
    }
}

loose_object! {
    /// A checklist.
    TodoList<'de> {
        title: FlatText = "title",
    }
}

loose_object! {
    /// A shared contact.
    Contact<'de> {
        first_name: Scalar<'de> = "first_name",
        last_name: Scalar<'de> = "last_name",
    }
}

/// Whether a key stands in the row with a value, whatever that is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Present(pub(super) bool);

impl<'de> serde::Deserialize<'de> for Present {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<serde::de::IgnoredAny>::deserialize(deserializer).map(|value| Self(value.is_some()))
    }
}

impl Row<'_> {
    /// Whether there is a date, readable or not.
    pub(super) fn has_date(&self) -> bool {
        self.date.is_present() || self.date_unixtime.is_present()
    }

    /// Whether nothing can be made of the row: it is damaged, or of a version that did not know what it is.
    pub(super) fn is_unreadable(&self) -> bool {
        self.id.integer().is_none() || self.kind.text() == Some("unsupported")
    }

    /// Whether a key is null that Telegram Desktop leaves out where there is nothing: the row was one of a table, in which every
    /// row has every key.
    pub(super) fn is_of_table(&self) -> bool {
        let left_out = [
            &self.date,
            &self.date_unixtime,
            &self.edited,
            &self.edited_unixtime,
            &self.author,
            &self.forwarded_from_id,
            &self.reply_to_message_id,
            &self.reply_to_peer_id,
            &self.via_bot,
            &self.photo,
            &self.width,
            &self.file,
            &self.file_name,
            &self.media_type,
            &self.mime_type,
            &self.duration_seconds,
            &self.place_name,
            &self.game_title,
            &self.invoice,
            &self.action,
            &self.message_id,
        ];
        left_out.contains(&&Scalar::Null)
    }

    /// Whether the file was written by a version that writes ids without type bits: 2.7.2 or later.
    pub(super) fn is_newer(&self) -> bool {
        let is_text = |value: &Scalar<'_>| matches!(value, Scalar::Text(_));
        let has_instant = self.date_unixtime.is_present() || matches!(self.date, Scalar::Integer(_));
        has_instant || is_text(&self.from_id) || is_text(&self.actor_id)
    }

    /// The peer of one of the row's ids. A number in a newer file, as other tools write it, has no type bits: people's ids are
    /// greater than these by now.
    pub(super) fn peer(&self, id: &Scalar<'_>) -> Option<Peer> {
        match id {
            Scalar::Integer(number) if *number > 0 && self.is_newer() => Some(Peer::User(*number)),
            _ => Peer::read(id),
        }
    }

    /// Whether the row tells anything of when it was written.
    pub(super) fn tells_era(&self) -> bool {
        self.from_id.is_present() || self.actor_id.is_present() || self.is_newer()
    }
}
