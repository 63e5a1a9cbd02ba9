//! Pure. Who acts in a clause in, the ids of those who issue the act, whose voice it is and toward whom it is out.

use super::lexicon::Kind;
use super::lexicon::Role;
use super::subject::{self, Party};
use super::who::{Place, Side, Who};
use crate::model::{ActionClass, SourceType, SpeakerRole};

/// Pages of bodies that speak for their government: what nobody else is told to do there, the country does.
const SPEAK_FOR_ALL: &[&str] = &["CN:MFA", "CN:SCIO"];

/// Bodies that give orders to the other offices of their country.
const HEADS: &[&str] = &["US:WH", "CA:PM", "MX:Presidencia"];

impl Place<'_, '_, '_> {
    /// The ids of those who issue the act when one side does.
    pub(super) fn issuers(&self, side: Option<&Side>) -> Vec<String> {
        let Some(owner) = self.page.party.as_ref() else { return self.reported(side) };
        let gazette = *self.source == SourceType::Gazette;
        let prints = owner.agency.as_deref().is_some_and(|id| matches!(id, "MX:DOF" | "CA:Gazette" | "US:FR"));
        let body = self.page.issuer.clone().filter(|_| prints).unwrap_or_else(|| owner.id());
        let for_all = owner.agency.as_deref().is_some_and(|id| SPEAK_FOR_ALL.contains(&id));
        let head = owner.agency.as_deref().is_some_and(|id| HEADS.contains(&id));
        let budget = owner.agency.as_deref() == Some("CA:PM") && self.class == Some(ActionClass::Funding);
        let whole =
            |country: &String| if gazette && *country == owner.country { body.clone() } else { country.clone() };
        let of_all = for_all || budget;
        match side {
            Some(Side::Offices(offices)) => {
                let ours = offices[0].starts_with(&format!("{}:", owner.country));
                // "The Secretary shall report to me": whoever orders it acts.
                let ordered = self.lead.is_some_and(|(role, _)| *role == Role::Deontic) && (head || gazette);
                if ours && ordered && !offices.contains(&body) { vec![body] } else { offices.clone() }
            }
            Some(Side::Country(country)) => vec![whole(country)],
            Some(Side::Government) => vec![whole(&owner.country)],
            Some(Side::Own) => vec![body],
            Some(Side::SomeOffice) | None if of_all => {
                vec![self.office_named(Some(&owner.country)).unwrap_or_else(|| owner.country.clone())]
            }
            _ => vec![body],
        }
    }

    /// The first office named in the clause, of a country if one is given.
    fn office_named(&self, country: Option<&str>) -> Option<String> {
        self.scan.within(self.range).find_map(|hit| match &hit.entry.kind {
            Kind::Party { countries, agency: Some(agency) } => {
                let fits = country.is_none_or(|country| countries.iter().any(|one| one == country));
                (fits && !SPEAK_FOR_ALL.contains(&agency.as_str())).then(|| agency.clone())
            }
            _ => None,
        })
    }

    /// On the page of somebody who is no party: whoever is named, announces it, or was spoken of before.
    fn reported(&self, side: Option<&Side>) -> Vec<String> {
        let announced = |country: Option<&str>| {
            let speaker = self.speaker.filter(|one| one.agency.is_some());
            speaker.filter(|one| country.is_none_or(|country| one.country == country)).map(Party::id)
        };
        let spoken = self.page.carried.as_ref().or(self.speaker);
        match side {
            Some(Side::Offices(offices)) => offices.clone(),
            Some(Side::Country(country)) => vec![announced(Some(country)).unwrap_or_else(|| country.clone())],
            Some(Side::Government) => {
                let country = spoken.map(|party| party.country.clone());
                country.or_else(|| self.page.first_titled().map(str::to_owned)).into_iter().collect()
            }
            _ => {
                let named = announced(None).or_else(|| self.office_named(None)).or_else(|| spoken.map(Party::id));
                named.or_else(|| self.page.first_titled().map(str::to_owned)).into_iter().collect()
            }
        }
    }

    /// Whose voice a commitment of this actor is on this page.
    pub(super) fn role(&self, who: &Who) -> SpeakerRole {
        let Some(owner) = self.page.party.as_ref() else {
            return if who.joint { SpeakerRole::Joint } else { SpeakerRole::NeutralReport };
        };
        let ours = who.actor.as_deref().is_none_or(|actor| actor.split(':').next() == Some(owner.country.as_str()));
        match () {
            () if who.joint || self.page.joint => SpeakerRole::Joint,
            () if ours => SpeakerRole::Own,
            () => SpeakerRole::NeutralReport,
        }
    }

    /// Toward whom the act is: the countries and foreign bodies named beside the actor.
    pub(super) fn counterparties(&self, who: &Who) -> Vec<String> {
        if who.joint {
            return Vec::new();
        }
        let own =
            |code: &str| who.issuers.iter().any(|id| id == code || id.split(':').next() == code.split(':').next());
        let mut all = subject::countries(self.scan, self.range);
        all.retain(|code| !own(code));
        // A foreign body named is the partner, not its whole country.
        let bodies = self.scan.within(self.range).filter_map(|hit| match &hit.entry.kind {
            Kind::Party { countries, agency: Some(agency) } if !HEADS.contains(&agency.as_str()) => {
                Some((&countries[0], agency))
            }
            _ => None,
        });
        for (country, body) in bodies {
            if let Some(one) = all.iter_mut().find(|code| *code == country) {
                one.clone_from(body);
            }
        }
        let mut seen: Vec<String> = Vec::new();
        all.retain(|code| {
            let new = !seen.contains(code);
            seen.push(code.clone());
            new
        });
        // "The United Nations" beside one of its bodies is that body.
        if all.iter().any(|code| code.starts_with("UN:")) {
            all.retain(|code| code != "UN");
        }
        all
    }
}
