//! The demo's site: two states of files, embedded or in a folder, served on loopback with dates and noise filled in.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use encoding_rs::GB18030;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use regex::{Captures, Regex};

use super::files::{AFTER, BEFORE};
use crate::cli::session::Trouble;
use crate::model::sha256_hex;

/// The states by folder name, in the order in which they are shown.
pub(super) const STATES: [&str; 2] = ["before", "after"];

/// A page of a site in a folder may be so large.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// Path (`/en/news/index.html`) to bytes as they lie in the folder.
type Files = BTreeMap<String, Vec<u8>>;

/// Both states of the site.
pub(super) struct Site {
    states: [Files; 2],
}

impl Site {
    /// The site inside the binary.
    pub(super) fn embedded() -> Self {
        let own = |files: &[(&str, &[u8])]| files.iter().map(|(p, b)| ((*p).to_owned(), b.to_vec())).collect();
        Self { states: [own(BEFORE), own(AFTER)] }
    }

    /// The site in a folder with `before` and `after`, as `--keep` leaves it.
    pub(super) fn in_folder(folder: &Path) -> Result<Self, Trouble> {
        let mut states = [Files::new(), Files::new()];
        for (name, files) in STATES.iter().zip(&mut states) {
            let root = folder.join(name);
            collect(&root, &root, files).map_err(|e| {
                Trouble::Usage(format!(
                    "read the site in \"{}\": {e}; --site wants a folder with before/ and after/, as `demo --keep` leaves it in DIR/site",
                    root.display()
                ))
            })?;
        }
        Ok(Self { states })
    }

    /// Writes both states below a folder, bytes as they are.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Trouble> {
        for (name, files) in STATES.iter().zip(&self.states) {
            for (path, bytes) in files {
                let file = folder.join(name).join(path.trim_start_matches('/'));
                let written = std::fs::create_dir_all(file.parent().unwrap_or(folder))
                    .and_then(|()| std::fs::write(&file, bytes));
                written.map_err(|e| Trouble::Failed(format!("write \"{}\": {e}", file.display())))?;
            }
        }
        Ok(())
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Files) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let about = std::fs::metadata(&path)?;
        if about.is_dir() {
            collect(root, &path, files)?;
        } else if !about.is_file() || about.len() > MAX_FILE {
            let why = format!("\"{}\" is no plain file of at most {MAX_FILE} bytes", path.display());
            return Err(std::io::Error::other(why));
        } else if let Ok(inside) = path.strip_prefix(root) {
            files.insert(format!("/{}", inside.to_string_lossy()), std::fs::read(&path)?);
        }
    }
    Ok(())
}

/// A running server: one state at a time, fresh counters and tokens at each visit.
pub(super) struct Server {
    served: Arc<Served>,
    port: u16,
    task: tokio::task::JoinHandle<()>,
}

struct Served {
    site: Site,
    state: AtomicUsize,
    visits: AtomicU64,
    today: Date,
}

impl Server {
    /// Serves the first state on a port of the kernel's choice. Dates in pages count from `today`.
    pub(super) async fn start(site: Site, today: Date) -> Result<Self, Trouble> {
        let failed = |e: std::io::Error| Trouble::Failed(format!("serve the site on 127.0.0.1: {e}"));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let served = Arc::new(Served { site, state: AtomicUsize::new(0), visits: AtomicU64::new(0), today });
        let app = axum::Router::new().fallback(serve).with_state(Arc::clone(&served));
        let task = tokio::spawn(async move {
            if let Err(e) = axum::serve(listener, app).await {
                tracing::error!("serve the demo's site: {e}");
            }
        });
        Ok(Self { served, port, task })
    }

    /// The port.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Shows another state from now on.
    pub(super) fn show(&self, state: usize) {
        self.served.state.store(state, Ordering::Relaxed);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(State(served): State<Arc<Served>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let mut path = request.uri().path().to_owned();
    if path.ends_with('/') {
        path.push_str("index.html");
    }
    let Some(bytes) = served.site.states[served.state.load(Ordering::Relaxed)].get(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let visit = served.visits.fetch_add(1, Ordering::Relaxed);
    // No charset in the header: each page says its own in a meta tag, as on many ministries' servers.
    let kind = match Path::new(&path).extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html",
        Some("xml") => "application/xml",
        _ => "text/plain",
    };
    ([(header::CONTENT_TYPE, kind)], fill_bytes(bytes, served.today, visit)).into_response()
}

static PLACE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{\{(\w+)(?::([+-]?\d+))?\}\}").expect("a constant expression is valid"));

/// A file with its places filled, in the encoding it has: UTF-8, or else GB18030.
fn fill_bytes(bytes: &[u8], today: Date, visit: u64) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) => fill(text, today, visit).into_bytes(),
        Err(_) => {
            let (text, _, _) = GB18030.decode(bytes);
            GB18030.encode(&fill(&text, today, visit)).0.into_owned()
        }
    }
}

/// `{{en:-16}}` 8 November 2026, `{{zh:+20}}` 2026年12月14日, `{{iso:0}}` 2026-11-24: days from today. `{{hits}}`, `{{token}}` and
/// `{{now}}` differ at each visit. What is not known stays as it is.
fn fill(text: &str, today: Date, visit: u64) -> String {
    let filled = PLACE.replace_all(text, |found: &Captures<'_>| {
        let days: i32 = found.get(2).and_then(|n| n.as_str().parse().ok()).unwrap_or_default();
        let date = today.saturating_add(days.days());
        match &found[1] {
            "en" => date.strftime("%-d %B %Y").to_string(),
            "zh" => date.strftime("%Y年%-m月%-d日").to_string(),
            "iso" => date.to_string(),
            "hits" => (1_843 + visit * 7).to_string(),
            "token" => sha256_hex(&visit.to_le_bytes())[..24].to_owned(),
            "now" => Timestamp::now().strftime("%-d %B %Y, %H:%M:%S").to_string(),
            _ => found[0].to_owned(),
        }
    });
    filled.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = Date::constant(2026, 11, 24);

    #[test]
    fn places_become_dates_around_today_and_noise_of_the_visit() {
        let filled = fill("{{en:-16}} {{zh:+20}} {{iso}} {{hits}} {{colour}} {{ en }}", DAY, 1);
        assert_eq!(filled, "8 November 2026 2026年12月14日 2026-11-24 1850 {{colour}} {{ en }}");
        assert_ne!(fill("{{token}}", DAY, 1), fill("{{token}}", DAY, 2));
    }

    #[test]
    fn a_file_keeps_its_encoding() {
        let page = |text: &str| GB18030.encode(text).0.into_owned();
        assert_eq!(fill_bytes(&page("赵䶮于{{zh:0}}到任"), DAY, 0), page("赵䶮于2026年11月24日到任"));
        assert_eq!(fill_bytes("赵䶮于{{zh:0}}到任".as_bytes(), DAY, 0), "赵䶮于2026年11月24日到任".as_bytes());
    }

    #[test]
    fn the_embedded_site_is_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/site");
        let Ok(on_disk) = Site::in_folder(&folder) else { panic!("demo/site has both states") };
        assert_eq!(Site::embedded().states, on_disk.states, "list every file of demo/site in files.rs");
    }
}
