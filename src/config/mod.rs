//! Pure. `watchlist.toml` as text in; a Watchlist, or every problem with line, column, caret and hint out.

mod check;
mod names;
mod parse;
mod plan;
mod problems;
mod reader;
mod reading;
mod recipients;
mod secrets;
mod service;
mod topic;
mod watch;

use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use crate::commitments::TopicFile;
use crate::model::{AgencyTable, Origin, Recipient, SourceType};
use crate::{extract, fetch, schedule};

/// The whole watchlist, checked.
#[derive(Debug, Clone)]
pub struct Watchlist {
    /// `[fetch]`.
    pub fetch: fetch::Settings,
    /// `[store] url`; None leaves the choice to the command.
    pub store_url: Option<String>,
    /// `[store] retention`.
    pub retention: Option<Duration>,
    /// `[email]`.
    pub email: Email,
    /// `[health]`.
    pub health: Health,
    /// `[recipients.*]`, in file order.
    pub recipients: Vec<Recipient>,
    /// Topics of the user's own, besides the built-in one.
    pub topics: Vec<TopicFile>,
    /// Built-in agencies and those of `[agencies]`.
    pub agencies: AgencyTable,
    /// `[[watch]]`, in file order, disabled ones included.
    pub watches: Vec<Watch>,
    /// What is legal but unwise, rendered with carets.
    pub warnings: Vec<String>,
}

/// `[email]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// `Name <address>`.
    pub from: String,
    /// SMTP server; None spools.
    pub host: Option<String>,
    /// Port; None follows `security`.
    pub port: Option<u16>,
    /// How the connection is secured.
    pub security: Security,
    /// PEM file of further authorities.
    pub ca_file: Option<String>,
    /// SMTP user.
    pub user: Option<String>,
    /// Where the password is found; never the password.
    pub password: Option<SecretRef>,
    /// Spool folder; None is `spool/` beside the store.
    pub spool: Option<String>,
}

/// How the SMTP connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (port 465).
    Tls,
    /// STARTTLS, required (port 587).
    StartTls,
    /// Clear text (port 25), loopback only.
    None,
}

/// Where a secret is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretRef {
    /// `$CREDENTIALS_DIRECTORY/NAME`.
    Credential(String),
    /// Environment variable.
    Env(String),
    /// File.
    File(String),
}

/// `[health]`.
#[derive(Debug, Clone)]
pub struct Health {
    /// When the heartbeat goes to whoever had no mail.
    pub heartbeat: schedule::Plan,
    /// The crontab lines of it, as written.
    pub heartbeat_lines: Vec<String>,
    /// URL called after each round.
    pub ping_url: Option<Url>,
    /// A watch counts as failing after this long and 3 failures.
    pub failing_after: Duration,
}

/// What kind of page a watch looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchKind {
    /// One page.
    Page,
    /// A page of links to articles.
    Listing,
    /// RSS, Atom or JSON feed.
    Feed,
    /// A sitemap, or an index of sitemaps.
    Sitemap,
    /// A JSON API.
    Json,
}

/// Which attachments of articles are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attachments {
    /// Those of articles with a commitment on a topic, or with an act of control whatever it is on.
    Auto,
    /// Those of every article.
    Always,
    /// None; they are named as not read.
    Never,
}

/// One `[[watch]]`, defaults filled in.
#[derive(Debug, Clone)]
pub struct Watch {
    /// id, name, agency, language, source zone.
    pub origin: Origin,
    /// The page.
    pub url: Url,
    /// Its kind.
    pub kind: WatchKind,
    /// What kind of texts it publishes.
    pub source_type: SourceType,
    /// When.
    pub plan: schedule::Plan,
    /// How to read it.
    pub extract: extract::Settings,
    /// Private ranges it may reach.
    pub allow_addresses: Vec<IpNet>,
    /// Topic ids.
    pub topics: Vec<String>,
    /// Recipient keys.
    pub notify: Vec<String>,
    /// Looked at at all.
    pub enabled: bool,
    /// `render = "browser"` (not in this version).
    pub browser: bool,
    /// Whether the agency itself publishes here.
    pub primary: bool,
    /// Pause before a removal is confirmed.
    pub confirm_after: Duration,
    /// Which changes are reported: commitments, topic, any.
    pub report: Report,
    /// Sitemaps of an index, or pages of a list, read at most.
    pub max_pages: u32,
    /// Pages of a listing or feed read when the watch begins.
    pub baseline_pages: u32,
    /// Which attachments of its articles are read.
    pub attachments: Attachments,
    /// Every raw page is kept, not only those the store needs.
    pub keep_raw: bool,
    /// Agency id it stands in for.
    pub stands_in_for: Option<String>,
    /// Watches with the same texts in another language: those it names as `twin`, and those that name it.
    pub twins: Vec<String>,
    /// Why it is disabled, what stands in, what to know.
    pub note: Option<String>,
    /// Silence longer than this is reported; None learns.
    pub quiet_after: Option<Duration>,
    /// Cooling steps as written.
    pub cooling: Vec<String>,
    /// Line of `[[watch]]` in the file.
    pub line: usize,
}

/// Which changes of a watch are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Report {
    /// Only commitments.
    Commitments,
    /// Any text on the topic.
    Topic,
    /// Any text.
    Any,
}

/// Every problem of a watchlist, each rendered with file, line, column, caret and hint, in file order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", rendered.join("\n\n"))]
pub struct Problems {
    /// One text per problem.
    pub rendered: Vec<String>,
}

/// Parses and checks a watchlist. `read` gives the text of a topic file by its path as written, or why it cannot.
///
/// # Errors
/// Every problem at once.
pub fn parse(file: &str, text: &str, read: &dyn Fn(&str) -> Result<String, String>) -> Result<Watchlist, Problems> {
    parse::parse(file, text, read)
}
