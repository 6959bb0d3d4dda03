//! What writes posts in one format.

use std::io::{self, Write};

use chancery::input::Format;

use super::row::Row;
use super::{databases, html, json, objects, preview, tables};

/// What writes posts in one format.
pub(super) trait Layout {
    /// What stands before the first post.
    fn begin(&mut self, _: &mut String) -> io::Result<()> {
        Ok(())
    }

    /// A post: one row, or all those of an album.
    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()>;

    /// A row that tells of a pinned post; not every format has such rows.
    fn push_service_row(&mut self, _id: u64, _second: u64, _pinned: u64, _: &mut String) -> io::Result<()> {
        Ok(())
    }

    /// What stands behind the last post.
    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes nothing.
pub(super) struct Nothing;

impl Layout for Nothing {
    fn push_post(&mut self, _: &[Row<'_>], _: &mut String) -> io::Result<()> {
        Ok(())
    }
}

/// The layout of a format.
pub(super) fn of(format: Format) -> io::Result<Box<dyn Layout>> {
    Ok(match format {
        Format::TelegramJson => Box::<json::Export>::default(),
        Format::TelegramHtml => Box::<html::Page>::default(),
        Format::WebPreview => Box::new(preview::Page),
        Format::WebPreviewText => Box::new(preview::Copied),
        Format::Telethon => Box::new(objects::Telethon),
        Format::Tdl => Box::<objects::Tdl>::default(),
        Format::Snscrape => Box::new(objects::Snscrape),
        Format::JsonLines => Box::new(objects::Lines),
        Format::ActivityPub => Box::<objects::Outbox>::default(),
        Format::MinetCsv => Box::new(tables::Minet),
        Format::FourCatCsv => Box::new(tables::FourCat),
        Format::Csv => Box::new(tables::Csv),
        Format::TgArchive => Box::new(databases::TgArchive::new().map_err(io::Error::other)?),
        Format::TelegramExport => Box::new(databases::TelegramExport::new().map_err(io::Error::other)?),
        other => return Err(io::Error::other(format!("no layout for {}", other.name()))),
    })
}
