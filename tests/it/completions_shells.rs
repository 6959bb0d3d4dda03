//! Completion as it happens in the shells themselves. Where one is missing, its tests are left out with a line that says so,
//! but for `CHANCERY_REQUIRE_SHELLS`, with which they fail.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::completions;
use crate::environment::{Environment, program};

/// What bash users have besides bash: functions that change how it completes.
const BASH_COMPLETION: &str = "/usr/share/bash-completion/bash_completion";

/// Whether the shell is here.
fn is_here(shell: &str) -> bool {
    let version = Command::new(shell).arg("--version").stdin(Stdio::null()).output();
    is_found(shell, version.is_ok_and(|it| it.status.success()))
}

#[expect(clippy::print_stdout, reason = "a test that is passed over says so")]
#[expect(clippy::disallowed_methods, reason = "no part of the program")]
fn is_found(what: &str, is_found: bool) -> bool {
    let is_required = std::env::var_os("CHANCERY_REQUIRE_SHELLS").is_some_and(|value| value == "1");
    assert!(is_found || !is_required, "there is no {what} here, and CHANCERY_REQUIRE_SHELLS is set");
    if !is_found {
        println!("skipped: there is no {what} here");
    }
    is_found
}

/// A world with the scripts of the shells in `scripts/`.
fn environment() -> Environment {
    let environment = completions::environment();
    fs::create_dir(environment.path("scripts")).unwrap();
    for (shell, file) in [("bash", "chancery.bash"), ("zsh", "_chancery"), ("fish", "chancery.fish")] {
        let script = environment.run(&["completions", shell]).success();
        environment.write(&format!("scripts/{file}"), script);
    }
    environment
}

/// Runs a shell in it, with the program on its path.
#[expect(clippy::disallowed_methods, reason = "the shells stand where the machine has them")]
fn shell(environment: &Environment, arguments: &[&str]) -> Output {
    let program = program();
    let program = program.parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    Command::new(arguments[0])
        .args(&arguments[1..])
        .current_dir(environment.folder())
        .env_clear()
        .env("HOME", environment.folder())
        .env("PATH", format!("{}:{path}", program.display()))
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "dumb")
        .env("COLUMNS", "200")
        .env("CHANCERY_NOW", "2024-12-31T12:00:00Z")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn lines(output: &Output) -> Vec<String> {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(str::to_owned).collect()
}

/// Lines before the cursor, and what the last word can become.
const OFFERS: [(&str, &[&str]); 12] = [
    ("chancery ru", &["run"]),
    ("chancery run mi", &["mine"]),
    ("chancery run mine --mood ", &["glad", "glum"]),
    ("chancery run mine --mo", &["--mood"]),
    ("chancery run hashtag-frequency --by ", &["day", "week", "month", "quarter", "year"]),
    ("chancery run posts --as-of last -f j", &["json", "jsonl"]),
    ("chancery --db none.db run data", &["data-gaps"]),
    ("chancery run mine --channel @mi", &["@Ministry", "@Mission_News"]),
    ("chancery run hashtag-frequency --tag tr", &["treaty", "trade", "trams"]),
    ("chancery run hashtag-frequency --tag р", &["реки"]),
    ("chancery run hashtag-frequency --tag م", &["ميناء"]),
    ("chancery --db none.db run mine --channel ", &[]),
];

