//! Pure. A listing page in, the links of its list of articles out: the best group of siblings that look alike.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use scraper::{ElementRef, Html, Selector};
use std::sync::LazyLock;

use super::{Reading, item, next};
use crate::extract::tags::{self, Cue};
use crate::extract::{address as urls, space, walk};
use crate::model::Link;

/// Siblings that look alike: same place, same tag and classes.
#[derive(PartialEq, Eq, Hash)]
struct Shape {
    /// The element around their parent: lists are often cut into several of equal looks.
    around: usize,
    parent: String,
    item: String,
}

struct Group {
    links: Vec<Link>,
    /// How likely it is the list of articles.
    score: f64,
    dated: f64,
    parent: String,
    item: String,
}

impl Group {
    /// Best first. An item and its only child score alike: the item shows the whole date, and one with a class is known again
    /// in the page's other lists; the rest is for the order to be the same each time.
    fn rank(&self) -> (Reverse<u64>, Reverse<usize>, Reverse<bool>, String, String) {
        let days = self.links.iter().filter(|l| l.date.is_some_and(|d| d.parts().2.is_some())).count();
        let named = self.item.contains('.') || self.parent.contains('.');
        let looks = format!("{} {}", self.parent, self.item);
        // Scores are positive, and the bits of positive numbers are in their order.
        (Reverse(self.score.to_bits()), Reverse(days), Reverse(named), looks, self.links[0].url.to_string())
    }
}

/// The links of the best group, and of groups of the same looks.
pub(super) fn detect(html: &Html, reading: &Reading, ignored: &HashSet<usize>) -> Vec<Link> {
    let mut shapes: HashMap<Shape, Vec<ElementRef<'_>>> = HashMap::new();
    collect(html.root_element(), ignored, &mut shapes, 0);
    let mut groups: Vec<Group> =
        shapes.into_iter().filter_map(|(shape, items)| group(&shape, &items, reading)).collect();
    groups.sort_by_cached_key(Group::rank);
    let Some(best) = groups.first() else { return Vec::new() };
    let same = |g: &&Group| {
        // Where only the lists have a class, dates tell them from menus of the same class.
        let told = g.item.contains('.') || (g.parent.contains('.') && g.dated.min(best.dated) > 0.7);
        g.parent == best.parent && g.item == best.item && told && (g.dated - best.dated).abs() < 0.3
    };
    let wanted: HashSet<String> = best
        .links
        .iter()
        .chain(groups.iter().skip(1).filter(same).flat_map(|g| &g.links))
        .map(|l| l.url.to_string())
        .collect();
    in_page_order(html, reading, &groups, &wanted)
}

/// The wanted links as they stand on the page.
fn in_page_order(html: &Html, reading: &Reading, groups: &[Group], wanted: &HashSet<String>) -> Vec<Link> {
    let mut by_url: HashMap<String, &Link> = HashMap::new();
    for link in groups.iter().flat_map(|g| &g.links) {
        by_url.entry(link.url.to_string()).or_insert(link);
    }
    let mut done = HashSet::new();
    let urls = html.select(&item::ANCHOR).filter_map(|a| urls::canonical(&reading.base, a.value().attr("href")?));
    urls.map(|u| u.to_string())
        .filter(|u| wanted.contains(u) && done.insert(u.clone()))
        .filter_map(|u| by_url.get(&u).map(|l| (*l).clone()))
        .collect()
}

/// Gathers siblings by shape, outside navigation.
fn collect<'a>(
    parent: ElementRef<'a>,
    ignored: &HashSet<usize>,
    shapes: &mut HashMap<Shape, Vec<ElementRef<'a>>>,
    depth: usize,
) {
    let around = parent.parent().and_then(ElementRef::wrap).map_or(0, walk::key);
    for child in parent.child_elements() {
        let element = child.value();
        let name = element.name();
        let beside = tags::cue(element, depth > 3 && parent.value().name() != "body");
        let navigation = beside == Some(Cue::Hard) || (beside.is_some() && !is_large(child));
        if navigation || ignored.contains(&walk::key(child)) || (tags::is_skipped(name) && name != "button") {
            continue;
        }
        if !matches!(name, "br" | "hr" | "td" | "th" | "p" | "span" | "i" | "b") || name == "p" || name == "td" {
            let shape = Shape { around, parent: looks(parent), item: looks(child) };
            shapes.entry(shape).or_default().push(child);
        }
        collect(child, ignored, shapes, depth + 1);
    }
}

