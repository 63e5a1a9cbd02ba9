//! Pure. Pages that are not what they should be, and articles that only speak of such things.

use crate::extract::tests::page;
use crate::extract::{Settings, document};
use crate::model::Reason;

fn reason(body: &str) -> Option<Reason> {
    let page = page("https://www.example.gov/news/1", Some("text/html; charset=utf-8"), body.as_bytes());
    document(&page, &Settings::default()).err().map(|f| f.reason)
}

#[test]
fn challenge_pages_are_refused() {
    for body in [
        "<title>Just a moment...</title><h1>www.example.gov</h1><p>Verifying you are human. This may take a few seconds.</p><script>window._cf_chl_opt={}</script>",
        "<title>Challenge Validation</title><body><div id=sec-if></div><script src=/x/y></script>",
        "<title>Please wait</title><p>Checking your browser before accessing the site.</p>",
        "<html><head><script>var a='x';document.cookie='__jsl_clearance_s='+a;location.href=location.pathname</script></head></html>",
        "<html><body><script src=/_Incapsula_Resource?SWJIYLWA=1></script>Request unsuccessful. Incapsula incident ID: 1-2</body></html>",
        "<title>Access Denied</title><h1>Access Denied</h1>You don't have permission to access this on this server.<p>Reference #18.2d</p><p>https://errors.edgesuite.net/18.2d",
        "<title>安全验证</title><p>您的访问请求异常，请完成验证后继续访问。</p>",
        "<title>Vérification de sécurité</title><p>Un instant…</p>",
        "<script>setTimeout(function(){location.reload()},100)</script>",
    ] {
        assert_eq!(reason(body), Some(Reason::Challenge), "{body}");
    }
}

#[test]
fn log_in_walls_are_refused() {
    for body in [
        "<title>Sign in</title><h1>Sign in to continue</h1><form><input type=text><input type=password><button>Go</button></form>",
        "<title>用户登录</title><form>用户名 <input> 密码 <input type=Password></form><p>请使用单位账号登录。</p>",
        "<title>Portal</title><h1>Iniciar sesión</h1><form><input type=password></form><p>Escriba su usuario</p>",
    ] {
        assert_eq!(reason(body), Some(Reason::LoginWall), "{body}");
    }
}

#[test]
fn pages_that_say_they_were_not_found_are_refused_in_four_languages() {
    for body in [
        "<title>Page not found | Ministry</title><h1>Page not found</h1><p>Try the search.</p>",
        "<title>Ministry</title><h1>404</h1><p>The page you requested has been moved or removed.</p>",
        "<title>提示信息</title><p>您访问的页面不存在或已被删除</p><a href=/>返回首页</a>",
        "<title>404 - 找不到文件或目录。</title><p>找不到您要的页面</p>",
        "<title>Error 404</title><h1>Página no encontrada</h1><p>Vuelva al inicio.</p>",
        "<title>Ministère</title><h1>Page introuvable</h1><p>Retour à l'accueil</p>",
    ] {
        assert_eq!(reason(body), Some(Reason::SoftNotFound), "{body}");
    }
}

#[test]
fn articles_that_mention_such_words_are_read() {
    let long =
        "Officials said the agency will publish the list of precursors and report every shipment to its partners. "
            .repeat(12);
    for (title, head, text) in [
        (
            "Ministry",
            "Agency warns of fake 'Just a moment' pages",
            "Checking your browser is what the fake page says, and Verify you are human.",
        ),
        (
            "Access Denied: how cartels lose their banks",
            "Access Denied: how cartels lose their banks",
            "Access denied, said the bank.",
        ),
        (
            "404 pill presses found",
            "404 pill presses found in one year",
            "The page not found by the court was page 404.",
        ),
        ("安全验证制度公告", "关于建立安全验证制度的公告", "登录系统后请完成验证。"),
    ] {
        let body = format!(
            "<title>{title}</title><main><h1>{head}</h1><p>{text}</p><p>{long}</p></main><form><input type=password>Log in</form>"
        );
        assert_eq!(reason(&body), None, "{title}");
    }
    let short = "<title>Notice 12</title><main><h1>Notice 12</h1><p>The schedule of fentanyl precursors takes effect on 1 May 2026.</p></main>";
    assert_eq!(reason(short), None);
}
