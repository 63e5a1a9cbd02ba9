//! Pure. What a page shows in, a typed failure out when it is not the page it should be: challenge, log-in, not found.
//!
//! Words alone never decide: a news article may speak of any of this. The page must also hold hardly anything else.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{Html, Selector};

use super::walk::Walked;
use super::{meta, space};
use crate::model::{Failure, Page, Reason};

/// Pages with more visible text than this (weight: a Han character counts three) are what they say they are.
const LITTLE: usize = 900;

/// Refuses what is no HTML, feed or text by header or by its first bytes.
pub(super) fn content_type(page: &Page, feeds: bool) -> Result<(), Failure> {
    if page.rendition.is_some() {
        return Ok(());
    }
    let header = page.header("content-type").unwrap_or_default();
    let kind = header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let refuse = |what: &str| Err(Failure::new(Reason::WrongContentType, what.to_owned()));
    for (magic, what) in MAGIC {
        if page.bytes.starts_with(magic) {
            return refuse(what);
        }
    }
    let text = matches!(kind.as_str(), "" | "text/html" | "application/xhtml+xml" | "text/plain" | "text/htm")
        || (feeds && (kind.ends_with("xml") || kind.ends_with("json") || kind.starts_with("text/")));
    // Servers that know nothing of a file call it a stream of octets; its first bytes tell.
    let unknown = matches!(
        kind.as_str(),
        "application/xml" | "text/xml" | "application/octet-stream" | "binary/octet-stream" | "application/x-httpd-php"
    );
    if text || (unknown && looks_like_html(&page.bytes)) { Ok(()) } else { refuse(&kind) }
}

const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "gzip data"),
];

fn looks_like_html(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_ascii_lowercase();
    head.contains("<html") || head.contains("<!doctype html")
}

static CHALLENGE_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:just a moment|un momento|un instant|请稍候|請稍候|challenge validation|attention required!?|checking your browser|verif(?:y|ying) (?:that )?you are (?:a )?human|are you a robot|access denied|access to this page has been denied|request rejected|pardon our interruption|security check|human verification|安全验证|安全检测|访问验证|人机验证|访问被拒绝|滑动验证|验证码|verificaci[óo]n de seguridad|acceso denegado|v[ée]rification de s[ée]curit[ée]|acc[èe]s refus[ée]|ddos.guard|bot verification|robot challenge screen|client challenge)\b?",
    )
    .expect("a constant expression is valid")
});
static CHALLENGE_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)checking (?:your browser|if the site connection is secure)|verif(?:y|ying) (?:that )?you are (?:a )?human|enable javascript and cookies to continue|incapsula incident id|you don.t have permission to access .{0,200}reference\s*#|the requested url was rejected|ddos protection by|unusual traffic from your|complete the (?:security check|captcha)|请完成(?:安全)?验证|正在进行安全(?:检测|验证)|访问过于频繁|您的访问(?:行为|请求).{0,12}(?:异常|拦截|拒绝)|请求已被.{0,8}拦截|verifica que eres humano|v[ée]rifiez que vous [êe]tes humain",
    )
    .expect("a constant expression is valid")
});
/// What challenge programs leave in the source.
const CHALLENGE_SOURCE: &[&str] = &[
    "_cf_chl_opt",
    "cf-browser-verification",
    "challenge-platform/h/",
    "cf-turnstile-response",
    "_incapsula_resource",
    "incap_ses",
    "errors.edgesuite.net",
    "__jsl_clearance",
    "acw_sc__v2",
    "aliyun_waf",
    "ak-challenge",
    "sec-cpt-",
    "px-captcha",
    "captcha-delivery.com",
    "awswafcookiedomainlist",
    "awswafintegration",
    "distil_r_captcha",
    "sucuri_cloudproxy_js",
    "$_ts.cd",
    "safeline_challenge",
    "bm-verify",
];
static LOGIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:(?:please\s+)?(?:log|sign)[\s-]?(?:in|on)\b|member login|user login|authentication|登录|登錄|登陆|登入|用户登录|统一身份认证|请(?:先)?登[录陆入]|iniciar sesi[óo]n|inicio de sesi[óo]n|acceso (?:de )?usuarios|ingresar|se connecter|connexion|identification|authentification)",
    )
    .expect("a constant expression is valid")
});
static NOT_FOUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        ^\W*(?:error\s*)?40[34]\b (?:\W*$|\W+(?:error|page|file|not|p[áa]gina|页|-|–)) | ^\W*(?:error|erreur)\W*404
        | \bpage\ (?:could\ )?(?:was\ )?(?:cannot\ be\ |can.t\ be\ |not\ (?:be\ )?)found | page\ (?:you\ (?:are|were)\ looking\ for|you\ requested|requested)\ .{0,60}(?:not|n.t|no\ longer|moved|removed)
        | ^\W*(?:sorry\W+)?(?:this|the)\ page\ (?:does\ not|doesn.t|no\ longer)\ exist | ^\W*(?:file|document|resource|content)\ not\ found\b
        | (?:页面|网页|頁面|網頁|文件|文章|内容|内容页)(?:已)?(?:不存在|未找到|找不到|已删除|已被删除|被删除|已刪除|没有找到|丢失了?)|(?:找不到|没有找到|無法找到|无法找到|未找到)(?:您|你)?.{0,10}(?:页面|网页|頁面|網頁|页|文件)|(?:您|你)(?:要|所)?(?:访问|訪問|查看|浏览|请求|要找)的.{0,10}(?:不存在|已删除|已被删除|找不到|已下线|已移除|可能已)
        | p[áa]gina\ (?:solicitada\ )?(?:no\ (?:fue\ |ha\ sido\ )?(?:encontrada|existe|disponible)|que\ (?:busca|buscas|solicita)\b) | no\ (?:se\ ha\ encontrado|se\ encontr[óo]|se\ encuentra|encontramos)\ la\ p[áa]gina
        | page\ (?:demand[ée]e\ )?(?:est\ )?(?:introuvable|inexistante|non\ trouv[ée]e)|(?:la\ )?page\ (?:que\ vous\ (?:recherchez|demandez|cherchez)|demand[ée]e)\ .{0,30}(?:n.existe|n.est|introuvable|supprim)
        ",
    )
    .expect("a constant expression is valid")
});

