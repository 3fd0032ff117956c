//! What holds between records and the ledger: reservations, suspense, what merchants have, and claims.

use super::World;
use paywright::storage::Key;
use paywright::{
    Account, AccountId, Case, Effect, EffectKind, EffectState, Hold, HoldState, MerchantId, Money, Operation,
    OperationKind, Order, OrderState, Owner, Part, Payment, PaymentState, Phase, Purpose, Refund, Transfer,
    TransferId, TransferKind,
};
use std::collections::{BTreeMap, BTreeSet};

impl World {
    /// Each open hold of a payment or refund is named by it, and holds what the record says.
    #[track_caller]
    pub(super) fn every_reservation_is_somebodys(&self) {
        let mut named: BTreeMap<TransferId, (Key, Money)> = BTreeMap::new();
        for payment in self.all::<Payment>() {
            // Of a channel's, the whole is reserved before it is authorised.
            let held = if payment.authorised > 0 { payment.capturable() } else { payment.amount };
            named.extend(payment.hold.map(|hold| (hold, (payment.id.into(), held))));
            assert_eq!(payment.due_at, payment.due(), "{payment:?}");
        }
        for refund in self.all::<Refund>() {
            named.extend(refund.hold.map(|hold| (hold, (refund.id.into(), refund.amount))));
        }
        let open = |hold: &Hold| hold.state == HoldState::Open && hold.subject.is_some();
        for hold in self.all::<Hold>().into_iter().filter(open) {
            let Some((record, held)) = named.remove(&hold.id) else { panic!("nobody releases {hold:?}") };
            assert_eq!(hold.subject.map(Key::Id), Some(record), "{hold:?}");
            assert_eq!(hold.amount, held.minor(), "{hold:?}");
        }
        assert!(named.is_empty(), "these reserve nothing: {named:?}");
    }

    /// Whatever is posted to suspense was posted by hand, or a case asks people to look at it.
    #[track_caller]
    pub(super) fn suspense_is_explained(&self) {
        let suspense = self.accounts_for(Purpose::Suspense);
        let cases: BTreeSet<TransferId> =
            self.all::<Case>().iter().filter_map(|case| case.transfer).collect();
        for transfer in self.all::<Transfer>() {
            let there = suspense.contains(&transfer.debit) || suspense.contains(&transfer.credit);
            let by_hand = transfer.subject.is_none() || transfer.kind == TransferKind::EXCHANGE;
            assert!(!there || by_hand || cases.contains(&transfer.id), "no case is about {transfer:?}");
        }
    }

    /// What a merchant's accounts hold is what its payments brought, less fees and what went back, with what
    /// was posted by hand, without what suspense took in its place.
    #[track_caller]
    pub(super) fn merchants_have_what_crossed_their_border(&self) {
        let mut crossed: BTreeMap<(MerchantId, String), i64> = BTreeMap::new();
        let mut have = crossed.clone();
        let owner = |account: &Account| match account.owner {
            Owner::Merchant(merchant) => Some((merchant, account.currency.to_string())),
            _ => None,
        };
        let accounts: BTreeMap<AccountId, Account> =
            self.all::<Account>().into_iter().map(|account| (account.id, account)).collect();
        for account in accounts.values() {
            let balance = i64::try_from(self.eye().balance(account.id).unwrap().unwrap().balance()).unwrap();
            if let Some(of) = owner(account) {
                *have.entry(of).or_default() += balance;
            }
        }
        let parts: BTreeMap<Key, Part> =
            self.all::<Part>().into_iter().map(|part| (part.payment.into(), part)).collect();
        let mut receivers = BTreeMap::new();
        for payment in self.all::<Payment>() {
            let Owner::Merchant(merchant) = payment.receiver else { continue };
            let of = (merchant, payment.amount.currency().to_string());
            let part = &parts[&Key::from(payment.id)];
            let came = payment.captured - payment.refunded - payment.taken_back;
            *crossed.entry(of.clone()).or_default() += came - part.fee + part.fee_returned;
            receivers.insert(Key::from(payment.id), of);
        }
        for refund in self.all::<Refund>() {
            if let Some(of) = receivers.get(&Key::from(refund.payment)).cloned() {
                receivers.insert(refund.id.into(), of);
            }
        }
        for transfer in self.all::<Transfer>() {
            let moves = matches!(transfer.phase, Phase::Posted | Phase::PostsPending);
            for (account, amount) in [(transfer.debit, -transfer.amount), (transfer.credit, transfer.amount)]
            {
                let account = &accounts[&account];
                let subject = transfer.subject.filter(|_| transfer.kind != TransferKind::EXCHANGE);
                let of = match subject.map(Key::Id) {
                    // Moved by hand; within its border it is nothing.
                    None => owner(account),
                    Some(subject) if account.purpose == Purpose::Suspense => {
                        let twice = transfer.kind == TransferKind::REVERSED_TWICE;
                        let of = receivers.get(&subject).filter(|_| !twice);
                        if let Some(of) = of.filter(|_| moves) {
                            *crossed.entry(of.clone()).or_default() -= amount;
                        }
                        None
                    }
                    Some(_) => None,
                };
                if let Some(of) = of.filter(|_| moves) {
                    *crossed.entry(of).or_default() += amount;
                }
            }
        }
        crossed.retain(|of, sum| *sum != 0 || have.contains_key(of));
        have.retain(|of, sum| *sum != 0 || crossed.contains_key(of));
        assert_eq!(have, crossed, "what merchants have is not what crossed their border");
    }

