//! Other people's programs, at the versions of `tests/neighbours/requirements.txt`. Where the variable
//! `CHANCERY_NEIGHBOURS` names the folder into which `.ci/neighbours` has installed them, they must run; where
//! it is not set, a test says that it is passed over.

use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// The installed programs, and a home for the files that they like to write.
pub(crate) struct Neighbours {
    folder: PathBuf,
    home: TempDir,
}

impl Neighbours {
    /// The programs, unless none were asked for.
    #[expect(clippy::disallowed_methods, reason = "the variable is for the tests alone")]
    #[expect(clippy::print_stdout, reason = "a test that is passed over says so")]
    pub(crate) fn find() -> Option<Self> {
        let Some(folder) = std::env::var_os("CHANCERY_NEIGHBOURS") else {
            println!("skipped: CHANCERY_NEIGHBOURS is not set (bash .ci/neighbours installs the programs)");
            return None;
        };
        Some(Self { folder: PathBuf::from(folder), home: TempDir::new().unwrap() })
    }

    /// One of the programs, ready to be given arguments.
    pub(crate) fn program(&self, name: &str) -> Command {
        let program = self.folder.join("bin").join(name);
        assert!(program.is_file(), "CHANCERY_NEIGHBOURS is set, and there is no {}", program.display());
        let mut command = Command::new(program);
        command
            .current_dir(self.home.path())
            .env_clear()
            .env("HOME", self.home.path())
            .env("LANG", "C.UTF-8")
            .env("PYTHONWARNINGS", "ignore");
        command
    }
}
