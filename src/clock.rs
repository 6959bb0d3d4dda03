//! The clock, so that it is asked in one place and tests can fix it.

use jiff::Timestamp;

/// A source of the present time.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Always the same instant.
    Fixed(Timestamp),
}

impl Clock {
    /// The present instant.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(timestamp) => timestamp,
        }
    }
}
