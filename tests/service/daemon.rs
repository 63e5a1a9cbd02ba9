//! The daemon as the service manager sees it: a process, a notify socket, signals.

use std::fs::File;
use std::os::unix::net::UnixDatagram;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use crate::support::Workplace;

/// Nothing here takes long; a condition that does not come within this time never comes.
const DEADLINE: Duration = Duration::from_secs(90);

/// Waits for a condition.
pub fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < DEADLINE, "{what}: not within {} s", DEADLINE.as_secs());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A running daemon; killed when the test ends.
pub struct Daemon {
    child: Child,
    socket: UnixDatagram,
    told: Vec<String>,
    log: std::path::PathBuf,
}

impl Daemon {
    /// Starts it and waits until it says that it is ready.
    pub fn start(place: &Workplace) -> Self {
        let mut daemon = Self::launch(place, &[]);
        daemon.hear("READY=1");
        daemon
    }

    /// Starts it with environment variables.
    pub fn launch(place: &Workplace, environment: &[(&str, &str)]) -> Self {
        let path = place.path("notify.socket");
        // A socket of an earlier daemon in this place.
        let _ = std::fs::remove_file(&path);
        let socket = UnixDatagram::bind(&path).expect("a socket can be bound in a temporary folder");
        socket.set_read_timeout(Some(Duration::from_millis(20))).expect("a time-out can be set");
        let log = place.path("daemon.log");
        let stderr = File::options().create(true).append(true).open(&log).expect("a log can be written");
        let child = place
            .command(&["run"])
            .env("NOTIFY_SOCKET", &path)
            .env_remove("WATCHDOG_USEC")
            .env_remove("WATCHDOG_PID")
            .envs(environment.iter().copied())
            .stderr(stderr)
            .spawn()
            .expect("the binary can be started");
        Self { child, socket, told: Vec::new(), log }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Lines told to the service manager so far.
    pub fn told(&mut self) -> &[String] {
        let mut buffer = [0; 4096];
        while let Ok(length) = self.socket.recv(&mut buffer) {
            let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
            self.told.extend(text.lines().map(str::to_owned));
        }
        &self.told
    }

    /// Waits until a line with this text is told.
    pub fn hear(&mut self, text: &str) {
        let begun = Instant::now();
        while !self.told().iter().any(|line| line.contains(text)) {
            let ended = self.child.try_wait().expect("the child can be waited for");
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            assert!(ended.is_none(), "ended with {ended:?} before it told {text:?}\n{log}");
            assert!(begun.elapsed() < DEADLINE, "never told {text:?}, but {:?}\n{log}", self.told);
        }
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.pid())]).status();
        assert!(sent.expect("a shell is there").success(), "SIG{name} can be sent");
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        let mut ended = None;
        until("the daemon ends", || {
            ended = self.child.try_wait().expect("the child can be waited for");
            ended.is_some()
        });
        ended.expect("the loop ended on it")
    }

    /// Stops it as the service manager would and expects a clean end.
    pub fn stop(&mut self) {
        self.signal("TERM");
        let status = self.wait();
        assert_eq!(status.code(), Some(0), "{}", self.log());
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
