//! Addresses of posts and channels: `https://t.me/NAME/532`, `/s/NAME/532`, `https://t.me/c/ID/532?single`.

use crate::model::Channel;

/// The platform of everything on these pages.
pub(super) const PLATFORM: &str = "telegram";

/// Hosts that lead to the same pages.
const HOSTS: [&str; 3] = ["t.me", "telegram.me", "telegram.dog"];

/// How the address of a channel names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// The public handle.
    Handle(String),
    /// The bare id, of a channel without a handle.
    Id(i64),
}

impl Name {
    /// The channel of this name.
    pub(super) fn channel(&self) -> Channel {
        let (external_id, handle, base) = match self {
            Self::Handle(handle) => (None, Some(handle.clone()), handle.clone()),
            Self::Id(id) => (Some(id.to_string()), None, format!("c/{id}")),
        };
        Channel {
            platform: PLATFORM.to_owned(),
            external_id,
            handle,
            link_base: Some(format!("https://t.me/{base}/")),
            ..Channel::default()
        }
    }

    /// Whether it names the channel of this name and, where it is known, this id.
    pub(super) fn is_of(&self, name: &Self, id: Option<i64>) -> bool {
        self.is(name) || id.is_some_and(|id| *self == Self::Id(id))
    }

    /// Whether both name the same: handles are the same in any case of letters.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Handle(one), Self::Handle(two)) => one.eq_ignore_ascii_case(two),
            (one, two) => one == two,
        }
    }
}

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// Which channel, group or account.
    pub(super) name: Name,
    /// Which post of it.
    pub(super) post: Option<i64>,
}

impl Target {
    /// Where an address of Telegram's site leads; `None` for other addresses.
    pub(super) fn read(address: &str) -> Option<Self> {
        let address = unarchived(address.trim());
        let path = match strip_scheme(address) {
            Some(rest) => {
                let (host, path) = rest.split_once('/')?;
                let host = host.strip_prefix("www.").unwrap_or(host);
                HOSTS.iter().any(|known| known.eq_ignore_ascii_case(host)).then_some(path)?
            }
            None => address.strip_prefix('/')?,
        };
        Self::read_path(path.strip_prefix("s/").unwrap_or(path))
    }

    /// Reads `NAME/532`, as the attribute `data-post` has it, and `c/ID/532`.
    pub(super) fn read_path(path: &str) -> Option<Self> {
        let path = path.split(['?', '#']).next()?.trim_end_matches('/');
        let mut parts = path.split('/');
        let name = match (parts.next()?, path.split('/').count()) {
            ("c", 2..) => Name::Id(number(parts.next()?)?),
            (handle, _) if is_handle(handle) => Name::Handle(handle.to_owned()),
            _ => return None,
        };
        // Within a topic the topic's id stands before the post's.
        let post = match parts.next_back() {
            Some(last) => Some(number(last)?),
            None => None,
        };
        Some(Self { name, post })
    }
}

/// The address that was there before the Wayback Machine put its own before it, as it does with all addresses of a page:
/// `https://web.archive.org/web/20210203040506/https://…`.
pub(super) fn unarchived(address: &str) -> &str {
    let path = strip_scheme(address).and_then(|rest| rest.strip_prefix("web.archive.org")).unwrap_or(address);
    let original =
        path.strip_prefix("/web/").and_then(|rest| rest.split_once('/')).filter(|(stamp, original)| {
            let digits = stamp.trim_end_matches(|end: char| end == '_' || end.is_ascii_lowercase());
            digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit()) && !original.is_empty()
        });
    original.map_or(address, |(_, original)| original)
}

/// What stands behind `https://`, `http://` or `//`.
fn strip_scheme(address: &str) -> Option<&str> {
    address.strip_prefix("//").or_else(|| {
        ["https://", "http://"].iter().find_map(|scheme| {
            let (start, rest) = address.split_at_checked(scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then_some(rest)
        })
    })
}

fn number(digits: &str) -> Option<i64> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten().filter(|number| *number > 0)
}

