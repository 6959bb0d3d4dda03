//! The outermost value of a file, and what stands before and behind it.

use std::io::{self, Read};

use super::level::Level;
use super::{TelegramJson, cannot_read};
use crate::input::BEHIND_END;
use crate::input::detect::{HEAD, is_message, is_telegram_json, is_telegram_lines, telegram_lines_behind};
use crate::input::json::outline::members;
use crate::model::Reject;
use crate::{Error, ErrorKind, Result};

/// So many bytes hold the bracket and the first key of an export.
const LONGEST_BEGINNING: usize = 32;

impl<R: Read + Send> TelegramJson<R> {
    /// Goes into the outermost value, be it the first of many messages, one a line.
    ///
    /// # Errors
    /// When the input cannot be read, or begins with no value that an export may be.
    pub(super) fn begin(&mut self) -> Result<()> {
        self.has_begun = true;
        self.scanner.skip_mark().map_err(cannot_read)?;
        if self.pass_first_lines().map_err(cannot_read)? {
            return Ok(());
        }
        match self.scanner.peek().map_err(cannot_read)? {
            Some(bracket @ (b'{' | b'[')) => self.enter(bracket).map_err(cannot_read),
            _ => {
                self.has_ended = true;
                let message =
                    "the input is no JSON export of Telegram Desktop: it begins with neither { nor [";
                Err(Error::new(ErrorKind::Input, message))
            }
        }
    }

    /// Goes past first lines that are none of the messages that stand behind them, one a line.
    fn pass_first_lines(&mut self) -> io::Result<bool> {
        self.scanner.want(HEAD)?;
        let window = self.scanner.window();
        let head = &window[..window.len().min(HEAD)];
        if is_telegram_json(head.trim_ascii_start()) {
            return Ok(false);
        }
        let Some(start) = telegram_lines_behind(head) else { return Ok(false) };
        let mut offset = self.scanner.offset();
        for line in window[..start].split_inclusive(|byte| *byte == b'\n') {
            if !line.trim_ascii().is_empty() {
                self.intake.push_reject("not a message", line.trim_ascii_end(), offset, None);
            }
            offset += line.len() as u64;
        }
        self.scanner.consume(start);
        self.look_at_senders()?;
        self.levels.push(Level::Lines);
        Ok(true)
    }

    /// Whether an export begins at the position, where messages stand one a line: a chat, an account, or an array.
    pub(super) fn begins_export(&mut self) -> io::Result<bool> {
        const FIRST_KEYS: [&[u8]; 2] = [b"\"name\"", b"\"about\""];
        self.scanner.want(LONGEST_BEGINNING)?;
        let may_begin = |window: &[u8]| match window {
            [b'{', inner @ ..] => FIRST_KEYS.iter().any(|key| inner.trim_ascii_start().starts_with(key)),
            _ => true,
        };
        // Each line is asked.
        if !may_begin(self.scanner.window()) {
            return Ok(false);
        }
        // What has a chat's first key and a message's date is a damaged message: as an export, it would begin lines again here.
        let is_object = self.scanner.window().starts_with(b"{");
        Ok(self.begins_another()? && !(is_object && self.begins_with_message()?))
    }

    /// Goes into the value that begins with this bracket.
    pub(super) fn enter(&mut self, bracket: u8) -> io::Result<()> {
        match bracket {
            b'{' if self.begins_with_message()? => {
                self.look_at_senders()?;
                self.levels.push(Level::Lines);
                return Ok(());
            }
            b'{' => self.levels.push(Level::Root),
            _ => {
                self.look_at_senders()?;
                self.levels.push(Level::Messages);
            }
        }
        self.scanner.consume(1);
        Ok(())
    }

    /// Whether the object at the position is a message, with none around it, be it a damaged one: no chat has a date.
    fn begins_with_message(&mut self) -> io::Result<bool> {
        self.scanner.want(HEAD)?;
        let window = self.scanner.window();
        let window = &window[..window.len().min(HEAD)];
        let has =
            |names: &[&str]| members(window).any(|(key, _)| names.iter().any(|name| key == name.as_bytes()));
        let is_dated = || has(&["date", "date_unixtime"]) && !has(&["messages", "chats", "left_chats"]);
        Ok(is_message(window) || is_dated() || is_telegram_lines(window))
    }

    /// Goes on behind the outermost value, where `next` stands: perhaps with the next export, as somebody has put several
    /// into one file.
    pub(super) fn go_on_behind(&mut self, next: u8) -> io::Result<()> {
        if matches!(next, b'{' | b'[') && self.begins_another()? {
            self.intake.begin_export();
            return self.enter(next);
        }
        self.end(true)
    }

    fn begins_another(&mut self) -> io::Result<bool> {
        self.scanner.want(HEAD)?;
        let window = self.scanner.window();
        Ok(is_telegram_json(&window[..window.len().min(HEAD)]))
    }

    /// Ends behind the outermost value.
    pub(super) fn end(&mut self, has_more: bool) -> io::Result<()> {
        self.intake.finish_album();
        if has_more {
            self.scanner.want(Reject::RAW_LIMIT)?;
            self.intake.push_reject(BEHIND_END, self.scanner.window(), self.scanner.offset(), None);
        }
        self.has_ended = true;
        Ok(())
    }
}
