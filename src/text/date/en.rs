//! Pure. How English writes dates.

use std::sync::LazyLock;

use super::meaning::Meaning::{After, Ago, Day, End, Fiscal, Half, Month, MonthWord, Page, Quarter, Weekday, Year};
use super::rule::{Family, compile};

/// Month names in any case.
const MONTH: &str = r"(?P<m>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|jun(?:e|\.)?|jul(?:y|\.)?|aug(?:ust|\.)?|sept(?:ember|\.)?|sep\.?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)";
/// Month names as names: "may" and "march" are words, too.
const NAMED: &str = r"(?P<m>(?-i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?|Aug(?:ust|\.)?|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER))";
const WEEKDAY: &str = r"(?P<w>(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)";
const UNIT: &str = r"(?:calendar%S|consecutive%S|full%S)?(?P<u>hour|day|week|month|year)s?";

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            (Day, r"(?i)%D(?:st|nd|rd|th)?(?:[-–][0-3]?[0-9])?%S(?:day%Sof%S|of%S)?%M,?%S(?:of%S)?%Y"),
            (
                Day,
                r"(?i)%D(?:st|nd|rd|th)?(?:[-–][0-3]?[0-9])?%S(?:day%Sof%S|of%S)?%C(?:%S(?P<ry>this|next|last)%Syear)?",
            ),
            (Day, r"(?i)%M%S%D(?:st|nd|rd|th)?(?:[-–][0-3]?[0-9])?,?%S%Y"),
            (Day, r"(?i)%C%S(?:the%S)?%D(?:st|nd|rd|th)?(?:[-–][0-3]?[0-9])?"),
            (Month, r"(?i)%M,?%S(?:of%S)?%Y"),
            (Month, r"(?i)%C%S(?:of%S)?(?P<ry>this|next|last)%Syear"),
            (Month, r"(?i)(?-u:\b)(?P<r>(?P<rel>last|next|past|this%Scoming)%S%C)"),
            (
                Month,
                r"(?i)(?-u:\b)(?:in|by|since|until|till|from|during|before|after|for|this|early|late|mid|through|starting|beginning|of|and|to|effective)[ \u{a0}-](?:early%S|late%S|mid-?%S?)?(?P<r>%C)",
            ),
            (
                Year,
                r"(?i)(?-u:\b)(?:in|by|since|until|till|from|during|before|after|for|early|late|mid|through|of|year|throughout|to|and|between)[ \u{a0}-](?:early%S|late%S|mid-?%S?)?(?P<r>%Y)",
            ),
            (Year, r"(?i)(?:spring|summer|autumn|fall|winter)(?:%Sof)?,?%S%Y"),
            (Year, r"(?i)(?-u:\b)(?P<ry>this|next|last)%S(?:calendar%S)?year"),
            (Year, r"(?i)(?-u:\b)this%S(?:coming%S)?(?:spring|summer|autumn|fall|winter)"),
            // "In the fall" is a season, "a fall in deaths" and "spring" alone are not.
            (
                Year,
                r"(?i)(?-u:\b)(?:in|by|before|until|from|during|over|through)%S(?:the%S)?(?:early%S|late%S|mid-?%S?)?(?P<r>(?:(?P<ry>next|last)%S)?(?:spring|summer|autumn|winter))",
            ),
            (Year, r"(?i)(?-u:\b)in%Sthe%S(?P<r>fall)(?:[.,;]|$)"),
            (Year, r"(?i)(?-u:\b)(?P<ry>next)%S(?:spring|summer|autumn|fall|winter)"),
            (End, r"(?i)(?:the%S)?(?:(?:very%S)?end|close|last%S(?:working%S|business%S)?day)%Sof%S%M(?:,?%S%Y)?"),
            (
                End,
                r"(?i)(?:the%S)?(?:(?:very%S)?end|close|last%S(?:working%S|business%S)?day)%Sof%S(?P<mo>(?:the|this|next|last)%Smonth)",
            ),
            (End, r"(?i)(?-u:\b)end[- ]%C(?:,?%S%Y)?"),
            // "Before the month is out", "by month's end".
            (End, r"(?i)(?-u:\b)before%S(?P<r>(?P<mo>(?:the|this)%Smonth)%S(?:is%S(?:out|over)|ends|closes))"),
            (End, r"(?i)(?-u:\b)by%S(?P<r>(?P<mo>month)(?:['’]s)?[- ]end)"),
            (End, r"(?i)(?-u:\b)before%S(?P<r>(?P<ry>(?:the|this)%Syear)%S(?:is%S(?:out|over)|ends|closes))"),
            (End, r"(?i)(?-u:\b)by%S(?P<r>(?P<ry>year)['’]s[- ]end)"),
            (End, r"(?i)(?-u:\b)New%SYear['’]s%SEve(?:%Sof)?(?:,?%S%Y)?"),
            (
                End,
                r"(?i)(?:the%S)?(?:(?:very%S)?end|close|last%Sday)%Sof%S(?:(?P<ry>(?:the|this|next|last)%S(?:calendar%S)?year)|(?:calendar%Syear%S)?%Y)",
            ),
            (End, r"(?i)year[- ]end(?:%S%Y)?"),
            (Fiscal, r"(?i)(?-u:\b)(?:FY|fiscal%Syear|fiscal)[ \u{a0}]?['’]?(?P<y>20[0-9]{2}|[2-4][0-9])"),
            (
                Quarter,
                r"(?i)(?P<q>first|second|third|fourth|last)%Squarter(?:%Sof%S(?:%Y|(?P<ry>(?:the|this|next|last)%Syear)))?",
            ),
            (Quarter, r"(?-u:\b)Q(?P<q>[1-4])(?:%Sof)?%S%Y"),
            (Half, r"(?i)(?P<q>first|second|last)%Shalf%Sof%S(?:%Y|(?P<ry>(?:the|this|next|last)%Syear))"),
            (Half, r"(?-u:\b)H(?P<q>[12])%S%Y"),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:(?:as%Sof|effective|starting|from|beginning)%Stoday|hereby|with%Simmediate%S(?:effect|force)|as%Sof%S(?:now|this%S(?:morning|afternoon|evening))|(?:since|from|starting)%Sthis%S(?:morning|afternoon)|effective%S(?:immediately|at%Sonce|upon%Spublication)|this%Sday|at%Sonce|(?:up)?on%S(?:its%S)?publication)",
            ),
            (Page(0), r"(?i)(?-u:\b)(?P<r>today)(?:[^'’\p{L}]|$)"),
            // "He immediately halved them" counts from something told before, not from the page.
            (Page(0), r"(?i)(?-u:\b)(?P<r>immediately)(?:[.,;:!?)]|$)"),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:will|shall|must|is|are|to)%S(?P<r>immediately)(?:%S(?:[b-eg-z]|a[^df]|fo[^l])|$)",
            ),
            (Page(1), r"(?i)(?-u:\b)tomorrow"),
            (Page(-1), r"(?i)(?-u:\b)yesterday"),
            (
                Weekday,
                r"(?i)(?-u:\b)(?:on|from|starting|beginning|effective|by|until|since|after|before|as%Sof)%S(?P<r>(?:(?P<rel>next|last|this|this%Scoming|this%Spast)%S)?%W)",
            ),
            (Weekday, r"(?i)(?-u:\b)(?P<rel>next|last|this|this%Scoming|this%Spast|past|coming)%S%W"),
            (
                After,
                r"(?i)(?-u:\b)(?P<r>(?:within|in|over|inside|during)%S(?:the%S(?:next|coming)%S|a%Speriod%Sof%S)?%N%S%U)",
            ),
            (After, r"(?i)(?-u:\b)(?:no|not)%S(?:later|more)%Sthan%S%N%S%U(?:%S(?:after|from|hence))"),
            (After, r"(?i)(?-u:\b)%N%S%U%S(?:hence|on%Sfrom%Stoday)"),
            (
                After,
                r"(?i)(?-u:\b)%N%S%U%S(?:after|from%S(?:now|today|tomorrow|publication|the%S(?:date|day)|its%S(?:date|publication))|following)",
            ),
            (Ago, r"(?i)(?-u:\b)%N%S%U%S(?:ago|earlier)"),
            (MonthWord, r"(?i)(?-u:\b)(?P<mo>next|last|this)%Smonth"),
        ],
        &[("%M", MONTH), ("%C", NAMED), ("%W", WEEKDAY), ("%U", UNIT)],
    )
});