/// Refuses a page for people where data was asked for: a challenge or log-in page is named as that.
pub(super) fn instead_of_data(page: &Page, text: &str) -> Result<(), Failure> {
    let is_html = looks_like_html(text.as_bytes());
    if !is_html || super::depth::gate(text).is_err() {
        return Ok(());
    }
    let html = Html::parse_document(text);
    check(page, &html, &super::walk::walk(&html, &super::walk::Marks::default()), text)
}

/// Refuses challenge pages, log-in walls and pages that say they were not found.
pub(super) fn check(page: &Page, html: &Html, walked: &Walked<'_>, source: &str) -> Result<(), Failure> {
    let visible: usize = walked.blocks.iter().map(|b| b.line.weight).sum();
    // Menus and footers do not make a page an article.
    let prose: usize = walked.blocks.iter().filter(|b| b.line.linked * 2 <= b.line.weight).map(|b| b.line.weight).sum();
    if visible > LITTLE * 3 && prose > LITTLE {
        return Ok(());
    }
    let title = meta::title_element(html).unwrap_or_default();
    challenge(html, walked, source, &title, visible)?;
    let first = || walked.blocks.iter().map(|b| b.line.text.as_str()).filter(|t| space::weight(t) >= 3);
    let heads: Vec<String> = std::iter::once(title.clone()).chain(meta::headings(html)).collect();
    if has_password(html) && prose < LITTLE && (heads.iter().any(|h| LOGIN.is_match(h)) || led_to_login(page)) {
        return Err(Failure::new(Reason::LoginWall, shorten(&title)));
    }
    let says = |text: &str| space::weight(text) <= 240 && NOT_FOUND.is_match(text);
    let said = heads.iter().map(String::as_str).find(|h| says(h)).or_else(|| {
        // In the text the words count only when hardly anything else is said.
        first().filter(|_| prose < LITTLE / 2).find(|t| says(t))
    });
    match said {
        Some(text) if prose < LITTLE => Err(Failure::new(Reason::SoftNotFound, shorten(text))),
        _ => Ok(()),
    }
}

fn challenge(html: &Html, walked: &Walked<'_>, source: &str, title: &str, visible: usize) -> Result<(), Failure> {
    if visible > LITTLE {
        return Ok(());
    }
    let refuse = |what: &str| Err(Failure::new(Reason::Challenge, shorten(what)));
    let marks = || {
        let lower = source
            .get(..source.len().min(200_000))
            .map_or_else(|| source.to_ascii_lowercase(), str::to_ascii_lowercase);
        CHALLENGE_SOURCE.iter().copied().find(|mark| lower.contains(mark))
    };
    let title_says = CHALLENGE_TITLE.find(title).is_some_and(|m| title.len() - m.end() <= 24);
    let text_says = walked.blocks.iter().find(|b| CHALLENGE_TEXT.is_match(&b.line.text));
    if title_says && (visible < LITTLE / 2 || text_says.is_some() || marks().is_some()) {
        return refuse(title);
    }
    if let Some(block) = text_says
        && (visible < LITTLE / 3 || marks().is_some())
    {
        return refuse(&block.line.text);
    }
    // Reloading with a cookie set by script, and nothing to read.
    if visible < 60 {
        if let Some(mark) = marks() {
            return refuse(mark);
        }
        let script =
            source.contains("document.cookie") && (source.contains("location.") || source.contains("location="));
        if script && source.len() < 60_000 && html.select(&FRAME).next().is_none() {
            return refuse("a script that sets a cookie and reloads");
        }
        if source.contains("location.reload") && source.len() < 20_000 {
            return refuse("a script that reloads");
        }
    }
    Ok(())
}

static FRAME: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("frame, iframe#main").expect("a constant selector is valid"));

fn has_password(html: &Html) -> bool {
    static PASSWORD: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse(r#"input[type="password" i]"#).expect("a constant selector is valid"));
    html.select(&PASSWORD).next().is_some()
}

fn led_to_login(page: &Page) -> bool {
    let path = page.final_url.path().to_ascii_lowercase();
    page.final_url != page.url
        && ["login", "signin", "sign-in", "/cas/", "/sso", "logon"].iter().any(|w| path.contains(w))
}

fn shorten(text: &str) -> String {
    text.chars().take(120).collect()
}

#[cfg(test)]
mod tests;
