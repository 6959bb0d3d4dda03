//! Addresses and ids of Telegram.

use crate::input::columns::telegram::{channel, link, peer};

#[test]
fn telegram_links_tell_channel_and_post() {
    let parts = |address| link(address).map(|link| (link.handle, link.channel_id, link.post));
    for address in [
        "https://t.me/valdoria/12",
        "http://t.me/s/valdoria/12",
        "t.me/valdoria/12?single",
        "https://www.telegram.me/valdoria/12/",
        "https://t.me/valdoria/3/12",
    ] {
        assert_eq!(parts(address), Some((Some("valdoria"), None, Some("12"))), "{address}");
    }
    assert_eq!(parts("https://t.me/c/1234567890/12"), Some((None, Some("1234567890"), Some("12"))));
    assert_eq!(parts("https://t.me/valdoria"), Some((Some("valdoria"), None, None)));
    assert_eq!(parts("https://t.me/valdoria/12?comment=7"), Some((Some("valdoria"), None, None)));
    for address in ["https://t.me/+AbCd", "https://t.me/joinchat/x/y/z/q/r", "https://t.me/"] {
        assert_eq!(parts(address).map(|parts| parts.2), Some(None), "{address}");
    }
    for address in
        ["https://t.me/joinchat/AbCd", "https://t.me/addlist/x", "t.me/share/url?url=x", "https://t.me/proxy"]
    {
        assert_eq!(parts(address), Some((None, None, None)), "{address}");
    }
    // A handle of three letters is told from other words by the post behind it.
    for address in ["https://t.me/osk/12", "t.me/s/osk/12?single", "t.me/osk/3/12"] {
        assert_eq!(parts(address), Some((Some("osk"), None, Some("12"))), "{address}");
    }
    for address in [
        "t.me/osk",
        "t.me/s/osk",
        "t.me/osk/a",
        "t.me/osk/1/2/3",
        "t.me/os/12",
        "t.me/1sk/12",
        "t.me/c/osk/12",
    ] {
        assert_eq!(parts(address), Some((None, None, None)), "{address}");
    }
    assert_eq!(parts("https://example.org/t.me/valdoria/12"), None);
    assert_eq!(parts("https://t.me.example.org/valdoria/12"), None);
}

#[test]
fn ids_of_telegram_are_bare() {
    for (written, id) in [
        ("-1001234567890", "1234567890"),
        ("1234567890", "1234567890"),
        ("channel123", "123"),
        ("-4567", "chat4567"),
        ("chat4567", "chat4567"),
        ("-1001", "chat1001"),
        ("-1001234567", "chat1001234567"),
        ("user123", "user123"),
        ("x", "x"),
    ] {
        assert_eq!(channel(Some(written), None, None).external_id.as_deref(), Some(id));
    }
    for (written, named) in [
        ("123", "user123"),
        ("-1001234567890", "channel1234567890"),
        ("-4567", "chat4567"),
        ("user5", "user5"),
    ] {
        assert_eq!(peer(written), named);
    }
}
