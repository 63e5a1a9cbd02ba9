//! Pure. Parts in, the HTML mail out: one template, everything escaped, nothing fetched from anywhere.

use askama::Template;

use super::parts::Part;
use crate::model::WordChange;

#[derive(Template)]
#[template(path = "mail.html")]
struct Mail<'a> {
    title: &'a str,
    parts: &'a [Part],
}

/// The HTML part. When the template cannot be rendered, which writing to memory does not bring about, the text alone is told.
pub(super) fn render(title: &str, parts: &[Part]) -> String {
    Mail { title, parts }.render().unwrap_or_else(|e| format!("<p>This mail is in its text part only: {e}</p>"))
}
