//! Pure. Text in, the numbers written in Chinese numerals out.

use std::ops::Range;

/// A lone numeral is an amount only before one of these: measure words and units. "统一" or "万一" name no number.
const MEASURES: &str = "个個名项項批次种種类類年月日天周週家份吨噸克公千人元条條起件位部台臺艘辆輛所支只隻枚片粒盒箱袋点點倍成级級届屆轮輪场場架户戶期套座处處岁歲款小分美毫万萬亿億號号县縣国國省市州校院組组隊队張张宗门門店員员瓶颗顆桶票套";

/// Every Chinese numeral that names an amount.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, f64)> {
    if text.is_ascii() {
        return Vec::new();
    }
    numerals(text)
        .filter(|hit| stands_for_amount(text, hit.clone()))
        .filter_map(|hit| Some((hit.clone(), value(&text[hit])?)))
        .collect()
}

/// Every run of numerals.
fn numerals(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(is_numeral)?;
        let length = text[start..].find(|c| !is_numeral(c));
        from = length.map_or(text.len(), |length| start + length);
        Some(start..from)
    })
}

fn is_numeral(c: char) -> bool {
    !c.is_ascii() && (digit(c).is_some() || magnitude(c) > 1.0 || c == '廿')
}

fn stands_for_amount(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let written = &text[range];
    let long = written.chars().count() > 1;
    if before.is_some_and(|c| {
        c.is_numeric() || matches!(c, '第' | '数' | '數' | '几' | '幾' | '.' | '统' | '統' | '唯' | '单')
    }) {
        return false;
    }
    // 零件 and 零售 hold no number.
    if written == "零" {
        return false;
    }
    // 百分之五: the share is an amount without a measure word.
    before == Some('之') || long || after.is_some_and(|c| MEASURES.contains(c) && !(c == '分' && written == "十"))
}

/// The value of a numeral, positional ("二〇二五") or with magnitudes ("一百二十").
pub(super) fn value(written: &str) -> Option<f64> {
    let digits: Option<Vec<f64>> = written.chars().map(digit).collect();
    match digits {
        Some(d) if d.len() == 1 => Some(d[0]),
        Some(d) if d.len() >= 4 || d.contains(&0.0) => {
            Some(d.iter().fold(0.0, |sum, d| sum * 10.0 + d)).filter(|v: &f64| v.is_finite())
        }
        Some(_) => None,
        None => with_magnitudes(written),
    }
}

fn with_magnitudes(written: &str) -> Option<f64> {
    let (mut total, mut section, mut pending) = (0.0, 0.0, None::<f64>);
    let mut smallest = f64::INFINITY;
    for c in written.chars() {
        if c == '廿' {
            section += 20.0;
        } else if let Some(d) = digit(c) {
            if pending.is_some_and(|p| p != 0.0) {
                return None;
            }
            pending = Some(d);
        } else {
            let magnitude = magnitude(c);
            if magnitude >= 1e4 {
                section += pending.take().unwrap_or(0.0);
                if section == 0.0 && total == 0.0 {
                    return None;
                }
                // "一万亿" multiplies what is already there.
                if section == 0.0 {
                    total *= magnitude;
                } else {
                    total += section * magnitude;
                }
                section = 0.0;
                smallest = f64::INFINITY;
            } else {
                if magnitude >= smallest || (pending.is_none() && magnitude > 10.0) {
                    return None;
                }
                section += pending.take().unwrap_or(1.0) * magnitude;
                smallest = magnitude;
            }
        }
    }
    Some(total + section + pending.unwrap_or(0.0))
}

fn digit(c: char) -> Option<f64> {
    Some(match c {
        '〇' | '○' | '零' => 0.0,
        '一' => 1.0,
        '二' | '两' | '兩' => 2.0,
        '三' => 3.0,
        '四' => 4.0,
        '五' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        _ => return None,
    })
}

/// The factor of a magnitude sign; 1 for anything else.
pub(super) fn magnitude(c: char) -> f64 {
    match c {
        '十' => 10.0,
        '百' => 100.0,
        '千' => 1e3,
        '万' | '萬' => 1e4,
        '亿' | '億' => 1e8,
        _ => 1.0,
    }
}