/// Whether an element named like something beside holds the better part of the page: then its name says nothing.
fn is_large(element: ElementRef<'_>) -> bool {
    static ALL: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("main, article, h1, [role=main]").expect("a constant selector is valid"));
    element.select(&ALL).next().is_some()
}

/// Tag and classes, without those that tell one sibling from the next.
fn looks(element: ElementRef<'_>) -> String {
    const STATES: &[&str] = &[
        "first", "last", "odd", "even", "active", "current", "new", "top", "on", "alt", "cur", "hot", "featured",
        "sticky",
    ];
    let mut classes: Vec<String> = element
        .value()
        .classes()
        .map(|c| c.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase())
        .filter(|c| !c.is_empty() && !c.split(['-', '_']).any(|w| STATES.contains(&w)))
        .collect();
    classes.sort();
    classes.dedup();
    format!("{}.{}", element.value().name(), classes.join(".")).trim_end_matches('.').to_owned()
}

/// A group of items that each lead to one page of this site.
fn group(shape: &Shape, items: &[ElementRef<'_>], reading: &Reading) -> Option<Group> {
    if items.len() < 3 && reading.number == 1 {
        return None;
    }
    let mut seen = HashSet::new();
    let mut links = Vec::new();
    let (mut dated, mut long, mut many) = (0usize, 0usize, 0usize);
    for item in items.iter().take(500) {
        let Some((anchor, others)) = main_anchor(*item, reading) else { continue };
        let Some(link) = item::link(anchor, Some(*item), reading) else { continue };
        if is_pager(&link.title) || !seen.insert(link.url.clone()) {
            continue;
        }
        many += usize::from(others > 2);
        dated += usize::from(link.date.is_some());
        long += usize::from(is_long(&link.title));
        links.push(link);
    }
    let count = links.len();
    let share = |n: usize| n as f64 / count.max(1) as f64;
    let (dated, long, many) = (share(dated), share(long), share(many));
    // The last page of a list may hold what is left over.
    let fewest = if reading.number > 1 { 1 } else { 3 };
    let enough = count >= 5 || (count >= fewest && dated >= 0.6);
    // Items that hold several pages' links are sections of a page, each with a list of its own.
    if !enough || (count * 2 < items.len()) || many > 0.5 || (long < 0.5 && dated < 0.6) {
        return None;
    }
    let in_main = items[0].ancestors().filter_map(ElementRef::wrap).any(|a| tags::is_landmark(a.value()));
    let quality = 0.3 * long + 0.55 * dated + if in_main { 0.15 } else { 0.0 };
    let score = quality * quality * (count.min(40) as f64).sqrt();
    Some(Group { links, score, dated, parent: shape.parent.clone(), item: shape.item.clone() })
}

/// The anchor with the most to say in an item that leads to this site, and how many pages the item leads to.
fn main_anchor<'a>(item: ElementRef<'a>, reading: &Reading) -> Option<(ElementRef<'a>, usize)> {
    let own = (item.value().name() == "a").then_some(item);
    let mut pages = HashSet::new();
    let mut best: Option<(usize, ElementRef<'a>)> = None;
    for anchor in own.into_iter().chain(item.select(&item::ANCHOR)).take(40) {
        let Some(url) = anchor.value().attr("href").and_then(|href| urls::canonical(&reading.base, href)) else {
            continue;
        };
        if !urls::same_site(&url, &reading.page) || url == reading.page {
            continue;
        }
        pages.insert(url);
        let in_heading = anchor
            .parent()
            .and_then(ElementRef::wrap)
            .is_some_and(|p| matches!(p.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
        let weight = space::weight(&walk::text(anchor)) + if in_heading { 1000 } else { 0 };
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, anchor));
        }
    }
    best.map(|(_, anchor)| (anchor, pages.len()))
}

/// Whether a link's text is as long as headlines are.
fn is_long(title: &str) -> bool {
    let han = title.chars().filter(|c| space::is_han(*c)).count();
    han >= 8 || title.split_whitespace().count() >= 4
}

fn is_pager(title: &str) -> bool {
    let bare = title.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    bare.chars().all(|c| c.is_ascii_digit())
        || next::WORDS.contains(&bare.as_str())
        || matches!(
            bare.as_str(),
            "previous"
                | "prev"
                | "last"
                | "first"
                | "more"
                | "read more"
                | "view all"
                | "see all"
                | "更多"
                | "上一页"
                | "首页"
                | "末页"
                | "尾页"
                | "anterior"
                | "ver más"
                | "précédent"
                | "voir plus"
        )
}
