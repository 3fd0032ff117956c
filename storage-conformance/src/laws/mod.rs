//! The table of the laws. Its sentences are the promise; each law's function stands in the file of its
//! heading.

mod commits;
mod concurrency;
mod conflicts;
mod faults;
mod journal;
mod pages;
mod reads;
mod schemas;
mod turns;
mod values;

use crate::Law;

/// Makes [`LAWS`], and of each law a test in [`conformance!`](crate::conformance), from the one table below.
macro_rules! laws {
    ($d:tt $($file:ident { $($(#[doc = $sentence:literal])+ $name:ident,)* })*) => {
        /// Every law.
        pub const LAWS: &[Law] = &[$($(
            Law {
                name: stringify!($name),
                sentence: concat!($($sentence),+).trim_ascii(),
                trial: $file::$name,
            },
        )*)*];

        /// One test for each law: `conformance!(backend)`, where `backend` is an expression that makes a
        /// [`Backend`](crate::Backend).
        #[macro_export]
        macro_rules! conformance {
            ($d backend:expr) => {
                $($(
                    $(#[doc = $sentence])+
                    #[test]
                    fn $name() {
                        $crate::uphold(&$d backend, stringify!($name));
                    }
                )*)*
            };
        }
    };
}

laws! { $
    commits {
        /// A batch without changes commits.
        an_empty_batch_commits,
        /// One broken premise anywhere in a batch, and nothing of it is in any table or in the journal.
        a_batch_is_all_or_nothing,
        /// New, changed and removed rows and entries of one batch are all there once it is committed.
        a_commit_writes_everything,
        /// A batch of thousands of rows commits as one.
        a_batch_of_thousands_commits,
        /// What a removed or changed row gives up, a new row of the same batch may take: unique is the
        /// result.
        a_value_given_up_can_be_taken_at_once,
        /// Premises that hold are no conflict: a relied version that is stored, a relied absence of an
        /// absent row.
        premises_that_hold_are_no_conflict,
    }
    conflicts {
        /// A change of a row that has another version is refused, changes nothing and names the row.
        a_stale_version_is_named,
        /// A batch that relied on a row which has another version is refused, changes nothing and names the
        /// row.
        a_changed_relied_row_is_named,
        /// A batch that relied on the absence of a row which exists is refused, changes nothing and names
        /// the row.
        a_relied_absence_that_ended_is_named,
        /// Changing, removing or relying on a row that is gone is refused, changes nothing and names the row.
        a_row_that_is_gone_is_named,
        /// A new row with a taken key is refused, changes nothing and names the row.
        a_taken_key_is_named,
        /// A row, new or changed, with a taken unique value is refused, changes nothing and names row and
        /// index.
        a_taken_unique_value_is_named,
        /// Two new rows of one batch with the same unique value are refused, nothing changes, and one is
        /// named.
        a_unique_value_twice_in_a_batch_is_named,
        /// A refused batch is answered with every broken premise of it, and with no other.
        all_conflicts_are_named_at_once,
        /// Rows without a value in a unique index never conflict there, however many there are.
        an_absent_value_is_never_taken,
    }
    concurrency {
        /// Of many commits at once on one version exactly one wins; the others are told of the row.
        one_of_many_commits_on_a_version_wins,
        /// Of two crosswise batches (one changes a row and relies on another, one the reverse) one commits
        /// and never both.
        crosswise_batches_never_both_commit,
        /// A snapshot is of one moment: what is committed later is not in it, and it holds up no commit.
        a_snapshot_stays_at_its_moment,
        /// The sums of a snapshot balance while others commit.
        a_snapshot_balances_while_others_commit,
        /// Paging visits each row that stays once, while others write, in both directions and by any index.
        paging_visits_each_row_once_while_others_write,
        /// Of two writers of one lane each place is filled by one, and the journal has no gap.
        writers_of_one_lane_leave_no_gap,
    }
    turns {
        /// While somebody has the turn nobody else commits or has it, and everybody reads what is stored.
        in_a_turn_nobody_else_commits,
        /// A batch that is refused in a turn changes nothing, and the turn goes on until one is committed.
        a_refused_batch_leaves_the_turn,
        /// Once a turn's batch is committed others commit, and what comes in that turn is not done.
        a_turn_ends_with_its_commit,
    }
    reads {
        /// A row, page or entry that is not there is no error.
        absent_is_no_error,
        /// Once a commit returned, every storage on the same data sees it.
        a_returned_commit_is_seen,
        /// Once a commit returned, a storage that is opened later sees it.
        a_returned_commit_is_seen_after_reopening,
        /// Keys may be asked in any order and in any number; each that exists is answered.
        load_answers_each_key_that_exists,
        /// A storage that can be reached answers a ping.
        a_ping_is_answered,
    }
    pages {
        /// Pages follow the values of the index, then the key: numbers by size, texts and ids by their bytes.
        pages_are_in_order,
        /// A page of the rows with a prefix, from a value and below a value has those rows and no other.
        a_prefix_and_a_range_bound_a_page,
        /// Descending is the reverse of ascending.
        descending_is_the_reverse,
        /// A page has at most its limit of rows and says whether more follow.
        a_page_says_whether_more_follow,
        /// A page continues after a place whose row is gone.
        a_page_continues_after_a_row_that_is_gone,
        /// Rows without a value in one column of an index are not in the index.
        absent_values_are_not_in_an_index,
        /// A changed row is found where it is now and no longer where it was.
        a_changed_row_moves_in_its_indexes,
        /// A removed row is in no index, and its key and unique values are free.
        a_removed_row_is_gone_from_its_indexes,
    }
    journal {
        /// Entries of a lane are answered in order, without gaps, by pages, and apart from other lanes.
        the_journal_is_in_order,
        /// An entry for a taken place in its lane is refused as damage of `journal`, and nothing changes.
        a_taken_place_in_a_lane_is_refused,
        /// Who holds a lane's head of an earlier epoch cannot append: the head is named and nothing changes.
        a_fenced_lane_cannot_append,
    }
    values {
        /// The extremes of each kind of value come back as they were written.
        extreme_values_survive,
        /// Extreme values are found by index, and as keys.
        extreme_values_are_found,
        /// A value of a megabyte comes back as it was written, in a row and in the journal.
        large_values_survive,
        /// Version and time come back as they were written; rows that are only added carry the stamp of
        /// added rows.
        stamps_survive,
    }
    schemas {
        /// Migrating twice changes nothing, in one program or in two.
        migrating_twice_changes_nothing,
        /// A storage of a newer schema refuses to open and is not changed.
        a_newer_schema_refuses_to_open,
        /// A storage of an older schema gets the new tables, columns and indexes, and keeps its rows.
        an_older_schema_grows,
    }
    faults {
        /// On a full disk a commit is `Unavailable`; nothing changes, and with room again it goes on.
        a_full_disk_is_unavailable,
        /// On a read-only disk a commit is `Unavailable`; nothing changes, and once writable it goes on.
        a_read_only_disk_is_unavailable,
        /// A damaged row is answered as `Corrupt` with its table, however it is read.
        a_damaged_row_is_corrupt,
        /// A commit whose answer is lost is answered `Unknown`, and is there as a whole or not at all.
        a_lost_answer_is_unknown,
    }
}