#[test]
fn bash_is_told_what_to_offer() {
    if !is_here("bash") {
        return;
    }
    let environment = environment();
    // What bash tells a function of completion. Its own words are cut at @ and =.
    let script = r#". scripts/chancery.bash
        COMP_LINE=$1 COMP_POINT=${#1}; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _chancery chancery "$2" before
        printf '%s\n' "${COMPREPLY[@]}""#;
    let with_more = format!(". {BASH_COMPLETION}; {script}");
    let has_more = is_found(BASH_COMPLETION, Path::new(BASH_COMPLETION).exists());
    let mut calls = vec![
        (vec!["--norc"], script),
        (vec!["--norc", "-u", "-e"], script),
        (vec!["--norc", "-O", "nullglob", "-O", "failglob"], script),
    ];
    if has_more {
        calls.push((vec!["--norc"], &with_more));
    }
    for (options, script) in calls {
        for (line, expected) in OFFERS {
            let last = line.rsplit(' ').next().unwrap();
            let words = [&["bash"][..], &options, &["-c", script, "bash", line, last]].concat();
            let mut offered = lines(&shell(&environment, &words));
            offered.retain(|offer| !offer.is_empty());
            assert_eq!(offered, expected, "{line}");
        }
    }
}

#[test]
fn zsh_is_told_what_to_offer() {
    if !is_here("zsh") {
        return;
    }
    let environment = environment();
    // Loaded as by a line in .zshrc. The words are those that zsh itself takes for what is typed.
    let keys = KEYS_IN_ZSH
        .replace("fpath=(./scripts $fpath)", "")
        .replace("compinit -D -u", "compinit -D -u; source <(chancery completions zsh)")
        .replace("\"$BUFFER\" >> typed", "\"${(j:|:)told}\" >> typed; told=()")
        + "typeset -ga told\ncompadd() { builtin compadd -O told \"$@\"; builtin compadd \"$@\" }\n";
    assert!(keys.contains("source <(") && keys.contains("(j:|:)"), "{keys}");
    let typed = OFFERS.map(|(line, _)| line);
    let offered = after_tab(&environment, "zsh", &keys, &typed);
    assert_eq!(offered, OFFERS.map(|(_, expected)| expected.join("|")));
}

#[test]
fn fish_is_told_what_to_offer() {
    if !is_here("fish") {
        return;
    }
    let environment = environment();
    let script = "source scripts/chancery.fish; complete -C $argv[1]";
    for (line, expected) in OFFERS {
        let offered = lines(&shell(&environment, &["fish", "--no-config", "-c", script, line]));
        let mut offered: Vec<&str> = offered.iter().map(|line| line.split('\t').next().unwrap()).collect();
        let mut expected = expected.to_vec();
        // Asked so, fish gives them in an order of its own.
        offered.sort_unstable();
        expected.sort_unstable();
        assert_eq!(offered, expected, "{line}");
    }
    let files =
        lines(&shell(&environment, &["fish", "--no-config", "-c", script, "chancery load chancery."]));
    assert_eq!(files, ["chancery.db"]);
    let with_help =
        lines(&shell(&environment, &["fish", "--no-config", "-c", script, "chancery run mine --mo"]));
    assert_eq!(with_help, ["--mood\twhich [one of: glad, glum] [default: glad]"]);
}

/// Presses keys in an interactive shell in a terminal of zsh's making. The lines to type stand in `lines`, one after the
/// other with a Tab behind each; what each has become is found in `typed`.
const KEYS: &str = r#"
zmodload zsh/zpty
shell=$1
case $shell in
    bash) start='bash --norc --noprofile -i' ;;
    zsh) start='zsh -f -i' ;;
    fish) start='fish --no-config -i' ;;
esac
zpty keys "$start"
zpty -w keys "source ./keys.$shell"
zpty -r keys seen $'*READY\r*' || exit 1
while IFS= read -r line; do
    zpty -w -n keys "$line"$'\t\x18'
    zpty -r keys seen $'*DONE\r*' || exit 1
done < lines
zpty -d keys
"#;

const KEYS_IN_BASH: &str = r#"
. scripts/chancery.bash
tell() { printf '%s\n' "$READLINE_LINE" >> typed; READLINE_LINE=; READLINE_POINT=0; printf 'DO''NE\n'; }
bind 'set bell-style none'
bind 'set show-all-if-ambiguous off'
bind 'set enable-bracketed-paste off'
bind -x '"\C-x": tell'
printf 'REA''DY\n'
"#;

const KEYS_IN_ZSH: &str = r#"
unsetopt beep zle_bracketed_paste 2>/dev/null
unset zle_bracketed_paste
setopt interactive_comments
autoload -Uz compinit
fpath=(./scripts $fpath)
compinit -D -u
tell() { print -r -- "$BUFFER" >> typed; BUFFER=; print 'DO''NE' }
zle -N tell
bindkey -e
bindkey '^I' complete-word
bindkey -r '^X'
bindkey '^X' tell
KEYTIMEOUT=1
print 'REA''DY'
"#;

const KEYS_IN_FISH: &str = r#"
source scripts/chancery.fish
function tell
    commandline >> typed
    commandline ''
    echo DO''NE
end
bind \cx tell
echo REA''DY
"#;

