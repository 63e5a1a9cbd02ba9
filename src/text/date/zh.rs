//! Pure. How Chinese, simplified or traditional, writes dates.

use std::sync::LazyLock;

use super::meaning::Meaning::{
    After, Ago, Day, DayOfMonth, End, Fiscal, Half, Month, MonthWord, Page, Quarter, Weekday, Year,
};
use super::rule::{Family, compile};

/// A stated year with its sign, or a word for one.
const YEAR: &str = r"(?:(?P<y>[0-9０-９]{4}|[〇○零一二三四五六七八九]{4})[ \u{a0}]?年[ \u{a0}]?(?:度|的)?|(?P<ry>今年|本年度|本年|明年|去年|后年|後年|前年))";
const MONTH: &str = r"(?P<m>[0-9０-９]{1,2}|十[一二]?|[一二三四五六七八九])[ \u{a0}]?月";
const DAY: &str = r"(?P<d>[0-9０-９]{1,2}|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])[ \u{a0}]?[日号號]";
const COUNT: &str = r"(?P<n>[0-9０-９]{1,4}|[一二两兩三四五六七八九十百零]{1,7})[ \u{a0}]?(?:个|個)?(?:自然)?";
const UNIT: &str = r"(?P<u>日|天|周|週|星期|月|年|小时|小時)";
const PUBLISHED: &str =
    r"(?:本?(?:公告|通知|决定|決定|办法|辦法|规定|規定)?(?:公布|发布|發布|颁布|頒布|印发|印發|公告)之日)";

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            (Day, r"(?:%J[ \u{a0}]?)?%M[ \u{a0}]?%G"),
            (DayOfMonth, r"(?P<mo>本月|下个?月|下個月|上个?月|上個月)%G"),
            // A day alone, told of or started on, is one of the page's month; "within 30 days" is none.
            (
                DayOfMonth,
                r"(?:^|[^0-9０-９月第每个一二三十廿年零、])(?P<r>(?P<d>[0-9]{1,2})日)(?:[起上下晚宣表说称发在对召举指通，]|公布)",
            ),
            (Month, r"%J%M(?:份|[上中下]旬|初)?"),
            (Month, r"%M(?:份|[上中下]旬|初)?"),
            (Year, r"%J"),
            (Year, r"(?:本|今)?年内"),
            (End, r"(?:%J)?%M(?:月?底|末)"),
            (End, r"(?P<mo>本月|下个?月|下個月|上个?月|上個月)(?:底|末)"),
            (End, r"(?P<mo>月)(?:底|末)"),
            (End, r"%J(?:年?底|末)"),
            (End, r"(?:年底|岁末|歲末)"),
            (Fiscal, r"(?P<y>20[0-9]{2})[ \u{a0}]?(?:[财財](?:政年度|年)|年?[财財]政年度)"),
            (Quarter, r"(?:%J)?第?(?P<q>[一二三四1-4])季度?"),
            (Half, r"(?:%J)?(?P<q>[上下])半年"),
            (Page(0), r"即日起?|即时起?|即時起?|即刻|立即|今[日天]起?|本日起?"),
            (Page(0), r"自?%P起?"),
            (Page(1), r"明[日天]起?"),
            (Page(2), r"[后後]天"),
            (Page(-1), r"昨[日天]"),
            (Page(-2), r"前天"),
            (Weekday, r"(?P<rel>本|这|這|下个|下個|上个|上個|下|上)(?:周|週|星期|礼拜|禮拜)(?P<w>[一二三四五六日天])"),
            (Weekday, r"(?:周|週|星期|礼拜|禮拜)(?P<w>[一二三四五六日天])"),
            (After, r"(?:自?%P起)?%N%U(?:之|以)?[内內]"),
            (After, r"(?:自?%P起)?%N%U(?:之|以)?[后後]"),
            (After, r"未来%N%U"),
            (Ago, r"%N(?P<u>天|周|週|月|年)(?:之|以)?前"),
            (MonthWord, r"(?P<mo>本月|下个?月|下個月|上个?月|上個月)"),
        ],
        &[("%J", YEAR), ("%M", MONTH), ("%G", DAY), ("%N", COUNT), ("%U", UNIT), ("%P", PUBLISHED)],
    )
});
