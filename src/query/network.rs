//! `@network`: whether the edges of a result with the columns `source`, `target` and `weight` have a direction.

/// The columns that make a network.
pub const COLUMNS: [&str; 3] = ["source", "target", "weight"];

/// Whether an edge leads from its source to its target, or joins the two.
///
/// Where nothing is declared, edges are directed: that keeps all that the rows say, while an undirected edge
/// forgets which end came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// From source to target.
    #[default]
    Directed,
    /// Between source and target.
    Undirected,
}

impl Direction {
    /// Both, in the order in which messages list them.
    pub const ALL: [Self; 2] = [Self::Directed, Self::Undirected];

    /// The word in a header, which is also that of GEXF and GraphML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Directed => "directed",
            Self::Undirected => "undirected",
        }
    }

    /// What the word after `@network` declares.
    ///
    /// # Errors
    /// A fragment that says what is wrong with it.
    pub fn parse(word: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|direction| direction.name() == word);
        known.ok_or_else(|| format!("'{word}' is no kind of network; write @network directed or undirected"))
    }
}

#[cfg(test)]
mod tests {
    use super::Direction;

    #[test]
    fn a_network_is_directed_or_not() {
        assert_eq!(Direction::parse("directed"), Ok(Direction::Directed));
        assert_eq!(Direction::parse("undirected"), Ok(Direction::Undirected));
        for wrong in ["", "Directed", "both", "directed undirected"] {
            assert_eq!(
                Direction::parse(wrong).unwrap_err(),
                format!("'{wrong}' is no kind of network; write @network directed or undirected")
            );
        }
    }
}
