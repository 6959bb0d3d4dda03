//! Files of names and their aliases, those of users and the bundled ones.

use super::{Dictionary, alias_file, parse};
use crate::model::Origin;

#[test]
fn a_faulty_file_is_told_with_its_line() {
    let header = "kind,name,code,alias,language,rule\n";
    for (rows, line, what) in [
        ("person,Anna Berg,,Berg,en,sometimes\n", 2, "'sometimes' is no rule"),
        ("person,Anna Berg,,Berg,en,\nhandle,x,,x,,\n", 3, "'handle' is taken"),
        ("person,Anna Berg,,|a|b,en,\n", 2, "endings without a stem"),
        ("person,Anna Berg,,…,en,\n", 2, "has no letter"),
        ("person,Anna Berg,,Berg,en,\nperson,Anna Berg,,@annaberg,,\n", 3, "'@annaberg' is a handle"),
        ("person,Anna Berg,,#annaberg,,\n", 2, "'#annaberg' is a hashtag"),
        (
            "person,Anna Berg,,B|-a|-b|-c|-d B|-a|-b|-c|-d B|-a|-b|-c|-d B|-a|-b|-c|-d B|-a|-b|-c|-d,en,\n",
            2,
            "too many endings",
        ),
        ("person,,,Berg,en,\n", 2, "is no name"),
        ("person,Anna,,Berg,en,,more\n", 2, "more columns"),
        ("person,Anna,,Berg,\"en,\nperson,Bo Lund,,Lund,en,\n", 2, "the language 'en,…' has a line end"),
        ("person,Anna,\"a,Berg,en,\nperson,Bo,x\",Lund,en,\n", 2, "the code 'a,Berg,en,…' has a line end"),
    ] {
        let fault = parse(&format!("{header}{rows}"), Origin::User).unwrap_err();
        assert_eq!(fault.line, line, "{rows}");
        assert!(fault.what.contains(what), "{}", fault.what);
    }
    let fault = parse("kind,name\n", Origin::User).unwrap_err();
    assert!(fault.what.contains("no column 'alias'"), "{}", fault.what);
    let short = parse("alias,kind,name\nBerg,person,Anna Berg\n\n", Origin::User).unwrap();
    assert_eq!((short.len(), short[0].who.label.as_str()), (1, "Anna Berg"));
}

#[test]
fn the_line_is_that_of_the_file_however_its_lines_end() {
    for (file, line) in [
        ("kind,name,alias\r\nperson,A,Foo\r\nperson,A,@home\r\n", 3),
        ("kind,name,alias\nperson,A,Foo\n\n\nperson,A,@home\n", 5),
        ("kind,name,alias\r\n\r\nperson,A,@home", 3),
        ("sep=,\r\nkind,name,alias\r\nperson,A,@home\r\n", 3),
    ] {
        assert_eq!(parse(file, Origin::User).unwrap_err().line, line, "{file:?}");
    }
}

#[test]
fn cells_may_be_parted_as_spreadsheets_do_it() {
    for separator in [";", "\t"] {
        let file = "kind|name|alias\nperson|Anna Berg|Berg, Anna\n".replace('|', separator);
        let aliases = parse(&file, Origin::User).unwrap();
        assert_eq!(aliases.len(), 1, "{file}");
        assert_eq!((aliases[0].who.label.as_str(), aliases[0].alias.as_str()), ("Anna Berg", "Berg, Anna"));
    }
    let fault = parse("kind;name;alias\nperson;Anna;Berg;more\n", Origin::User).unwrap_err();
    assert_eq!(
        (fault.line, fault.what.as_str()),
        (2, "has more columns than the header; is a semicolon not within quotes?")
    );
}

#[test]
fn a_first_line_may_tell_the_separator() {
    for line in ["sep=;\n", "\u{feff}sep=;\r\n", "\"sep=;\"\n"] {
        // Of the header alone a comma would be taken for it.
        let file = format!("{line}kind;name;alias;a, b\nperson;Anna Berg;Berg, Anna;\n");
        let aliases = parse(&file, Origin::User).unwrap();
        assert_eq!((aliases.len(), aliases[0].alias.as_str()), (1, "Berg, Anna"), "{file}");
    }
    let fault =
        parse("sep=;\nkind;name;alias\nperson;Anna Berg;Berg\nhandle;x;x\n", Origin::User).unwrap_err();
    assert_eq!((fault.line, fault.what.contains("'handle' is taken")), (4, true));
    let fault = parse("sep=;\nkind,name,alias\nperson,Anna Berg,Berg\n", Origin::User).unwrap_err();
    assert_eq!((fault.line, fault.what.contains("no column 'kind'")), (2, true));
}

#[test]
fn the_bundled_files_have_no_fault() {
    let aliases = alias_file::bundled().unwrap();
    assert!(aliases.len() > 3_000);
    assert!(!Dictionary::new(aliases).is_empty());
}

#[test]
fn a_column_that_stands_twice_is_refused() {
    let fault = parse("kind,name,alias,Alias\nperson,Anna Berg,Berg,Bergova\n", Origin::User).unwrap_err();
    assert_eq!(fault.line, 1);
    assert_eq!(
        fault.what,
        "the header has several columns 'alias'; it is: kind,name,code,alias,language,rule"
    );
}

#[test]
fn a_column_of_ones_own_is_told_and_not_read() {
    let table =
        alias_file::read("sep=;\nKind;name;note;alias; Source\nperson;A;x;Berg;y\n", Origin::User).unwrap();
    assert_eq!((table.aliases.len(), table.header), (1, 2));
    assert_eq!(table.others, ["note", "Source"]);
    assert_eq!(table.absent, ["code", "language", "rule"]);
    let table = alias_file::read("kind,name,alias,,\nperson,A,Berg,, \n", Origin::User).unwrap();
    assert_eq!((table.aliases.len(), table.others.len()), (1, 0));
    let fault =
        parse("kind,name,alias,\nperson,A,Berg,\nperson,A,Berg of ice,never\n", Origin::User).unwrap_err();
    assert_eq!((fault.line, fault.what.as_str()), (3, "has 'never' in a column without a name"));
}
