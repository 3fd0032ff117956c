//! What holds at the end of every story.

use super::World;
use super::dump::journal_of;
use paywright::storage::Key;
use paywright::{
    Account, AccountId, Effect, EffectKind, EffectState, FeePlan, Hold, HoldState, Money, Operation,
    OperationKind, OperationState, Order, Part, Payment, PaymentState, Phase, Refund, RefundState, Transfer,
    TransferKind,
};
use std::collections::BTreeMap;

impl World {
    /// Panics where an invariant of the books does not hold, or a bound is broken.
    #[track_caller]
    pub fn check(&self) {
        self.bounds_hold();
        self.check_invariants();
    }

    /// Panics where an invariant of the books does not hold. Bounds may be broken, where they were tightened
    /// below what was there.
    #[track_caller]
    pub fn check_invariants(&self) {
        self.debits_equal_credits();
        self.holds_are_pending();
        self.every_reservation_is_somebodys();
        self.suspense_is_explained();
        self.merchants_have_what_crossed_their_border();
        self.effects_are_claimed_once();
        self.what_is_kept_for_payers_goes_back();
        self.closed_orders_are_wound_up();
        self.payments_agree_with_transfers();
        self.orders_agree_with_payments();
        self.no_operation_is_forgotten();
        self.the_journal_has_no_gap();
        let findings = self.eye().verify(&[]).unwrap().findings;
        let first = findings.first().map(|finding| (finding.table, &finding.what));
        assert!(findings.is_empty(), "verify finds {first:?}: {findings:#?}");
    }

    #[track_caller]
    fn debits_equal_credits(&self) {
        let mut sums: BTreeMap<_, (i128, i128)> = BTreeMap::new();
        for line in self.eye().trial_balance().unwrap() {
            let sum = sums.entry(line.currency.to_string()).or_default();
            sum.0 += line.figures.debits - line.figures.credits;
            sum.1 += line.figures.pending_debits - line.figures.pending_credits;
        }
        for (currency, sums) in sums {
            assert_eq!(sums, (0, 0), "the trial balance of {currency} does not sum to zero");
        }
    }

    #[track_caller]
    fn bounds_hold(&self) {
        for account in self.all::<Account>() {
            let figures = self.eye().balance(account.id).unwrap().unwrap();
            // A bound above zero is broken from the first moment; what improves it is allowed.
            if let Some(least) = account.min_available.filter(|least| *least <= 0) {
                assert!(figures.available() >= i128::from(least), "{account:?} {figures:?}");
            }
            if let Some(most) = account.max_balance {
                assert!(figures.ceiling() <= i128::from(most), "{account:?} {figures:?}");
            }
        }
    }

    #[track_caller]
    fn holds_are_pending(&self) {
        let mut pending: BTreeMap<AccountId, (i128, i128)> = BTreeMap::new();
        for hold in self.all::<Hold>().into_iter().filter(|hold| hold.state == HoldState::Open) {
            pending.entry(hold.debit).or_default().0 += i128::from(hold.amount);
            pending.entry(hold.credit).or_default().1 += i128::from(hold.amount);
        }
        for account in self.all::<Account>() {
            let figures = self.eye().balance(account.id).unwrap().unwrap();
            let found = (figures.pending_debits, figures.pending_credits);
            assert_eq!(found, pending.get(&account.id).copied().unwrap_or_default(), "{account:?}");
        }
    }

    #[track_caller]
    fn payments_agree_with_transfers(&self) {
        let mut moved: BTreeMap<([u8; 16], u16), i64> = BTreeMap::new();
        for transfer in self.all::<Transfer>() {
            let moves = matches!(transfer.phase, Phase::Posted | Phase::PostsPending);
            if let (true, Some(subject)) = (moves, transfer.subject) {
                *moved.entry((subject, transfer.kind.0)).or_default() += transfer.amount;
            }
        }
        let sum = |subject, kind: TransferKind| moved.get(&(subject, kind.0)).copied().unwrap_or_default();
        let refunds: Vec<Refund> = self.all();
        for payment in self.all::<Payment>() {
            let id = payment.id.to_bytes();
            let part = self.part(payment.id);
            assert_eq!(payment.captured, sum(id, TransferKind::CAPTURE), "{payment:?}");
            let net = |there, back| sum(id, there) - sum(id, back);
            let unwanted = net(TransferKind::UNWANTED_SUCCESS, TransferKind::REVERSAL);
            assert_eq!(payment.unwanted, unwanted, "{payment:?}");
            let taken_back = net(TransferKind::TAKEN_BACK, TransferKind::RESTORED);
            assert_eq!(payment.taken_back, taken_back, "{payment:?}");
            let returned = net(TransferKind::FEE_RETURN, TransferKind::FEE_RETAKEN);
            assert_eq!(part.fee_returned, returned, "{part:?}");
            assert_eq!(part.fee, sum(id, TransferKind::FEE), "{part:?}");
            assert_part_agrees(&part, &payment);
            self.fees_are_as_planned(&part, &payment);
            assert!(payment.captured <= payment.authorised, "{payment:?}");
            let most = payment.captured + payment.refunded_in_excess;
            assert!(payment.refunded + payment.refunds_reserved <= most, "{payment:?}");
            let own = || refunds.iter().filter(|refund| refund.payment == payment.id);
            let given = |refund: &Refund| {
                let id = refund.id.to_bytes();
                sum(id, TransferKind::REFUND) - sum(id, TransferKind::REFUND_TAKEN_BACK)
            };
            let back: i64 = own().map(given).sum();
            assert_eq!(payment.refunded, back, "{payment:?}");
            let reserved = own().filter(|refund| reserves(refund)).map(|refund| refund.amount.minor());
            assert_eq!(payment.refunds_reserved, reserved.sum::<i64>(), "{payment:?}");
        }
    }

