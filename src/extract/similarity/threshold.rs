//! How similar wordings must be.

use std::fmt;
use std::str::FromStr;

/// The least similarity of a wording to the middle of its group, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(u16);

impl Threshold {
    /// Only points with equal key forms are grouped.
    pub const EXACT: Self = Self(1000);

    /// The lowest threshold: below it, wordings that share their phrases only would be found at random.
    pub const LOWEST: Self = Self(300);

    /// The threshold of `thousandths`, when that is one from [`Threshold::LOWEST`] to [`Threshold::EXACT`].
    #[must_use]
    pub fn from_thousandths(thousandths: u16) -> Option<Self> {
        (Self::LOWEST.0..=Self::EXACT.0).contains(&thousandths).then_some(Self(thousandths))
    }

    /// In thousandths.
    #[must_use]
    pub fn thousandths(self) -> u16 {
        self.0
    }
}

impl Default for Threshold {
    /// More than half of all words and pairs in common: one or two words in ten changed. Lower, and points that say
    /// different things in one set phrase come together.
    fn default() -> Self {
        Self(550)
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", f64::from(self.0) / 1000.0)
    }
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("it is a number from {} to {}, such as 0.5", Self::LOWEST, Self::EXACT);
        let number: f64 = text.trim().parse().map_err(|_| wrong())?;
        (Self::LOWEST.0..=Self::EXACT.0)
            .find(|thousandths| (f64::from(*thousandths) - number * 1000.0).abs() < 1e-6)
            .map(Self)
            .ok_or_else(|| {
                if number.is_finite() && (0.3..=1.0).contains(&number) {
                    "it has at most three decimals".to_owned()
                } else {
                    wrong()
                }
            })
    }
}
