//! What a channel went through, and the inputs that somebody made of it on some day, in many formats.

use std::fmt::Write as _;

use base64::Engine as _;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::export::{DAY, NEW_YEAR};

pub(crate) const CHANNEL: i64 = 1_234_567_890;
const SOURCE: i64 = 1_555_000_000;

/// The formats that are written here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Html,
    WebPage,
    Telethon,
    Csv,
    Snscrape,
    Lines,
    Tdl,
    FourCat,
}

impl Format {
    pub(crate) const ALL: [Self; 9] = [
        Self::Json,
        Self::WebPage,
        Self::Html,
        Self::Telethon,
        Self::Csv,
        Self::Snscrape,
        Self::Lines,
        Self::Tdl,
        Self::FourCat,
    ];
}

/// An input that was made on a day, of the messages with these numbers.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) format: Format,
    pub(crate) day: i64,
    pub(crate) from: usize,
    pub(crate) until: usize,
    /// The message that lost a character of its text on the way, and which.
    pub(crate) lost: Option<(usize, usize)>,
}

impl Made {
    /// The text of message `number` as this input tells it: with U+FFFD in the place of what is lost.
    pub(crate) fn told(&self, number: usize, text: &'static str) -> &'static str {
        let Some((_, lost)) = self.lost.filter(|(of, _)| *of == number) else { return text };
        let lost = lost % text.chars().count();
        let told = |(at, character)| if at == lost && character != '\n' { '\u{FFFD}' } else { character };
        text.chars().enumerate().map(told).collect::<String>().leak()
    }
}

/// What became of one message. Message n is posted on day n.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    text: usize,
    /// Days after posting, and the new text.
    edits: Vec<(i64, usize)>,
    views: i64,
    is_forward: bool,
    photos: usize,
    is_signed: bool,
    is_reply: bool,
    /// Thumbs up on the day of posting; each day brings one more. None when 0.
    thumbs: i64,
    /// Days after posting when it was deleted.
    deleted: Option<i64>,
}

const TEXTS: [&str; 6] = [
    "Good morning #Harbour",
    "Ferries today\n• nine #Ferry\n• ten @harbour_office",
    "Доброе утро <всем> & #Гавань",
    "صباح الخير #ميناء",
    "Nothing \"new\"\n\nat all",
    "Storm over the Sorrel 🌊",
];

impl Life {
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        let edits = proptest::collection::vec((1_i64..6, 0..TEXTS.len()), 0..3);
        let deleted = proptest::option::weighted(0.3, 1_i64..10);
        let more = (any::<bool>(), any::<bool>(), -3_i64..9, deleted);
        (0..TEXTS.len(), edits, 1_i64..900, any::<bool>(), 0_usize..3, more).prop_map(
            |(text, mut edits, views, is_forward, photos, (is_signed, is_reply, thumbs, deleted))| {
                edits.sort_unstable();
                Self { text, edits, views, is_forward, photos, is_signed, is_reply, thumbs, deleted }
            },
        )
    }

    /// A message that was never edited.
    pub(crate) fn plain(number: usize) -> Self {
        Self {
            text: number,
            edits: Vec::new(),
            views: 10,
            is_forward: number == 3,
            photos: number % 3,
            is_signed: number.is_multiple_of(2),
            is_reply: number == 4,
            thumbs: 0,
            deleted: None,
        }
    }

    /// The text of message `number` on a day, and the day of its last edit.
    pub(crate) fn text(&self, number: usize, day: i64) -> (&'static str, Option<i64>) {
        let posted = i64::try_from(number).unwrap();
        let last = self.edits.iter().rev().find(|(after, _)| posted + after <= day);
        last.map_or((TEXTS[self.text], None), |(after, text)| (TEXTS[*text], Some(posted + after)))
    }
}

/// One message on the day of an input.
struct Seen<'l> {
    id: i64,
    posted: i64,
    edited: Option<i64>,
    text: &'static str,
    views: i64,
    thumbs: i64,
    life: &'l Life,
}

impl Seen<'_> {
    /// The message that this one answers.
    fn answered(&self) -> Option<i64> {
        (self.life.is_reply && self.id > 10).then_some(self.id - 10)
    }

    fn signature(&self) -> Option<&'static str> {
        self.life.is_signed.then_some("Desk Two")
    }
}

pub(crate) struct History {
    pub(crate) lives: Vec<Life>,
}

