//! CPU of each pure stage on pages of about 40 KB, English and Chinese. `benches/README.md` says what is measured.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jiff::Timestamp;
use pledgewatch::commitments::{Context, Recognizer};
use pledgewatch::model::{AgencyTable, Document, Lang, Page, SourceType};
use pledgewatch::{diff, extract};
use url::Url;

#[path = "support/pages.rs"]
#[allow(unreachable_pub, reason = "shared between benches, each a crate of its own")]
mod pages;

use pages::{article, paragraphs};

fn main() {
    divan::main();
}

fn page(lang: Lang, changed: bool) -> Page {
    let url = Url::parse("https://press.example.org/2026/11/24/a.html").expect("a fixed URL parses");
    let html = article(lang, 40_000, changed);
    Page::from_bytes(url, Some("text/html; charset=utf-8"), html.into_bytes(), Timestamp::UNIX_EPOCH)
}

fn settings(lang: Lang, selector: bool) -> extract::Settings {
    extract::Settings {
        content: selector.then(|| ".content".to_owned()),
        language: Some(lang),
        zone: "UTC".to_owned(),
        ..extract::Settings::default()
    }
}

fn document(lang: Lang, changed: bool) -> Document {
    extract::document(&page(lang, changed), &settings(lang, true)).expect("a bench page is readable")
}

#[divan::bench(args = [Lang::En, Lang::Zh])]
fn extract_with_selector(bencher: Bencher<'_, '_>, lang: Lang) {
    let (page, settings) = (page(lang, false), settings(lang, true));
    bencher.counter(BytesCount::new(page.bytes.len())).bench_local(|| extract::document(black_box(&page), &settings));
}

#[divan::bench(args = [Lang::En, Lang::Zh])]
fn extract_without_selector(bencher: Bencher<'_, '_>, lang: Lang) {
    let (page, settings) = (page(lang, false), settings(lang, false));
    bencher.counter(BytesCount::new(page.bytes.len())).bench_local(|| extract::document(black_box(&page), &settings));
}

/// The same article in layers of unnamed boxes beside teasers: only the finders tell it.
#[divan::bench(args = [Lang::En, Lang::Zh])]
fn extract_by_finders(bencher: Bencher<'_, '_>, lang: Lang) {
    let plain = String::from_utf8(page(lang, false).bytes.to_vec()).expect("a bench page is UTF-8");
    let teasers =
        "<div class=\"x\"><p>The minister opened a new bridge on Saturday and thanked those who built it.</p></div>"
            .repeat(12);
    let html = plain.replace("<main>", "<div class=\"l\">").replace("</main>", &format!("</div>{teasers}"));
    let page = Page::from_bytes(page(lang, false).url, Some("text/html"), html.into_bytes(), Timestamp::UNIX_EPOCH);
    let settings = settings(lang, false);
    bencher.counter(BytesCount::new(page.bytes.len())).bench_local(|| extract::document(black_box(&page), &settings));
}

#[divan::bench(args = [Lang::En, Lang::Zh])]
fn diff_one_sentence(bencher: Bencher<'_, '_>, lang: Lang) {
    let (old, new) = (document(lang, false), document(lang, true));
    bencher.bench_local(|| diff::compare(black_box(&old), black_box(&new)));
}

#[divan::bench(args = [Lang::En, Lang::Zh])]
fn recognize_page(bencher: Bencher<'_, '_>, lang: Lang) {
    let recognizer = Recognizer::new(AgencyTable::built_in());
    let document = document(lang, false);
    let context = Context {
        lang: Some(lang),
        agency: Some("CN:MFA".to_owned()),
        source_type: SourceType::PressRelease,
        ..Context::default()
    };
    bencher
        .counter(BytesCount::new(document.text().len()))
        .bench_local(|| recognizer.document(black_box(&document), &context));
}

#[divan::bench(args = [Lang::En, Lang::Zh])]
fn recognize_plain_text(bencher: Bencher<'_, '_>, lang: Lang) {
    let recognizer = Recognizer::new(AgencyTable::built_in());
    let context = Context { lang: Some(lang), agency: Some("CN:MFA".to_owned()), ..Context::default() };
    let sentences = paragraphs(lang);
    let bytes: usize = sentences.iter().map(|s| s.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for sentence in sentences {
            black_box(recognizer.sentence(black_box(sentence), &context));
        }
    });
}
