//! The systemd unit, read by systemd itself.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::BINARY;

/// The highest exposure allowed, times ten.
const THRESHOLD: &str = "--threshold=11";

fn unit() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd/pledgewatch.service");
    std::fs::read_to_string(path).expect("the unit is shipped")
}

/// systemd-analyze on the shipped unit, with the binary that was just built; None when it is not installed.
fn analyze(arguments: &[&str]) -> Option<Output> {
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    let path = dir.path().join("pledgewatch.service");
    std::fs::write(&path, unit().replace("/usr/bin/pledgewatch", BINARY)).expect("it can be written");
    match Command::new("systemd-analyze").args(arguments).arg(&path).output() {
        Ok(output) => Some(output),
        Err(_) => {
            let required = std::env::var("PLEDGEWATCH_REQUIRE").unwrap_or_default();
            assert!(!required.contains("systemd"), "systemd-analyze is required and not installed");
            // Past the capture of test output, so that whoever runs the tests sees it.
            let _ = writeln!(std::io::stderr(), "skipped: systemd-analyze is not installed (apt-get install systemd)");
            None
        }
    }
}

#[test]
fn systemd_accepts_the_unit() {
    let Some(output) = analyze(&["verify"]) else { return };
    let stderr = String::from_utf8_lossy(&output.stderr);
    // About this unit only: a machine may have others that are in disorder.
    let ours: Vec<&str> = stderr.lines().filter(|line| line.contains("pledgewatch")).collect();
    assert!(output.status.success() && ours.is_empty(), "{stderr}");
}

#[test]
fn the_service_is_exposed_to_little() {
    let Some(output) = analyze(&["security", "--offline=true", "--no-pager", THRESHOLD]) else { return };
    let stdout = String::from_utf8_lossy(&output.stdout);
    let overall = stdout.lines().rfind(|line| line.contains("Overall exposure")).unwrap_or_default();
    assert!(output.status.success() && !overall.is_empty(), "{stdout}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_directive_is_explained() {
    let text = unit();
    let mut explained = false;
    for line in text.lines() {
        match line.chars().next() {
            Some('#') => explained = true,
            Some('[') | None => explained = false,
            Some(_) => {
                assert!(explained, "no comment above {line}");
                explained = false;
            }
        }
    }
}
