//! What can be typed: the command line's one definition.

use clap::{Parser, Subcommand, ValueEnum};

use super::print::Format;

/// Watches ministry and agency press pages and mails what governments commit to on fentanyl, and how that changes.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
pub struct Args {
    /// The watchlist; else ./watchlist.toml, else /etc/pledgewatch/watchlist.toml.
    #[arg(long, global = true, env = "PLEDGEWATCH_WATCHLIST", value_name = "FILE")]
    pub watchlist: Option<String>,
    /// The store; else the watchlist's, else in `$STATE_DIRECTORY`, else ./pledgewatch.db.
    #[arg(long, global = true, value_name = "URL")]
    pub store: Option<String>,
    /// Log more; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// See the main job in seconds: a small ministry site in two states, checked, compared and mailed, all on this machine.
    Demo {
        /// Keep store, watchlist, site and mails in this folder.
        #[arg(long, value_name = "DIR")]
        keep: Option<std::path::PathBuf>,
        /// Use the site in this folder (before/ and after/, as --keep leaves it in DIR/site) instead of the one built in.
        #[arg(long, value_name = "DIR")]
        site: Option<std::path::PathBuf>,
    },
    /// Every problem of the watchlist with line and caret; each watch's next three runs.
    Validate {
        /// Also which recipient gets which event.
        #[arg(long)]
        routes: bool,
    },
    /// Visit now, store and deliver as the daemon would, print a summary.
    Check(CheckOptions),
    /// Run as the daemon.
    Run,
    /// Visit one watch or URL, store nothing: what is read, what is set aside, what is recognized.
    Preview {
        /// Watch id or URL.
        what: String,
    },
    /// A row per watch, the queue and the coverage; exit 1 when something is wrong.
    Status {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Checks and versions of a page.
    History {
        /// URL, or an alert or commitment id.
        what: String,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// What changed between two versions of a page, by word.
    Diff {
        /// URL, or an alert or commitment id.
        what: String,
        /// Older version; the one before the newest without it.
        from: Option<u32>,
        /// Newer version; the newest without it.
        to: Option<u32>,
    },
    /// The text of a version of a page; every byte offset counts in it.
    Show {
        /// URL, or an alert or commitment id.
        what: String,
        /// Version; the newest without it.
        number: Option<u32>,
        /// The bytes as received.
        #[arg(long)]
        raw: bool,
    },
    /// Every commitment known, or those that match.
    Ledger(LedgerOptions),
    /// The queue and log of alerts.
    Alerts {
        /// What to do with them.
        #[command(subcommand)]
        action: AlertsAction,
    },
    /// Say what you think of an alert.
    Judge {
        /// Alert or event id.
        id: String,
        /// Your opinion.
        #[arg(value_enum)]
        opinion: Opinion,
        /// A word why.
        #[arg(long)]
        note: Option<String>,
    },
    /// Recognize commitments: JSONL on stdin, one answer a line on stdout.
    Recognize {
        /// Add the sentence with marked cues and the rule that decided.
        #[arg(long)]
        explain: bool,
    },
    /// The limited child that reads a PDF, DOCX or XLSX from stdin; started by the program itself.
    #[command(hide = true)]
    ReadFile,
    /// HTML, PDF or a feed on stdin to text, or with a sitemap or an answer of an API to links.
    Extract(super::extract::Options),
    /// Compare two texts: JSONL on stdin, one verdict a line on stdout.
    Compare,
    /// Read stored pages again with today's settings and lexicons and show what differs.
    Replay {
        /// Only pages fetched on or after this day (YYYY-MM-DD).
        #[arg(long)]
        since: Option<String>,
        /// Let the next check take it over, into the re-reading digest.
        #[arg(long)]
        apply: bool,
    },
}

/// What to check.
#[derive(Debug, Clone, clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["ids", "due", "all"]))]
pub struct CheckOptions {
    /// Watch ids.
    pub ids: Vec<String>,
    /// What is due.
    #[arg(long)]
    pub due: bool,
    /// Every target, due or not.
    #[arg(long)]
    pub all: bool,
}

/// Which entries of the ledger.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct LedgerOptions {
    /// `search TEXT`, `show ID`, `join KEEP OTHER`, `split ID SIGHTING` or `correct ID FIELD=VALUE`; nothing lists all.
    pub action: Vec<String>,
    /// First seen on or after this day.
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Actor id or country: CN:MOFCOM, US.
    #[arg(long)]
    pub actor: Option<String>,
    /// Action class: `export_licence`, `tariff_trade` ….
    #[arg(long)]
    pub class: Option<String>,
    /// Object id, as in 4-ANPP.
    #[arg(long)]
    pub object: Option<String>,
    /// Counterparty country.
    #[arg(long)]
    pub country: Option<String>,
    /// At least this firm: intends, pledged, ordered, `in_force`.
    #[arg(long)]
    pub strength: Option<String>,
    /// Topic id.
    #[arg(long)]
    pub topic: Option<String>,
    /// In force on or after this day.
    #[arg(long, value_name = "DATE")]
    pub after: Option<String>,
    /// In force on or before this day.
    #[arg(long, value_name = "DATE")]
    pub before: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What to do with alerts.
#[derive(Debug, Clone, Subcommand)]
pub enum AlertsAction {
    /// Newest first, with what became of each.
    List {
        /// At most so many.
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// One alert as it went out.
    Show {
        /// Alert id.
        id: String,
    },
    /// Who was told of an event, and why.
    Why {
        /// Event id.
        id: String,
    },
    /// Send an alert again, the same bytes.
    Resend {
        /// Alert id.
        id: String,
    },
    /// Tell removals that are held as a suspected redesign, at the next check.
    Release {
        /// The page's URL, or the id of the `redesign_suspected` event.
        what: String,
    },
    /// Send a real, marked test mail.
    Test {
        /// Recipient key; every recipient without it.
        recipient: Option<String>,
    },
}

/// A reader's opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Opinion {
    /// Worth the mail.
    Useful,
    /// Not worth it.
    Noise,
    /// Right, but known already.
    Known,
}

impl Opinion {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Useful => "useful",
            Self::Noise => "noise",
            Self::Known => "known",
        }
    }
}
