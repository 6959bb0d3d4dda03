//! Which layout writes each format.

use std::io;

use chancery::input::Format;

use super::layout::Layout;
use super::{databases, html, json, objects, preview, tables};

/// The layout of a format.
pub(super) fn layout(format: Format) -> io::Result<Box<dyn Layout>> {
    Ok(match format {
        Format::TelegramJson => Box::new(json::Export::of(0)),
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
