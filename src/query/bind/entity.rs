//! Persons, organisations, countries and handles as values of parameters.

use rusqlite::{Connection, OptionalExtension as _};

use crate::Result;
use crate::extract::naming::spelling::{is_form_of, plain_name};
use crate::query::channel::Reference;
use crate::query::failure::unreadable;

/// What a name was taken for.
#[derive(Debug, Default)]
pub(super) struct Meant {
    /// The name as the store has it, where it is not the one that was given.
    pub(super) name: Option<String>,
    /// The same for people.
    pub(super) label: Option<String>,
    /// What may not be as it was meant.
    pub(super) warning: Option<String>,
}

/// Whom `given` means, `name` being its folded form: a name of the store, else an alias of its dictionary, such as
/// `RF`, else a handle, which comes first only where it is written as one. One that is nothing of all that is kept: that
/// nobody names somebody is an answer.
pub(super) fn resolve(store: &Connection, flag: &str, given: &str, name: &str) -> Result<Meant> {
    let kinds = kinds(store, name).map_err(unreadable)?;
    let is_handle = matches!(Reference::read(given), Reference::Handle(_));
    if is_handle || is_of_no_handle(&kinds) {
        let warning = (kinds.len() > 1).then(|| {
            format!("--{flag}: '{given}' is the name of several, which count alike: {}", kinds.join(", "))
        });
        return Ok(Meant { warning, ..Meant::default() });
    }
    let aliases = aliases(store).map_err(unreadable)?;
    let mut meant: Vec<&Alias> = Vec::new();
    for alias in aliases.iter().filter(|alias| is_form_of(name, &alias.alias)) {
        // Of the user and bundled both, with others between.
        if meant.iter().all(|other| other.name != alias.name) {
            meant.push(alias);
        }
    }
    if let Some(first) = meant.first() {
        let mut others: Vec<String> = meant.iter().skip(1).map(|alias| alias.label.clone()).collect();
        others.extend((!kinds.is_empty()).then(|| format!("@{name}")));
        let warning = (!others.is_empty()).then(|| {
            format!("--{flag}: '{given}' is taken as {}; it may also mean {}", first.label, others.join(", "))
        });
        return Ok(Meant { name: Some(first.name.clone()), label: Some(first.label.clone()), warning });
    }
    if let Some(country) = of_flag(store, given).map_err(unreadable)? {
        return Ok(Meant { name: Some(country.name), label: Some(country.label), warning: None });
    }
    // A person found by a title is kept under one spelling of the name.
    let plain = plain_name(name);
    if plain != name && is_of_no_handle(&self::kinds(store, &plain).map_err(unreadable)?) {
        return Ok(Meant { name: Some(plain), ..Meant::default() });
    }
    Ok(Meant::default())
}

/// What has this name in the store: `country`, `handle` and so on.
fn kinds(store: &Connection, name: &str) -> rusqlite::Result<Vec<String>> {
    store
        .prepare("SELECT DISTINCT kind FROM entities WHERE name = ?1 ORDER BY kind")?
        .query_map([name], |row| row.get(0))?
        .collect()
}

/// Whether one of the kinds is that of a name.
fn is_of_no_handle(kinds: &[String]) -> bool {
    kinds.iter().any(|kind| !matches!(kind.as_str(), "handle" | "number"))
}

/// Whose flag `given` is, as posts have it: two letters of regional indicators. Keyboards and pages may put a mark behind
/// them that asks for the picture.
fn of_flag(store: &Connection, given: &str) -> rusqlite::Result<Option<Alias>> {
    let letter = |sign: char| {
        let number = u32::from(sign).checked_sub(u32::from('🇦'))?;
        (b'A'..=b'Z').nth(usize::try_from(number).ok()?).map(char::from)
    };
    let code: Option<String> =
        given.trim().trim_end_matches(['\u{fe0e}', '\u{fe0f}']).chars().map(letter).collect();
    let Some(code) = code.filter(|code| code.len() == 2) else { return Ok(None) };
    // In the order of the dictionary: of several with one code the first has the flag.
    store
        .query_row(
            "SELECT a.alias, e.name, coalesce(e.label, e.name) FROM entity_aliases AS a
             JOIN entities AS e ON e.entity_id = a.entity_id
             WHERE upper(e.code) = ?1 AND (e.kind = 'country' OR e.kind = 'organisation' AND e.code IN ('UN', 'EU'))
             ORDER BY a.origin = 'bundled', e.kind, e.name, a.alias LIMIT 1",
            [code],
            |row| Ok(Alias { alias: row.get(0)?, name: row.get(1)?, label: row.get(2)? }),
        )
        .optional()
}

struct Alias {
    alias: String,
    name: String,
    label: String,
}

