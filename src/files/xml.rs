//! I/O (pure itself). The XML of a part of an office file in; its elements and texts, one after the other, out.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::office::broken;
use crate::model::Failure;

/// What stands next in the XML; names without their prefixes.
pub(super) enum Piece<'p> {
    Open(&'p str, &'p Attributes<'p>),
    Close(&'p str),
    Text(&'p str),
}

/// The attributes of an element.
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// An attribute's value, by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let found = self.0.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
        Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
    }
}

/// Hands every piece to `take`.
///
/// # Errors
/// When the XML is not well-formed or ends early, or `take` has enough.
pub(super) fn each(
    part: &str,
    xml: &str,
    mut take: impl FnMut(Piece<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut reader = Reader::from_str(xml.trim_start());
    let mut open = 0usize;
    loop {
        match reader.read_event().map_err(|e| broken(part, &e))? {
            Event::Start(tag) => {
                open += 1;
                take(Piece::Open(tag.local_name().as_ref(), &Attributes(&tag)))?;
            }
            Event::Empty(tag) => {
                take(Piece::Open(tag.local_name().as_ref(), &Attributes(&tag)))?;
                take(Piece::Close(tag.local_name().as_ref()))?;
            }
            Event::End(tag) => {
                open = open.saturating_sub(1);
                take(Piece::Close(tag.local_name().as_ref()))?;
            }
            Event::Text(text) => take(Piece::Text(&text.xml10_content()))?,
            Event::CData(text) => take(Piece::Text(&text.xml10_content()))?,
            Event::GeneralRef(named) => {
                let character = named.resolve_char_ref().map_err(|e| broken(part, &e))?.map(String::from);
                // Entities of a document type are not looked up: nothing is unpacked by them.
                let known = character.or_else(|| resolve_predefined_entity(&named).map(str::to_owned));
                take(Piece::Text(&known.unwrap_or_default()))?;
            }
            Event::Eof if open > 0 => return Err(broken(part, &"it ends early")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
