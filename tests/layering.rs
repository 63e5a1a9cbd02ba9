//! Holds the tree to its ranks: a module imports only lower ranks, pure modules do no I/O, files and functions stay short.

use std::fs;
use std::path::{Path, PathBuf};

/// Module, rank, whether it may do I/O. A stage (rank 2) imports `model` and `text`, an I/O stage also `net`.
const MODULES: &[(&str, u8, bool)] = &[
    ("cli", 7, true),
    ("daemon", 6, true),
    ("pipeline", 5, true),
    ("deliver", 5, true),
    ("engine", 4, true),
    ("config", 3, false),
    ("schedule", 2, false),
    ("fetch", 2, true),
    ("files", 2, true),
    ("extract", 2, false),
    ("diff", 2, false),
    ("commitments", 2, false),
    ("ledger", 2, false),
    ("notice", 2, false),
    ("store", 2, true),
    ("channel", 2, true),
    ("text", 1, false),
    ("net", 1, true),
    ("model", 0, false),
];

/// What only modules that may do I/O use.
const IO_WORDS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "std::thread",
    "tokio::",
    "reqwest",
    "rusqlite",
    "Timestamp::now",
    "Zoned::now",
    "Instant::now",
    "SystemTime",
    "rand::",
];

/// The demo supplies inputs; what it shows must come from the same code as `check --all`.
const DEMO_MUST_NOT_IMPORT: &[&str] = &["extract", "diff", "commitments", "ledger", "notice"];

const MAX_FILE_LINES: usize = 400;
const MAX_FUNCTION_LINES: usize = 80;

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("a source folder can be listed") {
        let path = entry.expect("a folder entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn module_of(file: &Path) -> String {
    let relative = file.strip_prefix(src()).expect("files come from src");
    let first = relative.components().next().expect("a file has a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn row(module: &str) -> Option<&'static (&'static str, u8, bool)> {
    MODULES.iter().find(|(name, _, _)| *name == module)
}

/// Whether the whole file is compiled for tests only: `tests.rs`, `contract.rs` and files in folders of these names.
fn is_test_file(file: &Path) -> bool {
    file.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        ["tests", "contract", "tests.rs", "contract.rs", "robots_tests.rs"].contains(&name.as_ref())
    })
}

