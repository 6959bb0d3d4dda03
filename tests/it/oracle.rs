//! The bundled queries against a reference in plain code (`tests/oracle`), which was written from the documents and
//! not from their SQL, over a few invented stores. More of them: `tests/oracle/run.py`.

use std::path::Path;
use std::process::Command;

use crate::environment::program;
use crate::interop::is_there;

#[test]
fn the_bundled_queries_count_what_plain_code_counts() {
    if !is_there("python3") {
        return;
    }
    let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/run.py");
    // No files of Python beside its sources, whatever the machine.
    let output = Command::new("python3")
        .arg("-B")
        .arg(run)
        .args(["--seeds", "0-3", "--runs", "1", "--program"])
        .arg(program())
        .output()
        .unwrap();
    let (told, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}{errors}");
    assert!(told.contains("4 worlds") && told.contains(" 0 differences"), "{told}");
}
