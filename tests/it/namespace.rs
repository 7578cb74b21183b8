//! The service in a network of its own, where private addresses and a metadata service exist and must not hear of it.

use std::process::{Command, Stdio};

use crate::support::programs::{is_there, left_out, python, root, text};

#[test]
fn nothing_that_a_page_says_sends_a_packet_to_a_private_address() {
    let own_network = ["--net", "--mount"];
    let can_be_made = |program: &str| {
        let mut command = Command::new("unshare");
        is_there(command.args(own_network).args([program, "-V"]).stdin(Stdio::null()))
    };
    if !can_be_made("ip") || !can_be_made(&python()) {
        return left_out("a network namespace (root, unshare, ip and python3)");
    }

    let output = Command::new("unshare")
        .args(own_network)
        .arg(python())
        .arg(root().join("tests/it/namespace/world.py"))
        .arg(env!("CARGO_BIN_EXE_feedmill"))
        .output()
        .unwrap();

    assert!(output.status.success(), "{}", text(&output));
}
