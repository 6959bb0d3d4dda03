//! JSON of scrapers and archives.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::layout::Layout;
use super::row::{CHANNEL_ID, Entity, HANDLE, NAME, Part, Row, in_address, iso};

/// An object a line.
fn push_line(out: &mut String, object: &Value) {
    out.push_str(&object.to_string());
    out.push('\n');
}

/// Telethon's `to_json`, a message a line.
pub(super) struct Telethon;

impl Layout for Telethon {
    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        let group = rows.first().filter(|_| rows.len() > 1).map(|row| 13_000_000_000_000_000 + row.id);
        for row in rows {
            let entities =
                row.marks().into_iter().map(|(offset, length, part)| telethon_entity(offset, length, part));
            let results = row.reactions.iter().map(|(emoji, count)| {
                let reaction = json!({"_": "ReactionEmoji", "emoticon": emoji});
                json!({"_": "ReactionCount", "reaction": reaction, "count": count, "chosen_order": null})
            });
            let results: Vec<_> = results.collect();
            push_line(
                out,
                &json!({
                    "_": "Message", "id": row.id,
                    "peer_id": {"_": "PeerChannel", "channel_id": CHANNEL_ID},
                    "date": iso(row.second), "message": row.text(), "out": false, "mentioned": false,
                    "media_unread": false, "silent": false, "post": true, "from_scheduled": false, "legacy": false,
                    "edit_hide": false, "pinned": false, "noforwards": false, "from_id": null,
                    "fwd_from": row.source.map(|(_, id)| json!({
                        "_": "MessageFwdHeader", "date": iso(row.second - 3600), "imported": false,
                        "from_id": {"_": "PeerChannel", "channel_id": id}, "from_name": null,
                        "channel_post": 1 + row.id % 5000, "post_author": null,
                    })),
                    "via_bot_id": null,
                    "reply_to": row.reply_to.map(|id| json!({
                        "_": "MessageReplyHeader", "reply_to_msg_id": id, "reply_to_peer_id": null,
                    })),
                    "media": telethon_media(row), "reply_markup": null, "entities": entities.collect::<Vec<_>>(),
                    "views": row.views(), "forwards": row.views() / 90, "replies": null,
                    "edit_date": row.edited.map(iso), "post_author": null, "grouped_id": group,
                    "reactions": if results.is_empty() { Value::Null } else {
                        json!({"_": "MessageReactions", "results": results, "min": true})
                    },
                    "restriction_reason": [], "ttl_period": null,
                }),
            );
        }
        Ok(())
    }

    fn push_service_row(&mut self, id: u64, second: u64, pinned: u64, out: &mut String) -> io::Result<()> {
        push_line(
            out,
            &json!({
                "_": "MessageService", "id": id, "peer_id": {"_": "PeerChannel", "channel_id": CHANNEL_ID},
                "date": iso(second), "action": {"_": "MessageActionPinMessage"}, "post": true, "from_id": null,
                "reply_to": {"_": "MessageReplyHeader", "reply_to_msg_id": pinned},
            }),
        );
        Ok(())
    }
}

fn telethon_entity(offset: usize, length: usize, part: &Part) -> Value {
    let name = match &part.entity {
        Entity::TextLink(url) => {
            return json!({"_": "MessageEntityTextUrl", "offset": offset, "length": length, "url": url});
        }
        Entity::Hashtag => "MessageEntityHashtag",
        Entity::Mention => "MessageEntityMention",
        Entity::Link => "MessageEntityUrl",
        Entity::Plain | Entity::Bold => "MessageEntityBold",
    };
    json!({"_": name, "offset": offset, "length": length})
}

fn telethon_media(row: &Row<'_>) -> Value {
    let file = 5_300_000_000_000_000_000_u64 + row.id;
    if let Some(size) = row.photo_size {
        let sizes = json!([
            {"_": "PhotoSize", "type": "m", "w": 320, "h": 213, "size": 17_843},
            {"_": "PhotoSize", "type": "y", "w": 1280, "h": 853, "size": size},
        ]);
        let photo = json!({"_": "Photo", "id": file, "access_hash": -file.cast_signed(), "file_reference": "AmE2Zw==",
            "date": iso(row.second), "sizes": sizes, "dc_id": 2, "has_stickers": false, "video_sizes": []});
        return json!({"_": "MessageMediaPhoto", "spoiler": false, "photo": photo, "ttl_seconds": null});
    }
    let Some(size) = row.video_size else { return Value::Null };
    let attributes = json!([
        {"_": "DocumentAttributeVideo", "duration": size / 200_000, "w": 1280, "h": 720},
        {"_": "DocumentAttributeFilename", "file_name": "IMG_2041.MP4"},
    ]);
    let document = json!({"_": "Document", "id": file, "access_hash": file, "file_reference": "AmE2Zw==",
        "date": iso(row.second), "mime_type": "video/mp4", "size": size, "dc_id": 2, "attributes": attributes});
    json!({"_": "MessageMediaDocument", "nopremium": false, "document": document, "ttl_seconds": null})
}

/// `tdl chat export --all --with-content`: nothing tells what is an album, so each row is a post.
#[derive(Default)]
pub(super) struct Tdl {
    has_rows: bool,
}

impl Layout for Tdl {
    fn begin(&mut self, out: &mut String) -> io::Result<()> {
        // Writing to a String cannot fail.
        let _ = write!(out, "{{\"id\":{CHANNEL_ID},\"messages\":[");
        Ok(())
    }

    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        for row in rows {
            out.push_str(if self.has_rows { "," } else { "" });
            self.has_rows = true;
            let file = row.file_name().unwrap_or_default();
            let object = json!({
                "id": row.id, "type": "message", "file": file, "date": row.second, "text": row.text(),
            });
            out.push_str(&object.to_string());
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"]}")
    }
}

