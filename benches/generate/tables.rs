//! Tables: minet's, 4CAT's, and one with Chancery's own columns.

use std::io;

use super::layout::Layout;
use super::row::{CHANNEL_ID, Entity, HANDLE, NAME, Row, clock, in_address, iso, push_cells};

/// `minet telegram channel-messages`: a row a post, no line ends, all of an album twice.
pub(super) struct Minet;

const MINET: &str = "link_to_message,could_be_displayed,user,user_link,user_img,text,nb_hashtags,hashtags,is_reply_img,\
    is_reply_user,is_reply_text,stickers,nb_photos,photos,nb_videos,videos,videos_times,nb_links,links,link_img,link_site,\
    link_title,link_description,views,datetime,edited\r\n";

impl Layout for Minet {
    fn begin(&mut self, out: &mut String) -> io::Result<()> {
        out.push_str(MINET);
        Ok(())
    }

    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        let Some(row) = rows.first() else { return Ok(()) };
        let times = if rows.len() > 1 { 2 } else { 1 };
        let (mut tags, mut links) = (Vec::new(), Vec::new());
        for part in row.parts.iter() {
            match &part.entity {
                Entity::Hashtag => tags.push(in_address(part.text.trim_start_matches('#'))),
                Entity::Mention => links.push(format!("https://t.me/{}", part.text.trim_start_matches('@'))),
                Entity::Link => links.push(part.text.clone()),
                Entity::TextLink(href) => links.push(href.clone()),
                Entity::Plain | Entity::Bold => {}
            }
        }
        let (tags, links) = (vec![tags; times].concat(), vec![links; times].concat());
        let named = |kind| {
            let of_kind = rows.iter().filter(move |row| row.media() == Some(kind));
            of_kind.filter_map(Row::file_name).map(|name| format!("https://cdn4.telesco.pe/file/{name}"))
        };
        let (photos, videos): (Vec<_>, Vec<_>) = (named("photo").collect(), named("video").collect());
        push_cells(
            out,
            &[
                &format!("https://t.me/s/{HANDLE}/{}", row.id),
                "True",
                NAME,
                &format!("https://t.me/{HANDLE}"),
                "https://cdn4.telesco.pe/file/user.jpg",
                &row.text_on_one_line().repeat(times),
                &tags.len().to_string(),
                &tags.join("|"),
                "",
                "",
                "",
                "",
                &photos.len().to_string(),
                &photos.join("|"),
                &videos.len().to_string(),
                &videos.join("|"),
                if videos.is_empty() { "" } else { "1:05" },
                &links.len().to_string(),
                &links.join("|"),
                "",
                "",
                "",
                "",
                &row.views().to_string(),
                &iso(row.second),
                if row.edited.is_some() { "True" } else { "False" },
            ],
        );
        Ok(())
    }
}

/// 4CAT's table of 2024: a row a message, reactions as often as they were given.
pub(super) struct FourCat;

const FOUR_CAT: &str = "id,thread_id,chat,author,author_username,author_name,author_is_bot,body,reply_to,views,reactions,\
    timestamp,unix_timestamp,timestamp_edited,unix_timestamp_edited,author_forwarded_from_name,attachment_type,\
    attachment_data,attachment_filename\r\n";

impl Layout for FourCat {
    fn begin(&mut self, out: &mut String) -> io::Result<()> {
        out.push_str(FOUR_CAT);
        Ok(())
    }

    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        const CLOCK: &str = "%Y-%m-%d %H:%M:%S";
        for row in rows {
            let number = |number: Option<u64>| number.map_or_else(String::new, |it| it.to_string());
            let reactions = row.reactions.iter().map(|(emoji, count)| emoji.repeat(*count as usize));
            push_cells(
                out,
                &[
                    &format!("{HANDLE}-{}", row.id),
                    HANDLE,
                    HANDLE,
                    &CHANNEL_ID.to_string(),
                    HANDLE,
                    NAME,
                    "False",
                    &row.text(),
                    &number(row.reply_to),
                    &row.views().to_string(),
                    &reactions.collect::<String>(),
                    &clock(row.second, CLOCK),
                    &row.second.to_string(),
                    &row.edited.map_or_else(String::new, |edited| clock(edited, CLOCK)),
                    &number(row.edited),
                    row.source.map_or("", |(name, _)| name),
                    row.media().unwrap_or_default(),
                    "",
                    &row.file_name().unwrap_or_default(),
                ],
            );
        }
        Ok(())
    }
}

/// A row a post, in the documented columns.
pub(super) struct Csv;

impl Layout for Csv {
    fn begin(&mut self, out: &mut String) -> io::Result<()> {
        out.push_str(
            "id,posted_at,text,channel,channel_handle,url,views,edited_at,forwarded_from,reply_to,media\r\n",
        );
        Ok(())
    }

    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        let Some(row) = rows.first() else { return Ok(()) };
        let media: Vec<_> = rows.iter().filter_map(Row::file_name).collect();
        push_cells(
            out,
            &[
                &row.id.to_string(),
                &iso(row.second),
                &row.text(),
                NAME,
                HANDLE,
                &format!("https://t.me/{HANDLE}/{}", row.id),
                &row.views().to_string(),
                &row.edited.map_or_else(String::new, iso),
                row.source.map_or("", |(name, _)| name),
                &row.reply_to.map_or_else(String::new, |id| id.to_string()),
                &media.join("|"),
            ],
        );
        Ok(())
    }
}
