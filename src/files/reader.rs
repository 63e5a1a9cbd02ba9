//! I/O. The parent's side: starts the child, gives it the file, takes no more from it than its limits allow.

use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

use super::{MOST_TEXT, TOOL, child, limits};
use crate::model::{Failure, Page, Reason, Rendition};

/// This program itself, also after another version was put in its place.
const OURSELVES: &str = "/proc/self/exe";
/// The hidden subcommand that is the child.
const SUBCOMMAND: &str = "read-file";

/// Reads files, one at a time: two at once could take more memory than the service has.
#[derive(Debug, Clone)]
pub struct Files {
    program: PathBuf,
    turn: Arc<Semaphore>,
}

impl Default for Files {
    fn default() -> Self {
        let here = PathBuf::from(OURSELVES);
        let program = if here.exists() { here } else { std::env::current_exe().unwrap_or_default() };
        Self::by(program)
    }
}

impl Files {
    /// With another program as the child; for tests, where this process is not the program.
    pub fn by(program: PathBuf) -> Self {
        Self { program, turn: Arc::new(Semaphore::new(1)) }
    }

    /// Gives the page its text as a rendition when it is a PDF, DOCX or XLSX; any other page is given back as it is.
    ///
    /// # Errors
    /// A typed failure when its text cannot be read, with the page.
    pub async fn rendered(&self, page: Page) -> Result<Page, (Failure, Page)> {
        if !super::is_file(&page.bytes) || page.rendition.as_ref().is_some_and(|r| r.tool == TOOL) {
            return Ok(page);
        }
        match self.text(&page.bytes).await {
            Ok(text) => {
                Ok(Page { rendition: Some(Rendition { tool: TOOL.to_owned(), bytes: text.into_bytes() }), ..page })
            }
            Err(failure) => Err((failure, page)),
        }
    }

    /// A file's text, by a child of its own.
    async fn text(&self, bytes: &[u8]) -> Result<String, Failure> {
        let _turn = self.turn.acquire().await.expect("the semaphore is never closed");
        let failed = |what: String| Failure::new(Reason::FileReaderFailed, what);
        let mut child = Command::new(&self.program)
            .arg(SUBCOMMAND)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| failed(format!("start it: {e}")))?;
        // Dropping the child kills it.
        let talked = tokio::time::timeout(limits::WALL, talk(&mut child, bytes)).await;
        let (status, answer) = match talked {
            Ok(talked) => talked.map_err(|e| failed(format!("talk to it: {e}")))?,
            Err(_) => return Err(Failure::new(Reason::FileTimeout, format!("{} seconds", limits::WALL.as_secs()))),
        };
        if answer.len() > MOST_TEXT + SLACK {
            return Err(Failure::new(Reason::FileTooLarge, format!("more than {MOST_TEXT} bytes of text")));
        }
        if !status.success() {
            return Err(ended(status));
        }
        let answer = String::from_utf8(answer).map_err(|_| failed("its answer is no UTF-8".to_owned()))?;
        child::understood(&answer)
    }
}

/// For the first line of the answer.
const SLACK: usize = 1024;

/// Writes and reads at once: a child that answers before it has read all must not hold up both.
async fn talk(child: &mut Child, bytes: &[u8]) -> std::io::Result<(ExitStatus, Vec<u8>)> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let give = async {
        if let Some(mut stdin) = stdin {
            // A child that ended early says why by its status.
            let _ = stdin.write_all(bytes).await;
        }
    };
    let take = async {
        let mut answer = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take((MOST_TEXT + SLACK + 1) as u64).read_to_end(&mut answer).await?;
        }
        Ok::<_, std::io::Error>(answer)
    };
    let ((), answer) = tokio::join!(give, take);
    Ok((child.wait().await?, answer?))
}

/// Why a child ended that gave no answer.
fn ended(status: ExitStatus) -> Failure {
    const ABORT: i32 = 6;
    const KILL: i32 = 9;
    const SEGV: i32 = 11;
    const XCPU: i32 = 24;
    /// What a panic ends a program with.
    const PANIC: i32 = 101;
    let memory = limits::MEMORY / 1024 / 1024;
    match (status.signal(), status.code()) {
        // Rust aborts when it is given no memory.
        (Some(ABORT), _) => {
            Failure::new(Reason::FileTooLarge, format!("reading it takes more than {memory} MB of memory"))
        }
        (Some(XCPU | KILL), _) => {
            Failure::new(Reason::FileTimeout, format!("{} seconds of processor time", limits::CPU_SECONDS))
        }
        (Some(SEGV), _) | (_, Some(PANIC)) => Failure::new(Reason::FileDamaged, "the reader crashed on it"),
        _ => Failure::new(Reason::FileReaderFailed, format!("it ended with {status}")),
    }
}
