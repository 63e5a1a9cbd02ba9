//! How well the main text is found, on pages with a known main text: `cargo bench --bench main_text -- DIR…`.
//!
//! A folder holds pages (`NAME.html`, or `NAME.html.gz`) and beside each `NAME.json` with any of `url`, `text` (the main
//! text), `with` and `without` (snippets that must and must not be in it). Two published layouts are read too: one
//! `ground-truth.json` of ids with `articleBody`, and files under `ground-truth/` with `ground_truth.main_content`; there the
//! pages are under `html/`. `benches/README.md` says what came out. Pages worse than `--below F1` are listed.

#![allow(clippy::print_stdout, reason = "its figures are its output")]

use std::collections::HashMap;
use std::hash::Hash;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use pledgewatch::extract::{self, Settings};
use pledgewatch::model::{BlockClass, Document, Page};
use serde_json::Value;
use url::Url;

struct Case {
    name: String,
    page: PathBuf,
    url: Option<String>,
    text: Option<String>,
    with: Vec<String>,
    without: Vec<String>,
}

/// Hits, what is too much, what is missing.
#[derive(Clone, Copy, Default)]
struct Counts {
    hits: f64,
    extra: f64,
    missing: f64,
}

#[derive(Default)]
struct Scores {
    shingles: Vec<Counts>,
    words: Vec<f64>,
    snippets: Counts,
}

fn main() {
    let mut below = 0.0;
    let mut folders = Vec::new();
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(argument) = arguments.next() {
        if argument == "--below" {
            below = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
        } else if !argument.starts_with('-') {
            folders.push(PathBuf::from(argument));
        }
    }
    folders.retain(|folder| folder.is_dir());
    if folders.is_empty() {
        println!("no folder of pages given: nothing measured");
    }
    for folder in folders {
        measure(&folder, below);
    }
}

fn measure(folder: &Path, below: f64) {
    let (mut main, mut read) = (Scores::default(), Scores::default());
    let (mut spent, mut unread, mut count) = (Vec::new(), 0, 0);
    for case in cases(folder) {
        let Some(bytes) = bytes(&case.page) else { continue };
        let url = case.url.as_deref().and_then(|u| Url::parse(u).ok());
        let url = url.unwrap_or_else(|| Url::parse("http://localhost/").expect("a constant URL is valid"));
        let page = Page::from_bytes(url, None, bytes, Timestamp::now());
        let start = Instant::now();
        let found = extract::document(&page, &Settings { zone: "UTC".to_owned(), ..Settings::default() });
        spent.push(start.elapsed());
        count += 1;
        unread += usize::from(found.is_err());
        let document = found.unwrap_or_default();
        let worst = main.add(&case, &text(&document, |class| class == BlockClass::Main));
        read.add(&case, &text(&document, |_| true));
        if worst < below {
            println!("{worst:.3} {}", case.name);
        }
    }
    spent.sort();
    let mean = spent.iter().sum::<Duration>() / u32::try_from(spent.len().max(1)).expect("so few pages");
    println!("{}: {count} pages, {unread} unreadable, {mean:.1?} a page", folder.display());
    println!("  main              {}", main.line());
    println!("  main + uncertain  {}", read.line());
}

fn text(document: &Document, wanted: impl Fn(BlockClass) -> bool) -> String {
    let blocks = document.blocks.iter().filter(|b| wanted(b.class));
    blocks.map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n")
}

impl Scores {
    /// Counts one page; gives the worst of its scores.
    fn add(&mut self, case: &Case, found: &str) -> f64 {
        let mut worst: f64 = 1.0;
        if let Some(wanted) = &case.text {
            let shingles = compare(&shingles(wanted), &shingles(found)).share();
            let words = compare(&words(wanted), &words(found)).f1();
            self.shingles.push(shingles);
            self.words.push(words);
            worst = worst.min(words);
        }
        let folded = fold(found);
        let held = |list: &[String]| list.iter().filter(|s| folded.contains(&fold(s))).count();
        let (hits, extra) = (held(&case.with), held(&case.without));
        let own = Counts { hits: as_f64(hits), extra: as_f64(extra), missing: as_f64(case.with.len() - hits) };
        self.snippets.hits += own.hits;
        self.snippets.extra += own.extra;
        self.snippets.missing += own.missing;
        if case.with.is_empty() { worst } else { worst.min(own.f1()) }
    }

