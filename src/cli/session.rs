//! What most commands need: the watchlist that was found, the store that was found, and an engine made of both.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::channel::{self, Channel};
use crate::commitments::Recognizer;
use crate::config::{self, Watchlist};
use crate::engine::Engine;
use crate::fetch::HttpFetch;
use crate::files::Files;
use crate::model::{AgencyTable, Clock, Seed, sha256_hex};
use crate::net::clock::SystemClock;
use crate::store::{self, Store};

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The watchlist has errors, rendered.
    #[error("{0}")]
    Watchlist(String),
    /// Asked for something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// Something went wrong at work.
    #[error("{0}")]
    Failed(String),
    /// The result could not be written.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl From<store::StoreError> for Trouble {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Where the watchlist and the store are looked for.
#[derive(Debug)]
pub struct Session {
    watchlist: Option<String>,
    store: Option<String>,
}

/// A mail server may be slow, and giving up before its answer sends a mail twice. Eight times this stays below the lease of
/// a delivery.
const MAIL_TIMEOUT: Duration = Duration::from_secs(60);

/// A watchlist larger than this is refused before it is read whole.
const MAX_WATCHLIST: u64 = 8 * 1024 * 1024;

impl Session {
    /// From `--watchlist` and `--store` as given.
    pub fn new(watchlist: Option<String>, store: Option<String>) -> Self {
        Self { watchlist, store }
    }

    /// The watchlist's path: given, else here, else in /etc.
    pub fn path(&self) -> PathBuf {
        if let Some(given) = &self.watchlist {
            return PathBuf::from(given);
        }
        let here = PathBuf::from("watchlist.toml");
        let system = PathBuf::from("/etc/pledgewatch/watchlist.toml");
        if !here.exists() && system.exists() { system } else { here }
    }

    /// The watchlist's text.
    ///
    /// # Errors
    /// When it is not there, no plain file, too large or no UTF-8.
    pub fn text(&self) -> Result<(PathBuf, String), Trouble> {
        let path = self.path();
        let text = read_file(&path)
            .map_err(|why| Trouble::Watchlist(format!("error: read watchlist \"{}\": {why}", path.display())))?;
        Ok((path, text))
    }

    /// The watchlist, checked; which one and warnings are logged.
    ///
    /// # Errors
    /// Every problem, rendered.
    pub fn watchlist(&self) -> Result<Watchlist, Trouble> {
        tracing::info!(watchlist = %self.path().display(), "using");
        self.parsed()
    }

    fn parsed(&self) -> Result<Watchlist, Trouble> {
        let (path, text) = self.text()?;
        let watchlist = config::parse(&path.to_string_lossy(), &text, &reader(&path))
            .map_err(|problems| Trouble::Watchlist(problems.to_string()))?;
        for warning in &watchlist.warnings {
            tracing::warn!("{warning}");
        }
        Ok(watchlist)
    }

    /// A recognizer with the agencies and topics of the watchlist if one is there, else with the built-in ones: for
    /// commands that need no watchlist.
    ///
    /// # Errors
    /// Every problem of a watchlist that was asked for by name; one that merely lies here and is wrong is passed over.
    pub fn recognizer(&self) -> Result<Recognizer, Trouble> {
        if self.watchlist.is_none() && !self.path().exists() {
            return Ok(Recognizer::new(AgencyTable::built_in()));
        }
        match self.parsed() {
            Ok(watchlist) => Ok(Recognizer::with_topics(watchlist.agencies, &watchlist.topics)),
            Err(trouble) if self.watchlist.is_some() => Err(trouble),
            Err(_) => {
                let path = self.path();
                tracing::warn!(watchlist = %path.display(), "not used, it has errors; `validate` names them");
                Ok(Recognizer::new(AgencyTable::built_in()))
            }
        }
    }

    /// The store's URL: given, else the watchlist's, else in `$STATE_DIRECTORY`, else here.
    pub fn store_url(&self, watchlist: Option<&Watchlist>) -> String {
        if let Some(url) = self.store.clone().or_else(|| watchlist.and_then(|w| w.store_url.clone())) {
            return url;
        }
        match std::env::var("STATE_DIRECTORY") {
            Ok(dir) if !dir.is_empty() => format!("{}/pledgewatch.db", dir.split(':').next().unwrap_or_default()),
            _ => "pledgewatch.db".to_owned(),
        }
    }