/// What each line is after a Tab at its end.
#[track_caller]
fn after_tab(environment: &Environment, shell_name: &str, keys: &str, typed: &[&str]) -> Vec<String> {
    environment.write("press-keys.zsh", KEYS);
    environment.write(&format!("keys.{shell_name}"), keys);
    environment.write("lines", typed.join("\n") + "\n");
    environment.write("typed", "");
    // What is not answered would be waited for.
    let has_timeout = Command::new("timeout").arg("--version").output().is_ok();
    let before: &[&str] = if has_timeout { &["timeout", "120"] } else { &[] };
    let output = shell(environment, &[before, &["zsh", "-f", "press-keys.zsh", shell_name]].concat());
    assert!(output.status.success(), "{output:?}");
    fs::read_to_string(environment.path("typed")).unwrap().lines().map(str::to_owned).collect()
}

/// A line and what a Tab at its end makes of it: values in the quotes that a shell needs to read them again.
const AFTER_TAB: [(&str, &str); 23] = [
    ("chancery ru", "chancery run "),
    ("chancery run mine --mood gla", "chancery run mine --mood glad "),
    ("chancery run mine --mood=gla", "chancery run mine --mood=glad "),
    ("chancery run mine --mood gl", "chancery run mine --mood gl"),
    ("chancery run mine --channel @min", "chancery run mine --channel @Ministry "),
    (
        "chancery run hashtag-frequency --channel @a,@min",
        "chancery run hashtag-frequency --channel @a,@Ministry ",
    ),
    (
        "chancery run hashtag-frequency --channel=@a,@min",
        "chancery run hashtag-frequency --channel=@a,@Ministry ",
    ),
    ("chancery run mine --channel син", r"chancery run mine --channel Синие\ Новости "),
    (r"chancery run mine --channel Синие\ Н", r"chancery run mine --channel Синие\ Новости "),
    ("chancery run mine --channel 'Син", "chancery run mine --channel 'Синие Новости' "),
    ("chancery run mine --channel \"Син", "chancery run mine --channel \"Синие Новости\" "),
    ("chancery run mine --channel أخ", r"chancery run mine --channel أخبار\ اليوم "),
    ("chancery run mine --channel news", r"chancery run mine --channel News:\ all,\ day\'s\ \$5 "),
    ("chancery run mine --channel News:", r"chancery run mine --channel News:\ all,\ day\'s\ \$5 "),
    (r"chancery run mine --channel \#", r"chancery run mine --channel \#1\ Harbour "),
    ("chancery run hashtag-frequency --tag '#trad", "chancery run hashtag-frequency --tag '#trade' "),
    ("chancery run mine --channel мос", "chancery run mine --channel Мост "),
    ("chancery run mine --channel мо", "chancery run mine --channel мо"),
    ("chancery run mine --channel @m", "chancery run mine --channel @Mi"),
    ("chancery --db none.db run mine --channel ", "chancery --db none.db run mine --channel "),
    ("chancery load queries/mi", "chancery load queries/mine.sql "),
    ("chancery run mine --queries quer", "chancery run mine --queries queries/"),
    (
        "echo x | CHANCERY_DB=chancery.db chancery run mine --mood gla",
        "echo x | CHANCERY_DB=chancery.db chancery run mine --mood glad ",
    ),
];

#[test]
fn tab_in_bash_writes_what_bash_reads_as_the_value() {
    if is_here("bash") && is_here("zsh") {
        let typed = AFTER_TAB.map(|(typed, _)| typed);
        assert_eq!(
            after_tab(&environment(), "bash", KEYS_IN_BASH, &typed),
            AFTER_TAB.map(|(_, becomes)| becomes)
        );
    }
}

#[test]
fn tab_in_zsh_writes_what_zsh_reads_as_the_value() {
    if is_here("zsh") {
        let typed = AFTER_TAB.map(|(typed, _)| typed);
        assert_eq!(
            after_tab(&environment(), "zsh", KEYS_IN_ZSH, &typed),
            AFTER_TAB.map(|(_, becomes)| becomes)
        );
    }
}

#[test]
fn tab_in_fish_writes_what_fish_reads_as_the_value() {
    if is_here("fish") && is_here("zsh") {
        let typed = AFTER_TAB.map(|(typed, _)| typed);
        assert_eq!(
            after_tab(&environment(), "fish", KEYS_IN_FISH, &typed),
            AFTER_TAB.map(|(_, becomes)| becomes)
        );
    }
}