/// Ten o'clock of a day.
fn instant(day: i64) -> i64 {
    NEW_YEAR + day * DAY + 36_000
}

fn iso(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap().strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "<br>")
}

impl History {
    pub(crate) fn id(number: usize) -> i64 {
        i64::try_from(number).unwrap() * 10 + 1
    }

    /// Whether an input tells of message `number`.
    pub(crate) fn is_in(&self, number: usize, made: &Made) -> bool {
        (made.from..made.until).contains(&number)
            && number < self.lives.len()
            && self.is_there(number, made.day)
    }

    fn is_there(&self, number: usize, day: i64) -> bool {
        let posted = i64::try_from(number).unwrap();
        posted <= day && self.lives[number].deleted.is_none_or(|after| day < posted + after)
    }

    /// Whether any message was there when it was made.
    pub(crate) fn holds_any(&self, made: &Made) -> bool {
        !self.seen(made).is_empty()
    }

    fn seen(&self, made: &Made) -> Vec<Seen<'_>> {
        let numbers = (0..self.lives.len()).filter(|number| self.is_in(*number, made));
        numbers
            .map(|number| {
                let life = &self.lives[number];
                let (text, edited) = life.text(number, made.day);
                let posted = i64::try_from(number).unwrap();
                let thumbs = if life.thumbs > 0 { life.thumbs + made.day - posted } else { 0 };
                Seen {
                    id: Self::id(number),
                    posted,
                    edited,
                    text: made.told(number, text),
                    views: life.views + made.day,
                    thumbs,
                    life,
                }
            })
            .collect()
    }

    /// The last instant that an input knows of.
    pub(crate) fn as_of(&self, made: &Made) -> i64 {
        let seen = self.seen(made);
        let posted = seen.iter().map(|seen| instant(seen.posted)).max().unwrap_or(0);
        let edited = seen.iter().filter_map(|seen| seen.edited).map(instant).max().unwrap_or(0);
        match made.format {
            Format::WebPage => instant(made.day) + 7200,
            Format::Json | Format::Telethon | Format::Tdl | Format::FourCat | Format::Lines => {
                posted.max(edited)
            }
            Format::Html | Format::Csv | Format::Snscrape => posted,
        }
    }

    pub(crate) fn input(&self, made: &Made) -> String {
        let seen = self.seen(made);
        match made.format {
            Format::Json => export(&seen.iter().flat_map(json_rows).collect::<Vec<_>>()),
            Format::Html => html(&seen),
            Format::WebPage => web_page(&seen, instant(made.day) + 7200),
            Format::Telethon => lines(seen.iter().flat_map(telethon)),
            Format::Csv => csv(&seen),
            Format::Snscrape => lines(seen.iter().rev().map(snscrape)),
            Format::Lines => lines(seen.iter().map(line)),
            Format::Tdl => tdl(&seen),
            Format::FourCat => four_cat(&seen),
        }
    }

    /// An export whose last record cannot be read.
    pub(crate) fn broken(&self) -> String {
        let made = Made { format: Format::Json, day: 30, from: 0, until: self.lives.len(), lost: None };
        let mut rows: Vec<Value> = self.seen(&made).iter().flat_map(json_rows).collect();
        rows.push(json!({"id": 9999, "type": "message", "text": "without a date"}));
        export(&rows)
    }
}

fn lines(values: impl Iterator<Item = Value>) -> String {
    values.map(|value| value.to_string() + "\n").collect()
}

fn export(rows: &[Value]) -> String {
    json!({"name": "Gazette", "type": "public_channel", "id": CHANNEL, "messages": rows}).to_string()
}

/// One row a photo; the first has the text.
fn json_rows(seen: &Seen<'_>) -> Vec<Value> {
    (0..seen.life.photos.max(1))
        .map(|part| {
            let mut row = json!({
                "id": seen.id + i64::try_from(part).unwrap(), "type": "message", "date": "2024-01-01T00:00:00",
                "date_unixtime": instant(seen.posted).to_string(), "from": "Gazette",
                "from_id": format!("channel{CHANNEL}"), "text": if part == 0 { seen.text } else { "" },
            });
            let object = row.as_object_mut().unwrap();
            if let Some(edited) = seen.edited.filter(|_| part == 0) {
                object.insert("edited".to_owned(), json!("2024-01-01T00:00:00"));
                object.insert("edited_unixtime".to_owned(), json!(instant(edited).to_string()));
            }
            if seen.life.is_forward {
                object.insert("forwarded_from".to_owned(), json!("Harbour News"));
            }
            if seen.life.photos > 0 {
                object.insert("photo".to_owned(), json!(format!("photos/{part}.jpg")));
            }
            if let Some(signature) = seen.signature() {
                object.insert("author".to_owned(), json!(signature));
            }
            if let Some(answered) = seen.answered() {
                object.insert("reply_to_message_id".to_owned(), json!(answered));
            }
            if seen.thumbs > 0 && part == 0 {
                let thumbs = json!([{"type": "emoji", "count": seen.thumbs, "emoji": "👍"}]);
                object.insert("reactions".to_owned(), thumbs);
            }
            row
        })
        .collect()
}