    /// An effect is claimed by one worker at a time; each operation is sent once, and asked about by one
    /// effect.
    #[track_caller]
    pub(super) fn effects_are_claimed_once(&self) {
        let mut sends: BTreeMap<Key, u32> = BTreeMap::new();
        let mut asks = sends.clone();
        for effect in self.all::<Effect>() {
            let claimed = effect.state == EffectState::Claimed;
            let live = claimed || effect.state == EffectState::Ready;
            assert_eq!(claimed, effect.worker.is_some(), "{effect:?}");
            assert_eq!(live, effect.due_at.is_some(), "{effect:?}");
            assert!(!claimed || effect.claims > 0, "{effect:?}");
            match effect.kind {
                EffectKind::SendOperation => {
                    assert!(effect.claims <= 1, "{effect:?}");
                    *sends.entry(effect.operation.into()).or_default() += 1;
                }
                EffectKind::AskOperation if live => {
                    *asks.entry(effect.operation.into()).or_default() += 1;
                }
                EffectKind::AskOperation => {}
            }
        }
        for operation in self.all::<Operation>() {
            assert_eq!(sends.get(&operation.id.into()), Some(&1), "{operation:?}");
        }
        assert!(asks.values().all(|asks| *asks == 1), "{asks:?}");
    }

    /// What is kept for a payer is on its way back, or people look at it.
    #[track_caller]
    pub(super) fn what_is_kept_for_payers_goes_back(&self) {
        let operations = self.all::<Operation>();
        let cases: BTreeSet<[u8; 16]> = self.all::<Case>().iter().map(|case| case.subject).collect();
        for payment in self.all::<Payment>().iter().filter(|payment| payment.unwanted > 0) {
            let own = || operations.iter().filter(|operation| operation.payment == payment.id);
            let on_its_way = own().any(|one| one.kind == OperationKind::Reverse && one.is_unfinished());
            let looked_at = own().any(|one| cases.contains(&one.id.to_bytes()));
            assert!(on_its_way || looked_at, "nobody gives it back: {payment:?}");
        }
    }

    /// Nothing goes on for an order that is closed, beyond what is unfinished at a channel.
    #[track_caller]
    pub(super) fn closed_orders_are_wound_up(&self) {
        use PaymentState::{
            Authorised, Cancelled, Capturing, Expired, Failed, PartiallyCaptured, Processing, Succeeded,
            Voiding,
        };
        let closed = |order: &Order| order.state == OrderState::Closed;
        let closed: BTreeSet<Key> =
            self.all::<Order>().iter().filter(|order| closed(order)).map(|order| order.id.into()).collect();
        let of_closed = |payment: &Payment| payment.order.is_some_and(|order| closed.contains(&order.into()));
        for payment in self.all::<Payment>().into_iter().filter(of_closed) {
            let fits = match payment.state {
                Succeeded | Cancelled | Expired | Failed => true,
                Processing | Capturing | Voiding => payment.operation.is_some(),
                // A void was refused: it ends with its authorisation.
                Authorised => payment.operation.is_some() || payment.failure.is_some(),
                PartiallyCaptured => payment.operation.is_some(),
                _ => false,
            };
            assert!(fits, "its order is closed: {payment:?}");
        }
    }

    fn accounts_for(&self, purpose: Purpose) -> BTreeSet<AccountId> {
        let all = self.all::<Account>().into_iter();
        all.filter(|account| account.purpose == purpose).map(|account| account.id).collect()
    }
}
