//! Rules broken on purpose, one at a time: what a simulation must be able to find. Only a build with
//! `--cfg paywright_defects` has them; in any other, [`planted`] is `false` and nothing of them is left.
#![cfg_attr(not(paywright_defects), expect(unreachable_pub, reason = "public in the build that has them"))]

macro_rules! defects {
    ($($(#[doc = $doc:literal])* $name:ident = $word:literal,)*) => {
        /// One broken rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Defect { $($(#[doc = $doc])* $name,)* }

        #[cfg(paywright_defects)]
        impl Defect {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What it is called by.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

defects! {
    /// A commit does not look at what was only read.
    ReliedUnchecked = "relied_unchecked",
    /// A refusal is answered from memory, whatever others wrote meanwhile.
    RefusalFromMemory = "refusal_from_memory",
    /// A storage that could not commit is taken for one that did.
    FaultIsSuccess = "fault_is_success",
    /// A conflict is answered as success.
    ConflictIsSuccess = "conflict_is_success",
    /// A commit whose answer was lost is done again without a fence.
    NoFence = "no_fence",
    /// A commit whose answer was lost is taken for lost.
    UnknownIsLost = "unknown_is_lost",
    /// What a refused command changed stays in memory.
    RefusalKept = "refusal_kept",
    /// A key is not noted with its command.
    KeyForgotten = "key_forgotten",
    /// An edge is not written into its entry.
    EdgeForgotten = "edge_forgotten",
    /// A transfer does not know the one before it.
    LinkDropped = "link_dropped",
    /// A balance gets no marks.
    MarkForgotten = "mark_forgotten",
    /// Frozen accounts are posted to.
    FreezeIgnored = "freeze_ignored",
    /// What must stay available is not looked at.
    BoundIgnored = "bound_ignored",
    /// A refund reserves nothing of its payment.
    ReservationForgotten = "reservation_forgotten",
    /// A refund that ended goes on holding its money.
    HoldKept = "hold_kept",
    /// The fee of a second capture is counted from nothing again.
    FeeFromNothing = "fee_from_nothing",
    /// A success that is reported twice is booked twice.
    SuccessTwice = "success_twice",
    /// A claim that ended is handed out again, though it must be asked for first.
    AskFirstResent = "ask_first_resent",
    /// What is claimed can be claimed by another.
    ClaimedTwice = "claimed_twice",
    /// An unknown operation is never asked for.
    NeverAsked = "never_asked",
    /// A paid order counts what was paid as still under way.
    StillUnderWay = "still_under_way",
    /// What a channel takes back is not booked.
    TakenBackUnbooked = "taken_back_unbooked",
    /// The time of a hold passes and its money stays held.
    ExpiryKeepsMoney = "expiry_keeps_money",
    /// An atomic call that fell leaves what came before its refusal.
    HalfAtomic = "half_atomic",
}

#[cfg(paywright_defects)]
thread_local! {
    static PLANTED: std::cell::Cell<Option<Defect>> = const { std::cell::Cell::new(None) };
}

/// Breaks this rule from now on, in whatever this thread asks for, and mends all others.
#[cfg(paywright_defects)]
pub fn plant(defect: Option<Defect>) {
    PLANTED.set(defect);
}

/// Whether this rule is broken.
#[cfg(paywright_defects)]
pub(crate) fn planted(defect: Defect) -> bool {
    PLANTED.get() == Some(defect)
}

/// No rule is broken.
#[cfg(not(paywright_defects))]
pub(crate) const fn planted(_: Defect) -> bool {
    false
}