    #[track_caller]
    fn fees_are_as_planned(&self, part: &Part, payment: &Payment) {
        let Some(plan) = part.fee_plan else { return };
        let plan = self.eye().get::<FeePlan>(plan).unwrap().unwrap();
        let [captured, refunded, fee] = [part.captured, part.refunded, part.fee]
            .map(|minor| Money::new(minor, payment.amount.currency()));
        let planned = plan.returned(captured, refunded, fee).unwrap();
        let none_captured = part.captured == 0;
        let taken = plan.fee(captured).unwrap();
        assert!(none_captured || fee == taken, "the fee is another than {taken}: {part:?}");
        assert!(none_captured || part.fee_returned == planned.minor(), "{planned}: {part:?}");
    }

    #[track_caller]
    fn orders_agree_with_payments(&self) {
        let payments: Vec<Payment> = self.all();
        for order in self.all::<Order>() {
            let own = || payments.iter().filter(|payment| payment.order == Some(order.id));
            let sum = |of: fn(&Payment) -> i64| own().map(of).sum::<i64>();
            assert_eq!(order.paid, sum(|payment| payment.captured), "{order:?}");
            assert_eq!(order.refunded, sum(|payment| payment.refunded), "{order:?}");
            assert_eq!(order.refunds_reserved, sum(|payment| payment.refunds_reserved), "{order:?}");
            assert_eq!(order.in_flight, sum(Payment::in_flight), "{order:?}");
            assert!(order.due().minor() >= 0, "{order:?}");
        }
    }

    /// Whoever waits for a channel has an effect that brings the answer.
    #[track_caller]
    fn no_operation_is_forgotten(&self) {
        let effects: Vec<Effect> = self.all();
        let operations: Vec<Operation> = self.all();
        let live = |effect: &&Effect| matches!(effect.state, EffectState::Ready | EffectState::Claimed);
        for operation in operations.iter().filter(|operation| operation.is_unfinished()) {
            let kind = match operation.state {
                OperationState::Unknown | OperationState::AwaitingPayer => EffectKind::AskOperation,
                _ => EffectKind::SendOperation,
            };
            let own = effects.iter().filter(|effect| effect.operation == operation.id);
            assert!(
                own.clone().filter(live).any(|effect| effect.kind == kind),
                "nobody will learn what became of {operation:?}: {:#?}",
                own.collect::<Vec<_>>()
            );
        }
        let mut unfinished: BTreeMap<Key, usize> = BTreeMap::new();
        let over = |operation: &Operation| {
            let state = self.payment(operation.payment).state;
            use PaymentState::{Cancelled, Expired, Failed, Succeeded};
            operation.refund.is_none() && matches!(state, Succeeded | Failed | Cancelled | Expired)
        };
        // What undoes something, and what is undone once it succeeds, stands in nobody's way.
        let counts = |operation: &&Operation| {
            operation.is_unfinished() && operation.kind != OperationKind::Reverse && !over(operation)
        };
        for operation in operations.iter().filter(counts) {
            let subject = operation.refund.map_or_else(|| operation.payment.into(), |refund| refund.into());
            *unfinished.entry(subject).or_default() += 1;
        }
        assert!(unfinished.values().all(|count| *count == 1), "{unfinished:?}");
        let refunds = operations.iter().filter(|operation| operation.kind == OperationKind::Refund);
        assert!(refunds.clone().all(|operation| operation.refund.is_some()));
    }

    #[track_caller]
    fn the_journal_has_no_gap(&self) {
        let mut last: BTreeMap<u16, u64> = BTreeMap::new();
        for entry in journal_of(&self.storage) {
            let before = last.insert(entry.lane, entry.sequence).unwrap_or(0);
            assert_eq!(entry.sequence, before + 1, "lane {}", entry.lane);
        }
    }
}

#[track_caller]
fn assert_part_agrees(part: &Part, payment: &Payment) {
    let on_part = (part.amount, part.captured, part.refunded, part.refunds_reserved);
    let on_payment = (payment.amount, payment.captured, payment.refunded, payment.refunds_reserved);
    assert_eq!(on_part, on_payment, "{part:?} {payment:?}");
}

fn reserves(refund: &Refund) -> bool {
    !matches!(
        refund.state,
        RefundState::Succeeded | RefundState::Rejected | RefundState::Cancelled | RefundState::Closed
    )
}
