//! The demo's folder: given with `--keep` and left as it is, or a temporary one of which only the mails are left.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::session::Trouble;

/// Where the demo's files lie.
pub(super) struct Place {
    root: PathBuf,
    kept: bool,
    finished: bool,
}

impl Place {
    /// The folder to keep, which must be new or empty, or a temporary one of our own.
    pub(super) fn make(keep: Option<&Path>) -> Result<Self, Trouble> {
        let place = match keep {
            Some(folder) => Self { root: kept(folder)?, kept: true, finished: false },
            None => Self { root: temporary()?, kept: false, finished: false },
        };
        std::fs::create_dir(place.mails())
            .map_err(|e| Trouble::Failed(format!("make the folder \"{}\": {e}", place.mails().display())))?;
        Ok(place)
    }

    /// Whether everything stays.
    pub(super) fn is_kept(&self) -> bool {
        self.kept
    }

    /// The mails, always left.
    pub(super) fn mails(&self) -> PathBuf {
        self.root.join("mails")
    }

    /// The two states of the site.
    pub(super) fn site(&self) -> PathBuf {
        self.root.join("site")
    }

    /// The watchlist with the ports filled in.
    pub(super) fn watchlist(&self) -> PathBuf {
        self.root.join("watchlist.toml")
    }

    /// The store.
    pub(super) fn store(&self) -> PathBuf {
        self.root.join("pledgewatch.db")
    }

    /// The demo came to its end: the mails stay even in a temporary folder.
    pub(super) fn finish(&mut self) {
        self.finished = true;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        if !self.finished {
            // A write that was under way when the demo was stopped may still add a file: once more then.
            let _ = std::fs::remove_dir_all(&self.root).or_else(|_| std::fs::remove_dir_all(&self.root));
            return;
        }
        let mails = self.mails();
        let inside = std::fs::read_dir(&self.root).into_iter().flatten().flatten().map(|e| e.path());
        for path in inside.filter(|path| *path != mails) {
            // What cannot be removed is left to whoever cleans the temporary folder.
            let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        }
    }
}

fn kept(folder: &Path) -> Result<PathBuf, Trouble> {
    let shown = folder.display();
    let failed = |e: std::io::Error| Trouble::Failed(format!("keep the demo in \"{shown}\": {e}"));
    match std::fs::read_dir(folder) {
        Ok(inside) => {
            if inside.count() > 0 {
                return Err(Trouble::Usage(format!(
                    "keep the demo in \"{shown}\": it is not empty; name a new folder"
                )));
            }
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => std::fs::create_dir_all(folder).map_err(failed)?,
        Err(e) if e.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(Trouble::Usage(format!("keep the demo in \"{shown}\": it is no folder; name a new one")));
        }
        Err(e) => return Err(failed(e)),
    }
    folder.canonicalize().map_err(failed)
}

fn temporary() -> Result<PathBuf, Trouble> {
    let stamp = Timestamp::now().strftime("%Y%m%d-%H%M%S");
    let root = std::env::temp_dir().join(format!("pledgewatch-demo-{stamp}-{}", std::process::id()));
    // A folder that exists already is refused: it would not be ours alone.
    std::fs::DirBuilder::new().mode(0o700).create(&root).map_err(|e| {
        Trouble::Failed(format!(
            "make a temporary folder \"{}\": {e}; set TMPDIR, or name a folder with --keep",
            root.display()
        ))
    })?;
    Ok(root)
}
