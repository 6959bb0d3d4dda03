//! What a user gives for the parameters of a query, as it was written.

/// The values that a user gives, by the name of the parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments(Vec<(String, Vec<Argument>)>);

/// One value as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its text.
    pub text: String,
    /// Whether commas are a part of it, as in a line of a file; else they stand between the values of a list.
    pub is_whole: bool,
}

impl Arguments {
    /// No values.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more value for the parameter `name`; for a list it may be several with commas between them.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.push(name, Argument { text: value.into(), is_whole: false })
    }

    /// One more value for the parameter `name`, commas and all.
    pub fn add_whole(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.push(name, Argument { text: value.into(), is_whole: true })
    }

    /// One more value for the parameter `name`, as it was given elsewhere.
    pub fn push(&mut self, name: impl Into<String>, argument: Argument) -> &mut Self {
        let name = name.into();
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, arguments)) => arguments.push(argument),
            None => self.0.push((name, vec![argument])),
        }
        self
    }

    /// The values for the parameter `name`.
    #[must_use]
    pub fn values(&self, name: &str) -> &[Argument] {
        self.0.iter().find(|(other, _)| other == name).map_or(&[], |(_, arguments)| arguments)
    }

    /// The names that have values.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}
