//! Records as bytes, for a file that only the process itself reads: no format that anybody else could know.

use jiff::civil::{Date, DateTime};

use crate::model::{
    Author, Channel, ChannelEvent, Forward, Media, Moment, Place, Post, Reaction, Record, Reject, Reply,
    Span, SpanKind,
};

/// What can be written as bytes and read again. `None` of bytes that nothing was written as.
pub(super) trait Kept: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn take(from: &mut &[u8]) -> Option<Self>;
}

/// Numbers, as their bytes.
macro_rules! numbers {
    ($($type:ty),+) => {$(
        impl Kept for $type {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_le_bytes(*bytes))
            }
        }
    )+};
}

numbers!(u8, i8, i16, i32, i64, u64, usize, f64);

/// Structs, field by field.
macro_rules! structs {
    ($($type:ident { $($field:ident),+ })+) => {$(
        impl Kept for $type {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)+
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: Kept::take(from)?),+ })
            }
        }
    )+};
}

structs! {
    Channel { platform, external_id, handle, name, kind, link_base }
    Post {
        external_id, posted, posted_raw, edited, text, spans, author, forward, reply, via_bot, url, is_edited, seen,
        views, views_unit, forwards, replies, media, reactions
    }
    Span { kind, start, end, href }
    Author { external_id, name }
    Forward { channel, external_id, posted }
    Reply { external_id, channel }
    Media { external_id, kind, file_name, mime_type, size, width, height, duration, title }
    Reaction { kind, name, count }
    ChannelEvent { external_id, happened, action, actor, detail }
    Reject { place, external_id, reason, raw }
}

impl Kept for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        u8::take(from).map(|byte| byte != 0)
    }
}

impl Kept for String {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let length = usize::take(from)?;
        let (bytes, rest) = from.split_at_checked(length)?;
        *from = rest;
        std::str::from_utf8(bytes).ok().map(str::to_owned)
    }
}

impl<T: Kept> Kept for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        if bool::take(from)? { T::take(from).map(Some) } else { Some(None) }
    }
}

impl<T: Kept> Kept for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.len().put(out);
        self.iter().for_each(|value| value.put(out));
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let length = usize::take(from)?;
        (0..length).map(|_| T::take(from)).collect()
    }
}

impl<T: Kept> Kept for Box<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (**self).put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        T::take(from).map(Self::new)
    }
}

impl Kept for Date {
    fn put(&self, out: &mut Vec<u8>) {
        self.year().put(out);
        self.month().put(out);
        self.day().put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Self::new(i16::take(from)?, i8::take(from)?, i8::take(from)?).ok()
    }
}

impl Kept for DateTime {
    fn put(&self, out: &mut Vec<u8>) {
        self.date().put(out);
        self.hour().put(out);
        self.minute().put(out);
        self.second().put(out);
        self.subsec_nanosecond().put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let (day, hour, minute) = (Date::take(from)?, i8::take(from)?, i8::take(from)?);
        let (second, rest) = (i8::take(from)?, i32::take(from)?);
        Self::new(day.year(), day.month(), day.day(), hour, minute, second, rest).ok()
    }
}

/// Enums, by the place of the variant and what it holds.
macro_rules! enums {
    ($($type:ident { $($place:literal $variant:ident $(($($field:ident),+))?),+ })+) => {$(
        impl Kept for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($field),+))? => {
                        out.push($place);
                        $($($field.put(out);)+)?
                    })+
                }
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                Some(match u8::take(from)? {
                    $($place => {
                        $($(let $field = Kept::take(from)?;)+)?
                        Self::$variant $(($($field),+))?
                    })+
                    _ => return None,
                })
            }
        }
    )+};
}

enums! {
    Moment { 0 Unknown, 1 Instant(seconds), 2 Local(clock), 3 Day(day) }
    Place { 0 Byte(byte), 1 Line(line), 2 Row(row), 3 In(file, place) }
    Record { 0 Channel(channel), 1 Post(post), 2 Event(event), 3 Reject(reject), 4 Cut(place) }
}

