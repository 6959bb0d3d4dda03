//! Who is named in a text, and the spellings that mean them.

use std::sync::Arc;

/// Somebody who can be named: a country, an organisation, a person, or a kind of the user's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Named {
    /// `country`, `organisation`, `person`, or the user's own word.
    pub kind: String,
    /// The label folded: kind and name tell it from all others.
    pub name: String,
    /// How reports show it, e.g. `United Nations`.
    pub label: String,
    /// ISO 3166 alpha-2 of a country, a short code of an organisation; empty when there is none.
    pub code: String,
}

/// By what somebody is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Via {
    /// Words of the text.
    Text,
    /// A hashtag.
    Hashtag,
    /// The flag of a country.
    Flag,
    /// A title before or after a name, such as "Foreign Minister".
    Title,
}

impl Via {
    /// The word of the store, such as `hashtag`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Hashtag => "hashtag",
            Self::Flag => "flag",
            Self::Title => "title",
        }
    }
}

/// One naming of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Who is named.
    pub who: Arc<Named>,
    /// By what.
    pub via: Via,
    /// As written; of a hashtag without `#`.
    pub spelling: String,
    /// The office that the naming gives, e.g. `Foreign Minister`.
    pub office: Option<String>,
    /// Where `spelling` begins, in characters from 1.
    pub start: usize,
    /// The talking point that it stands in.
    pub talking_point: Option<usize>,
}

/// How an alias is compared with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Rule {
    /// As the spelling of the alias tells: in lower case [`Rule::Fold`], an abbreviation [`Rule::Exact`], else
    /// [`Rule::Capital`].
    #[default]
    Derived,
    /// In any case.
    Fold,
    /// The capitals of the alias are capitals in the text, too, whatever its other letters are.
    Capital,
    /// As written.
    Exact,
    /// Where the alias stands, with its capitals, nobody is named, neither by it nor by others within it.
    Never,
}

impl Rule {
    /// The rule of this word; empty for the derived one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "" => Self::Derived,
            "fold" => Self::Fold,
            "capital" => Self::Capital,
            "exact" => Self::Exact,
            "never" => Self::Never,
            _ => return None,
        })
    }

    /// Its word; empty for the derived one.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Derived => "",
            Self::Fold => "fold",
            Self::Capital => "capital",
            Self::Exact => "exact",
            Self::Never => "never",
        }
    }
}

/// Who put an alias into the dictionary. The user's own go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// The user.
    User,
    /// This program.
    Bundled,
}

impl Origin {
    /// The word of the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Bundled => "bundled",
        }
    }
}

/// A spelling that means somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Whom it means.
    pub who: Arc<Named>,
    /// The spelling; `Росси|я|и|ю` is the stem `Росси` with each of these endings.
    pub alias: String,
    /// `en`, `ru`, or empty; for people to read.
    pub language: String,
    /// How it is compared.
    pub rule: Rule,
    /// Whose row it is.
    pub origin: Origin,
}
