//! The parts of a post's block, found in one walk.

use super::media::{self, Shape};
use super::text::is_foreign;
use crate::input::markup::{Element, Step};

/// What a block holds, as the elements that tell it. Where there are several, the first one.
#[derive(Debug, Default)]
pub(super) struct Parts<'b> {
    /// Media and texts in their order.
    pub(super) items: Vec<Item<'b>>,
    /// `.tgme_widget_message_owner_name`: the channel.
    pub(super) owner: Option<Element<'b>>,
    /// `.tgme_widget_message_author_name`: who wrote, in a group.
    pub(super) sender: Option<Element<'b>>,
    /// `.tgme_widget_message_forwarded_from`
    pub(super) forwarded: Option<Element<'b>>,
    /// `.tgme_widget_message_reply`: a preview of the answered post.
    pub(super) reply: Option<Element<'b>>,
    /// `.tgme_widget_message_via_bot`
    pub(super) via_bot: Option<Element<'b>>,
    /// `.tgme_widget_message_reactions`
    pub(super) reactions: Option<Element<'b>>,
    /// `.tgme_widget_message_views`
    pub(super) views: Option<Element<'b>>,
    /// `.tgme_widget_message_meta`: signature, "edited", date.
    pub(super) meta: Option<Element<'b>>,
    /// `.tgme_widget_message_date`
    pub(super) date: Option<Element<'b>>,
    /// `.tgme_widget_message_from_author`: the signature.
    pub(super) signature: Option<Element<'b>>,
    /// A notice that something is not shown, where it is not the hidden one of something that is.
    pub(super) notice: Option<Element<'b>>,
    /// `.tgme_widget_message_error`: there is no such post.
    pub(super) error: Option<Element<'b>>,
}

/// One of the things that a post consists of.
#[derive(Debug)]
pub(super) enum Item<'b> {
    /// A photo, a file …
    Media(Element<'b>, Shape),
    /// A text: the outermost element of it. Albums have one within another.
    Text(Element<'b>),
}

/// What to do with the subtree of an element.
enum Way {
    In,
    IntoMedia,
    Past,
}

impl<'b> Parts<'b> {
    /// Finds the parts of the block with this root.
    pub(super) fn of(root: Element<'b>) -> Self {
        let mut parts = Self::default();
        let (mut skipped, mut in_media): (usize, usize) = (0, 0);
        for step in root.walk() {
            match step {
                Step::Text(_) => {}
                Step::Enter(_) if skipped > 0 => skipped += 1,
                Step::Leave(_) if skipped > 0 => skipped -= 1,
                Step::Leave(_) => in_media = in_media.saturating_sub(1),
                Step::Enter(element) => match parts.take(element, in_media > 0) {
                    Way::Past => skipped = 1,
                    Way::IntoMedia => in_media = 1,
                    Way::In => in_media += usize::from(in_media > 0),
                },
            }
        }
        parts
    }

    fn take(&mut self, element: Element<'b>, is_in_media: bool) -> Way {
        let classes = element.attribute("class").unwrap_or_default();
        if classes.is_empty() {
            return if element.name() == "svg" { Way::Past } else { Way::In };
        }
        if is_foreign(element) {
            self.take_foreign(element, classes, is_in_media);
            return Way::Past;
        }
        for class in classes.split_ascii_whitespace() {
            let (slot, way) = match class {
                "js-message_text" | "tgme_widget_message_text" => {
                    self.items.push(Item::Text(element));
                    return Way::Past;
                }
                "tgme_widget_message_inline_keyboard" | "tgme_widget_message_user" => return Way::Past,
                "tgme_widget_message_owner_name" => (&mut self.owner, Way::In),
                "tgme_widget_message_author_name" => (&mut self.sender, Way::In),
                "tgme_widget_message_forwarded_from" => (&mut self.forwarded, Way::In),
                "tgme_widget_message_via_bot" => (&mut self.via_bot, Way::In),
                "tgme_widget_message_reactions" => (&mut self.reactions, Way::Past),
                "tgme_widget_message_views" => (&mut self.views, Way::Past),
                "tgme_widget_message_meta" => (&mut self.meta, Way::In),
                "tgme_widget_message_date" => (&mut self.date, Way::Past),
                "tgme_widget_message_from_author" => (&mut self.signature, Way::Past),
                "tgme_widget_message_error" => (&mut self.error, Way::Past),
                _ => match media::shape(class) {
                    Some(shape) if !is_in_media => {
                        self.items.push(Item::Media(element, shape));
                        return Way::IntoMedia;
                    }
                    _ => continue,
                },
            };
            slot.get_or_insert(element);
            return way;
        }
        Way::In
    }

    /// Takes what is not the post's own: only that it is there.
    fn take_foreign(&mut self, element: Element<'b>, classes: &str, is_in_media: bool) {
        let has = |class: &str| classes.split_ascii_whitespace().any(|one| one == class);
        if has("tgme_widget_message_reply") {
            self.reply.get_or_insert(element);
        } else if has("message_media_not_supported_wrap") && !has("media_not_supported_cont") && !is_in_media
        {
            self.notice.get_or_insert(element);
        }
    }
}