    /// Opens the store and says which.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn store(&self, watchlist: Option<&Watchlist>) -> Result<Arc<dyn Store>, Trouble> {
        let url = self.store_url(watchlist);
        tracing::info!(store = store::shown(&url), "using");
        Ok(store::open(&url).await?)
    }

    /// For commands that only read the store: the watchlist may be missing, and the store must exist.
    ///
    /// # Errors
    /// When there is no store yet.
    pub async fn existing_store(&self) -> Result<Arc<dyn Store>, Trouble> {
        // One that was named and is not there is a slip, not a wish to do without.
        let wanted = self.watchlist.is_some() || self.path().exists();
        let watchlist = if wanted { Some(self.watchlist()?) } else { None };
        let url = self.store_url(watchlist.as_ref());
        if store::path_of(&url).is_some_and(|path| !path.exists()) {
            return Err(Trouble::Failed(format!(
                "open store \"{url}\": there is none yet; `pledgewatch check --all` or `run` makes it, `--store` names another"
            )));
        }
        tracing::info!(store = store::shown(&url), "using");
        Ok(store::open(&url).await?)
    }

    /// Everything a check needs.
    ///
    /// # Errors
    /// Watchlist problems, or a store or HTTP client that cannot be opened.
    pub async fn engine(&self) -> Result<Engine, Trouble> {
        let watchlist = self.watchlist()?;
        let store = self.store(Some(&watchlist)).await?;
        engine(watchlist, store)
    }

    /// The channel of the watchlist: SMTP when a host is set, else the spool folder beside the store.
    ///
    /// # Errors
    /// When the channel's settings cannot be used.
    pub fn channel(&self, watchlist: &Watchlist) -> Result<Arc<dyn Channel>, Trouble> {
        let url = self.store_url(Some(watchlist));
        let beside =
            store::path_of(&url).and_then(|p| p.parent().map(Path::to_path_buf)).unwrap_or_default().join("spool");
        channel::open(&channel_settings(watchlist), &beside).map_err(Trouble::Failed)
    }
}

/// An engine of a watchlist and a store, with the machine's clock and HTTP.
///
/// # Errors
/// When the HTTP client cannot be set up.
pub fn engine(watchlist: Watchlist, store: Arc<dyn Store>) -> Result<Engine, Trouble> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let fetch = HttpFetch::new(&watchlist.fetch, Arc::clone(&clock))
        .map_err(|e| Trouble::Failed(format!("set up HTTP: {e}")))?;
    let recognizer = Recognizer::with_topics(watchlist.agencies.clone(), &watchlist.topics);
    let seed = Seed(u64::from_str_radix(&sha256_hex(&std::process::id().to_le_bytes())[..16], 16).unwrap_or_default());
    Ok(Engine {
        watchlist: Arc::new(watchlist),
        recognizer: Arc::new(recognizer),
        fetch: Arc::new(fetch),
        files: Files::default(),
        store,
        clock,
        seed,
    })
}

fn channel_settings(watchlist: &Watchlist) -> channel::Settings {
    let email = &watchlist.email;
    channel::Settings {
        host: email.host.clone(),
        port: email.port,
        security: match email.security {
            config::Security::Tls => channel::Security::Tls,
            config::Security::StartTls => channel::Security::StartTls,
            config::Security::None => channel::Security::None,
        },
        ca_file: email.ca_file.as_ref().map(PathBuf::from),
        user: email.user.clone(),
        password: email.password.as_ref().map(|source| match source {
            config::SecretRef::Credential(name) => channel::SecretSource::Credential(name.clone()),
            config::SecretRef::Env(name) => channel::SecretSource::Env(name.clone()),
            config::SecretRef::File(path) => channel::SecretSource::File(PathBuf::from(path)),
        }),
        spool: email.spool.as_ref().map(PathBuf::from),
        timeout: MAIL_TIMEOUT,
    }
}

/// Reads topic files beside the watchlist.
pub(super) fn reader(watchlist: &Path) -> impl Fn(&str) -> Result<String, String> {
    let folder = watchlist.parent().map(Path::to_path_buf).unwrap_or_default();
    move |name| read_file(&folder.join(name))
}

/// A plain file's text: no folder, device or pipe, no endless file, UTF-8.
pub(super) fn read_file(path: &Path) -> Result<String, String> {
    let about = std::fs::metadata(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => e.to_string(),
    })?;
    if !about.is_file() {
        return Err("it is not a plain file".to_owned());
    }
    if about.len() > MAX_WATCHLIST {
        return Err(format!("it is larger than {} MB", MAX_WATCHLIST / 1024 / 1024));
    }
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map_err(|e| format!("it is not UTF-8 from byte {} on", e.utf8_error().valid_up_to()))
}
