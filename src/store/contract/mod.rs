//! I/O. What every member of the Store contract must do. A member's tests call `contract_tests!` with a way to make an
//! empty store; each check below is then a test of its own.

mod samples;

pub(super) mod alerts;
pub(super) mod claims;
pub(super) mod commits;
pub(super) mod deliveries;
pub(super) mod held;
pub(super) mod house;
pub(super) mod ledger;
pub(super) mod texts;
pub(super) mod watches;

use std::sync::Arc;

use async_trait::async_trait;

use super::Store;
pub(super) use samples::{changed, claim_one, link, seed, unchanged};

/// A store that begins empty and can be opened several times: by a second process, or after a restart.
#[async_trait]
pub(super) trait Member: Send + Sync {
    /// Opens it; what was written before is there.
    async fn open(&self) -> Arc<dyn Store>;
}

/// One test for each check of the suite, each with an empty member of its own.
macro_rules! contract_tests {
    ($member:expr) => {
        $crate::store::contract::contract_tests! { @each $member;
            alerts::a_digest_is_composed_once_and_takes_its_events,
            alerts::a_digest_with_nothing_in_it_moves_only_the_time,
            alerts::a_second_composer_of_the_same_events_writes_nothing,
            alerts::an_event_is_told_to_a_recipient_once,
            alerts::an_event_with_its_assignments_is_read_back,
            alerts::alerts_since_a_time_are_those_of_the_recipient,
            alerts::baselines_count_what_was_looked_at_and_are_reported_once,
            alerts::the_first_alert_begins_the_thread,
            alerts::what_quiet_hours_held_waits_for_the_digest,
            claims::a_lease_that_ran_out_is_taken_over,
            claims::a_released_target_is_due_when_it_was_said,
            claims::a_target_is_held_by_one,
            claims::a_target_never_read_goes_first_then_the_oldest_due,
            claims::many_at_once_never_hold_the_same_target,
            claims::the_next_due_time_knows_leases,
            claims::the_scopes_admit_what_they_say,
            claims::what_a_claim_tells_is_what_was_committed,
            commits::a_check_that_lost_its_lease_writes_nothing,
            commits::a_check_that_saw_an_old_ledger_writes_nothing,
            commits::a_failed_check_is_written_at_once_and_keeps_the_base,
            commits::a_good_check_ends_the_failures,
            commits::a_base_made_anew_says_nothing_of_the_failures,
            commits::all_that_a_check_found_is_there_after_it,
            commits::ids_inserted_twice_change_nothing,
            commits::no_update_of_the_ledger_is_lost_between_two_writers,
            commits::unchanged_checks_are_written_by_flush,
            deliveries::a_deferred_delivery_waits_for_its_time,
            deliveries::a_delivery_is_held_by_one_and_recorded_by_its_holder,
            deliveries::a_resent_alert_keeps_its_bytes_and_forgets_the_old_attempt,
            deliveries::many_at_once_never_hold_the_same_delivery,
            deliveries::one_delivery_for_each_address_in_queue_order,
            deliveries::the_queue_tells_what_waits_and_why,
            held::a_released_hold_is_over_and_the_target_due,
            held::a_woken_target_may_be_claimed_before_its_time,
            held::a_host_with_many_targets_hides_no_other,
            held::an_entry_that_moved_on_is_not_amended,
            held::an_amended_ledger_makes_checks_under_way_compare_again,
            held::losses_on_a_host_are_those_of_other_targets,
            held::of_a_closed_host_nothing_is_claimed_and_of_others_one,
            house::a_backup_is_a_store,
            house::a_host_is_left_alone_until_it_said_even_after_a_restart,
            house::a_host_is_asked_one_request_at_a_time,
            house::an_opinion_is_kept_of_what_exists,
            house::retention_spares_everything_but_old_checks,
            ledger::a_slice_is_of_one_moment,
            ledger::a_slice_has_the_blocks_the_target_and_its_orphans,
            ledger::dated_entries_are_found_by_their_days,
            ledger::the_ledger_is_read_newest_first_and_by_id,
            ledger::a_sighting_alone_moves_its_block_on,
            texts::a_base_made_anew_replaces_what_it_was_read_as,
            texts::a_hundred_versions_are_read_back_byte_for_byte,
            texts::a_raw_page_is_kept_while_something_needs_it,
            texts::attachments_are_kept_raw_and_asked_for_again,
            texts::equal_bytes_of_two_targets_are_two_answers,
            texts::a_renewed_link_is_due_and_takes_the_lease_of_its_old_page,
            texts::links_seen_are_known_for_ever,
            texts::sentences_seen_are_known_by_page_and_by_host,
            texts::new_links_become_targets_due_at_once,
            texts::checks_are_read_newest_first,
            watches::a_changed_url_begins_anew,
            watches::a_disabled_watch_keeps_everything_and_is_not_claimed,
            watches::a_new_watch_is_due_at_once_and_told_once,
            watches::a_removed_watch_is_gone_and_comes_back_as_it_was,
            watches::an_article_that_becomes_the_page_to_watch_is_a_root,
            watches::the_state_of_a_watch_is_that_of_its_root,
        }
    };
    (@each $member:expr; $($file:ident :: $check:ident,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $check() {
                $crate::store::contract::$file::$check(&$member).await;
            }
        )*
    };
}
pub(super) use contract_tests;
