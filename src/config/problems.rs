//! Pure. Problems with their places in; texts in rustc's look out, in file order, secrets masked.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::secrets;

/// More than this many are counted, not shown.
const SHOWN: usize = 100;

/// One thing that is wrong or unwise.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    at: Range<usize>,
    title: String,
    also: Option<(Range<usize>, String)>,
    hint: Option<String>,
}

impl Problem {
    pub(super) fn new(at: Range<usize>, title: impl Into<String>) -> Self {
        Self { at, title: title.into(), also: None, hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    /// A second place that belongs to it.
    pub(super) fn also(mut self, at: Range<usize>, label: &str) -> Self {
        self.also = Some((at, label.to_owned()));
        self
    }
}

/// Collects problems of one file while reading goes on.
#[derive(Debug)]
pub(super) struct Sink<'a> {
    file: &'a str,
    text: &'a str,
    line_starts: Vec<usize>,
    errors: RefCell<Vec<Problem>>,
    warnings: RefCell<Vec<Problem>>,
    seen: RefCell<BTreeSet<(usize, String)>>,
    masks: RefCell<Vec<Range<usize>>>,
    /// Errors of files that this one names, rendered.
    foreign: RefCell<Vec<String>>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self {
            file,
            text,
            line_starts,
            errors: RefCell::default(),
            warnings: RefCell::default(),
            seen: RefCell::default(),
            masks: RefCell::new(secrets::passwords(text)),
            foreign: RefCell::default(),
        }
    }

    /// Records what makes the watchlist unusable; the same thing at the same place only once.
    pub(super) fn error(&self, problem: Problem) {
        self.record(&self.errors, problem);
    }

    /// Records what is legal but unwise.
    pub(super) fn warn(&self, problem: Problem) {
        self.record(&self.warnings, problem);
    }

    fn record(&self, list: &RefCell<Vec<Problem>>, problem: Problem) {
        if self.seen.borrow_mut().insert((problem.at.start, problem.title.clone())) {
            list.borrow_mut().push(problem);
        }
    }

    /// Keeps the bytes out of every rendered text.
    pub(super) fn mask(&self, at: Range<usize>) {
        self.masks.borrow_mut().push(at);
    }

    /// Takes over the errors of a file that this one names.
    pub(super) fn adopt(&self, other: &Sink<'_>) {
        self.foreign.borrow_mut().extend(other.rendered_errors());
    }

    pub(super) fn has_errors(&self) -> bool {
        !self.errors.borrow().is_empty() || !self.foreign.borrow().is_empty()
    }

    /// The number of the line, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at)
    }

    /// The place of a part of a string's value, when it is written without escapes; else the whole string.
    pub(super) fn within(&self, whole: &Range<usize>, value: &str, part: Range<usize>) -> Range<usize> {
        let inside = whole.start + 1..whole.end.saturating_sub(1).max(whole.start + 1);
        if self.text.get(inside.clone()) == Some(value) && !part.is_empty() {
            inside.start + part.start..inside.start + part.end
        } else {
            whole.clone()
        }
    }

    pub(super) fn rendered_errors(&self) -> Vec<String> {
        let mut texts = self.rendered(&self.errors, &Level::ERROR);
        texts.extend(self.foreign.borrow().iter().cloned());
        texts
    }

    pub(super) fn rendered_warnings(&self) -> Vec<String> {
        self.rendered(&self.warnings, &Level::WARNING)
    }

    fn rendered(&self, list: &RefCell<Vec<Problem>>, level: &Level<'static>) -> Vec<String> {
        let mut problems = list.borrow().clone();
        problems.sort_by_key(|problem| problem.at.start);
        let more = problems.len().saturating_sub(SHOWN);
        let mut texts: Vec<String> = problems.iter().take(SHOWN).map(|p| self.render(p, level)).collect();
        if more > 0 {
            texts.push(format!("and {more} more in {}", self.file));
        }
        texts
    }

    fn render(&self, problem: &Problem, level: &Level<'static>) -> String {
        let (source, first, at) = self.window(&problem.at);
        let snippet =
            Snippet::source(source).path(self.file).line_start(first).annotation(AnnotationKind::Primary.span(at));
        let mut group: Group<'_> = level.clone().primary_title(problem.title.as_str()).element(snippet);
        if let Some((at, label)) = &problem.also {
            let (source, first, at) = self.window(at);
            let annotation = AnnotationKind::Context.span(at).label(label.as_str());
            group = group.element(Snippet::source(source).path(self.file).line_start(first).annotation(annotation));
        }
        if let Some(hint) = &problem.hint {
            group = group.element(Level::HELP.message(hint.as_str()));
        }
        let text = Renderer::plain().render(&[group]);
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// The line a place begins in, its number, and the place in it: a problem never shows more than one line.
    fn window(&self, at: &Range<usize>) -> (String, usize, Range<usize>) {
        let start = at.start.min(self.text.len());
        let number = self.line(start);
        let begin = self.line_starts[number - 1];
        let end = self.line_starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = self.text[begin..end].trim_end_matches('\r');
        let mut shown = line.as_bytes().to_vec();
        for mask in self.masks.borrow().iter() {
            let from = mask.start.max(begin);
            let to = mask.end.min(begin + line.len());
            if from < to {
                shown[from - begin..to - begin].fill(b'*');
            }
        }
        let from = (start - begin).min(line.len());
        let to = (at.end.max(at.start) - begin).clamp(from, line.len());
        (String::from_utf8_lossy(&shown).into_owned(), number, from..to)
    }
}

/// "did you mean …", when one of the known words is near enough.
pub(super) fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean `{near}`?"))
}

fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}
