//! The files of `demo/`, inside the binary: an installed one needs nothing else. A test holds the table to the folder.

/// The watchlist; `{{web}}` and `{{smtp}}` stand for the ports.
pub(super) const WATCHLIST: &str = include_str!("../../../demo/watchlist.toml");

macro_rules! state {
    ($state:literal: $($path:literal)*) => {
        &[$((concat!("/", $path), include_bytes!(concat!("../../../demo/site/", $state, "/", $path)) as &[u8])),*]
    };
}

/// The site as it is first.
#[rustfmt::skip]
pub(super) const BEFORE: &[(&str, &[u8])] = state!["before":
    "courier/beijing-washington-fentanyl.html"
    "en/news/half-year-figures.html"
    "en/news/index.html"
    "en/news/laboratories-fentanyl-testing.html"
    "en/news/licences-for-fentanyl-precursors.html"
    "en/news/press-conference.html"
    "en/news/soybean-importers.html"
    "en/news/video-meeting-united-states.html"
    "robots.txt"
    "zh/xwfb/fayanren.html"
    "zh/xwfb/hecha.html"
    "zh/xwfb/index.html"
    "zh/xwfb/tongbao.html"
    "zh/xwfb/xitu.html"
    "zh/xwfb/zhongmo.html"
];

/// The site as it is later.
#[rustfmt::skip]
pub(super) const AFTER: &[(&str, &[u8])] = state!["after":
    "courier/beijing-washington-fentanyl.html"
    "en/news/half-year-figures.html"
    "en/news/index.html"
    "en/news/laboratories-fentanyl-testing.html"
    "en/news/licences-for-fentanyl-precursors.html"
    "en/news/pill-presses.html"
    "en/news/press-conference.html"
    "en/news/soybean-importers.html"
    "en/news/video-meeting-united-states.html"
    "robots.txt"
    "zh/xwfb/fayanren.html"
    "zh/xwfb/gonggao-17.html"
    "zh/xwfb/hecha.html"
    "zh/xwfb/index.html"
    "zh/xwfb/tongbao.html"
    "zh/xwfb/xitu.html"
    "zh/xwfb/zhongmo.html"
];
