//! Pure. How English writes dates.

use std::sync::LazyLock;

use super::meaning::Meaning::{
    After, Ago, Day, DayOfMonth, End, Fiscal, Fixed, Half, Month, MonthWord, NthWeekday, Page, Quarter, Season,
    Weekday, Year,
};
use super::rule::{Family, compile};

/// Month names in any case.
const MONTH: &str = r"(?P<m>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|jun(?:e|\.)?|jul(?:y|\.)?|aug(?:ust|\.)?|sept(?:ember|\.)?|sep\.?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)";
/// Month names as names: "may" and "march" are words, too.
const NAMED: &str = r"(?P<m>(?-i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|Aug(?:ust|\.)?|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER))";
const WEEKDAY: &str = r"(?P<w>(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:%S(?:morning|afternoon|evening|night))?";
const UNIT: &str = r"(?:calendar%S|consecutive%S|full%S)?(?P<u>hour|day|week|fortnight|month|year)s?";
/// A count, said twice in laws: "sixty (60) days".
const COUNT: &str = r"(?P<n>[0-9]{1,4}|(?:(?:one|two|a)%Shundred(?:%Sand)?%S)?(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|two|a)%Shundred|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|half%San?|an?)(?:%S\([^)]{1,16}\))?";
/// The day counted to: "the ninetieth day after".
const NTH: &str = r"(?P<n>[0-9]{1,3}(?:st|nd|rd|th)|(?:(?:one%S)?hundred%S(?:and%S)?)?(?:(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|fifteenth|fifth|seventh))";
/// The day of a month as an ordinal.
const ORDINAL: &str = r"(?P<d>[0-3]?[0-9](?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty-first)";
const END: &str = r"(?:the%S)?(?:end|close|last%Sday|final%Sday|expiry|rest|remainder|balance)%Sof%S";
/// "before the year is out"
const OUT: &str = r"(?:%Sis%S(?:out|over|up|done)|%Scomes%Sto%San?%S(?:end|close)|%Sends|%Scloses|%Sfinishes|%Sconcludes|%Sruns%Sout|%Sexpires)";
const BEFORE: &str = r"(?i)(?-u:\b)(?:before|until|till|by%Sthe%Stime|when)%S";
const WHICH: &str = r"(?:this|the%Scurrent|the%Spresent|the%Scoming|this%Scoming|the%Snext|next|last)";
const FISCAL: &str = r"(?:FY|(?:federal%S)?(?:fiscal|budget|financial)(?:%Syear)?)";

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            (
                Day,
                r"(?i)%D(?:st|nd|rd|th)?(?:(?:[-–]|%Sand%S|%Sto%S)(?P<d2>[0-3]?[0-9]))?%S(?:day%Sof%S|of%S)?%M,?%S(?:of%S)?%Y",
            ),
            (
                Day,
                r"(?i)%D(?:st|nd|rd|th)?(?:(?:[-–]|%Sand%S|%Sto%S)(?P<d2>[0-3]?[0-9]))?%S(?:day%Sof%S|of%S)?%C(?:%S(?:of%S)?(?P<ry>this|next|last)%Syear)?",
            ),
            (
                Day,
                r"(?i)%M%S(?:the%S)?%D(?:st|nd|rd|th)?(?:(?:[-–]|%Sand%S|%Sto%S)(?P<d2>[0-3]?[0-9]))?,?%S(?:of%S)?%Y",
            ),
            (
                Day,
                r"(?i)%C%S(?:the%S)?%D(?:st|nd|rd|th)?(?:[-–](?P<d2>[0-3]?[0-9]))?(?:%Sof%S(?P<ry>this|next|last)%Syear)?",
            ),
            (Day, r"(?i)%D[-/]%M[-/]%Y"),
            (Day, r"(?i)%R%S(?:day%S)?of%S%C(?:,?%S(?:of%S)?%Y)?"),
            (Day, r"(?i)%C%Sthe%S%R"),
            (Month, r"(?i)%M,?%S(?:of%S)?%Y"),
            (Month, r"(?i)%C%S(?:of%S)?(?P<ry>this|next|last)%Syear"),
            (Month, r"(?i)(?-u:\b)(?P<r>(?P<rel>last|next|past|this%Scoming)%S%C)"),
            (
                Month,
                r"(?i)(?-u:\b)(?:in|by|since|until|till|from|during|before|after|for|this|early|late|mid|through|starting|beginning|of|and|to|effective|come|than|as%Sof|soon%Sas|early%Sas|late%Sas|within|throughout)[ \u{a0}-](?:early%S|late%S|mid-?(?:%S)?)?(?P<r>%C)",
            ),
            (
                Year,
                r"(?i)(?-u:\b)(?:in|by|since|until|till|from|during|before|after|for|early|late|(?P<mid>mid)|through|of|year|throughout|to|and|between|into|than)[ \u{a0}-](?:early%S|late%S|(?P<mid2>mid-?(?:%S)?))?(?P<r>%Y)",
            ),
            (Season, r"(?i)(?P<s>spring|summer|autumn|fall|winter)(?:%Sof)?,?%S%Y"),
            (
                Season,
                r"(?i)(?-u:\b)(?P<rel>this|next|last|this%Scoming|the%Scoming|this%Spast)%S(?P<s>spring|summer|autumn|fall|winter)",
            ),
            (
                Season,
                r"(?i)(?-u:\b)(?:in|by|for|before|until|till|since|from|during|through|come|this)%S(?:the%S)?(?:early%S|late%S|mid-)?(?P<r>(?P<s>spring|summer|autumn|fall|winter))",
            ),
            (Year, r"(?i)(?-u:\b)(?P<ry>this|next|last|the%Scoming|the%Scurrent)%S(?:calendar%S)?year"),
            (Year, r"(?i)(?-u:\b)(?P<mid>mid)-?year|(?P<mid2>middle)%Sof%S(?:%Y|%T)"),
            (Fixed(1, 1), r"(?i)(?-u:\b)(?:the%S)?first%Sday%Sof%S(?:%Y|%T)"),
            (Fixed(1, 1), r"(?i)(?-u:\b)New%SYear['’]s%SDay(?:,?%S%Y)?"),
            (Fixed(1, 1), r"(?i)(?-u:\b)(?:by|before|from|until|till|starting|after)%S(?P<r>the%Snew%Syear)"),
            (Year, r"(?i)(?-u:\b)(?:in|into|early%Sin|during)%S(?P<r>(?P<ry>the%Snew%Syear))"),
            (Fixed(7, 1), r"(?-u:\b)Canada%SDay(?:,?%S%Y)?"),
            (Fixed(12, 25), r"(?-u:\b)Christmas(?:%SDay)?(?:,?%S%Y)?"),
            (End, r"(?i)%E%M(?:,?%S(?:of%S)?%Y)?"),
            (End, r"(?i)%E%O"),
            (End, r"(?i)%E(?:%T|(?:calendar%S(?:year%S)?)?%Y)"),
            (End, r"%B(?P<r>%C%X)"),
            (End, r"(?-u:\b)%C['’]s%Send"),
            (End, r"%B(?P<r>%O%X)"),
            (End, r"%B(?P<r>(?:%T|%Y)%X)"),
            (End, r"(?i)(?-u:\b)within%S(?P<r>(?P<ry>(?:the|this|the%Scurrent)%S(?:calendar%S)?year))"),
            (End, r"(?i)(?-u:\b)within%S(?P<r>(?P<mo>(?:the|this|the%Scurrent)%Smonth))"),
            (End, r"(?i)(?-u:\b)(?:the%S)?(?:calendar%S)?year(?:['’]s%S|[- ])end(?:%S(?:of%S)?%Y)?"),
            (End, r"(?i)(?-u:\b)(?P<mo>(?:this%S|next%S|the%S)?month)(?:['’]s%S|-)end"),
            (End, r"(?i)(?-u:\b)end[- ](?:of[- ])?%C(?:%S%Y)?"),
            (End, r"(?i)(?-u:\b)end-(?:of-)?%Y"),
            (End, r"(?-u:\b)(?:NEW|New)%S(?:YEAR|Year)['’](?:s|S)%S(?:EVE|Eve)"),
            (
                Fiscal(9),
                r"(?i)(?-u:\b)(?:%E(?:the%S)?)?(?:FY|(?:fiscal|financial)%Syear|fiscal)[ \u{a0}-]?['’]?(?P<y>20[0-9]{2}|[2-4][0-9])",
            ),
            (Fiscal(9), r"(?i)(?-u:\b)(?:%E(?:the%S)?)?(?P<y>20[0-9]{2})%Sfiscal%Syear"),
            (Fiscal(9), r"(?i)(?-u:\b)%E(?P<ry>(?:the|%K)%S(?:federal%S)?(?:fiscal|budget|financial)%Syear)"),
            (Fiscal(9), r"(?i)(?-u:\b)(?P<ry>%K%S(?:federal%S)?(?:fiscal|budget|financial)%Syear)"),
            (Fiscal(9), r"%B(?P<r>(?P<ry>(?:the|%K)%S(?:federal%S)?(?:fiscal|budget|financial)%Syear)%X)"),
            (Fiscal(9), r"(?i)(?-u:\b)(?:the%S)?(?:fiscal|budget|financial)%Syear(?:['’]s%S|[- ])end"),
            // A year written over two calendar years is that of Canada or India.
            (Fiscal(3), r"(?i)(?-u:\b)(?:%E(?:the%S)?)?%A[ \u{a0}-]?20[0-9]{2}[-–/](?P<y>20[0-9]{2}|[0-9]{2})"),
            (
                Fiscal(3),
                r"(?i)(?-u:\b)(?:%E(?:the%S)?)?20[0-9]{2}[-–/](?P<y>20[0-9]{2}|[0-9]{2})%S(?:fiscal|budget|financial)%Syear",
            ),
            (
                Quarter,
                r"(?i)(?P<end>%E(?:the%S)?)?(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)[ \u{a0}-]quarter(?:(?:%Sof|,)?%S%Y|%Sof%S%T)?",
            ),
            (
                Quarter,
                r"(?i)(?P<end>%E(?:the%S)?)?(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)[ \u{a0}-]quarter%Sof%S%A[ \u{a0}-]?(?P<fy>20[0-9]{2})",
            ),
            (Quarter, r"(?i)(?:%E(?:the%S)?)?(?P<q>last|final|closing)%Squarter%Sof%S(?:%Y|%T)"),
            (Quarter, r"(?i)(?-u:\b)(?P<end>%E)?(?P<qw>%K%S(?:calendar%S)?quarter)"),
            (Quarter, r"(?i)(?P<end>%E)(?P<qw>the%S(?:calendar%S)?quarter)"),
            (Quarter, r"%B(?P<r>(?P<qw>(?:the|this|the%Scurrent|next)%S(?:calendar%S)?quarter)(?P<end>%X))"),
            (Quarter, r"(?i)(?-u:\b)(?P<qw>(?:this%S|next%S|the%S)?quarter)(?P<end>(?:['’]s%S|-)end)"),
            (Quarter, r"(?-u:\b)(?:the%S)?(?P<end>end%Sof%S)?Q(?P<q>[1-4])(?:,?%S(?:of%S)?%Y)?"),
            (Quarter, r"(?-u:\b)(?P<q>[1-4])Q%S%Y"),
            (Quarter, r"(?-u:\b)%Y%SQ(?P<q>[1-4])"),
            (Half, r"(?i)(?:%E(?:the%S)?)?(?P<q>first|second|last|latter|1st|2nd)%Shalf%Sof%S(?:%Y|%T)"),
            (Half, r"(?i)(?:%E(?:the%S)?)?(?P<q>first|second|1st|2nd)%Shalf-year(?:%Sof%S%Y)?"),
            (Half, r"(?-u:\b)H(?P<q>[12])(?:%Sof)?%S%Y"),
            (Half, r"(?-u:\b)(?P<q>[12])H%S%Y"),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:(?:as%Sof|effective|starting|from|beginning)%Stoday|hereby|with%Simmediate%Seffect|effective%S(?:immediately|at%Sonce|upon%Spublication)|this%Sday|at%Sonce|(?:up)?on%S(?:its%S|the%Sdate%Sof%S(?:its%S)?|the%Sday%Sof%S(?:its%S)?)?(?:publication|signature|issuance))",
            ),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:as%Sof%S|from%S|since%S|effective%S)?(?:this%S(?:morning|afternoon|evening|very%Sday)|tonight)",
            ),
            (Page(0), r"(?i)(?-u:\b)(?:as%Sof|from|on|effective)%Sthis%S(?:date|day)"),
            (Page(0), r"(?i)(?-u:\b)(?:as%S)?from%S(?:its%S)?publication"),
            (Page(0), r"(?i)(?-u:\b)(?P<r>today)(?:[^'’\p{L}]|$)"),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:as%Sof%S|from%S|on%S)?the%S(?:date|day)%S(?:of%Sthis%S(?:notice|order|rule|memorandum|proclamation|announcement|statement|publication)|(?:on%Swhich%S)?(?:it|this%S[a-z]{4,14})%Sis%S(?:published|registered|signed))",
            ),
            // "He immediately halved them" counts from something told before, not from the page.
            (Page(0), r"(?i)(?-u:\b)(?P<r>immediately)(?:[.,;:!?)]|$)"),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:will|shall|must|is|are|to)%S(?P<r>immediately)(?:%S(?:[b-eg-z]|a[^df]|fo[^l])|$)",
            ),
            (Page(1), r"(?i)(?-u:\b)tomorrow"),
            (
                Page(1),
                r"(?i)(?-u:\b)(?:the%S)?day%S(?:after|following)%S(?:the%S(?:day|date)%S(?:of|on%Swhich%Sit%Sis)%S)?(?:its%S|it%Sis%S)?(?:publication|registration|registered|published|signature)",
            ),
            (Page(2), r"(?i)(?-u:\b)the%Sday%Safter%Stomorrow"),
            (Page(-1), r"(?i)(?-u:\b)(?:yesterday|last%Snight)"),
            (
                Weekday,
                r"(?i)(?-u:\b)(?:on|from|starting|beginning|effective|by|until|till|since|after|before|as%Sof)%S(?P<r>(?:(?P<rel>next|last|this|this%Scoming|this%Spast)%S)?%W)",
            ),
            // "They agreed Friday", "it opens Monday", but no "Good Friday".
            (Weekday, r"[a-z]%S(?P<r>%W)"),
            (Weekday, r"(?i)(?-u:\b)(?P<rel>next|last|this|this%Scoming|this%Spast|past|coming)%S%W"),
            (
                NthWeekday,
                r"(?i)(?-u:\b)(?:the%S)?(?P<q>first|second|third|fourth|last|final)%S%W%S(?:of|in)%S%C(?:,?%S%Y)?",
            ),
            (NthWeekday, r"(?i)(?-u:\b)(?:the%S)?(?P<q>first|second|third|fourth|last|final)%S%W%S(?:of|in)%S%O"),
            (
                DayOfMonth,
                r"(?i)(?-u:\b)(?:the%S)?(?P<d>first)%Sday%Sof%S(?P<mo>the%S(?:following%Smonth|month%S(?:following|after)))",
            ),
            (DayOfMonth, r"(?i)(?-u:\b)(?:the%S)?%R%S(?:day%S)?of%S%O"),
            (DayOfMonth, r"(?-u:\b)%W,?%S(?:the%S)?(?P<d>[0-3]?[0-9](?:st|nd|rd|th))(?-u:\b)"),
            (
                DayOfMonth,
                r"(?i)(?-u:\b)(?:on|by|from|until|till|before|since)%S(?P<r>the%S%D(?:st|nd|rd|th))(?:[.,;:]|$)",
            ),
            (
                After,
                r"(?i)(?-u:\b)(?P<r>(?:within|in|over|inside)%S(?:the%S(?:next|coming|following)%S|a%Speriod%Sof%S|a%Smaximum%Sof%S|at%Smost%S|no%Smore%Sthan%S)?%N%S%U(?:['’]?s?%Stime)?)",
            ),
            (After, r"(?i)(?-u:\b)(?:within|over|in)%Sthe%S(?:next|coming)%S(?P<u>week|fortnight|month|year)"),
            (
                After,
                r"(?i)(?-u:\b)(?:no%S(?:later|more)|not%S(?:later|more))%Sthan%S%N%S%U(?:%S(?:after|from|following))",
            ),
            (
                After,
                r"(?i)(?-u:\b)%N%S%U%S(?:after|from(?:%S(?:now|today|publication|signature|this%S(?:date|day)))?|following|hence)",
            ),
            (After, r"(?i)(?-u:\b)(?:another|an%Sadditional|a%Sfurther)%S%N%S%U"),
            (After, r"(?i)(?-u:\b)for%S(?P<r>%N%S(?:more|further|additional)%S%U)"),
            (After, r"(?i)(?-u:\b)(?:the%S)?%H%S(?P<u>day)%S(?:after|following|from)"),
            (Ago, r"(?i)(?-u:\b)%N%S%U%S(?:ago|earlier)"),
            (
                MonthWord,
                r"(?i)(?-u:\b)(?:the%S(?:start|beginning|middle)%Sof%S)?(?P<mo>next|last|this|the%Scoming)%Smonth",
            ),
        ],
        &[
            ("%B", BEFORE),
            ("%X", OUT),
            ("%E", END),
            ("%T", r"(?P<ry>(?:the|%K)%S(?:calendar%S)?year)"),
            ("%O", r"(?P<mo>(?:the|the%Ssame|%K)%Smonth)"),
            ("%K", WHICH),
            ("%A", FISCAL),
            ("%M", MONTH),
            ("%C", NAMED),
            ("%W", WEEKDAY),
            ("%R", ORDINAL),
            ("%H", NTH),
            ("%N", COUNT),
            ("%U", UNIT),
        ],
    )
});
