//! The host of an address, and whether two addresses are the same.

use super::punycode::readable;

/// Schemes whose `@` does not set a user apart from a host.
const SCHEMES_WITHOUT_HOST: [&str; 8] = ["mailto", "sip", "sips", "xmpp", "skype", "im", "acct", "tel"];

/// Schemes that lead into an app; what stands where a host would is a command.
const APP_SCHEMES: [&str; 2] = ["tg", "ton"];

/// Schemes of which any word is a host, such as `localhost`. Of others it may be a command, as in `viber://chat?number=1`.
const WEB_SCHEMES: [&str; 5] = ["", "http", "https", "ftp", "tonsite"];

/// The host of `address`: in lower case and the letters of its script, without scheme, user, `www.`, port and the root's
/// dot. `None` when the address has none, as `tg://resolve?domain=name`, `mailto:me@example.org` or `#top`.
///
/// An address without a scheme has a host only when that holds a dot: `example.org/page`.
pub(super) fn host(address: &str) -> Option<String> {
    let address = address.trim();
    let (has_scheme, may_be_a_word, rest) = match address.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || is_scheme(scheme) => {
            let scheme = scheme.trim_end_matches(':');
            if APP_SCHEMES.iter().any(|app| scheme.eq_ignore_ascii_case(app)) {
                return None;
            }
            (true, WEB_SCHEMES.iter().any(|web| scheme.eq_ignore_ascii_case(web)), rest)
        }
        _ => (false, false, address),
    };
    let authority = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let scheme = user.split_once(':').map_or("", |(scheme, _)| scheme);
    if !has_scheme && SCHEMES_WITHOUT_HOST.iter().any(|other| scheme.eq_ignore_ascii_case(other)) {
        return None;
    }
    let host = without_port(host)?;
    let host = readable(&host.strip_suffix('.').unwrap_or(host).to_lowercase());
    let host = match host.strip_prefix("www.") {
        Some(rest) if rest.contains('.') => rest.to_owned(),
        _ => host,
    };
    let is_host = !host.is_empty()
        && (may_be_a_word || host.contains('.') || has_scheme && host.starts_with('['))
        && !host.contains(|character: char| character.is_whitespace() || character.is_control());
    is_host.then_some(host)
}

/// Whether this is a scheme with its colon.
fn is_scheme(text: &str) -> bool {
    text.strip_suffix(':').is_some_and(|name| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

/// `host` without its port; `None` when something else than a port stands after the colon.
fn without_port(host: &str) -> Option<&str> {
    if host.starts_with('[') {
        return host.find(']').map(|end| &host[..=end]);
    }
    match host.split_once(':') {
        Some((host, port)) => port.bytes().all(|byte| byte.is_ascii_digit()).then_some(host),
        None => Some(host),
    }
}

/// Whether `visible`, the words of a link, are the address that it leads to. The scheme of the web may be
/// left out of either, and a slash at the end; the case of the scheme and the host does not count.
pub(super) fn is_same_address(visible: &str, href: &str) -> bool {
    let ((host, path), (other_host, other_path)) = (bare(visible), bare(href));
    path == other_path
        && (host == other_host || readable(&host.to_lowercase()) == readable(&other_host.to_lowercase()))
}

/// The host with what stands before it, and the rest.
fn bare(address: &str) -> (&str, &str) {
    let address = address.trim();
    let address = ["http://", "https://"]
        .into_iter()
        .find_map(|scheme| {
            let start = address.get(..scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
        })
        .unwrap_or(address);
    let address = address.strip_suffix('/').unwrap_or(address);
    address.split_at(address.find(['/', '?', '#']).unwrap_or(address.len()))
}

#[cfg(test)]
mod tests {
    use super::{host, is_same_address};

    #[test]
    fn the_host_stands_alone() {
        for (address, expected) in [
            ("https://www.Example.ORG:8080/Page", Some("example.org")),
            ("http://me:secret@example.org./?q=@x.y", Some("example.org")),
            ("example.org#top", Some("example.org")),
            ("WWW.Пример.РФ", Some("пример.рф")),
            ("https://XN--E1AFMKFD.xn--p1ai/", Some("пример.рф")),
            ("//cdn.example.org/x", Some("cdn.example.org")),
            ("https://www.ru/", Some("www.ru")),
            ("a!:b@example.org", Some("example.org")),
            ("http://localhost:3000/", Some("localhost")),
            ("http://[2001:db8::1]:80/", Some("[2001:db8::1]")),
            ("tonsite://foundation.ton/x", Some("foundation.ton")),
            ("https://t.me/name", Some("t.me")),
            ("127.0.0.1:80/x", Some("127.0.0.1")),
            ("http:\\\\example.org", None),
            ("tg://resolve?domain=name", None),
            ("viber://chat?number=1", None),
            ("irc://irc.example.org/room", Some("irc.example.org")),
            ("irc://[::1]/room", Some("[::1]")),
            ("TON://transfer/x", None),
            ("mailto:me@example.org", None),
            ("tel:+420123", None),
            ("javascript:open('a.b')", None),
            ("?q=%23tag", None),
            ("#top", None),
            ("/page.html", None),
            ("page", None),
            ("http:///x", None),
            ("http://exa mple.org/", None),
            ("", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn an_address_is_the_same_without_scheme_and_last_slash() {
        assert!(is_same_address("example.org", "http://example.org/"));
        assert!(is_same_address("https://Example.org/Page", "https://example.org/Page"));
        assert!(is_same_address("Пример.рф/1", "http://xn--e1afmkfd.xn--p1ai/1"));
        assert!(!is_same_address("https://example.org/page", "https://example.org/Page"));
        assert!(!is_same_address("example.org", "https://example.org/page"));
        assert!(!is_same_address("here", "https://example.org/"));
        assert!(is_same_address("tg://resolve?domain=a", "tg://resolve?domain=a"));
    }
}