/// snscrape 0.7: a post a line, no line ends in texts.
pub(super) struct Snscrape;

impl Layout for Snscrape {
    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        let Some(row) = rows.first() else { return Ok(()) };
        let text = row.text_on_one_line();
        let links = row.parts.iter().filter_map(|part| match &part.entity {
            Entity::Hashtag => Some(format!("https://t.me/s/{HANDLE}?q={}", in_address(&part.text))),
            Entity::Mention => Some(format!("https://t.me/{}", part.text.trim_start_matches('@'))),
            Entity::Link => Some(part.text.clone()),
            Entity::TextLink(href) => Some(href.clone()),
            Entity::Plain | Entity::Bold => None,
        });
        let links: Vec<_> = links.collect();
        push_line(
            out,
            &json!({
                "_type": "snscrape.modules.telegram.TelegramPost",
                "url": format!("https://t.me/s/{HANDLE}/{}", row.id), "date": iso(row.second),
                "content": if text.is_empty() { Value::Null } else { Value::String(text) },
                "outlinks": links, "linkPreview": null, "outlinksss": links.join(" "),
                "_snscrape": "0.7.0.20230622",
            }),
        );
        Ok(())
    }
}

/// JSON lines with the documented members.
pub(super) struct Lines;

impl Layout for Lines {
    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        let Some(row) = rows.first() else { return Ok(()) };
        let reactions: serde_json::Map<_, _> =
            row.reactions.iter().map(|(emoji, count)| ((*emoji).to_owned(), json!(count))).collect();
        push_line(
            out,
            &json!({
                "id": row.id, "posted_at": iso(row.second), "text": row.text(), "channel": NAME,
                "channel_handle": HANDLE, "url": format!("https://t.me/{HANDLE}/{}", row.id), "views": row.views(),
                "edited_at": row.edited.map(iso), "forwarded_from": row.source.map(|(name, _)| name),
                "reply_to": row.reply_to, "media": rows.iter().filter_map(Row::file_name).collect::<Vec<_>>(),
                "reactions": reactions,
            }),
        );
        Ok(())
    }
}

/// The outbox of a Mastodon account's archive.
#[derive(Default)]
pub(super) struct Outbox {
    has_rows: bool,
}

const ACTOR: &str = "https://valdoria.example/users/ministry";

impl Layout for Outbox {
    fn begin(&mut self, out: &mut String) -> io::Result<()> {
        out.push_str(
            "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"id\":\"outbox.json\",\
             \"type\":\"OrderedCollection\",\"orderedItems\":[",
        );
        Ok(())
    }

    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        let Some(row) = rows.first() else { return Ok(()) };
        out.push_str(if self.has_rows { "," } else { "" });
        self.has_rows = true;
        let (id, published) =
            (format!("{ACTOR}/statuses/{}", row.id), iso(row.second).replace("+00:00", "Z"));
        let tags = row.parts.iter().filter(|part| matches!(part.entity, Entity::Hashtag)).map(|part| {
            let href =
                format!("https://valdoria.example/tags/{}", in_address(part.text.trim_start_matches('#')));
            json!({"type": "Hashtag", "href": href, "name": part.text})
        });
        let files = rows.iter().filter_map(|row| {
            let kind = if row.media()? == "photo" { "image/jpeg" } else { "video/mp4" };
            let url = format!("/media_attachments/files/{}", row.file_name()?);
            Some(json!({"type": "Document", "mediaType": kind, "url": url, "name": null, "width": 1280, "height": 853}))
        });
        let html = row.html(outbox_mark).replace("<br><br>", "</p><p>").replace("<br>", "<br />");
        let content = if html.is_empty() { html } else { format!("<p>{html}</p>") };
        let to = json!(["https://www.w3.org/ns/activitystreams#Public"]);
        let activity = json!({
            "id": format!("{id}/activity"), "type": "Create", "actor": ACTOR, "published": published, "to": to,
            "cc": [format!("{ACTOR}/followers")],
            "object": {
                "id": id, "type": "Note", "summary": null,
                "inReplyTo": row.reply_to.map(|id| format!("{ACTOR}/statuses/{id}")), "published": published,
                "url": format!("https://valdoria.example/@ministry/{}", row.id), "attributedTo": ACTOR, "to": to,
                "sensitive": false, "content": content, "contentMap": {"en": content},
                "updated": row.edited.map(iso), "attachment": files.collect::<Vec<_>>(),
                "tag": tags.collect::<Vec<_>>(),
            },
        });
        out.push_str(&activity.to_string());
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"]}")
    }
}

fn outbox_mark(part: &Part, text: String) -> String {
    match &part.entity {
        Entity::Hashtag => {
            let tag = text.trim_start_matches('#');
            let address = in_address(tag);
            format!(
                "<a href=\"https://valdoria.example/tags/{address}\" class=\"mention hashtag\" rel=\"tag\">#<span>{tag}</span></a>"
            )
        }
        Entity::Link => format!("<a href=\"{text}\" target=\"_blank\" rel=\"nofollow noopener\">{text}</a>"),
        Entity::TextLink(href) => {
            format!("<a href=\"{href}\" target=\"_blank\" rel=\"nofollow noopener\">{text}</a>")
        }
        Entity::Plain | Entity::Bold | Entity::Mention => text,
    }
}
