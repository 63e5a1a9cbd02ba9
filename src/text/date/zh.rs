//! Pure. How Chinese, simplified or traditional, writes dates.

use std::sync::LazyLock;

use super::meaning::Meaning::{
    After, Ago, Day, DayOfMonth, End, Fiscal, Fixed, Half, Month, MonthWord, NthWeekday, Page, Quarter, Season,
    Weekday, Year,
};
use super::rule::{Family, compile};

/// A stated year with its sign, one of the Republic of China, or a word for one.
const YEAR: &str = r"(?:(?P<y>[0-9０-９]{4}|[〇○零一二三四五六七八九]{4})[ \u{a0}]?年[ \u{a0}]?(?:度|的)?|民[国國][ \u{a0}]?(?P<roc>[0-9０-９]{2,3}|[一二三四五六七八九十百零〇]{2,6})[ \u{a0}]?年[ \u{a0}]?(?:度|的)?|(?P<ry>今年|本年度|本年|明年|去年|后年|後年|前年))";
const MONTH: &str = r"(?P<m>[0-9０-９]{1,2}|十[一二]?|[一二三四五六七八九])[ \u{a0}]?月";
const DAY: &str = r"(?P<d>[0-9０-９]{1,2}|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])[ \u{a0}]?[日号號](?:[零0]时|[零0]時|凌晨)?";
/// The other end of a range of days.
const RANGE: &str = r"(?:(?:至|到|[-–—~～])(?P<d2>[0-9]{1,2})[日号號])?";
const COUNT: &str = r"(?P<n>[0-9０-９]{1,4}|[一二两兩三四五六七八九十百零]{1,7}|半)(?:（[^）]{1,6}）)?[ \u{a0}]?(?:个|個)?(?:自然|日历|日曆)?";
const UNIT: &str = r"(?P<u>日|天|周|週|星期|月|年|小时|小時)";
const PUBLISHED: &str = r"(?:本?(?:公告|通知|决定|決定|办法|辦法|规定|規定)?(?:公布|发布|發布|颁布|頒布|印发|印發|公告)之日|即日|今日|今天)";
const THE_MONTH: &str = r"(?P<mo>本月|这个?月|這個月|下个?月|下個月|上个?月|上個月)";
/// The end of a year, quarter or fiscal year.
const END: &str = r"(?:[底末终終内內]|之[内內]|的?最[后後]一[天日]|[结結]束(?:时|時|前)?|[终終]了)";
const FISCAL: &str = r"[财財](?:政年度|务年度|務年度|年度?)";

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            (Day, r"(?:%J[ \u{a0}]?)?%M[ \u{a0}]?%G%R"),
            (DayOfMonth, r"%O%G%R"),
            // A day alone, told of or started on, is one of the page's month; "within 30 days" is none.
            (
                DayOfMonth,
                r"(?:^|[^0-9０-９月第每个一二三十廿年零、])(?P<r>(?P<d>[0-9]{1,2})日)(?:[起上下晚宣表说說称稱发發在对對召举舉指通，]|公布|（[周週星])",
            ),
            (DayOfMonth, r"%O(?P<d>1|一)[号號]"),
            (Month, r"%J%M(?:份|[上中下]旬|初)?"),
            (Month, r"%M(?:份|[上中下]旬|初)?"),
            (Year, r"%J"),
            (Fixed(1, 1), r"(?:%J)?元旦"),
            (Fixed(10, 1), r"(?:%J)?[国國][庆慶][节節]?"),
            (Season, r"%J的?(?P<s>[春夏秋冬])[天季日]?"),
            (Season, r"(?P<ry>[今明去])(?P<s>[春夏秋冬])[天季]?"),
            (Season, r"(?P<s>[春夏秋冬])[天季]"),
            (End, r"(?:%J)?%M(?:份)?(?:月?底|末|的?最[后後]一[天日])"),
            (End, r"%O(?:底|末|之?[内內]|的?最[后後]一[天日])"),
            (End, r"(?:^|[^个個数數几幾0-9一二三四五六七八九十])(?P<r>(?P<mo>月)(?:底|末|[内內]))"),
            (End, r"%J年?%E"),
            (End, r"(?:年底|岁末|歲末|年末|年终|年終)"),
            (End, r"(?:^|[^半数數几幾多近0-9一二两兩三四五六七八九十百])(?P<r>本?年之?[内內])"),
            (Fiscal(9), r"(?P<y>20[0-9]{2})[ \u{a0}]?(?:年?(?:度)?)%F%E?"),
            (Fiscal(9), r"(?P<ry>本|当前|當前|[这這]一?|下一?|上一?|今年?|明年?)(?:个|個)?%F%E?"),
            (Fiscal(9), r"%F[底末]"),
            (Quarter, r"(?:%J)?的?第?(?P<q>[一二三四1-4首])(?:个|個)?季(?:度)?%E?"),
            (Quarter, r"(?P<qw>本|下一?|上一?|[这這]一?)(?:个|個)?季(?:度)?%E?"),
            (Quarter, r"(?P<qw>季度?)[底末]"),
            (Half, r"(?:%J)?的?(?P<q>[上下])半年(?:度)?%E?"),
            (Page(0), r"即日起?|即[时時]起|即刻|立即|今[日天]起?|本日起?|今起|今[晨早晚]起?"),
            // 即時通訊 is no date.
            (Page(0), r"(?P<r>即[时時])(?:[^通信起]|$)"),
            (Page(0), r"自?%P起?"),
            (Page(1), r"明[日天]起?"),
            (Page(2), r"[后後]天"),
            (Page(-1), r"昨[日天晚晨夜]"),
            (Page(-1), r"(?P<r>昨)(?:已|宣|公|表|[签簽称稱发發])"),
            (Page(-2), r"前天"),
            (Weekday, r"(?P<rel>本|这|這|下个|下個|上个|上個|下|上)(?:周|週|星期|礼拜|禮拜)(?P<w>[一二三四五六日天])"),
            (
                Weekday,
                r"(?:^|[^一二两兩三四五六七八九十几幾数數0-9])(?P<r>(?:周|週|星期|礼拜|禮拜)(?P<w>[一二三四五六日天]))",
            ),
            (
                NthWeekday,
                r"(?:%J)?%M(?:份)?的?第?(?P<q>[一二三四]|最[后後]一)(?:个|個)(?:周|週|星期)(?P<w>[一二三四五六日天])",
            ),
            (NthWeekday, r"%O的?第?(?P<q>[一二三四]|最[后後]一)(?:个|個)(?:周|週|星期)(?P<w>[一二三四五六日天])"),
            (After, r"(?:自?%P起?[计計]?[满滿]?)?%N%U(?:之|以)?[内內]"),
            (After, r"(?:自?%P起?[计計]?[满滿]?)?%N%U(?:之|以)?[后後]"),
            (After, r"自?%P起?第%N(?P<u>日|天)"),
            (After, r"(?:公布|发布|發布|颁布|頒布|印发|印發)(?:之?[后後])%N%U(?:(?:之|以)?[内內])?"),
            (After, r"(?:未[来來]|今[后後])%N%U(?:之|以)?[内內]?"),
            (Ago, r"%N(?P<u>天|周|週|月|年)(?:之|以)?前"),
            (MonthWord, r"%O(?:初|[上中下]旬)?"),
        ],
        &[
            ("%J", YEAR),
            ("%M", MONTH),
            ("%G", DAY),
            ("%R", RANGE),
            ("%N", COUNT),
            ("%U", UNIT),
            ("%P", PUBLISHED),
            ("%O", THE_MONTH),
            ("%E", END),
            ("%F", FISCAL),
        ],
    )
});
