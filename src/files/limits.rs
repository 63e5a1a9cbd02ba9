//! I/O. What the child may use: set by itself before it reads a byte, and never raised again.

use std::io;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};

/// Address space, program and stacks included.
pub(super) const MEMORY: u64 = 384 * 1024 * 1024;
/// Time on a processor.
pub(super) const CPU_SECONDS: u64 = 15;
/// Time by the clock, on a busy machine.
pub(super) const WALL: Duration = Duration::from_secs(40);

/// Takes from this process what reading a file does not need.
///
/// # Errors
/// When a limit cannot be set: then nothing may be read.
pub(super) fn impose() -> io::Result<()> {
    // When memory is short, this process goes before the daemon. Not every system has the file.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    let limits = [
        (Resource::As, MEMORY),
        // At the end the kernel kills it.
        (Resource::Cpu, CPU_SECONDS),
        // No file can be written, none opened (0, 1 and 2 are open), no process started, nothing left behind.
        (Resource::Fsize, 0),
        (Resource::Nofile, 3),
        (Resource::Nproc, 0),
        (Resource::Core, 0),
    ];
    for (resource, limit) in limits {
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })?;
    }
    Ok(())
}