/// The aliases that name somebody, the user's first.
fn aliases(store: &Connection) -> rusqlite::Result<Vec<Alias>> {
    store
        .prepare(
            "SELECT a.alias, e.name, coalesce(e.label, e.name) FROM entity_aliases AS a
             JOIN entities AS e ON e.entity_id = a.entity_id
             WHERE a.rule <> 'never' ORDER BY a.origin = 'bundled', e.kind, e.name, a.alias",
        )?
        .query_map([], |row| Ok(Alias { alias: row.get(0)?, name: row.get(1)?, label: row.get(2)? }))?
        .collect()
}

/// A warning when the store's dictionary has changed since some posts were read: counts of names are not as it says.
pub(super) fn warn_of_earlier_dictionary(store: &Connection) -> Result<Option<String>> {
    let is_newer: bool = store
        .query_row("SELECT EXISTS (SELECT 1 FROM settings WHERE name = 'names_in_posts')", [], |row| {
            row.get(0)
        })
        .map_err(unreadable)?;
    Ok(is_newer.then(|| {
        "some posts were read with an earlier dictionary of names; to read them again: chancery reindex"
            .to_owned()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::naming::alias_file;
    use crate::model::Origin;
    use crate::store::{dictionary, in_memory};

    fn store() -> Connection {
        let store = in_memory().unwrap();
        store
            .execute_batch(
                "INSERT INTO entities (kind, name) VALUES ('handle', 'harbour'), ('person', 'артем о''орт')",
            )
            .unwrap();
        let rows = "kind,name,alias,rule\ncountry,Russia,Росси|я|и,\ncountry,Russia,РФ,\ncountry,Russia,Russian River,never\n\
            person,Anna Berg,Берг||а,\nperson,Otto Berg,Берг,\n";
        dictionary::add(&store, &alias_file::parse(rows, Origin::User).unwrap()).unwrap();
        let handles = "INSERT INTO entities (kind, name) VALUES ('handle', 'russia'), ('handle', 'россия')";
        store.execute_batch(handles).unwrap();
        store
    }

    #[test]
    fn a_name_is_found_by_its_aliases_in_any_case_and_form() {
        let store = store();
        for (given, expected) in [
            ("рф", Some("russia")),
            ("россии", Some("russia")),
            ("russia", None),
            ("harbour", None),
            ("@рф", None),
            // An alias stays one when somebody takes it for a handle.
            ("россия", Some("russia")),
            ("@россия", None),
            ("https://t.me/рф", None),
            ("russian river", None),
            ("берга", Some("anna berg")),
            ("артём о’орт", Some("артем о'орт")),
            ("артем о'орт", None),
        ] {
            let name = given.trim_start_matches("https://t.me/").trim_start_matches('@');
            assert_eq!(resolve(&store, "name", given, name).unwrap().name.as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn a_flag_may_have_a_mark_behind_it() {
        let store = store();
        let row = alias_file::parse("kind,name,code,alias\ncountry,Norway,NO,Norge\n", Origin::User).unwrap();
        dictionary::add(&store, &row).unwrap();
        for given in ["🇳🇴", "🇳🇴\u{fe0f}", " 🇳🇴\u{fe0e} "] {
            let meant = resolve(&store, "name", given, given.trim()).unwrap();
            assert_eq!(meant.name.as_deref(), Some("norway"), "{given:?}");
        }
        assert_eq!(resolve(&store, "name", "\u{fe0f}🇳🇴", "\u{fe0f}🇳🇴").unwrap().name, None);
    }

    #[test]
    fn what_is_not_certain_is_told() {
        let store = store();
        let warning = |given: &str| resolve(&store, "name", given, given).unwrap().warning;
        assert_eq!(warning("рф"), None);
        assert_eq!(
            warning("russia").as_deref(),
            Some("--name: 'russia' is the name of several, which count alike: country, handle")
        );
        assert_eq!(
            warning("россия").as_deref(),
            Some("--name: 'россия' is taken as Russia; it may also mean @россия")
        );
        assert_eq!(warning("harbour"), None);
        assert_eq!(
            warning("берг").as_deref(),
            Some("--name: 'берг' is taken as Anna Berg; it may also mean Otto Berg")
        );
        assert_eq!(warning("россея"), None);
        let bundled = alias_file::parse("kind,name,alias\ncountry,Russia,Берг\n", Origin::Bundled).unwrap();
        let own = alias_file::parse("kind,name,alias\ncountry,Russia,Берг\n", Origin::User).unwrap();
        dictionary::add(&store, &[bundled, own].concat()).unwrap();
        assert_eq!(
            warning("берг").as_deref(),
            Some("--name: 'берг' is taken as Russia; it may also mean Anna Berg, Otto Berg")
        );
    }
}
