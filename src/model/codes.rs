//! Pure. Closed sets of words that appear in the watchlist, JSON, logs, headers and mails, each with one spelling.

/// A word that is in none of the closed sets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not a known {set}; known: {known}")]
pub struct UnknownCode {
    /// The word as it was given.
    pub word: String,
    /// Which set it was looked up in.
    pub set: &'static str,
    /// All members, comma-separated.
    pub known: String,
}

/// Defines an enum with one lower-case spelling per member, and `ALL`, `as_str`, `Display`, `FromStr` and serde by it.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $set:literal { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every member, in declaration order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The one spelling.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::model::UnknownCode;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|c| c.as_str() == word).ok_or_else(|| crate::model::UnknownCode {
                    word: word.to_owned(),
                    set: $set,
                    known: Self::ALL.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// A language the recognizer reads.
    Lang, "language" {
        /// English.
        En = "en",
        /// Chinese, simplified or traditional.
        Zh = "zh",
        /// Spanish.
        Es = "es",
        /// French.
        Fr = "fr",
    }
}

codes! {
    /// How firm a statement is, weakest first: the ladder a commitment climbs or slides on.
    Strength, "strength" {
        /// No promise at all.
        None = "none",
        /// Weighing, open, willing, or on a condition.
        Considers = "considers",
        /// Asks somebody else to act.
        Calls = "calls",
        /// Own plain future, plan, proposal, bill tabled.
        Intends = "intends",
        /// Pledged, agreed, guaranteed, announced with an amount.
        Pledged = "pledged",
        /// Formally decided; takes effect later or binds others to act.
        Ordered = "ordered",
        /// Effective now.
        InForce = "in_force",
    }
}

codes! {
    /// What kind of act a commitment is.
    ActionClass, "action class" {
        /// A ban or a listing in a class or schedule.
        ScheduleControl = "schedule_control",
        /// A licence, permit or registration to ship.
        ExportLicence = "export_licence",
        /// Campaigns, inspections, prosecution.
        Enforcement = "enforcement",
        /// Designation of persons or firms by an executive.
        Sanctions = "sanctions",
        /// Joint work, talks, training, experts.
        Cooperation = "cooperation",
        /// Data or leads handed over.
        InfoSharing = "info_sharing",
        /// Duties and other trade measures.
        TariffTrade = "tariff_trade",
        /// Treatment, prevention, naloxone.
        TreatmentHealth = "treatment_health",
        /// A bill or statute.
        Legislation = "legislation",
        /// Money or equipment.
        Funding = "funding",
        /// Duty to record, report, trace, verify or declare.
        MonitoringReport = "monitoring_report",
        /// A new post, unit or body of one side.
        Institution = "institution",
    }
}

codes! {
    /// Whether the statement promises, takes back or denies.
    Polarity, "polarity" {
        /// Promises or does.
        Positive = "positive",
        /// Suspends, cancels, revokes, ends.
        Withdrawal = "withdrawal",
        /// Says that there is no such commitment.
        Denial = "denial",
    }
}

codes! {
    /// Whose voice the sentence is.
    SpeakerRole, "speaker role" {
        /// The committing body itself.
        Own = "own",
        /// Two or more sides together.
        Joint = "joint",
        /// A neutral outlet or body reporting the committing body's own announcement or finished act.
        NeutralReport = "neutral_report",
        /// A counterpart, opponent, unnamed source or analyst says it of somebody else.
        AttributedToOther = "attributed_to_other",
        /// What one side wants of another.
        DemandOnOther = "demand_on_other",
        /// Nobody's promise: description, statistics, boilerplate.
        Background = "background",
    }
}

codes! {
    /// What the date of a commitment means.
    DateKind, "date kind" {
        /// To be done by then.
        Deadline = "deadline",
        /// Starts then.
        Effective = "effective",
        /// Ends then.
        Expiry = "expiry",
        /// Comments are taken until then.
        Comments = "comments",
    }
}

codes! {
    /// What opened the topic gate.
    TopicBy, "topic gate" {
        /// The sentence names something of the topic.
        Sentence = "sentence",
        /// The page title does.
        Title = "title",
        /// The heading the sentence stands under does.
        Heading = "heading",
        /// A control act on precursors as a class, with a destination or issuer among US, MX, CA, CN, IN.
        PrecursorClass = "precursor_class",
        /// An attachment of the page does.
        Attachment = "attachment",
        /// The page is linked as an annex from a page on the topic.
        Annex = "annex",
    }
}

