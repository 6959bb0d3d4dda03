//! The words of `needs:`.

use super::Checking;

/// What a query can need besides the value of a parameter.
const KNOWN: [&str; 5] = ["views", "forwards", "point-groups", "word-index", "search-index"];

impl Checking<'_> {
    /// The needs that no run knows of, and so would meet without a word.
    pub(super) fn needs(&mut self) {
        let header = &self.query.header;
        let unknown: Vec<(usize, String)> = header
            .needs
            .iter()
            .filter(|need| !KNOWN.contains(&need.what.as_str()) && header.parameter(&need.what).is_none())
            .map(|need| {
                let known = KNOWN.join(", ");
                let what = &need.what;
                (
                    need.line,
                    format!("'{what}' is nothing to need; there are: {known}, and the names of parameters"),
                )
            })
            .collect();
        for (line, message) in unknown {
            self.error(Some(line), message);
        }
    }
}
