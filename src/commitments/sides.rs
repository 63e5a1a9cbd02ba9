//! Pure. The words that name sides in all languages: a government, we, the two countries, and what joins parties.

/// Words for a government, or for the country of whoever speaks.
pub(super) const GOVERNMENT: &[&str] = &[
    "government",
    "our country",
    "the country",
    "gobierno",
    "nuestro país",
    "gouvernement",
    "notre pays",
    "政府",
    "我国",
    "我國",
    "我方",
    "我们国家",
    "我們國家",
];

/// Words for the very body whose page it is.
pub(super) const OURSELVES: &[&str] = &["we", "i", "our", "nosotros", "hemos", "nous", "je", "我们", "我們"];

/// Words that count the sides of a talk, and what they count.
pub(super) const COUNTS: &[&str] =
    &["two", "both", "three", "either", "dos", "ambos", "ambas", "tres", "deux", "trois"];
/// What they count.
pub(super) const SIDES: &[&str] = &[
    "sides",
    "side",
    "governments",
    "countries",
    "nations",
    "neighbours",
    "neighbors",
    "leaders",
    "presidents",
    "partners",
    "gobiernos",
    "países",
    "naciones",
    "mandatarios",
    "presidentes",
    "vecinos",
    "gouvernements",
    "pays",
    "dirigeants",
    "voisins",
    "présidents",
    "délégations",
    "delegations",
    "delegaciones",
];

/// Words that make what they govern no subject.
pub(super) const GOVERNING: &[&str] = &[
    "from", "with", "of", "to", "between", "for", "in", "on", "con", "de", "entre", "para", "en", "avec", "des", "à",
    "dans",
];

/// Whether what stands between two parties makes a list of them.
pub(super) fn joins(gap: &str) -> bool {
    const JOINTS: &[&str] = &[
        ",",
        "、",
        "and",
        ", and",
        "and the",
        ", the",
        ", and the",
        "along with",
        "together with",
        "和",
        "与",
        "與",
        "同",
        "及",
        "以及",
        "会同",
        "會同",
        "y",
        "y la",
        "y el",
        "e",
        "et",
        "et la",
        "et le",
        "et l'",
        ", la",
        ", le",
        ", l’",
        "et l’",
        ", l'",
        "et les",
        ", el",
        "y los",
    ];
    JOINTS.contains(&gap.trim())
}
