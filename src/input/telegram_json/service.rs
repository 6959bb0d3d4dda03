//! Service rows: what happened to the channel.

use super::peer::Peer;
use super::row::Row;
use crate::input::json::loose::Scalar;
use crate::model::{Author, ChannelEvent, Moment};

/// The event of a service row. A custom action has words of its own and no `action`; what has neither has lost it.
pub(super) fn event(row: &Row<'_>, external_id: String, happened: Moment) -> ChannelEvent {
    let is_custom = row.information_text.text().is_some();
    let without = if is_custom { "custom_action" } else { ChannelEvent::UNKNOWN };
    let action = row.action.string().unwrap_or_else(|| without.to_owned());
    ChannelEvent { external_id: Some(external_id), happened, action, actor: actor(row), detail: detail(row) }
}

fn actor(row: &Row<'_>) -> Option<Author> {
    let author = |id: &Scalar<'_>, name: &Scalar<'_>| Author {
        external_id: row.peer(id).map(Peer::text),
        name: name.string(),
    };
    [author(&row.actor_id, &row.actor), author(&row.from_id, &row.from)]
        .into_iter()
        .find(|author| *author != Author::default())
}

/// The one thing that the row says beyond its action, as one string.
fn detail(row: &Row<'_>) -> Option<String> {
    let number = |value: &Scalar<'_>| value.integer().map(|number| number.to_string());
    let seconds = |value: &Scalar<'_>| value.integer().map(|seconds| format!("{seconds} s"));
    row.title
        .string()
        .or_else(|| row.new_title.string())
        .or_else(|| row.information_text.string())
        .or_else(|| number(&row.message_id))
        .or_else(|| Some(row.text.text.clone()).filter(|text| !text.is_empty()))
        .or_else(|| names(&row.members.0))
        .or_else(|| seconds(&row.duration))
        .or_else(|| seconds(&row.duration_seconds))
        .or_else(|| seconds(&row.period))
        .or_else(|| row.emoticon.string())
        .or_else(|| number(&row.score))
        .or_else(|| number(&row.boosts))
}

fn names(members: &[Scalar<'_>]) -> Option<String> {
    let names: Vec<_> = members.iter().filter_map(Scalar::string).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
