//! How a post came to be what it is: its other texts, what inputs told of it, its counts over time, its loads.

use serde_json::Value;

use super::{Page, lines, name};
use crate::cli::aligned::Side;
use crate::query::number::grouped;
use crate::store::show::{Observation, Told, WholePost};

pub(super) fn write(page: &mut Page, post: &WholePost) {
    for version in &post.versions {
        let when = match (&version.edited_at, &version.seen_at) {
            (Some(edited_at), _) => format!("of {edited_at}"),
            (None, Some(seen_at)) => format!("seen {seen_at}"),
            (None, None) => String::from("of unknown time"),
        };
        page.section(&format!("other text {when}, by load {}", version.load_id));
        page.block(if version.text.is_empty() { "(empty)" } else { &version.text });
    }
    lines(page, "what inputs told differently", post.evidence.iter().map(|told| told_line(told, post)));
    if !post.observations.is_empty() {
        page.section("seen over time");
        observations(page, &post.observations);
    }
    loads(page, post);
}

/// In what an input told of a post otherwise than it stands; what an input did not tell is no difference.
fn told_line(told: &Told, post: &WholePost) -> String {
    let mut parts = Vec::new();
    let mut differs = |label: &str, told: Option<&str>, stands: Option<&str>| {
        if let Some(told) = told.filter(|told| Some(*told) != stands) {
            parts.push(format!("{label} {told}"));
        }
    };
    differs("id", told.external_id.as_deref(), post.external_id.as_deref());
    // A bare day is less than an instant of that day, and no difference.
    let (posted, stands) = match &told.posted_local {
        Some(_) => (&told.posted_at, &post.posted_at),
        None => (&told.posted_on, &post.posted_on),
    };
    differs("posted", posted.as_deref(), stands.as_deref());
    differs("date written as", told.posted_raw.as_deref(), post.posted_raw.as_deref());
    differs("edited", told.edited_at.as_deref(), post.edited_at.as_deref());
    differs("author", told.author.as_deref(), post.author.as_deref());
    differs("via bot", told.via_bot.as_deref(), post.via_bot.as_deref());
    differs("link", told.url.as_deref(), post.link.as_deref());
    parts.extend(forward(told, post));
    parts.extend(reply(told, post));
    if told.album_size != post.album_size {
        let plural = if told.album_size == 1 { "" } else { "s" };
        parts.push(format!("{} message{plural}", told.album_size));
    }
    // Formats differ in what else they tell of media.
    let kinds = told.media.as_ref().map(kinds).filter(|kinds| !kinds.is_empty());
    if let Some(kinds) = kinds.filter(|kinds| !kinds.iter().eq(post.media.iter().map(|media| &media.kind))) {
        parts.push(format!("media: {}", kinds.join(" and ")));
    }
    if told.text.is_some() {
        parts.push(String::from("another text"));
    }
    let when = told.as_of.as_ref().map(|as_of| format!(", as of {as_of}")).unwrap_or_default();
    let what = if parts.is_empty() { String::from("nothing else, or less") } else { parts.join(", ") };
    format!("load {}{when}: {what}", told.load_id)
}

fn forward(told: &Told, post: &WholePost) -> Vec<String> {
    let Some(forwarded) = &post.forwarded else { return Vec::new() };
    if !told.is_forward {
        return vec![String::from("not as a forward")];
    }
    let mut parts = Vec::new();
    if let Some(channel) =
        told.forwarded_from.as_ref().filter(|told| Some(*told) != forwarded.channel.as_ref())
    {
        parts.push(format!("forwarded from {}", name(channel)));
    }
    if let Some(id) =
        told.forwarded_external_id.as_ref().filter(|id| Some(*id) != forwarded.external_id.as_ref())
    {
        parts.push(format!("original post {id}"));
    }
    if let Some(at) = told.forwarded_at.as_ref().filter(|at| Some(*at) != forwarded.posted_at.as_ref()) {
        parts.push(format!("original of {at}"));
    }
    parts
}

fn reply(told: &Told, post: &WholePost) -> Option<String> {
    let id = told.reply_to_external_id.as_ref()?;
    let stands = post.reply.as_ref();
    let is_same =
        stands.is_some_and(|stands| stands.external_id == *id && stands.channel == told.reply_to_channel);
    if is_same {
        return None;
    }
    let channel = told.reply_to_channel.as_ref().filter(|channel| **channel != post.channel);
    let of = channel.map(|channel| format!(" of {}", name(channel))).unwrap_or_default();
    Some(format!("reply to post {id}{of}"))
}

/// The kinds of media that evidence has, in order.
fn kinds(media: &Value) -> Vec<String> {
    let kind = |media: &Value| Some(media.get("kind")?.as_str()?.to_owned());
    media.as_array().map(|all| all.iter().filter_map(kind).collect()).unwrap_or_default()
}

/// The counts over time; columns that few inputs have stand only where one has them.
fn observations(page: &mut Page, all: &[Observation]) {
    let has_units = all.iter().any(|it| it.views_unit.is_some());
    let has_replies = all.iter().any(|it| it.replies.is_some());
    let columns = [
        ("views", true),
        ("rounded to", has_units),
        ("forwards", true),
        ("replies", has_replies),
        ("reactions", true),
    ];
    let mut headings = vec![("seen", Side::Left)];
    headings.extend(columns.iter().filter(|(_, is_shown)| *is_shown).map(|(label, _)| (*label, Side::Right)));
    headings.push(("load", Side::Right));
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|it| {
            let counts = [it.views, it.views_unit, it.forwards, it.replies, it.reactions];
            let shown = counts.iter().zip(columns).filter(|(_, (_, is_shown))| *is_shown);
            std::iter::once(it.seen_at.clone().unwrap_or_default())
                .chain(shown.map(|(count, _)| count.map(grouped).unwrap_or_default()))
                .chain([it.load_id.to_string()])
                .collect()
        })
        .collect();
    page.table(&headings, &rows);
}

fn loads(page: &mut Page, post: &WholePost) {
    page.section("loads");
    let rows: Vec<Vec<String>> = post
        .loads
        .iter()
        .map(|load| {
            let role = match (load.is_first, load.is_last) {
                (true, true) => "brought it",
                (true, false) => "brought it first",
                (false, true) => "gave its present content",
                (false, false) => "told of it",
            };
            let id = load.load_id.to_string();
            vec![id, load.finished_at.clone(), load.input.clone(), load.format.clone(), role.to_owned()]
        })
        .collect();
    let headings = [
        ("load", Side::Right),
        ("when", Side::Left),
        ("input", Side::Path),
        ("format", Side::Left),
        ("what it did", Side::Left),
    ];
    page.table(&headings, &rows);
}
