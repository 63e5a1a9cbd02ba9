//! Pages for the benches: a press article of a wanted size with the navigation, scripts and lists such pages carry.

use std::fmt::Write;

use pledgewatch::model::Lang;

const EN: &[&str] = &[
    "The ministry will require a licence for every export of the listed precursors from 1 March 2027.",
    "Officials met in the capital on Tuesday and reviewed the work of the past quarter in some detail.",
    "Customs officers seized 41 kilograms of fentanyl at two border posts during the autumn campaign.",
    "Both sides agreed to exchange data on shipments of synthetic opioids each month.",
    "The spokesperson said that the two governments remain in close contact on drug matters.",
    "If the talks succeed, the duties could be lowered further in the coming year.",
    "A new desk for postal parcels has been set up at the main sorting office.",
    "The minister thanked the inspectors and wished them a good year.",
    "Traffickers will look for other routes as controls tighten, analysts expect.",
    "Firms that ship 4-piperidone must keep records of the end user for five years.",
];

const ZH: &[&str] = &[
    "商务部决定自2027年3月1日起对所列易制毒化学品出口美国、墨西哥、加拿大实行许可管理。",
    "发言人表示，中方愿同各方就禁毒问题保持沟通。",
    "今年前三季度，全国海关共查获芬太尼类物质若干公斤。",
    "双方一致同意每季度交换一次合成阿片类药物的情报。",
    "会议听取了有关部门的工作汇报，并对下一阶段工作作了安排。",
    "企业应当向主管部门申报最终用户和最终用途证明。",
    "如果对话取得进展，有关关税可能进一步下调。",
    "海关总署已在主要邮件处理中心设立专门查验岗位。",
    "部长向一线工作人员致以节日问候。",
    "有关专家预计，走私分子将寻找新的路线。",
];

/// The sentences pages are made of.
pub fn paragraphs(lang: Lang) -> &'static [&'static str] {
    if lang == Lang::Zh { ZH } else { EN }
}

/// An English article of about `bytes` bytes with no word on the topic.
#[allow(dead_code, reason = "shared between benches, each a crate of its own")]
pub fn off_topic(bytes: usize) -> String {
    let words = [
        ("fentanyl", "grain"),
        ("listed precursors", "listed timbers"),
        ("synthetic opioids", "dairy goods"),
        ("drug", "farm"),
        ("4-piperidone", "plywood"),
        ("Traffickers", "Traders"),
    ];
    words.iter().fold(article(Lang::En, bytes, false), |page, (from, to)| page.replace(from, to))
}

/// An HTML article of about `bytes` bytes; `changed` alters one word of one sentence.
pub fn article(lang: Lang, bytes: usize, changed: bool) -> String {
    let sentences = paragraphs(lang);
    let code = lang.as_str();
    let mut html = format!(
        "<!doctype html><html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>Press release</title>\
         <script>var token='8f2c';</script><style>.a{{color:red}}</style></head><body><nav><ul>"
    );
    for n in 0..60 {
        // Writing to a String cannot fail.
        let _ = write!(html, "<li><a href=\"/section/{n}.html\">Section {n}</a></li>");
    }
    html.push_str("</ul></nav><main><div class=\"content\"><h1>Press release on precursors and fentanyl</h1>");
    let mut number = 0;
    while html.len() < bytes - 6_000 {
        html.push_str("<p>");
        for step in 0..4 {
            let sentence = sentences[(number * 7 + step * 3) % sentences.len()];
            let _ = write!(html, "{sentence} ");
        }
        let _ = write!(html, "({number})</p>");
        number += 1;
    }
    let last = if changed { "may" } else { "will" };
    let _ = write!(
        html,
        "<p>The agency {last} publish the list of fentanyl precursors next year.</p></div></main><footer><ul>"
    );
    for n in 0..60 {
        let _ = write!(html, "<li><a href=\"/related/{n}.html\">Related item number {n}</a></li>");
    }
    html.push_str("</ul><p>Views: 10482</p></footer></body></html>");
    html
}
