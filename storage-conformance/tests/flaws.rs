//! A law that cannot fail is worthless: each is shown to catch a storage that breaks it.

mod flawed;

use flawed::{Flaw, Flawed};
use paywright_storage_conformance::{LAWS, Law, Unheld, Verdict, check};

/// Each flaw, and a law that catches it.
const CAUGHT: &[(Flaw, &str)] = &[
    (Flaw::RefusesEmptyBatches, "an_empty_batch_commits"),
    (Flaw::AppliesHalfOfARefusedBatch, "a_batch_is_all_or_nothing"),
    (Flaw::LosesTheJournal, "a_commit_writes_everything"),
    (Flaw::LosesRemovals, "a_commit_writes_everything"),
    (Flaw::CutsLargeBatches, "a_batch_of_thousands_commits"),
    (Flaw::ChecksUniqueBeforeRemovals, "a_value_given_up_can_be_taken_at_once"),
    (Flaw::RefusesReliedAbsence, "premises_that_hold_are_no_conflict"),
    (Flaw::IgnoresVersions, "a_stale_version_is_named"),
    (Flaw::SkipsRelied, "a_changed_relied_row_is_named"),
    (Flaw::SkipsReliedAbsence, "a_relied_absence_that_ended_is_named"),
    (Flaw::InsertsGoneRows, "a_row_that_is_gone_is_named"),
    (Flaw::OverwritesTakenKeys, "a_taken_key_is_named"),
    (Flaw::IgnoresUnique, "a_taken_unique_value_is_named"),
    (Flaw::ChecksUniqueOnlyAgainstStored, "a_unique_value_twice_in_a_batch_is_named"),
    (Flaw::NamesOnlyTheFirstConflict, "all_conflicts_are_named_at_once"),
    (Flaw::TakesNullForAValue, "an_absent_value_is_never_taken"),
    (Flaw::ChecksThenWrites, "one_of_many_commits_on_a_version_wins"),
    (Flaw::SkipsRelied, "crosswise_batches_never_both_commit"),
    (Flaw::SnapshotIsLive, "a_snapshot_stays_at_its_moment"),
    (Flaw::SnapshotIsLive, "a_snapshot_balances_while_others_commit"),
    (Flaw::PagesByCount, "paging_visits_each_row_once_while_others_write"),
    (Flaw::VisitsARowTwiceBetweenPages, "paging_visits_each_row_once_while_others_write"),
    (Flaw::ChecksThenWrites, "writers_of_one_lane_leave_no_gap"),
    (Flaw::SharesTurns, "in_a_turn_nobody_else_commits"),
    (Flaw::EndsTurnsWhereRefused, "a_refused_batch_leaves_the_turn"),
    (Flaw::KeepsHalfOfWhatATurnRefuses, "a_refused_batch_leaves_the_turn"),
    (Flaw::KeepsTurns, "a_turn_ends_with_its_commit"),
    (Flaw::CommitsAfterTheTurn, "a_turn_ends_with_its_commit"),
    (Flaw::AbsentIsAnError, "absent_is_no_error"),
    (Flaw::ReadsStale, "a_returned_commit_is_seen"),
    (Flaw::ForgetsWhenClosed, "a_returned_commit_is_seen_after_reopening"),
    (Flaw::LoadsOnlySomeKeys, "load_answers_each_key_that_exists"),
    (Flaw::FailsPing, "a_ping_is_answered"),
    (Flaw::ReversesPages, "pages_are_in_order"),
    (Flaw::IgnoresBelow, "a_prefix_and_a_range_bound_a_page"),
    (Flaw::IgnoresDirection, "descending_is_the_reverse"),
    (Flaw::TakesAFullPageForMore, "a_page_says_whether_more_follow"),
    (Flaw::NeedsTheRowToContinueAfter, "a_page_continues_after_a_row_that_is_gone"),
    (Flaw::IndexesNull, "absent_values_are_not_in_an_index"),
    (Flaw::KeepsOldPlacesOfChanged, "a_changed_row_moves_in_its_indexes"),
    (Flaw::KeepsPlacesOfRemoved, "a_removed_row_is_gone_from_its_indexes"),
    (Flaw::IgnoresAfterInTheJournal, "the_journal_is_in_order"),
    (Flaw::DropsEntriesOfTakenPlaces, "a_taken_place_in_a_lane_is_refused"),
    (Flaw::IgnoresVersions, "a_fenced_lane_cannot_append"),
    (Flaw::EndsTextsAtNul, "extreme_values_survive"),
    (Flaw::RoundsLargeNumbers, "extreme_values_are_found"),
    (Flaw::CutsLargeCells, "large_values_survive"),
    (Flaw::RoundsTimes, "stamps_survive"),
    (Flaw::EmptiesWhenMigrating, "migrating_twice_changes_nothing"),
    (Flaw::OpensNewerSchemas, "a_newer_schema_refuses_to_open"),
    (Flaw::NeverGrows, "an_older_schema_grows"),
    (Flaw::LiesOnABrokenDisk, "a_full_disk_is_unavailable"),
    (Flaw::LiesOnABrokenDisk, "a_read_only_disk_is_unavailable"),
    (Flaw::HidesDamagedRows, "a_damaged_row_is_corrupt"),
    (Flaw::TakesALostAnswerForARefusal, "a_lost_answer_is_unknown"),
];

fn law(name: &str) -> &'static Law {
    LAWS.iter().find(|law| law.name == name).unwrap_or_else(|| panic!("there is no law {name}"))
}

#[test]
fn each_flaw_is_caught_by_its_law() {
    let escaped: Vec<_> = CAUGHT
        .iter()
        .filter(|(flaw, name)| !matches!((law(name).trial)(&Flawed(*flaw)), Err(Unheld::Broken(_))))
        .collect();
    assert!(escaped.is_empty(), "these flaws were not caught: {escaped:#?}");
}

#[test]
fn each_law_catches_a_flaw() {
    let untried: Vec<_> =
        LAWS.iter().filter(|law| !CAUGHT.iter().any(|(_, name)| *name == law.name)).collect();
    assert!(untried.is_empty(), "no flaw shows that these laws can fail: {untried:#?}");
}

#[test]
fn without_a_flaw_each_law_is_tried_and_holds() {
    let report = check(&Flawed(Flaw::Nothing));
    assert!(report.verdicts.iter().all(|(_, verdict)| *verdict == Verdict::Held), "{report}");
    assert!(report.is_lawful());
    assert!(!check(&Flawed(Flaw::FailsPing)).is_lawful());
}