fn telethon(seen: &Seen<'_>) -> Vec<Value> {
    let forward = seen.life.is_forward.then(|| {
        json!({"_": "MessageFwdHeader", "date": iso(instant(-3)), "channel_post": 7,
            "from_id": {"_": "PeerChannel", "channel_id": SOURCE}})
    });
    (0..seen.life.photos.max(1))
        .map(|part| {
            json!({
                "_": "Message", "id": seen.id + i64::try_from(part).unwrap(),
                "peer_id": {"_": "PeerChannel", "channel_id": CHANNEL}, "date": iso(instant(seen.posted)),
                "message": if part == 0 { seen.text } else { "" }, "entities": [], "views": seen.views, "forwards": 1,
                "edit_date": seen.edited.filter(|_| part == 0).map(|day| iso(instant(day))), "fwd_from": forward,
                "grouped_id": (seen.life.photos > 1).then_some(seen.id), "post_author": seen.signature(),
                "reply_to": seen.answered().map(|id| json!({"_": "MessageReplyHeader", "reply_to_msg_id": id})),
                "reactions": (seen.thumbs > 0 && part == 0).then(|| json!({"_": "MessageReactions", "results": [
                    {"_": "ReactionCount", "count": seen.thumbs, "reaction": {"_": "ReactionEmoji", "emoticon": "👍"}}]})),
                "media": (seen.life.photos > 0).then(|| json!({"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": 1}})),
            })
        })
        .collect()
}

fn snscrape(seen: &Seen<'_>) -> Value {
    json!({
        "_type": "snscrape.modules.telegram.TelegramPost", "url": format!("https://t.me/s/gazette/{}", seen.id),
        "date": iso(instant(seen.posted)), "content": seen.text.replace('\n', ""), "outlinks": [], "outlinksss": "",
        "linkPreview": null, "_snscrape": "0.7.0.20230622",
    })
}

/// Somebody's own lines: one a post.
fn line(seen: &Seen<'_>) -> Value {
    json!({
        "id": seen.id, "posted_at": iso(instant(seen.posted)), "edited_at": seen.edited.map(|day| iso(instant(day))),
        "text": seen.text, "channel_id": CHANNEL, "channel_name": "Gazette", "author": seen.signature(),
        "views": seen.views, "reactions": if seen.thumbs > 0 { json!({"👍": seen.thumbs}) } else { json!({}) },
        "reply_to": seen.answered(),
    })
}

