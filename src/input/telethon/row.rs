//! One message as it stands: Telethon's names of keys, and behind them those of gotd/td, in whose words tdl
//! writes what it calls raw.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::input::json::loose::{List, Scalar, loose_object};

loose_object! {
    /// A message, a service message or an empty one.
    Row<'de> {
        kind: Scalar<'de> = "_" or "_type",
        id: Scalar<'de> = "id" or "ID",
        flags: Scalar<'de> = "Flags",
        peer_id: PeerRow<'de> = "peer_id" or "PeerID",
        to_id: PeerRow<'de> = "to_id",
        date: Scalar<'de> = "date" or "Date",
        message: Scalar<'de> = "message" or "Message",
        text: Scalar<'de> = "text",
        from_id: PeerRow<'de> = "from_id" or "FromID",
        fwd_from: ForwardRow<'de> = "fwd_from" or "FwdFrom",
        via_bot_id: Scalar<'de> = "via_bot_id" or "ViaBotID",
        reply_to: ReplyRow<'de> = "reply_to" or "ReplyTo",
        reply_to_msg_id: Scalar<'de> = "reply_to_msg_id",
        media: MediaRow<'de> = "media" or "Media",
        entities: List<EntityRow<'de>> = "entities" or "Entities",
        views: Scalar<'de> = "views" or "Views",
        forwards: Scalar<'de> = "forwards" or "Forwards",
        replies: Either<'de, RepliesRow<'de>> = "replies" or "Replies",
        edit_date: Scalar<'de> = "edit_date" or "EditDate",
        post_author: Scalar<'de> = "post_author" or "PostAuthor",
        grouped_id: Scalar<'de> = "grouped_id" or "GroupedID",
        reactions: Given<ReactionsRow<'de>> = "reactions" or "Reactions",
        action: ActionRow<'de> = "action" or "Action",
        chat: ChatRow<'de> = "_chat",
        sender: ChatRow<'de> = "_sender",
        via_bot: ChatRow<'de> = "_via_bot",
        forward: ForwardEntities<'de> = "_forward",
    }
}

loose_object! {
    /// What a peer's object says: one of the ids, and, where 4CAT resolved it, the chats that go with it.
    PeerFields<'de> {
        channel_id: Scalar<'de> = "channel_id" or "ChannelID",
        chat_id: Scalar<'de> = "chat_id" or "ChatID",
        user_id: Scalar<'de> = "user_id" or "UserID",
        chats: List<ChatRow<'de>> = "chats",
        user: ChatRow<'de> = "user",
    }
}

/// A peer: an object, or a number, be it a user's id or one marked with -100.
pub(super) type PeerRow<'a> = Either<'a, PeerFields<'a>>;

loose_object! {
    /// A channel, a group or a person.
    ChatRow<'de> {
        kind: Scalar<'de> = "_" or "_type",
        id: Scalar<'de> = "id",
        title: Scalar<'de> = "title",
        username: Scalar<'de> = "username",
        usernames: List<UsernameRow<'de>> = "usernames",
        first_name: Scalar<'de> = "first_name",
        last_name: Scalar<'de> = "last_name",
        broadcast: Scalar<'de> = "broadcast",
        megagroup: Scalar<'de> = "megagroup",
    }
}

loose_object! {
    /// One of several names, of which the first active one is shown.
    UsernameRow<'de> {
        username: Scalar<'de> = "username",
        active: Scalar<'de> = "active",
    }
}

loose_object! {
    /// Where a message was forwarded from. Before 2020 a channel stood in `channel_id`.
    ForwardRow<'de> {
        from_id: PeerRow<'de> = "from_id" or "FromID",
        channel_id: Scalar<'de> = "channel_id",
        from_name: Scalar<'de> = "from_name" or "FromName",
        channel_post: Scalar<'de> = "channel_post" or "ChannelPost",
        date: Scalar<'de> = "date" or "Date",
    }
}

loose_object! {
    /// What 4CAT keeps of the source of a forwarded message.
    ForwardEntities<'de> {
        chat: ChatRow<'de> = "_chat",
        sender: ChatRow<'de> = "_sender",
    }
}

loose_object! {
    /// What a message answers.
    ReplyRow<'de> {
        message_id: Scalar<'de> = "reply_to_msg_id" or "ReplyToMsgID",
        peer_id: PeerRow<'de> = "reply_to_peer_id" or "ReplyToPeerID",
    }
}

loose_object! {
    /// The comments on a message.
    RepliesRow<'de> {
        replies: Scalar<'de> = "replies" or "Replies",
    }
}

loose_object! {
    /// A marked part of the text; offset and length count UTF-16 code units.
    EntityRow<'de> {
        kind: Scalar<'de> = "_" or "_type",
        offset: Scalar<'de> = "offset" or "Offset",
        length: Scalar<'de> = "length" or "Length",
        url: Scalar<'de> = "url" or "URL",
        user_id: Scalar<'de> = "user_id" or "UserID",
        language: Scalar<'de> = "language" or "Language",
        document_id: Scalar<'de> = "document_id" or "DocumentID",
    }
}

loose_object! {
    /// The reactions to a message.
    ReactionsRow<'de> {
        results: Given<List<ReactionRow<'de>>> = "results" or "Results",
    }
}

loose_object! {
    /// How often a message got one reaction.
    ReactionRow<'de> {
        reaction: Either<'de, ReactionName<'de>> = "reaction" or "Reaction",
        count: Scalar<'de> = "count" or "Count",
    }
}

loose_object! {
    /// Which reaction; in the first layers that have reactions it is a string instead.
    ReactionName<'de> {
        emoticon: Scalar<'de> = "emoticon" or "Emoticon",
        document_id: Scalar<'de> = "document_id" or "DocumentID",
    }
}

