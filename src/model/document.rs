//! Pure. A Document: the normalized text of a Page, in ordered blocks of sentences with byte offsets; and Links.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{BlockClass, BlockKind, Failure, FoundBy, Lang, PartialDate, Reason, Validators, sha256_hex};

/// The text of a page as people read it. `text()` is what `show` prints and what every offset counts in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Document {
    /// The article's title.
    pub title: Option<String>,
    /// The date the page says it was published, in the source's zone.
    pub published: Option<PartialDate>,
    /// The language it was read in.
    pub lang: Option<Lang>,
    /// The charset it was decoded from, WHATWG label; it says so where a double encoding was mended.
    pub charset: String,
    /// What is read and compared, in order.
    pub blocks: Vec<Block>,
    /// What was set aside (navigation, ignored parts), in order; never compared.
    pub set_aside: Vec<Block>,
    /// Files the article links to that belong to it, in order.
    pub attachments: Vec<Attachment>,
    /// What told the main text, and how surely; unknown of what older versions stored.
    #[serde(default)]
    pub basis: Option<Basis>,
}

/// What told the main text, and how surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// What told it.
    pub by: FoundBy,
    /// How much of what either finder keeps both keep, in hundredths.
    pub agreement: u8,
}

/// One block-level piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Paragraph, heading and so on.
    pub kind: BlockKind,
    /// How sure it is that it belongs to the article.
    pub class: BlockClass,
    /// The text as shown, one line.
    pub text: String,
    /// Byte offset of `text` in `Document::text()`.
    pub start: usize,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// One sentence of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Byte offset of its first byte in `Document::text()`.
    pub start: usize,
    /// Byte offset after its last byte.
    pub end: usize,
    /// Comparison key: 16 hex digits over the folded text, volatile parts masked. Equal keys are equal sentences.
    pub key: String,
}

/// A sentence together with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct SentenceRef<'a> {
    /// Its number in the document, from 0.
    pub index: usize,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Its text.
    pub text: &'a str,
    /// The block it stands in.
    pub block: &'a Block,
    /// The nearest heading above it.
    pub heading: Option<&'a str>,
}

impl Document {
    /// All block texts, one per line: what `show` prints.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.blocks.iter().map(|b| b.text.len() + 1).sum());
        for block in &self.blocks {
            text.push_str(&block.text);
            text.push('\n');
        }
        text
    }

    /// SHA-256 over the sentence keys in order, and over attachments that have bytes and no text: equal hashes mean nothing
    /// worth comparing.
    pub fn text_hash(&self) -> String {
        let mut keys = String::new();
        let unread = self.attachments.iter().filter(|a| a.blocks.is_none()).filter_map(|a| a.sha256.as_ref());
        for key in self.blocks.iter().flat_map(|b| &b.sentences).map(|s| &s.key).chain(unread) {
            keys.push_str(key);
            keys.push('\n');
        }
        sha256_hex(keys.as_bytes())
    }

    /// Whether it has attachments that were tried and may read otherwise another time.
    pub fn has_files(&self) -> bool {
        let tried = |a: &Attachment| {
            a.sha256.is_some() || a.failure.as_ref().is_some_and(|f| f.reason != Reason::FileKindNotRead)
        };
        self.attachments.iter().any(tried)
    }

    /// The attachment whose text stands at a byte offset of `text()`.
    pub fn attachment_at(&self, offset: usize) -> Option<&Attachment> {
        let at = self.blocks.partition_point(|block| block.start <= offset).checked_sub(1)?;
        self.attachments.iter().find(|a| a.blocks.is_some_and(|(from, to)| (from..to).contains(&at)))
    }

    /// Every sentence in order, with its text and the heading it stands under.
    pub fn sentences(&self) -> Vec<SentenceRef<'_>> {
        let mut all = Vec::new();
        let mut heading = None;
        for block in &self.blocks {
            for sentence in &block.sentences {
                let text = block
                    .text
                    .get(sentence.start - block.start..sentence.end - block.start)
                    .expect("sentences are cut at character boundaries inside their block");
                all.push(SentenceRef { index: all.len(), sentence, text, block, heading });
            }
            if block.kind == BlockKind::Heading {
                heading = Some(block.text.as_str());
            }
        }
        all
    }
}

/// A file that an article links to. Its text, when it was read, is part of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Where it is, and what the article calls it.
    #[serde(flatten)]
    pub link: Link,
    /// SHA-256 of the bytes that its text was read from, or that could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The server's validators of these bytes.
    #[serde(default, skip_serializing_if = "Validators::is_empty")]
    pub validators: Validators,
    /// The document's blocks that are its text: from, and up to without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<(usize, usize)>,
    /// Why it was not read. Together with `blocks`: not this time, and the text is the one read before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

impl Attachment {
    /// One that nobody tried to read.
    pub fn new(link: Link) -> Self {
        Self { link, sha256: None, validators: Validators::default(), blocks: None, failure: None }
    }

    /// The name a reader finds it by: what the article calls it, with the file's name.
    pub fn name(&self) -> String {
        let title = self.link.title.trim();
        let file = self.link.url.path().rsplit('/').next().unwrap_or_default();
        let file = percent_encoding::percent_decode_str(file).decode_utf8_lossy().into_owned();
        if title.is_empty() || title == file {
            return file;
        }
        if file.is_empty() || title.contains(&file) { title.to_owned() } else { format!("{title} ({file})") }
    }
}

/// An entry of a listing, feed, sitemap or API answer, or an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads, canonical: no fragment, no tracking parameters.
    pub url: Url,
    /// Its text.
    pub title: String,
    /// The date shown beside it or in its URL.
    pub date: Option<PartialDate>,
    /// Differs when what it leads to has changed: the `lastmod` as written, or a hash of what the API says; of a further page
    /// of a list, when the reading began that led there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// What the API gave of the article, so that its page is not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
    /// It leads to a part of the list: a sitemap named by an index (1), or the list's page of this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
}

/// An article as an API gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The item, as JSON.
    pub item: String,
    /// When the API was asked.
    pub at: Timestamp,
}

impl Link {
    /// A link to an article.
    pub fn new(url: Url, title: String, date: Option<PartialDate>) -> Self {
        Self { url, title, date, stamp: None, given: None, part: None }
    }

    /// A link to a further page of a list, with its number.
    pub fn page(url: Url, number: u32) -> Self {
        Self { part: Some(number), ..Self::new(url, format!("page {number}"), None) }
    }
}
