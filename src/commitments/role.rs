//! Pure. What a cue of the language files tells: the roles, each with the spelling that lexicons and weights use.
#![expect(unreachable_pub, reason = "the macro is made for sets that others use too")]

use crate::model::codes::codes;

codes! {
    /// What a cue of the language files tells.
    Role, "role" {
        /// Weighing, studying.
        Considers = "considers",
        /// Ready, willing, open to.
        Willingness = "willingness",
        /// Asking others to act.
        Calls = "calls",
        /// Must, shall.
        Deontic = "deontic",
        /// A rule in the present tense.
        Standing = "standing",
        /// One body recommends to another.
        Recommendation = "recommendation",
        /// Advice to the public.
        Advice = "advice",
        /// Plan or plain future.
        Intends = "intends",
        /// Promise or agreement.
        Pledged = "pledged",
        /// Formal decision.
        Ordered = "ordered",
        /// Done, begun, in effect.
        InForce = "in_force",
        /// Suspending, cancelling, ending.
        Withdrawal = "withdrawal",
        /// Negation or denial.
        Denial = "denial",
        /// No one may.
        Prohibition = "prohibition",
        /// If, provided that.
        Condition = "condition",
        /// Prediction.
        Forecast = "forecast",
        /// Traffickers, deaths, markets.
        Nonactor = "nonactor",
        /// A word of saying.
        Attribution = "attribution",
        /// Told by others.
        Reported = "reported",
        /// A finished operation.
        PastOperation = "past_operation",
        /// Statistics.
        Statistic = "statistic",
        /// Resolve without a measure.
        Rhetoric = "rhetoric",
        /// Going on with something.
        Continues = "continues",
        /// A bill not yet law.
        LegislationOpen = "legislation_open",
        /// A bill that is law.
        LegislationDone = "legislation_done",
        /// A bill brought in.
        BillTabled = "bill_tabled",
        /// A rule proposed.
        NoticeFuture = "notice_future",
        /// Captions, contacts, definitions.
        Boilerplate = "boilerplate",
        /// Opens a question.
        QuestionLabel = "question_label",
        /// Opens an answer.
        AnswerLabel = "answer_label",
        /// New, now, announces.
        Newness = "newness",
        /// At once, today.
        Immediate = "immediate",
        /// The date beside it is a start.
        Effective = "effective",
        /// Dated regulation.
        Regulatory = "regulatory",
        /// The date beside it is a deadline.
        Deadline = "deadline",
        /// The date beside it is an end.
        Expiry = "expiry",
        /// The date beside it closes comments.
        Comments = "comments",
        /// The date beside it is a day of saying.
        AnnouncedOn = "announced_on",
        /// The date beside it is that of a meeting.
        MeetingPast = "meeting_past",
        /// Long ago.
        Ago = "ago",
        /// We, the ministry.
        OwnSubject = "own_subject",
        /// The other side.
        OtherSubject = "other_subject",
        /// Both sides.
        JointSubject = "joint_subject",
        /// And, between two parties.
        AndJoint = "and_joint",
        /// He, it, they.
        Pronoun = "pronoun",
        /// From, before an amount that moved.
        FromTo = "from_to",
        /// And, but.
        Coordinator = "coordinator",
        /// A preposition.
        Prep = "prep",
        /// Words that tell nothing.
        Inert = "inert",
        /// "would": the future of reported speech, else a possibility.
        Backshift = "backshift",
        /// Opens a clause that gives a reason or an occasion: what is done there is not the act.
        Subordinate = "subordinate",
        /// A protest at what another side does.
        Protest = "protest",
        /// Praise or judgement of talks, which no agreement on them makes a measure.
        Evaluation = "evaluation",
        /// A verb of taking away, which ends a measure but not a crime.
        Removal = "removal",
        /// A date near it counts from an event to come, or belongs to a plan given up.
        Anchor = "anchor",
        /// Points back to things named before: "these substances".
        Anaphor = "anaphor",
        /// A verb form of something under way, whatever the verb.
        Progressive = "progressive",
        /// A verb form of something done, whatever the verb.
        Perfect = "perfect",
        /// A measure told before: "the move".
        Measure = "measure",
        /// Opens a clause inside another: "what", "who".
        Embedded = "embedded",
        /// A verb that moves its object, which 将 may introduce without any future: 列入, 降至.
        Disposal = "disposal",
        /// A visa: taking it away is a sanction, not the end of one.
        Visa = "visa",
        /// How long something goes on, which is no date.
        Duration = "duration",
        /// Goods sent or sold: stopping that is a ban, while stopping a rule, a tariff or a talk takes it away.
        Trade = "trade",
        /// A rule being made, whose subject is what it names.
        Rulemaking = "rulemaking",
        /// Something to read: what it is about is not the act.
        Document = "document",
        /// What a sanction does to property and dealings, told in its notice: no act besides the sanction.
        LegalEffect = "legal_effect",
        /// Opens a recital of a decree.
        Recital = "recital",
    }
}

impl Role {
    /// Its bit in a set of roles.
    pub(super) const fn bit(self) -> u128 {
        1 << self as u32
    }
}
