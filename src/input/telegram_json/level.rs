//! The structure of the file.

/// Where in the file's structure the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// The outermost object: a single chat, or an account.
    Root,
    /// `chats` or `left_chats` of an account.
    Section,
    /// The array of chats in a section.
    Chats,
    /// A chat in that array.
    Chat,
    /// An array of messages.
    Messages,
    /// Messages that nothing stands around.
    Lines,
}
