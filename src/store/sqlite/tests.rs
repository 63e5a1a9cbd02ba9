//! I/O. The Store contract on `SQLite`, and what is its alone: files, locks, damage, full disks.

mod files;
mod locks;
mod writes;

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;

use super::SqliteStore;
use crate::store::Store;
use crate::store::contract::{Member, contract_tests};

/// A file in a folder that goes with it.
struct OneFile(tempfile::TempDir);

impl OneFile {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("pledgewatch.db")
    }

    async fn sqlite(&self) -> SqliteStore {
        SqliteStore::open(self.path()).await.expect("it opens")
    }
}

#[async_trait]
impl Member for OneFile {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(self.sqlite().await)
    }
}

contract_tests!(OneFile::new());
