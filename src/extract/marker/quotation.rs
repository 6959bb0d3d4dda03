//! Where a quotation ends that a line begins with.

/// What stands in the line behind the quotation that `opening` begins, if it ends there; `quoted` is the line behind
/// `opening`. Quotations of its own may stand within it.
pub(super) fn closed<'t>(opening: &str, quoted: &'t str) -> Option<&'t str> {
    match opening {
        "«" => closed_by(quoted, '«', '»'),
        "「" => closed_by(quoted, '「', '」'),
        "„" => closed_by(quoted, '„', '“')
            .or_else(|| closed_by(quoted, '„', '”'))
            .or_else(|| closed_alike(quoted, '"')),
        "“" => closed_by(quoted, '“', '”')
            .or_else(|| closed_alike(quoted, '“'))
            .or_else(|| closed_alike(quoted, '"')),
        _ => closed_alike(quoted, '"'),
    }
}

fn closed_by(quoted: &str, opener: char, closer: char) -> Option<&str> {
    let mut within = 0_usize;
    for (at, sign) in quoted.match_indices([opener, closer]) {
        if sign.starts_with(opener) {
            within += 1;
        } else if within == 0 {
            return quoted.get(at + sign.len()..);
        } else {
            within -= 1;
        }
    }
    None
}

/// As [`closed_by`] where the mark that closes is also the one that opens: those within the quotation go in pairs.
fn closed_alike(quoted: &str, mark: char) -> Option<&str> {
    let last = quoted.rfind(mark)?;
    (quoted.matches(mark).count() % 2 == 1).then(|| quoted.get(last + mark.len_utf8()..)).flatten()
}
