//! Pure. Agencies and their names in four languages, from `agencies.toml`: who is who on a page and in a mail.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Lang;

/// A body that can make a commitment or publish a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// `CN:MFA`; filled from the table's key.
    #[serde(default)]
    pub id: String,
    /// Full English name, for mails.
    pub name: String,
    /// Short English form for subjects: `China MFA`.
    #[serde(default)]
    pub short: String,
    /// ISO 3166 alpha-2, or `UN`.
    pub country: String,
    /// IANA zone of its pages.
    #[serde(default)]
    pub zone: String,
    /// Names and abbreviations by language, as texts use them.
    #[serde(default)]
    pub names: BTreeMap<Lang, Vec<String>>,
}

/// Every known agency, built in and added by the watchlist.
#[derive(Debug, Clone, Default)]
pub struct AgencyTable {
    by_id: BTreeMap<String, Agency>,
}

/// A problem in an agency table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read agency table: {0}")]
pub struct AgencyError(String);

impl AgencyTable {
    /// The built-in table.
    pub fn built_in() -> Self {
        Self::parse(include_str!("agencies.toml")).expect("the built-in table parses: a test reads it")
    }

    /// Parses `["CN:MFA"] name = … country = … names.en = […]` tables.
    pub fn parse(text: &str) -> Result<Self, AgencyError> {
        let raw: BTreeMap<String, Agency> = toml::from_str(text).map_err(|e| AgencyError(e.to_string()))?;
        let mut table = Self::default();
        for (id, agency) in raw {
            table.add(Agency { id, ..agency });
        }
        Ok(table)
    }

    /// Adds or replaces one; an empty `short` or `zone` is filled from the id and the country.
    pub fn add(&mut self, mut agency: Agency) {
        if agency.short.is_empty() {
            agency.short = agency.id.replace(':', " ");
        }
        if agency.zone.is_empty() {
            agency.zone = country_zone(&agency.country).to_owned();
        }
        self.by_id.insert(agency.id.clone(), agency);
    }

    /// By id.
    pub fn get(&self, id: &str) -> Option<&Agency> {
        self.by_id.get(id)
    }

    /// By id, or by any name or abbreviation in any language, case ignored; the first in id order wins.
    pub fn find(&self, id_or_name: &str) -> Option<&Agency> {
        self.get(id_or_name).or_else(|| {
            let wanted = id_or_name.trim().to_lowercase();
            self.by_id.values().find(|a| {
                a.name.to_lowercase() == wanted || a.names.values().flatten().any(|name| name.to_lowercase() == wanted)
            })
        })
    }

    /// All, in id order.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.by_id.values()
    }
}

/// The zone of a country's capital, which ministry pages keep.
fn country_zone(country: &str) -> &'static str {
    match country {
        "CN" => "Asia/Shanghai",
        "US" => "America/New_York",
        "MX" => "America/Mexico_City",
        "CA" => "America/Toronto",
        "IN" => "Asia/Kolkata",
        "UN" => "Europe/Vienna",
        _ => "UTC",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_table_finds_by_id_name_and_language() {
        let table = AgencyTable::built_in();
        for (text, id) in [("CN:MFA", "CN:MFA"), ("外交部", "CN:MFA"), ("商務部", "CN:MOFCOM"), ("JIFE", "UN:INCB")]
        {
            assert_eq!(table.find(text).map(|a| a.id.as_str()), Some(id), "{text}");
        }
        assert!(table.find("Ministry of Silly Walks").is_none());
    }

    #[test]
    fn every_agency_has_a_zone_that_exists() {
        for agency in AgencyTable::built_in().iter() {
            assert!(jiff::tz::TimeZone::get(&agency.zone).is_ok(), "{}: {}", agency.id, agency.zone);
        }
    }
}
