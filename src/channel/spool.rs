//! I/O. A folder of `.eml` files, with the HTML beside each for a browser: written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use super::{Channel, Sent};
use crate::model::{QueuedDelivery, sha256_hex};

/// The spool folder.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
}

impl Spool {
    /// A spool in this folder, made when the first mail comes.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf() }
    }
}

#[async_trait]
impl Channel for Spool {
    async fn deliver(&self, delivery: &QueuedDelivery) -> Sent {
        let folder = self.folder.clone();
        let name = format!("{}-{}", delivery.alert.id, plain(&delivery.address));
        let (eml, html) = (delivery.alert.eml.clone(), delivery.alert.html.clone());
        let written = tokio::task::spawn_blocking(move || {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
            write(&folder, &format!("{name}.html"), html.as_bytes())?;
            write(&folder, &format!("{name}.eml"), &eml)
        });
        match written.await {
            Ok(Ok(path)) => Sent::Delivered { detail: path.display().to_string() },
            Ok(Err(e)) => Sent::Unreachable { detail: format!("write into spool \"{}\": {e}", self.folder.display()) },
            Err(e) => Sent::Unreachable { detail: format!("write into spool \"{}\": {e}", self.folder.display()) },
        }
    }
}

/// Letters, digits, `@`, `.`, `-` and `_`, at most 100 of them, so that no address names another folder. An address that has
/// other characters, or more, is told apart by a hash.
fn plain(address: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || "@.-_".contains(c) { c } else { '_' };
    let name: String = address.chars().map(kept).take(100).collect();
    if name == address { name } else { format!("{name}-{}", &sha256_hex(address.as_bytes())[..10]) }
}

/// Writes under another name, syncs, renames, syncs the folder: a reader sees the whole file or none.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let path = folder.join(name);
    let half = folder.join(format!(".{name}.part"));
    let mut file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&half, &path)?;
    File::open(folder)?.sync_all()?;
    Ok(path)
}