codes! {
    /// The guideline that said "no commitment", in the order they are applied.
    Guideline, "guideline" {
        /// Navigation, contacts, captions, definitions.
        Boilerplate = "boilerplate",
        /// Somebody else is asked or told to act.
        DemandOnOther = "demand_on_other",
        /// Advice or existing duty of the public, no rule imposed.
        AdviceToPublic = "advice_to_public",
        /// Told by somebody other than the committing body.
        AttributedToOther = "attributed_to_other",
        /// Negated or denied.
        Denial = "denial",
        /// Depends on a condition, or is an offer or reservation.
        Condition = "condition",
        /// Ready, willing, open to; studying.
        Willingness = "willingness",
        /// A finished operation, meeting or statistic.
        PastOperation = "past_operation",
        /// An act too old to be news, told in a recap.
        OldAct = "old_act",
        /// A prediction, nobody bound.
        Forecast = "forecast",
        /// Resolve without a measure or a counterparty.
        Rhetoric = "rhetoric",
        /// One body recommends that another act.
        Recommendation = "recommendation",
        /// A bill not yet law, or a member's proposal.
        UnfinishedLegislation = "unfinished_legislation",
        /// Nothing that could later be called done or not done.
        NotTestable = "not_testable",
        /// No cue at all.
        NoCue = "no_cue",
        /// In a language that is not read.
        OtherLanguage = "other_language",
    }
}

codes! {
    /// What kind of page a sentence comes from.
    SourceType, "source type" {
        /// A press release.
        PressRelease = "press_release",
        /// A spokesperson's statement.
        SpokespersonStatement = "spokesperson_statement",
        /// A press conference, questions and answers.
        PressConference = "press_conference",
        /// An official gazette or legal notice.
        Gazette = "gazette",
        /// Another statement of an agency.
        Statement = "statement",
        /// News by somebody who is not a party.
        ThirdPartyNews = "third_party_news",
        /// Anything else.
        Other = "other",
    }
}

codes! {
    /// What happened. These spellings stand in the watchlist, JSON, logs, headers and mails.
    EventKind, "event kind" {
        /// A commitment not in the ledger before.
        New = "new",
        /// Firmer than before.
        Strengthened = "strengthened",
        /// Less firm than before.
        Weakened = "weakened",
        /// Cancelled or negated in words.
        Withdrawn = "withdrawn",
        /// The sentence is gone from a page otherwise readable.
        Removed = "removed",
        /// The page is gone.
        PageGone = "page_gone",
        /// The date moved.
        DeadlineChanged = "deadline_changed",
        /// The number changed.
        QuantityChanged = "quantity_changed",
        /// Objects or counterparties changed.
        ScopeChanged = "scope_changed",
        /// Said again.
        Restated = "restated",
        /// A dated rule is about to start, or starts.
        TakesEffect = "takes_effect",
        /// Comments on a proposed rule are about to close.
        CommentsClose = "comments_close",
        /// A deadline has passed and nothing newer was found.
        Overdue = "overdue",
        /// What was missing is back.
        Restored = "restored",
        /// Two language versions of one item say different things.
        VersionsDiffer = "versions_differ",
        /// Text on the topic, without a commitment, changed.
        Edited = "edited",
        /// An alert sent earlier was wrong.
        Correction = "correction",
        /// A watch cannot be read.
        WatchFailing = "watch_failing",
        /// A failing watch can be read again.
        WatchRecovered = "watch_recovered",
        /// A check is late.
        WatchOverdue = "watch_overdue",
        /// A watch shows less than is usual for it.
        WatchQuiet = "watch_quiet",
        /// A listing may have scrolled past unseen items.
        PossibleGap = "possible_gap",
        /// Many sentences of one host went at once.
        RedesignSuspected = "redesign_suspected",
        /// Mail cannot be delivered.
        DeliveryFailing = "delivery_failing",
        /// The watchlist was changed to one that cannot be used.
        ConfigError = "config_error",
    }
}

impl EventKind {
    /// Whether the event is for operators, about the service itself.
    pub fn is_operator(self) -> bool {
        self >= EventKind::WatchFailing
    }
}

codes! {
    /// How new a `new` event is.
    Novelty, "novelty" {
        /// The actor's own page, dated, and the act is that fresh.
        Announced = "announced",
        /// Told as past, or on another's page.
        FirstSeen = "first_seen",
        /// No date to judge by.
        Undated = "undated",
    }
}

codes! {
    /// What made an event arise.
    Cause, "cause" {
        /// A check of a page.
        Check = "check",
        /// The calendar.
        Clock = "clock",
        /// A new version of this program or its lexicons.
        Upgrade = "upgrade",
        /// An import.
        Import = "import",
    }
}

codes! {
    /// What a block of a document is.
    BlockKind, "block kind" {
        /// A heading.
        Heading = "heading",
        /// A paragraph.
        Paragraph = "paragraph",
        /// One item of a list.
        ListItem = "list_item",
        /// One row of a table, cells joined by tabs.
        TableRow = "table_row",
        /// A quotation.
        Quote = "quote",
    }
}

codes! {
    /// What told the main text of a page.
    FoundBy, "way of finding" {
        /// The watch's selector, or a source that gives nothing but text.
        Selector = "selector",
        /// Two finders that agree on most of it.
        Finders = "finders",
        /// Two finders that keep different parts: both, and prose beside them, were taken.
        Divided = "divided",
        /// The page's own mark for the article's place.
        Landmark = "landmark",
        /// The place where most prose stands.
        Density = "density",
    }
}

codes! {
    /// How sure extraction is that a block belongs to the article.
    BlockClass, "block class" {
        /// The article.
        Main = "main",
        /// Perhaps the article.
        Uncertain = "uncertain",
        /// Navigation, footers, counters and the like.
        Chrome = "chrome",
    }
}