/// Whether it can be a handle. Such words as `joinchat` and `addstickers` name something else.
fn is_handle(word: &str) -> bool {
    const OTHER: [&str; 8] = ["s", "c", "joinchat", "addstickers", "addemoji", "share", "proxy", "iv"];
    (1..=64).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !OTHER.contains(&word)
}

/// The address as the page meant it: in full, and with the `&` that pages of 2024 and later escape twice.
pub(super) fn mended(address: &str) -> String {
    let address = address.trim();
    let address = if address.contains("&amp;") { address.replace("&amp;", "&") } else { address.to_owned() };
    if address.starts_with("//") {
        format!("https:{address}")
    } else if address.starts_with('/') {
        format!("https://t.me{address}")
    } else {
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(name: &str, post: Option<i64>) -> Option<Target> {
        Some(Target { name: Name::Handle(name.to_owned()), post })
    }

    #[test]
    fn addresses_of_posts_and_channels_are_read() {
        assert_eq!(Target::read("https://t.me/valdoria/532"), handle("valdoria", Some(532)));
        assert_eq!(Target::read("https://t.me/valdoria/532?single"), handle("valdoria", Some(532)));
        assert_eq!(Target::read("https://t.me/s/valdoria/532#x"), handle("valdoria", Some(532)));
        assert_eq!(Target::read("http://www.telegram.me/Valdoria_1/"), handle("Valdoria_1", None));
        assert_eq!(Target::read("//t.me/valdoria"), handle("valdoria", None));
        assert_eq!(Target::read("/valdoria/7"), handle("valdoria", Some(7)));
        assert_eq!(Target::read("/s/valdoria"), handle("valdoria", None));
        assert_eq!(Target::read("https://t.me/valdoria/12/345"), handle("valdoria", Some(345)));
        let private = Target { name: Name::Id(1_500_000_001), post: Some(9) };
        assert_eq!(Target::read("https://t.me/c/1500000001/9"), Some(private.clone()));
        assert_eq!(Target::read("https://t.me/c/1500000001/4/9"), Some(private.clone()));
        assert_eq!(Target::read_path("c/1500000001/9"), Some(private));
        let archived = "https://web.archive.org/web/20210203040506/https://t.me/valdoria/532";
        assert_eq!(Target::read(archived), handle("valdoria", Some(532)));
    }

    #[test]
    fn other_addresses_lead_nowhere() {
        for address in [
            "",
            "/",
            "https://t.me/",
            "https://t.me",
            "https://example.org/valdoria/5",
            "t.me/valdoria",
            "?q=%23x",
            "https://t.me/+AbCd",
            "https://t.me/joinchat/AbC",
            "https://t.me/valdoria/x",
            "https://t.me/valdoria/0",
            "https://t.me/c/x/5",
            "https://t.me/c/",
            "https://t.me/valdoria/99999999999999999999",
            "https://evil.t.me/a/1",
        ] {
            assert_eq!(Target::read(address), None, "{address}");
        }
    }

    #[test]
    fn a_handle_is_the_same_in_any_case() {
        let name = |name: &str| Name::Handle(name.to_owned());
        assert!(name("Valdoria").is(&name("valdoria")));
        assert!(!name("valdoria").is(&name("valdoria2")));
        assert!(!name("5").is(&Name::Id(5)));
    }

    #[test]
    fn an_address_in_the_wayback_machine_has_another_within() {
        for archived in [
            "https://web.archive.org/web/20210203040506/https://a.example/x",
            "//web.archive.org/web/20210203040506im_/https://a.example/x",
            "/web/20210203040506/https://a.example/x",
        ] {
            assert_eq!(unarchived(archived), "https://a.example/x", "{archived}");
        }
        for other in
            ["https://web.archive.org/", "https://a.example/web/20210203040506/x", "/web/1/https://x", "/web"]
        {
            assert_eq!(unarchived(other), other);
        }
    }

    #[test]
    fn addresses_are_mended() {
        assert_eq!(mended("https://a.example/?x=1&amp;y=2"), "https://a.example/?x=1&y=2");
        assert_eq!(mended("//a.example/x"), "https://a.example/x");
        assert_eq!(mended("/valdoria/1"), "https://t.me/valdoria/1");
        assert_eq!(mended(" tg://resolve?domain=x "), "tg://resolve?domain=x");
    }
}