/// Kinds that hold nothing, by their place.
const KINDS: [SpanKind; 13] = [
    SpanKind::Hashtag,
    SpanKind::Mention,
    SpanKind::Cashtag,
    SpanKind::BotCommand,
    SpanKind::Url,
    SpanKind::Email,
    SpanKind::Phone,
    SpanKind::BankCard,
    SpanKind::Code,
    SpanKind::Pre,
    SpanKind::TextLink,
    SpanKind::MentionName,
    SpanKind::Style,
];

impl Kept for SpanKind {
    fn put(&self, out: &mut Vec<u8>) {
        let place = KINDS.iter().position(|kind| kind == self).unwrap_or(KINDS.len());
        out.push(u8::try_from(place).unwrap_or(u8::MAX));
        if let Self::ListItem { ordinal } = self {
            ordinal.put(out);
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        match KINDS.get(usize::from(u8::take(from)?)) {
            Some(kind) => Some(*kind),
            None => Some(Self::ListItem { ordinal: Kept::take(from)? }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(record: &Record) -> Option<Record> {
        let mut bytes = Vec::new();
        record.put(&mut bytes);
        let mut rest = bytes.as_slice();
        let again = Record::take(&mut rest);
        assert!(rest.is_empty(), "all is read of {record:?}");
        for length in 0..bytes.len() {
            assert_eq!(Record::take(&mut &bytes[..length]), None, "{length} bytes of {record:?}");
        }
        again
    }

    #[test]
    fn every_kind_of_record_comes_back_as_it_was() {
        let text = |text: &str| Some(text.to_owned());
        let channel = Channel {
            platform: "telegram".to_owned(),
            external_id: text("11"),
            handle: text("Žluť"),
            name: None,
            kind: text(""),
            link_base: text("https://t.me/c/11/"),
        };
        let day: Date = "2024-02-29".parse().unwrap();
        let ordinal = SpanKind::ListItem { ordinal: Some(-2) };
        let kinds = KINDS.into_iter().chain([ordinal, SpanKind::ListItem { ordinal: None }]);
        let spans = (0_usize..)
            .zip(kinds)
            .map(|(start, kind)| Span { kind, start, end: start + 1, href: (start > 9).then(String::new) })
            .collect();
        let post = Post {
            external_id: text("7"),
            posted: Moment::Instant(-1),
            posted_raw: text("yesterday"),
            edited: Moment::Local(day.at(23, 59, 59, 999_999_999)),
            text: "Река 🏳️‍🌈\n".repeat(100),
            spans,
            author: Some(Author { external_id: None, name: text("Anna") }),
            forward: Some(Forward { channel: channel.clone(), external_id: None, posted: Moment::Day(day) }),
            reply: Some(Reply { external_id: "6".to_owned(), channel: Some(channel.clone()) }),
            via_bot: None,
            url: text("https://example.org/7"),
            is_edited: true,
            seen: Some(i64::MIN),
            views: Some(0),
            views_unit: Some(100),
            forwards: None,
            replies: Some(i64::MAX),
            media: vec![
                Media { kind: "voice".to_owned(), duration: Some(1.5), size: Some(9), ..Media::default() },
                Media { external_id: text("8"), width: Some(1), height: Some(2), ..Media::default() },
            ],
            reactions: Some(vec![Reaction { kind: "emoji".to_owned(), name: "❤".to_owned(), count: 3 }]),
        };
        let event = ChannelEvent {
            external_id: text("9"),
            happened: Moment::Unknown,
            action: "pin_message".to_owned(),
            actor: Some(Author::default()),
            detail: text("7"),
        };
        let place = Place::In("a.json".to_owned(), Box::new(Place::Line(3)));
        let reject = Reject {
            place: Place::Row(2),
            external_id: None,
            reason: "no text".to_owned(),
            raw: "{".to_owned(),
        };
        for record in [
            Record::Channel(channel),
            Record::Post(Box::new(post)),
            Record::Post(Box::default()),
            Record::Event(event),
            Record::Reject(reject),
            Record::Cut(place),
            Record::Cut(Place::Byte(u64::MAX)),
        ] {
            assert_eq!(again(&record).as_ref(), Some(&record));
        }
    }

    #[test]
    fn other_bytes_are_no_record() {
        for bytes in [&[9_u8][..], &[0, 255, 255, 255, 255, 255, 255, 255, 255], &[1, 2]] {
            assert_eq!(Record::take(&mut &*bytes), None, "{bytes:?}");
        }
    }
}