fn tdl(seen: &[Seen<'_>]) -> String {
    let messages: Vec<Value> = seen
        .iter()
        .rev()
        .flat_map(|seen| {
            (0..seen.life.photos.max(1)).rev().map(|part| {
                let id = seen.id + i64::try_from(part).unwrap();
                let text = if part == 0 { seen.text } else { "" };
                let edited = seen.edited.filter(|_| part == 0).map_or(0, instant);
                let forward = seen.life.is_forward.then(|| {
                    json!({"Flags": 5, "FromID": {"ChannelID": SOURCE}, "FromName": "", "Date": instant(-3), "ChannelPost": 7})
                });
                let thumbs = (seen.thumbs > 0 && part == 0)
                    .then(|| json!({"Flags": 0, "Results": [{"Reaction": {"Emoticon": "👍"}, "Count": seen.thumbs}]}));
                let flags = i64::from(forward.is_some()) << 2
                    | i64::from(seen.answered().is_some()) << 3
                    | 1 << 10
                    | i64::from(edited > 0) << 15
                    | i64::from(seen.life.is_signed) << 16
                    | i64::from(seen.life.photos > 1) << 17
                    | i64::from(thumbs.is_some()) << 20;
                let raw = json!({
                    "Flags": flags, "Post": true, "ID": id, "FromID": null, "PeerID": {"ChannelID": CHANNEL},
                    "FwdFrom": forward, "ReplyTo": seen.answered().map(|id| json!({"Flags": 16, "ReplyToMsgID": id})),
                    "Date": instant(seen.posted), "Message": text, "Media": null, "Entities": null, "Views": seen.views,
                    "Forwards": 1, "EditDate": edited, "PostAuthor": seen.signature().unwrap_or_default(),
                    "GroupedID": if seen.life.photos > 1 { seen.id } else { 0 }, "Reactions": thumbs,
                });
                let file = if seen.life.photos > 0 { format!("{part}.jpg") } else { String::new() };
                json!({"id": id, "type": "message", "file": file, "date": instant(seen.posted), "text": text, "raw": raw})
            })
        })
        .collect();
    json!({"id": CHANNEL, "messages": messages}).to_string()
}

fn four_cat(seen: &[Seen<'_>]) -> String {
    let columns = "id,thread_id,chat,author,author_username,author_name,author_is_bot,body,reply_to,views,reactions,timestamp,\
        unix_timestamp,timestamp_edited,unix_timestamp_edited,author_forwarded_from_name,author_forwarded_from_username,\
        timestamp_forwarded_from,unix_timestamp_forwarded_from,attachment_type,attachment_data,attachment_filename";
    let mut table = format!("{columns}\r\n");
    for seen in seen {
        for part in 0..seen.life.photos.max(1) {
            let is_first = part == 0;
            let cell = |column: &str| match column {
                "id" => format!("gazette-{}", seen.id + i64::try_from(part).unwrap()),
                "thread_id" | "chat" => "gazette".to_owned(),
                "body" if is_first => seen.text.to_owned(),
                "reply_to" => seen.answered().map(|id| id.to_string()).unwrap_or_default(),
                "views" => seen.views.to_string(),
                "reactions" if is_first => "👍".repeat(usize::try_from(seen.thumbs).unwrap()),
                "unix_timestamp" => instant(seen.posted).to_string(),
                "unix_timestamp_edited" => {
                    seen.edited.filter(|_| is_first).map(|day| instant(day).to_string()).unwrap_or_default()
                }
                "author_forwarded_from_name" if seen.life.is_forward => "Harbour News".to_owned(),
                "author_forwarded_from_username" if seen.life.is_forward => "harbour_news".to_owned(),
                "attachment_type" if seen.life.photos > 0 => "photo".to_owned(),
                _ => String::new(),
            };
            let cells: Vec<String> = columns
                .split(',')
                .map(|column| format!("\"{}\"", cell(column).replace('"', "\"\"")))
                .collect();
            table += &(cells.join(",") + "\r\n");
        }
    }
    table
}

/// One row a message: the parts of an album are rows of their own.
fn csv(seen: &[Seen<'_>]) -> String {
    let mut table = String::from("id,posted_at,text,channel_id,channel_handle,views\n");
    for seen in seen {
        for part in 0..seen.life.photos.max(1) {
            let text = if part == 0 { seen.text.replace('"', "\"\"") } else { String::new() };
            let id = seen.id + i64::try_from(part).unwrap();
            writeln!(table, "{id},{},\"{text}\",{CHANNEL},gazette,{}", iso(instant(seen.posted)), seen.views)
                .unwrap();
        }
    }
    table
}

fn clock(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap().strftime("%d.%m.%Y %H:%M:%S UTC+00:00").to_string()
}

fn html(seen: &[Seen<'_>]) -> String {
    let mut page = String::from(
        "<!DOCTYPE html>\n<html>\n <head>\n  <meta charset=\"utf-8\"/>\n<title>Exported Data</title>\n </head>\n <body>\n  \
         <div class=\"page_wrap\">\n   <div class=\"page_header\">\n    <div class=\"content\">\n     <div class=\"text bold\">\nGazette \n     \
         </div>\n    </div>\n   </div>\n   <div class=\"page_body chat_page\">\n    <div class=\"history\">\n",
    );
    for seen in seen {
        for part in 0..seen.life.photos.max(1) {
            let id = seen.id + i64::try_from(part).unwrap();
            let text = if part == 0 {
                format!("<div class=\"text\">\n{}\n</div>", escaped(seen.text))
            } else {
                String::new()
            };
            let photo = if seen.life.photos > 0 {
                format!(
                    "<div class=\"media_wrap clearfix\"><a class=\"photo_wrap clearfix pull_left\" href=\"photos/{part}.jpg\"><img class=\"photo\" src=\"photos/{part}_thumb.jpg\" style=\"width: 10px; height: 20px\"/></a></div>"
                )
            } else {
                String::new()
            };
            let inner = if seen.life.is_forward {
                format!(
                    "<div class=\"pull_left forwarded userpic_wrap\"></div><div class=\"forwarded body\"><div class=\"from_name\">\nHarbour News <span class=\"date details\" title=\"{at}\"> {at}</span>\n</div>{photo}{text}</div>",
                    at = clock(instant(-3))
                )
            } else {
                photo + &text
            };
            write!(
                page,
                "<div class=\"message default clearfix\" id=\"message{id}\">\n<div class=\"body\">\n<div class=\"pull_right date details\" title=\"{}\">\n10:00\n</div>\n\
                 <div class=\"from_name\">\nGazette \n</div>\n{inner}\n</div>\n</div>\n",
                clock(instant(seen.posted))
            )
            .unwrap();
        }
    }
    page + "    </div>\n   </div>\n  </div>\n </body>\n</html>\n"
}

fn web_page(seen: &[Seen<'_>], served: i64) -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Gazette – Telegram</title></head><body>\
         <main class=\"tgme_main\" data-url=\"/gazette\"><div class=\"tgme_channel_info_header\"><div class=\"tgme_channel_info_header_title_wrap\">\
         <div class=\"tgme_channel_info_header_title\"><span dir=\"auto\">Gazette</span></div></div></div><section class=\"tgme_channel_history js-message_history\">",
    );
    for seen in seen {
        let view = json!({"c": -CHANNEL, "p": seen.id, "t": served, "h": "0"}).to_string();
        let view = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(view);
        let forward = if seen.life.is_forward {
            "<div class=\"tgme_widget_message_forwarded_from accent_color\">Forwarded from&nbsp;<a class=\"tgme_widget_message_forwarded_from_name\" href=\"https://t.me/harbour_news/7\"><span dir=\"auto\">Harbour News</span></a></div>"
        } else {
            ""
        };
        let photos: String = (0..seen.life.photos)
            .map(|part| {
                let id = seen.id + i64::try_from(part).unwrap();
                let single = if seen.life.photos > 1 { "?single" } else { "" };
                format!("<a class=\"tgme_widget_message_photo_wrap\" href=\"https://t.me/gazette/{id}{single}\" style=\"width:10px\"></a>")
            })
            .collect();
        let meta = if seen.edited.is_some() { "edited &nbsp;" } else { "" };
        let signature = seen.signature().map_or(String::new(), |name| {
            format!("<span class=\"tgme_widget_message_from_author\" dir=\"auto\">{name}</span>,&nbsp;")
        });
        let thumbs = if seen.thumbs > 0 {
            format!(
                "<div class=\"tgme_widget_message_reactions js-message_reactions\"><span class=\"tgme_reaction\"><i class=\"emoji\" style=\"x\"><b>👍</b></i>{}</span></div>",
                seen.thumbs
            )
        } else {
            String::new()
        };
        write!(
            page,
            "<div class=\"tgme_widget_message_wrap js-widget_message_wrap\"><div class=\"tgme_widget_message js-widget_message\" data-post=\"gazette/{id}\" data-view=\"{view}\">\
             <div class=\"tgme_widget_message_bubble\"><div class=\"tgme_widget_message_author accent_color\"><a class=\"tgme_widget_message_owner_name\" href=\"https://t.me/gazette\"><span dir=\"auto\">Gazette</span></a></div>\
             {forward}{photos}<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{text}</div>{thumbs}\
             <div class=\"tgme_widget_message_footer\"><div class=\"tgme_widget_message_info\"><span class=\"tgme_widget_message_views\">{views}</span>\
             <span class=\"tgme_widget_message_meta\">{signature}{meta}<a class=\"tgme_widget_message_date\" href=\"https://t.me/gazette/{id}\"><time datetime=\"{at}\" class=\"time\">10:00</time></a></span></div></div>\
             </div></div></div>",
            id = seen.id,
            text = escaped(seen.text),
            views = seen.views,
            at = iso(instant(seen.posted)),
        )
        .unwrap();
    }
    page + "</section></main></body></html>"
}
