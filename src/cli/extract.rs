//! I/O. `pledgewatch extract`: bytes of a page, file or feed in, its text, its Document or its Links out.

use std::io::Write;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde_json::json;
use url::Url;

use crate::extract::{self, Listed, Paths, Settings};
use crate::files::Files;
use crate::model::{Block, Document, Failure, Lang, Link, Page, Reason};

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// One block a line.
    #[default]
    Text,
    /// Title, date, language, charset and blocks.
    Json,
}

/// What `extract` is told about its input.
#[derive(Debug, Clone, Default, Args)]
pub struct Options {
    /// Where the page comes from: links count from it, and its country helps to guess the charset.
    #[arg(long, value_name = "URL")]
    pub url: Option<Url>,
    /// The server's Content-Type.
    #[arg(long, value_name = "TYPE")]
    pub content_type: Option<String>,
    /// The language the source writes: en, zh, es or fr.
    #[arg(long, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// CSS of the main text, or of the links with --links; of a sitemap a regular expression of the URLs.
    #[arg(long, value_name = "CSS")]
    pub select: Option<String>,
    /// Print the links of a listing, feed or sitemap, or with --json of an API, one JSON object a line.
    #[arg(long)]
    pub links: bool,
    /// Where things stand in an API's answer, as `json` in the watchlist: '{ items = "list", url = "link" }'.
    #[arg(long, value_name = "PATHS", requires = "links")]
    pub json: Option<String>,
    /// How to print a document.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Reads the input and prints what it holds. The outer result is about writing, the inner about reading.
///
/// # Errors
/// When `out` cannot be written; inside, a typed failure when the input cannot be read.
pub(super) async fn run(
    input: Vec<u8>,
    options: &Options,
    now: Timestamp,
    files: &Files,
    out: &mut dyn Write,
) -> std::io::Result<Result<(), Failure>> {
    match read(input, options, now, files).await {
        Ok(lines) => {
            for line in lines {
                writeln!(out, "{line}")?;
            }
            out.flush()?;
            Ok(Ok(()))
        }
        Err(failure) => Ok(Err(failure)),
    }
}

async fn read(input: Vec<u8>, options: &Options, now: Timestamp, files: &Files) -> Result<Vec<String>, Failure> {
    let url = match &options.url {
        Some(url) => url.clone(),
        None => Url::parse("http://localhost/").map_err(|e| Failure::new(Reason::Internal, e.to_string()))?,
    };
    let page = Page::from_bytes(url, options.content_type.as_deref(), input, now);
    let page = files.rendered(page).await.map_err(|(failure, _)| failure)?;
    let settings = settings(options, &page)?;
    let is_feed = extract::is_feed(&page, &settings);
    if options.links {
        let listed = match () {
            () if settings.json.is_some() => extract::json(&page, &settings, 1),
            () if is_feed => extract::feed(&page, &settings, 1),
            () if extract::is_sitemap(&page, &settings) => extract::sitemap(&page, &settings, false),
            () => extract::listing(&page, &settings, 1),
        }?;
        let links = all(listed);
        return Ok(links
            .iter()
            .map(|l| json!({ "url": l.url, "title": l.title, "date": l.date }).to_string())
            .collect());
    }
    let document =
        if is_feed { extract::feed_document(&page, &settings) } else { extract::document(&page, &settings) }?;
    Ok(match options.format {
        Format::Text => document.text().lines().map(str::to_owned).collect(),
        Format::Json => vec![as_json(&document).to_string()],
    })
}

/// The settings of a watch that would read this page so.
fn settings(options: &Options, page: &Page) -> Result<Settings, Failure> {
    let wrong = |message: String| Failure::new(Reason::SelectorMatchedNothing, message);
    let mut settings = Settings { language: options.lang, zone: "UTC".to_owned(), ..Settings::default() };
    let selector = options.select.clone();
    match () {
        () if !options.links => settings.content = selector,
        () if extract::is_sitemap(page, &settings) => settings.addresses = selector,
        () => settings.links = selector,
    }
    settings.json = options.json.as_deref().map(paths).transpose().map_err(wrong)?;
    match settings.problems().into_iter().next() {
        Some((_, _, message)) => Err(wrong(message)),
        None => Ok(settings),
    }
}

/// `json = { … }` as the watchlist has it.
fn paths(text: &str) -> Result<Paths, String> {
    let mut table: toml::Table = toml::from_str(&format!("json = {text}")).map_err(|error| error.to_string())?;
    let Some(toml::Value::Table(mut table)) = table.remove("json") else { return Err(format!("`{text}` is no table")) };
    let mut take = |key: &str| table.remove(key).and_then(|value| value.as_str().map(str::to_owned));
    let [items, title, date, body, html, next] = ["items", "title", "date", "body", "html", "next"].map(&mut take);
    let url = take("url").ok_or_else(|| "`url` is missing in --json".to_owned())?;
    match table.keys().next() {
        Some(key) => Err(format!("unknown key `{key}` in --json")),
        None => Ok(Paths { items, url, title, date, body, html, next }),
    }
}

/// The links of a list and the further parts of it.
fn all(listed: Listed) -> Vec<Link> {
    listed.links.into_iter().chain(listed.parts).collect()
}

fn as_json(document: &Document) -> serde_json::Value {
    let block = |b: &Block| json!({ "kind": b.kind, "class": b.class, "text": b.text, "start": b.start, "sentences": b.sentences });
    json!({
        "title": document.title,
        "published": document.published,
        "language": document.lang,
        "charset": document.charset,
        "basis": document.basis,
        "blocks": document.blocks.iter().map(block).collect::<Vec<_>>(),
        "set_aside": document.set_aside.iter().map(block).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(input: &str, options: &Options) -> Result<String, Reason> {
        let now: Timestamp = "2025-12-06T04:00:00Z".parse().expect("a constant instant is valid");
        let mut out = Vec::new();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let files = Files::by("/no/such/program".into());
        let result = runtime.block_on(run(input.as_bytes().to_vec(), options, now, &files, &mut out));
        let result = result.expect("a vector takes every byte");
        result.map(|()| String::from_utf8(out).expect("the result is UTF-8")).map_err(|failure| failure.reason)
    }

    const PAGE: &str = "<html lang=en><title>Rule issued</title><main><h1>Rule issued</h1><p class=a>Exports need a licence.</p><p>It binds all.</p></main>";

    #[test]
    fn a_page_is_printed_one_block_a_line() {
        assert_eq!(
            printed(PAGE, &Options::default()).as_deref(),
            Ok("Rule issued\nExports need a licence.\nIt binds all.\n")
        );
        let select = Options { select: Some(".a".to_owned()), ..Options::default() };
        assert_eq!(printed(PAGE, &select).as_deref(), Ok("Exports need a licence.\n"));
        assert_eq!(printed("One.\n\nTwo.", &Options::default()).as_deref(), Ok("One.\nTwo.\n"));
    }

    #[test]
    fn json_holds_every_key() {
        let options = Options { format: Format::Json, ..Options::default() };
        let text = printed(PAGE, &options).expect("the page is readable");
        let value: serde_json::Value = serde_json::from_str(&text).expect("the result is JSON");
        assert_eq!(value["title"], "Rule issued");
        assert_eq!(value["published"], serde_json::Value::Null);
        assert_eq!((&value["language"], &value["charset"]), (&json!("en"), &json!("utf-8")));
        assert_eq!(value["blocks"][1]["text"], "Exports need a licence.");
    }

    #[test]
    fn links_of_a_page_and_of_a_feed_are_json_lines() {
        let feed = "<rss version='2.0'><channel><title>t</title><item><title>A</title><link>https://e.gov/20251205/a</link></item></channel></rss>";
        let options = Options { links: true, url: Url::parse("https://e.gov/feed").ok(), ..Options::default() };
        assert_eq!(
            printed(feed, &options).as_deref(),
            Ok("{\"date\":\"2025-12-05\",\"title\":\"A\",\"url\":\"https://e.gov/20251205/a\"}\n")
        );
        assert_eq!(printed(feed, &Options::default()).as_deref(), Ok("A\n"));
        let selected = Options { select: Some("a".to_owned()), ..options };
        assert_eq!(printed("<p><a href=/x>X</a>", &selected).map(|t| t.lines().count()), Ok(1));
    }

    #[test]
    fn links_of_a_sitemap_and_of_an_api_are_json_lines_too() {
        let sitemap = "<?xml version='1.0'?><!-- made --><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://e.gov/press/rule-issued</loc><lastmod>2025-12-05</lastmod></url><url><loc>https://e.gov/about</loc></url></urlset>";
        let options = Options { links: true, url: Url::parse("https://e.gov/sitemap.xml").ok(), ..Options::default() };
        assert_eq!(printed(sitemap, &options).map(|t| t.lines().count()), Ok(2));
        let selected = Options { select: Some("/press/".to_owned()), ..options.clone() };
        let line = "{\"date\":\"2025-12-05\",\"title\":\"rule issued\",\"url\":\"https://e.gov/press/rule-issued\"}\n";
        assert_eq!(printed(sitemap, &selected).as_deref(), Ok(line));
        let api = r#"{"list":[{"id":7,"name":"Rule issued","at":"2025-12-05"}]}"#;
        let paths = "{ items = \"list\", url = \"/press/{id}\", title = \"name\", date = \"at\" }";
        let with = |json: &str| Options { json: Some(json.to_owned()), ..options.clone() };
        let line = "{\"date\":\"2025-12-05\",\"title\":\"Rule issued\",\"url\":\"https://e.gov/press/7\"}\n";
        assert_eq!(printed(api, &with(paths)).as_deref(), Ok(line));
        for wrong in ["{ items = \"list\" }", "list", "{ url = \"u\", tittle = \"name\" }", "{ url = \"a[\" }"] {
            assert_eq!(printed(api, &with(wrong)), Err(Reason::SelectorMatchedNothing), "{wrong}");
        }
    }

    #[test]
    fn a_file_is_not_read_where_its_reader_is_not_there() {
        assert_eq!(printed("%PDF-1.7", &Options::default()), Err(Reason::FileReaderFailed));
    }
}
