//! Reports in files: each is the earlier one or the new one, whole, and nothing is left beside them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;

use super::cases::read;
use super::disk::{self, Fault};
use crate::environment::Environment;
use crate::export::{Export, NEW_YEAR};

/// Points, unless it was said.
const POINTS: usize = 12;

const PACK: &str = "[[report]]\nquery = \"top-hashtags\"\n[[report]]\nquery = \"posts-per-period\"\n[[report]]\nquery = \"overview\"\n";

const RUN: &[&str] = &["run", "--pack", "weekly.toml", "-o", "out"];

struct Desk {
    environment: Environment,
    earlier: BTreeMap<String, Vec<u8>>,
    new: BTreeMap<String, Vec<u8>>,
    calls: Vec<disk::Record>,
}

impl Desk {
    /// Reports of an earlier state of the store are there when `has_earlier`, else none.
    fn new(has_earlier: bool) -> Option<Self> {
        disk::library()?;
        let environment = Environment::in_memory();
        let one = Export::new(11, "Gazette").post(1, NEW_YEAR, "Ships #harbour");
        one.write(environment.folder(), "one.json");
        one.post(2, NEW_YEAR, "More #ships").write(environment.folder(), "two.json");
        environment.write("weekly.toml", PACK);
        fs::create_dir(environment.path("out")).unwrap();
        assert_eq!(environment.run(&["load", "one.json"]).code, 0);
        if has_earlier {
            assert_eq!(environment.run(RUN).code, 0);
        }
        assert_eq!(environment.run(&["load", "two.json"]).code, 0);
        let earlier = read(&environment.path("out"));
        let calls = disk::calls(&environment, RUN);
        let new = read(&environment.path("out"));
        assert_eq!(new.len(), 6);
        assert!(new.iter().all(|(name, bytes)| earlier.get(name) != Some(bytes)), "a report is as it was");
        Some(Self { environment, earlier, new, calls })
    }

    fn restore(&self) {
        for name in read(&self.environment.path("out")).keys() {
            fs::remove_file(self.environment.path("out").join(name)).unwrap();
        }
        for (name, bytes) in &self.earlier {
            fs::write(self.environment.path("out").join(name), bytes).unwrap();
        }
    }

    /// Numbers of the calls on reports.
    fn calls_of(&self, kinds: &str) -> Vec<u32> {
        let on_reports =
            self.calls.iter().filter(|call| kinds.contains(call.kind) && call.name.starts_with("out"));
        on_reports.map(|call| call.number).collect()
    }

    #[track_caller]
    fn complete(&self, point: &str) {
        let again = self.environment.run(RUN);
        assert_eq!(again.code, 0, "{point}: {again}");
        assert!(
            read(&self.environment.path("out")) == self.new,
            "{point}: {:?}",
            read(&self.environment.path("out")).keys()
        );
    }
}

#[test]
fn a_run_of_several_reports_is_killed() {
    for has_earlier in [true, false] {
        let Some(desk) = Desk::new(has_earlier) else { return };
        let calls = desk.calls_of("CWTSDLRU");
        let points = disk::some_of(&calls, disk::points(POINTS));
        for at in &points {
            desk.restore();
            let killed = disk::run(&desk.environment, RUN, Fault { at: *at, what: "kill", on: "" });
            assert_eq!(killed.status.signal(), Some(9));
            for (name, bytes) in read(&desk.environment.path("out")) {
                let is_ours = name.starts_with(".chancery-");
                let is_whole = desk.earlier.get(&name) == Some(&bytes) || desk.new.get(&name) == Some(&bytes);
                assert!(is_ours || is_whole, "killed at call {at}: {name} is half written");
            }
            assert!(desk.earlier.keys().all(|name| desk.environment.path("out").join(name).exists()));
            desk.complete(&format!("killed at call {at}"));
        }
        println!("reports: {} calls, killed {} times", calls.len(), points.len());
    }
}

#[test]
fn a_run_of_several_reports_on_a_failing_disk() {
    for has_earlier in [true, false] {
        let Some(desk) = Desk::new(has_earlier) else { return };
        let (mut tried, mut failed) = (0, 0);
        for (what, kinds, on) in
            [("eio", "CWSLR", ""), ("enospc", "CWLR", ""), ("enospc", "CW", "CWLR"), ("short", "W", "")]
        {
            for at in disk::some_of(&desk.calls_of(kinds), disk::points(POINTS / 2)) {
                desk.restore();
                let output = disk::run(&desk.environment, RUN, Fault { at, what, on });
                let stderr = String::from_utf8_lossy(&output.stderr);
                let (code, found) = (output.status.code(), read(&desk.environment.path("out")));
                tried += 1;
                if code == Some(0) {
                    assert!(found == desk.new, "{what} at call {at}: {stderr}");
                } else {
                    failed += 1;
                    assert_eq!(code, Some(1), "{what} at call {at}: {stderr}");
                    assert!(found == desk.earlier, "{what} at call {at}: {:?}\n{stderr}", found.keys());
                    assert!(stderr.contains("out/") && stderr.contains("caused by: "), "{stderr}");
                    assert_ne!(what, "short", "{stderr}");
                }
                desk.complete(&format!("{what} at call {at}"));
            }
        }
        assert!(failed > 0, "none of {tried}");
        println!("reports: {tried} faults, of which {failed} made it fail");
    }
}
