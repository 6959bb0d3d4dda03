//! What the attribute `data-view` says: base64url of `{"c":-1006503122,"p":532,"t":1791090624,"h":"…"}`.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::LAST_INSTANT;
use crate::model::UnixSeconds;

/// Telegram leaves the padding out; other tools put it back.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// No real value is longer.
const LONGEST: usize = 1024;

/// Which channel a block is of, and when its page was served.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct View {
    /// The bare id of the channel.
    pub(super) channel: Option<i64>,
    /// When the page was served.
    pub(super) served: Option<UnixSeconds>,
}

impl View {
    /// Reads the attribute; what cannot be read of it is absent.
    pub(super) fn read(value: &str) -> Self {
        let value = value.trim();
        if value.len() > LONGEST {
            return Self::default();
        }
        // The other alphabet is what an ordinary encoder writes.
        let value = value.replace('+', "-").replace('/', "_");
        let Some(object) = BASE64
            .decode(value)
            .ok()
            .and_then(|json| serde_json::from_slice::<serde_json::Value>(&json).ok())
        else {
            return Self::default();
        };
        let number = |key: &str| object.get(key).and_then(serde_json::Value::as_i64);
        Self {
            channel: number("c").and_then(i64::checked_abs).filter(|id| *id > 0),
            served: number("t").filter(|seconds| (1..=LAST_INSTANT).contains(seconds)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(json: &str) -> String {
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json)
    }

    #[test]
    fn channel_and_time_are_told() {
        let view = View::read(&encoded(r#"{"c":-1500000001,"p":532,"t":1748772000,"h":"ab"}"#));
        assert_eq!(view, View { channel: Some(1_500_000_001), served: Some(1_748_772_000) });
        let album = View::read(&encoded(r#"{"c":-1500000001,"p":"217g","t":1748772000}"#));
        assert_eq!(album, view);
        let padded = base64::engine::general_purpose::STANDARD.encode(r#"{"c":-5,"t":7,"h":"??>>"}"#);
        assert_eq!(View::read(&padded), View { channel: Some(5), served: Some(7) });
    }

    #[test]
    fn what_cannot_be_read_is_absent() {
        for json in [
            "",
            "[]",
            "{}",
            r#"{"c":"x","t":"y"}"#,
            r#"{"c":0,"t":0}"#,
            r#"{"c":-9223372036854775808,"t":-1}"#,
            "{\"c\":",
            "5",
        ] {
            assert_eq!(View::read(&encoded(json)), View::default(), "{json}");
        }
        assert_eq!(View::read("…"), View::default());
        assert_eq!(View::read(&"A".repeat(5000)), View::default());
        assert_eq!(View::read(&encoded(r#"{"c":-5,"t":253402128001}"#)).served, None);
    }
}
