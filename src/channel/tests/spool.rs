//! I/O. The spool folder.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;

use crate::channel::contract::{EML, Member, contract_tests, delivery};
use crate::channel::{Channel, Sent, Spool};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn spool(&self) -> PathBuf {
        self.0.path().join("state").join("spool")
    }

    fn files(&self, ending: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.spool()).into_iter().flatten();
        let paths = entries.map(|e| e.expect("an entry").path());
        paths.filter(|p| p.extension().is_some_and(|e| e == ending)).collect()
    }
}

#[async_trait]
impl Member for Folder {
    fn channel(&self) -> Arc<dyn Channel> {
        Arc::new(Spool::new(&self.spool()))
    }

    async fn arrived(&self) -> Vec<(String, Vec<u8>)> {
        let named = |path: PathBuf| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            // `a-`, ten characters, `-`: the address follows.
            (name[13..].to_owned(), std::fs::read(&path).expect("readable"))
        };
        self.files("eml").into_iter().map(named).collect()
    }

    fn block(&mut self, blocked: bool) {
        let state = self.0.path().join("state");
        if blocked {
            std::fs::write(state, "a file where the folder should be").expect("written");
        } else {
            std::fs::remove_file(state).expect("removed");
        }
    }
}

contract_tests!(Folder::new());

#[tokio::test]
async fn mails_lie_private_and_whole_with_their_html_beside_them() {
    let folder = Folder::new();
    let sent = folder.channel().deliver(&delivery("desk@reader.test", EML)).await;
    let eml = folder.files("eml").remove(0);
    assert_eq!(sent, Sent::Delivered { detail: eml.display().to_string() }, "it says where");
    let html = eml.with_extension("html");
    assert_eq!(std::fs::read_to_string(&html).expect("beside it"), "<p>NEW</p>");
    let mode = |path: &PathBuf| std::fs::metadata(path).expect("known").permissions().mode() & 0o777;
    assert_eq!([mode(&eml), mode(&html), mode(&folder.spool())], [0o600, 0o600, 0o700]);
    assert_eq!(folder.files("part"), Vec::<PathBuf>::new());
}
