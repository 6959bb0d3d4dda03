//! The pages of an export by the names of their files.

/// The number of a page by its file's name: 1 for `messages.html`, 2 for `messages2.html`. Files of other names
/// are no pages of an export, or were renamed.
pub(crate) fn page_number(name: &str) -> Option<u64> {
    let file = name.rsplit(['/', '\\']).next()?;
    let number = file.strip_prefix("messages")?.strip_suffix(".html")?;
    match number.as_bytes() {
        [] => Some(1),
        [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => {
            number.parse().ok().filter(|number| *number > 1)
        }
        _ => None,
    }
}

/// Whether each page is the next one. One page alone is; the first of several may have been renamed, as to
/// `index.html`.
pub(super) fn is_gapless<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> bool {
    let is_one = names.len() == 1;
    let mut numbers = names.map(page_number);
    let Some(first) = numbers.next() else { return false };
    let mut last = first.unwrap_or(1);
    is_one
        || numbers.all(|number| {
            let is_next = number == last.checked_add(1);
            last = number.unwrap_or(last);
            is_next
        })
}