loose_object! {
    /// What a message carries besides words.
    MediaRow<'de> {
        kind: Scalar<'de> = "_" or "_type",
        photo: Given<PhotoRow<'de>> = "photo" or "Photo",
        document: Given<DocumentRow<'de>> = "document" or "Document",
        web_page: Given<IgnoredAny> = "webpage" or "Webpage",
        poll: Given<PollRow<'de>> = "poll" or "Poll",
        geo: Given<IgnoredAny> = "geo" or "Geo",
        title: Scalar<'de> = "title" or "Title",
        phone_number: Scalar<'de> = "phone_number" or "PhoneNumber",
        first_name: Scalar<'de> = "first_name" or "FirstName",
        last_name: Scalar<'de> = "last_name" or "LastName",
        game: Given<TitledRow<'de>> = "game" or "Game",
        todo: Given<TitledRow<'de>> = "todo" or "Todo",
        emoticon: Scalar<'de> = "emoticon" or "Emoticon",
        currency: Scalar<'de> = "currency" or "Currency",
        stars_amount: Scalar<'de> = "stars_amount" or "StarsAmount",
        voice: Scalar<'de> = "voice" or "Voice",
        round: Scalar<'de> = "round" or "Round",
        video: Scalar<'de> = "video" or "Video",
    }
}

loose_object! {
    /// A photo in several sizes.
    PhotoRow<'de> {
        sizes: List<SizeRow<'de>> = "sizes" or "Sizes",
    }
}

loose_object! {
    /// One size of a photo; a progressive one has the bytes of its steps, the last being the whole.
    SizeRow<'de> {
        width: Scalar<'de> = "w" or "W",
        height: Scalar<'de> = "h" or "H",
        size: Scalar<'de> = "size" or "Size",
        steps: List<Scalar<'de>> = "sizes" or "Sizes",
    }
}

loose_object! {
    /// A file of any kind.
    DocumentRow<'de> {
        mime_type: Scalar<'de> = "mime_type" or "MimeType",
        size: Scalar<'de> = "size" or "Size",
        attributes: List<AttributeRow<'de>> = "attributes" or "Attributes",
    }
}

loose_object! {
    /// What tells of what kind a file is.
    AttributeRow<'de> {
        kind: Scalar<'de> = "_" or "_type",
        file_name: Scalar<'de> = "file_name" or "FileName",
        duration: Scalar<'de> = "duration" or "Duration",
        width: Scalar<'de> = "w" or "W",
        height: Scalar<'de> = "h" or "H",
        round_message: Scalar<'de> = "round_message" or "RoundMessage",
        voice: Scalar<'de> = "voice" or "Voice",
        title: Scalar<'de> = "title" or "Title",
        performer: Scalar<'de> = "performer" or "Performer",
        sticker_set: Given<IgnoredAny> = "stickerset" or "Stickerset",
    }
}

loose_object! {
    /// A poll; since 2024 its question is an object.
    PollRow<'de> {
        question: Either<'de, WordsRow<'de>> = "question" or "Question",
    }
}

loose_object! {
    /// A game or a checklist.
    TitledRow<'de> {
        title: Either<'de, WordsRow<'de>> = "title" or "Title",
    }
}

loose_object! {
    /// Words with entities of their own.
    WordsRow<'de> {
        text: Scalar<'de> = "text" or "Text",
    }
}

loose_object! {
    /// What happened.
    ActionRow<'de> {
        kind: Scalar<'de> = "_" or "_type",
        title: Scalar<'de> = "title",
        message: Scalar<'de> = "message",
        users: List<Scalar<'de>> = "users",
        user_id: Scalar<'de> = "user_id",
        duration: Scalar<'de> = "duration",
        period: Scalar<'de> = "period",
        score: Scalar<'de> = "score",
        boosts: Scalar<'de> = "boosts",
        emoticon: Scalar<'de> = "emoticon",
    }
}

/// Whether a key stands there, and with what: `null` is given, but nothing.
#[derive(Debug)]
pub(super) struct Given<T> {
    /// Whether the key stands there.
    pub(super) is_given: bool,
    /// Its value, when that is not `null`.
    pub(super) value: Option<T>,
}

impl<T> Default for Given<T> {
    fn default() -> Self {
        Self { is_given: false, value: None }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { is_given: true, value: Option::deserialize(deserializer)? })
    }
}

/// A scalar, or an object in its place.
#[derive(Debug, Default)]
pub(super) struct Either<'a, T> {
    /// The scalar; [`Scalar::Nested`] when there is an object or an array.
    pub(super) scalar: Scalar<'a>,
    /// The object, or what it is without one.
    pub(super) object: T,
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Either<'de, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EitherVisitor(std::marker::PhantomData))
    }
}

struct EitherVisitor<T>(std::marker::PhantomData<T>);

impl<T: Default> EitherVisitor<T> {
    fn scalar<E>(scalar: Scalar<'_>) -> Result<Either<'_, T>, E> {
        Ok(Either { scalar, object: T::default() })
    }
}

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for EitherVisitor<T> {
    type Value = Either<'de, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Self::scalar(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Self::scalar(Scalar::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Self::scalar(Scalar::unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Self::scalar(Scalar::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Self::scalar(Scalar::Text(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Self::scalar(Scalar::Text(value.to_owned().into()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Self::scalar(Scalar::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Self::scalar(Scalar::Nested)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(Either { scalar: Scalar::Nested, object: T::deserialize(MapAccessDeserializer::new(map))? })
    }
}
