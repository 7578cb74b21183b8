//! Programs of others, which may not be there.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Set where every program must be there, so that nothing is left out unseen.
const REQUIRE_ALL: &str = "FEEDMILL_REQUIRE_ALL";

/// The Python that has the packages of the tests.
pub fn python() -> String {
    std::env::var("FEEDMILL_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// Whether a program is there and does what it is asked.
pub fn is_there(command: &mut Command) -> bool {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Says that a program was not asked.
pub fn left_out(program: &str) {
    assert!(std::env::var_os(REQUIRE_ALL).is_none(), "{REQUIRE_ALL} is set and {program} is not there");
    println!("{program} is not there and was not asked");
}

/// What a program wrote.
pub fn text(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
