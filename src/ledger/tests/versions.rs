//! Pure. Tests of two language versions of one item that say otherwise.

use super::*;

const EN: &str = "The ministry requires licences for 13 precursors going to the US and Mexico from 1 December 2026.";
const ZH: &str = "自2026年12月1日起，向美国、墨西哥出口13种前体须申领许可证。";

/// The English page read first, the Chinese one second, with what the second says changed by `edit`.
fn read_both(edit: fn(&mut Claim), prepare: fn(&mut Bench)) -> (Bench, Outcome) {
    let mut bench = Bench::new();
    bench.read(now(), None, &document(&[EN]), &placed(0, claim(EN, Strength::Ordered)));
    bench.origin.watch = "zh".to_owned();
    bench.origin.language = Some(Lang::Zh);
    (bench.lang, bench.target) = (Lang::Zh, 2);
    prepare(&mut bench);
    let mut second = claim(ZH, Strength::Ordered);
    edit(&mut second);
    let outcome = bench.read(now(), None, &document(&[ZH]), &placed(0, second));
    (bench, outcome)
}

#[test]
fn versions_that_differ_in_firmness_date_number_or_country_are_told_and_the_entry_keeps_its_record() {
    type Edit = fn(&mut Claim);
    let table: [(&str, Edit); 5] = [
        ("versions_firmness", |c| c.record.strength = Strength::Intends),
        ("versions_firmness", |c| c.record.strength = Strength::InForce),
        ("versions_date", |c| c.record.date = PartialDate::day(2026, 12, 10)),
        ("versions_number", |c| {
            c.record.quantity = Some(Quantity { value: 12.0, unit: "chemicals".to_owned(), from: None });
        }),
        ("versions_country", |c| c.record.counterparties = vec!["MX".to_owned()]),
    ];
    for (reason, edit) in table {
        let (bench, outcome) = read_both(edit, |_| {});
        assert_eq!(kinds(&outcome), [EventKind::VersionsDiffer], "{reason}");
        assert_eq!(outcome.events[0].reason, reason);
        assert_eq!(bench.slice.entries.len(), 1, "{reason}: one pledge");
        assert_eq!(bench.slice.entries[0].commitment.record, claim(EN, Strength::Ordered).record, "{reason}");
        assert_eq!(bench.slice.entries[0].sightings.len(), 2, "{reason}");
    }
}

#[test]
fn versions_that_agree_restate_and_what_one_leaves_out_is_no_change() {
    let (_, agreeing) = read_both(|_| {}, |_| {});
    assert_eq!(kinds(&agreeing), [EventKind::Restated]);
    let (bench, shorter) = read_both(|c| c.record.quantity = None, |_| {});
    assert_eq!(kinds(&shorter), [EventKind::VersionsDiffer]);
    assert!(bench.slice.entries[0].commitment.record.quantity.is_some());
}

#[test]
fn pages_weeks_apart_or_of_strangers_are_no_versions_of_one_item() {
    let later: fn(&mut Claim) = |c| c.record.strength = Strength::InForce;
    let (_, weeks) = read_both(later, |bench| bench.published = PartialDate::day(2026, 12, 20));
    assert_eq!(kinds(&weeks), [EventKind::Strengthened]);
    let (_, undated) = read_both(later, |bench| bench.published = None);
    assert_eq!(kinds(&undated), [EventKind::Strengthened], "only one of them is dated");
    let (_, stranger) = read_both(later, |bench| bench.origin.agency = "CN:MFA".to_owned());
    assert_eq!(kinds(&stranger), [EventKind::Strengthened]);
    let (_, twin) = read_both(later, |bench| {
        bench.origin.agency = "CN:MFA".to_owned();
        bench.twins = vec!["w".to_owned()];
    });
    assert_eq!(kinds(&twin), [EventKind::VersionsDiffer]);
}

#[test]
fn it_is_told_once_and_another_wording_of_the_second_version_changes_no_record() {
    let (mut bench, _) = read_both(|c| c.record.date = PartialDate::day(2026, 12, 10), |_| {});
    let old = document(&[ZH]);
    let same = claim(ZH, Strength::Ordered);
    let mut second = same.clone();
    second.record.date = PartialDate::day(2026, 12, 10);
    let at = |hours: u64| now() + Duration::from_secs(hours * 3600);
    let again = bench.read(at(1), Some(&old), &old, &placed(0, second.clone()));
    assert!(again.events.is_empty(), "{:?}", kinds(&again));
    let reworded = "2026年12月10日起，出口13种前体至美国、墨西哥，须申领许可证。";
    second.quote = reworded.to_owned();
    let new = document(&[reworded]);
    let edited = bench.read(at(2), Some(&old), &new, &placed(0, second));
    assert_eq!(kinds(&edited), [EventKind::Restated]);
    assert_eq!(bench.slice.entries[0].commitment.record.date, PartialDate::day(2026, 12, 1));
}