/// The file without its inline test module and without comments: what ships. A `mod tests;` hides nothing below it.
fn shipped(file: &Path, text: &str) -> String {
    if is_test_file(file) {
        return String::new();
    }
    let body = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    body.lines().map(|line| line.split("//").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Top modules named after `crate::`, braces included.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(inner) = rest.strip_prefix('{') {
            let mut depth = 0usize;
            let mut word = String::new();
            let mut start_of_item = true;
            for c in inner.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => start_of_item = true,
                    c if depth == 0 && start_of_item && (c.is_alphanumeric() || c == '_') => word.push(c),
                    _ => {
                        if !word.is_empty() {
                            found.push(std::mem::take(&mut word));
                            start_of_item = false;
                        }
                    }
                }
            }
            if !word.is_empty() {
                found.push(word);
            }
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn imports_go_strictly_down() {
    let mut wrong = Vec::new();
    for file in rust_files(&src()) {
        let module = module_of(&file);
        if module == "main" || module == "lib" {
            continue;
        }
        let Some(&(_, rank, io)) = row(&module) else {
            wrong.push(format!("{}: module `{module}` is not in the table", file.display()));
            continue;
        };
        let code = shipped(&file, &fs::read_to_string(&file).expect("a source file is UTF-8"));
        for name in imports(&code).into_iter().filter(|name| *name != module) {
            let Some(&(_, other, _)) = row(&name) else {
                wrong.push(format!("{}: `crate::{name}` is not in the table", file.display()));
                continue;
            };
            let down = other < rank && (rank != 2 || name != "net" || io);
            if !down {
                wrong.push(format!("{}: `{module}` (rank {rank}) imports `{name}` (rank {other})", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_modules_do_no_io() {
    let mut wrong = Vec::new();
    for file in rust_files(&src()) {
        let module = module_of(&file);
        if row(&module).is_none_or(|(_, _, io)| *io) {
            continue;
        }
        let code = shipped(&file, &fs::read_to_string(&file).expect("a source file is UTF-8"));
        for word in IO_WORDS.iter().filter(|word| code.contains(**word)) {
            wrong.push(format!("{}: pure module `{module}` uses `{word}`", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a line begins a function, whatever its visibility and kind.
fn begins_function(line: &str) -> bool {
    let mut rest = line;
    if let Some(after) = rest.strip_prefix("pub") {
        rest = match after.strip_prefix('(').and_then(|scope| scope.split_once(')')) {
            Some((_, after)) => after.trim_start(),
            None => after.trim_start(),
        };
    }
    while let Some(after) = ["default ", "const ", "async ", "unsafe "].iter().find_map(|word| rest.strip_prefix(word))
    {
        rest = after;
    }
    rest.starts_with("fn ")
}

#[test]
fn functions_are_found_whatever_their_visibility_and_kind() {
    for line in [
        "fn a() {",
        "pub fn a() {",
        "pub(super) async fn a(",
        "pub(crate) async fn a(",
        "pub(in crate::x) const fn a() {",
        "const fn a() {",
        "async unsafe fn a() {",
    ] {
        assert!(begins_function(line), "{line}");
    }
    for line in ["let f = fn_of(x);", "const A: fn() = b;", "/// fn a()", "public fn a()", "pub struct A {"] {
        assert!(!begins_function(line), "{line}");
    }
}

#[test]
fn every_file_says_pure_or_io_and_stays_short() {
    let mut wrong = Vec::new();
    for file in rust_files(&src()) {
        let text = fs::read_to_string(&file).expect("a source file is UTF-8");
        let lines = text.lines().count();
        if lines >= MAX_FILE_LINES {
            wrong.push(format!("{}: {lines} lines", file.display()));
        }
        let first = text.lines().next().unwrap_or_default();
        let module = module_of(&file);
        if let Some((_, rank, io)) = row(&module)
            && *rank <= 3
            && !first.starts_with(if *io { "//! I/O" } else { "//! Pure." })
        {
            wrong.push(format!("{}: first line does not say which it is: {first}", file.display()));
        }
        let mut open: Option<(usize, usize)> = None;
        for (number, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let head = line.trim_start();
            if begins_function(head) && !head.trim_end().ends_with(';') && !head.trim_end().ends_with('}') {
                open = Some((number, indent));
            } else if let Some((begin, depth)) = open
                && head.starts_with('}')
                && indent == depth
            {
                if number - begin + 1 > MAX_FUNCTION_LINES {
                    wrong.push(format!("{}:{}: function of {} lines", file.display(), begin + 1, number - begin + 1));
                }
                open = None;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn demo_supplies_inputs_only() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in rust_files(&src().join("cli")) {
        let name = file.strip_prefix(src().join("cli")).expect("under cli").to_string_lossy().into_owned();
        if !name.starts_with("demo") {
            continue;
        }
        seen += 1;
        let code = shipped(&file, &fs::read_to_string(&file).expect("a source file is UTF-8"));
        for module in imports(&code).iter().filter(|m| DEMO_MUST_NOT_IMPORT.contains(&m.as_str())) {
            wrong.push(format!("{}: imports `{module}`", file.display()));
        }
    }
    assert!(seen > 1, "the demo is in cli/demo.rs and cli/demo/");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn import_scan_reads_braces_and_paths() {
    assert_eq!(imports("use crate::{extract::Settings, model::{A, B}, text};"), ["extract", "model", "text"]);
    assert_eq!(imports("let x = crate::store::open();"), ["store"]);
}
