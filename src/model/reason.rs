//! Pure. The closed set of reasons a check can fail for, each with its stage, class, meaning and remedy.

use super::codes::codes;
use super::{FailureClass, Stage};

macro_rules! reasons {
    ($($(#[$m:meta])* $variant:ident = $text:literal, $stage:ident, $class:ident, $meaning:literal, $remedy:literal;)+) => {
        codes! {
            /// Why a check failed. `docs/reasons.md` is generated from this list.
            Reason, "reason" { $(#[doc = $meaning] $variant = $text),+ }
        }

        impl Reason {
            /// The stage it arises in.
            pub fn stage(self) -> Stage { match self { $(Reason::$variant => Stage::$stage),+ } }
            /// What retrying is worth.
            pub fn class(self) -> FailureClass { match self { $(Reason::$variant => FailureClass::$class),+ } }
            /// What it means, one sentence.
            pub fn meaning(self) -> &'static str { match self { $(Reason::$variant => $meaning),+ } }
            /// What to do, one sentence.
            pub fn remedy(self) -> &'static str { match self { $(Reason::$variant => $remedy),+ } }
        }
    };
}

reasons! {
    ContactMissing = "contact_missing", Fetch, Permanent, "No contact is set, so only loopback addresses are fetched.", "Set `contact` under [fetch] to a page or address where a site's owner can reach you.";
    BadUrl = "bad_url", Fetch, Permanent, "The URL, or one a redirect led to, is not a plain http or https URL.", "Correct `url`; user names, backslashes and other schemes are refused.";
    AddressRefused = "address_refused", Fetch, Permanent, "The host resolves to a private or reserved address.", "If you mean to watch an internal site, name its range in `allow_addresses`.";
    DnsFailed = "dns_failed", Fetch, Transient, "The host name could not be resolved.", "Check the name and this machine's resolver.";
    ConnectFailed = "connect_failed", Fetch, Transient, "No connection could be made.", "Usually passes; if not, open the page in a browser from the same network.";
    TlsFailed = "tls_failed", Fetch, Permanent, "The server's certificate could not be verified.", "If the site uses its own authority, set `ca_file` under [fetch]; verification cannot be switched off.";
    ConnectTimeout = "connect_timeout", Fetch, Transient, "The server did not accept a connection in time.", "Usually passes; raise `timeout` under [fetch] for a distant server.";
    HeaderTimeout = "header_timeout", Fetch, Transient, "The server accepted the connection and then sent no complete answer in time.", "Usually passes; raise `timeout` under [fetch] for a slow server.";
    BodyTimeout = "body_timeout", Fetch, Transient, "The page did not arrive in full in time.", "Usually passes; raise `timeout` under [fetch] for a slow server.";
    BodyBroken = "body_broken", Fetch, Transient, "The connection broke off, or the body did not match its length or encoding.", "Usually passes; the stored version stays.";
    TooLarge = "too_large", Fetch, Permanent, "The page is larger than `max_bytes`.", "Watch a smaller page, or raise `max_bytes` under [fetch].";
    TooManyRedirects = "too_many_redirects", Fetch, Permanent, "The page redirects in a circle or too often.", "Open it in a browser and take the URL it ends at.";
    RobotsForbids = "robots_forbids", Fetch, Blocked, "The site's robots.txt asks programs not to read this page.", "Look for a feed or API of the agency; robots.txt is always obeyed.";
    RobotsUnreachable = "robots_unreachable", Fetch, Transient, "The site's robots.txt could not be read, so the page is left alone.", "Usually passes; RFC 9309 asks to keep away meanwhile.";
    HostBusy = "host_busy", Fetch, Transient, "The host asked to be left alone for a while (429 or 503 with Retry-After).", "Nothing; it is asked again after that time. Slow the schedule if it recurs.";
    Http4xx = "http_4xx", Fetch, Permanent, "The server refused the request (4xx).", "Open the URL in a browser; correct `url` if the page moved.";
    Http5xx = "http_5xx", Fetch, Transient, "The server had an error (5xx).", "Usually passes.";
    Forbidden = "forbidden", Fetch, Blocked, "The server answered 401, 403, 412, 451 or 521: it does not serve programs here.", "Look for a feed or API of the agency, or a page that carries the same text.";
    NotFound = "not_found", Fetch, Permanent, "The page is not there (404).", "If it moved, correct `url`.";
    Gone = "gone", Fetch, Permanent, "The server says the page is gone for good (410).", "If it moved, correct `url`.";
    UnexpectedStatus = "unexpected_status", Fetch, Permanent, "The server gave a status that is no page (1xx, 204, 206, 3xx without a target).", "Open the URL in a browser.";
    Challenge = "challenge", Extract, Blocked, "The answer is a challenge page for browsers, not the page.", "Challenges are reported, never solved; look for a feed or API of the agency.";
    LoginWall = "login_wall", Extract, Blocked, "The answer is a log-in page.", "Watch a public page.";
    SoftNotFound = "soft_not_found", Extract, Unreadable, "The page says it was not found, with status 200.", "If it moved, correct `url`.";
    WrongContentType = "wrong_content_type", Extract, Unreadable, "The answer is not a kind of document that can be read here.", "Watch an HTML page, a PDF, DOCX or XLSX file, a feed, a sitemap or a JSON API.";
    Undecodable = "undecodable", Extract, Unreadable, "The bytes fit no charset well enough to be read.", "Set `charset` on the watch.";
    TooDeep = "too_deep", Extract, Unreadable, "The HTML is nested too deeply to be parsed safely.", "Report it to the site; the stored version stays.";
    SelectorMatchedNothing = "selector_matched_nothing", Extract, Unreadable, "The `content` or `links` selector matches nothing on the page.", "Run `pledgewatch preview` and correct the selector.";
    Empty = "empty", Extract, Unreadable, "The page has no readable text.", "If it is filled by a script, look for a feed or API.";
    Collapsed = "collapsed", Extract, Unreadable, "The page has less than a tenth of its usual text.", "Nothing; the same reading at three checks over a day is accepted.";
    LanguageSwitched = "language_switched", Extract, Unreadable, "The page is in another language than usual.", "Nothing; the same reading at three checks over a day is accepted.";
    Overfull = "overfull", Extract, Unreadable, "The page holds more commitments or links than any press page does.", "Open it; if it is meant, watch its parts instead.";
    BadFeed = "bad_feed", Extract, Unreadable, "The feed could not be parsed.", "Open the URL; if it is a page, set `kind = \"page\"` or `\"listing\"`.";
    BadSitemap = "bad_sitemap", Extract, Unreadable, "The sitemap could not be parsed, or is none.", "Open the URL; if it is a page, set `kind = \"page\"` or `\"listing\"`.";
    UnpacksTooLarge = "unpacks_too_large", Extract, Unreadable, "The compressed file unpacks to more than a sitemap may hold (50 MB).", "Watch one of the sitemaps it is made of, or the site's listing.";
    BadJson = "bad_json", Extract, Unreadable, "The API's answer is not JSON.", "Open the URL; if it is a page, set `kind = \"page\"` or `\"listing\"`.";
    PathMatchedNothing = "path_matched_nothing", Extract, Unreadable, "A path of `json` leads to nothing, or to something of another kind.", "Run `pledgewatch preview` and correct the path; the failure says what is there.";
    FileEncrypted = "file_encrypted", Extract, Unreadable, "The file is encrypted and opens with a password only.", "Look for the same text as a web page; until then only its bytes are compared.";
    FileWithoutText = "file_without_text", Extract, Unreadable, "The file holds pictures of text (a scan), or fonts that do not say which characters they show.", "Look for the same text as a web page; until then only its bytes are compared.";
    FileDamaged = "file_damaged", Extract, Unreadable, "The file is damaged or incomplete.", "Open it; if it opens, report its URL. The stored version stays.";
    FileTooLarge = "file_too_large", Extract, Unreadable, "The file holds more pages or text, or takes more memory to read, than any announcement does.", "Open it; until then only its bytes are compared.";
    FileTimeout = "file_timeout", Extract, Unreadable, "Reading the file took too long.", "Open it; until then only its bytes are compared.";
    FileKindNotRead = "file_kind_not_read", Extract, Unreadable, "Files of this kind are not read here (DOC, XLS, OFD, WPS, RTF, archives, pictures).", "Open it; PDF, DOCX and XLSX are read.";
    FileReaderFailed = "file_reader_failed", Extract, Transient, "The program that reads files could not be started, or ended without an answer.", "Look into the log and at the limits of the service.";
    AttachmentNotRead = "attachment_not_read", Extract, Transient, "An attachment that was read before cannot be read now; its text as stored stays.", "Usually passes; if not, open the attachment: the reason is in the detail.";
    NotInThisVersion = "not_in_this_version", Extract, Permanent, "This kind of watch is not read by this version.", "Set `enabled = false`, or upgrade.";
    Internal = "internal", Extract, Unreadable, "Reading the page failed in a way that should not happen.", "Please report it with the URL.";
}

impl Reason {
    /// `docs/reasons.md` in full.
    pub fn markdown() -> String {
        let mut text = String::from(
            "# Reasons\n\nWhy a check failed, as printed by `status`, in logs and in mails. Generated from `src/model/reason.rs`;\n\
             a test keeps the two equal. Class decides about retrying: transient soon, blocked slowly, permanent slowly,\n\
             unreadable with the last good version kept.\n\n| reason | stage | class | meaning | what to do |\n|---|---|---|---|---|\n",
        );
        for reason in Self::ALL {
            text.push_str(&format!(
                "| `{reason}` | {} | {} | {} | {} |\n",
                reason.stage(),
                reason.class(),
                reason.meaning(),
                reason.remedy()
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reasons_document_is_generated_from_this_list() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reasons.md");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&path, Reason::markdown()).expect("docs can be written");
        }
        let written = std::fs::read_to_string(&path).expect("docs/reasons.md is there");
        assert_eq!(written, Reason::markdown(), "run `UPDATE_EXPECTED=1 cargo test reasons_document`");
    }
}