    fn line(&self) -> String {
        let mean = |of: fn(&Counts) -> f64| mean(self.shingles.iter().map(of));
        let (precision, recall) = (mean(Counts::precision), mean(Counts::recall));
        let f1 = 2.0 * precision * recall / (precision + recall);
        format!(
            "shingles F1 {f1:.3} (P {precision:.3} R {recall:.3})  words F1 {:.3}  snippets F1 {:.3} (P {:.3} R {:.3})",
            self::mean(self.words.iter().copied()),
            self.snippets.f1(),
            self.snippets.precision(),
            self.snippets.recall()
        )
    }
}

fn mean(values: impl Iterator<Item = f64> + Clone) -> f64 {
    values.clone().sum::<f64>() / as_f64(values.count())
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("pages are shorter"))
}

impl Counts {
    fn precision(&self) -> f64 {
        if self.extra + self.missing == 0.0 { 1.0 } else { self.hits / (self.hits + self.extra).max(f64::MIN_POSITIVE) }
    }

    fn recall(&self) -> f64 {
        if self.extra + self.missing == 0.0 {
            1.0
        } else {
            self.hits / (self.hits + self.missing).max(f64::MIN_POSITIVE)
        }
    }

    fn f1(&self) -> f64 {
        let sum = 2.0 * self.hits + self.extra + self.missing;
        if sum == 0.0 { 1.0 } else { 2.0 * self.hits / sum }
    }

    /// So that a long page counts no more than a short one.
    fn share(self) -> Self {
        let sum = (self.hits + self.extra + self.missing).max(f64::MIN_POSITIVE);
        Self { hits: self.hits / sum, extra: self.extra / sum, missing: self.missing / sum }
    }
}

fn compare<K: Eq + Hash>(wanted: &HashMap<K, usize>, found: &HashMap<K, usize>) -> Counts {
    let mut hits = 0;
    for (key, count) in wanted {
        hits += count.min(found.get(key).unwrap_or(&0));
    }
    let total = |map: &HashMap<K, usize>| map.values().sum::<usize>();
    Counts { hits: as_f64(hits), extra: as_f64(total(found) - hits), missing: as_f64(total(wanted) - hits) }
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|t| !t.is_empty()).collect()
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let tokens = tokens(text);
    let mut counts = HashMap::new();
    let pieces: Vec<&[&str]> = if tokens.len() < 4 { vec![&tokens] } else { tokens.windows(4).collect() };
    for piece in pieces.into_iter().filter(|p| !p.is_empty()) {
        *counts.entry(piece.to_vec()).or_insert(0) += 1;
    }
    counts
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for token in tokens(text) {
        *counts.entry(token.to_lowercase()).or_insert(0) += 1;
    }
    counts
}

/// Blanks and the forms of quotes differ between writers of such lists.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['’', '‘'], "'").replace(['“', '”', '„'], "\"")
}

fn bytes(page: &Path) -> Option<Vec<u8>> {
    let raw = std::fs::read(page).ok()?;
    if page.extension().is_none_or(|e| e != "gz") {
        return Some(raw);
    }
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(raw.as_slice()).read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn cases(folder: &Path) -> Vec<Case> {
    let html = |under: &Path, name: &str| {
        let names = [format!("{name}.html"), format!("{name}.html.gz")];
        names.iter().map(|n| under.join(n)).find(|p| p.is_file())
    };
    let under = folder.join("html");
    let mut all = Vec::new();
    if let Some(Value::Object(truth)) = json(&folder.join("ground-truth.json")) {
        all.extend(truth.iter().filter_map(|(id, told)| case(id, html(&under, id)?, told, &told["articleBody"])));
    } else if folder.join("ground-truth").is_dir() {
        for (name, told) in stems(&folder.join("ground-truth")) {
            let main = &told["ground_truth"]["main_content"];
            all.extend(html(&under, &name).and_then(|page| case(&name, page, &told, main)));
        }
    } else {
        for (name, told) in stems(folder) {
            all.extend(html(folder, &name).and_then(|page| case(&name, page, &told, &told["text"])));
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn stems(folder: &Path) -> Vec<(String, Value)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    let json_files = entries.filter(|p| p.extension().is_some_and(|e| e == "json"));
    json_files.filter_map(|p| Some((p.file_stem()?.to_str()?.to_owned(), json(&p)?))).collect()
}

fn json(path: &Path) -> Option<Value> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

fn case(name: &str, page: PathBuf, told: &Value, main: &Value) -> Option<Case> {
    let list = |key: &str| {
        let items = told[key].as_array().into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let url = told["url"].as_str().map(str::to_owned);
    let text = main.as_str().map(str::to_owned);
    let case = Case { name: name.to_owned(), page, url, text, with: list("with"), without: list("without") };
    (case.text.is_some() || !case.with.is_empty()).then_some(case)
}
