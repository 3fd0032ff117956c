// The indexes that records are listed by, for `Engine.list`.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

extension Account {
    /// All that have a place in the order of `owner`, then `purpose`. A record in which one of these is nil
    /// is not in it.
    public static var byOwner: Index<Account> {
        Index("by_owner", [])
    }

    /// Those that have these values, in the order of `owner`, then `purpose`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byOwner(_ owner: Owner, purpose: Purpose? = nil) -> Index<Account> {
        Index("by_owner", [Cell("owner", owner), Cell("purpose", purpose)])
    }

    /// All that have a place in the order of `purpose`, then `state`. A record in which one of these is nil
    /// is not in it.
    public static var byPurpose: Index<Account> {
        Index("by_purpose", [])
    }

    /// Those that have these values, in the order of `purpose`, then `state`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byPurpose(_ purpose: Purpose, state: AccountState? = nil) -> Index<Account> {
        Index("by_purpose", [Cell("purpose", purpose), Cell("state", state)])
    }

    /// All that have a place in the order of `state`. A record in which one of these is nil is not in it.
    public static var byState: Index<Account> {
        Index("by_state", [])
    }

    /// Those that have these values, in the order of `state`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byState(_ state: AccountState) -> Index<Account> {
        Index("by_state", [Cell("state", state)])
    }
}

extension Balance {
    /// All that have a place in the order of `account`. A record in which one of these is nil is not in it.
    public static var byAccount: Index<Balance> {
        Index("by_account", [])
    }

    /// Those that have these values, in the order of `account`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byAccount(_ account: AccountId) -> Index<Balance> {
        Index("by_account", [Cell("account", account)])
    }
}

extension Case {
    /// All that have a place in the order of `state`, then `openedAt`. A record in which one of these is nil
    /// is not in it.
    public static var byState: Index<Case> {
        Index("by_state", [])
    }

    /// Those that have these values, in the order of `state`, then `openedAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byState(_ state: CaseState, openedAt: Date? = nil) -> Index<Case> {
        Index("by_state", [Cell("state", state), Cell("openedAt", openedAt)])
    }
}

extension Effect {
    /// All that have a place in the order of `state`, then `kind`, then `dueAt`. A record in which one of
    /// these is nil is not in it.
    public static var byDue: Index<Effect> {
        Index("by_due", [])
    }

    /// Those that have these values, in the order of `state`, then `kind`, then `dueAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byDue(
        _ state: EffectState,
        kind: EffectKind? = nil,
        dueAt: Date? = nil
    ) -> Index<Effect> {
        Index("by_due", [Cell("state", state), Cell("kind", kind), Cell("dueAt", dueAt)])
    }

    /// All that have a place in the order of `worker`. A record in which one of these is nil is not in it.
    public static var byWorker: Index<Effect> {
        Index("by_worker", [])
    }

    /// Those that have these values, in the order of `worker`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byWorker(_ worker: String) -> Index<Effect> {
        Index("by_worker", [Cell("worker", worker)])
    }
}

extension Hold {
    /// All that have a place in the order of `dueAt`. A record in which one of these is nil is not in it.
    public static var byDue: Index<Hold> {
        Index("by_due", [])
    }

    /// Those that have these values, in the order of `dueAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byDue(_ dueAt: Date) -> Index<Hold> {
        Index("by_due", [Cell("dueAt", dueAt)])
    }
}

extension Operation {
    /// All that have a place in the order of `payment`. A record in which one of these is nil is not in it.
    public static var byPayment: Index<Operation> {
        Index("by_payment", [])
    }

    /// Those that have these values, in the order of `payment`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byPayment(_ payment: PaymentId) -> Index<Operation> {
        Index("by_payment", [Cell("payment", payment)])
    }

    /// All that have a place in the order of `dueAt`. A record in which one of these is nil is not in it.
    public static var byDue: Index<Operation> {
        Index("by_due", [])
    }

    /// Those that have these values, in the order of `dueAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byDue(_ dueAt: Date) -> Index<Operation> {
        Index("by_due", [Cell("dueAt", dueAt)])
    }
}

extension Order {
    /// All that have a place in the order of `merchant`, then `placedAt`. A record in which one of these is
    /// nil is not in it.
    public static var byMerchant: Index<Order> {
        Index("by_merchant", [])
    }

    /// Those that have these values, in the order of `merchant`, then `placedAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byMerchant(_ merchant: MerchantId, placedAt: Date? = nil) -> Index<Order> {
        Index("by_merchant", [Cell("merchant", merchant), Cell("placedAt", placedAt)])
    }

    /// All that have a place in the order of `customer`, then `placedAt`. A record in which one of these is
    /// nil is not in it.
    public static var byCustomer: Index<Order> {
        Index("by_customer", [])
    }

    /// Those that have these values, in the order of `customer`, then `placedAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byCustomer(_ customer: UserId, placedAt: Date? = nil) -> Index<Order> {
        Index("by_customer", [Cell("customer", customer), Cell("placedAt", placedAt)])
    }

    /// All that have a place in the order of `dueAt`. A record in which one of these is nil is not in it.
    public static var byDue: Index<Order> {
        Index("by_due", [])
    }

    /// Those that have these values, in the order of `dueAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byDue(_ dueAt: Date) -> Index<Order> {
        Index("by_due", [Cell("dueAt", dueAt)])
    }
}

extension Part {
    /// All that have a place in the order of `receiver`. A record in which one of these is nil is not in it.
    public static var byReceiver: Index<Part> {
        Index("by_receiver", [])
    }

    /// Those that have these values, in the order of `receiver`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byReceiver(_ receiver: Owner) -> Index<Part> {
        Index("by_receiver", [Cell("receiver", receiver)])
    }
}

extension Payment {
    /// All that have a place in the order of `order`. A record in which one of these is nil is not in it.
    public static var byOrder: Index<Payment> {
        Index("by_order", [])
    }

    /// Those that have these values, in the order of `order`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byOrder(_ order: OrderId) -> Index<Payment> {
        Index("by_order", [Cell("order", order)])
    }

    /// All that have a place in the order of `payer`, then `startedAt`. A record in which one of these is nil
    /// is not in it.
    public static var byPayer: Index<Payment> {
        Index("by_payer", [])
    }

    /// Those that have these values, in the order of `payer`, then `startedAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byPayer(_ payer: UserId, startedAt: Date? = nil) -> Index<Payment> {
        Index("by_payer", [Cell("payer", payer), Cell("startedAt", startedAt)])
    }

    /// All that have a place in the order of `dueAt`. A record in which one of these is nil is not in it.
    public static var byDue: Index<Payment> {
        Index("by_due", [])
    }

    /// Those that have these values, in the order of `dueAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byDue(_ dueAt: Date) -> Index<Payment> {
        Index("by_due", [Cell("dueAt", dueAt)])
    }
}

extension Refund {
    /// All that have a place in the order of `payment`. A record in which one of these is nil is not in it.
    public static var byPayment: Index<Refund> {
        Index("by_payment", [])
    }

    /// Those that have these values, in the order of `payment`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byPayment(_ payment: PaymentId) -> Index<Refund> {
        Index("by_payment", [Cell("payment", payment)])
    }

    /// All that have a place in the order of `dueAt`. A record in which one of these is nil is not in it.
    public static var byDue: Index<Refund> {
        Index("by_due", [])
    }

    /// Those that have these values, in the order of `dueAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byDue(_ dueAt: Date) -> Index<Refund> {
        Index("by_due", [Cell("dueAt", dueAt)])
    }
}

extension Transfer {
    /// All that have a place in the order of `id`. A record in which one of these is nil is not in it.
    public static var byId: Index<Transfer> {
        Index("by_id", [])
    }

    /// Those that have these values, in the order of `id`. No two have the same values.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byId(_ id: TransferId) -> Index<Transfer> {
        Index("by_id", [Cell("id", id)])
    }

    /// All that have a place in the order of `debit`, then `effectiveAt`. A record in which one of these is
    /// nil is not in it.
    public static var byDebitEffective: Index<Transfer> {
        Index("by_debit_effective", [])
    }

    /// Those that have these values, in the order of `debit`, then `effectiveAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byDebitEffective(_ debit: AccountId, effectiveAt: Date? = nil) -> Index<Transfer> {
        Index("by_debit_effective", [Cell("debit", debit), Cell("effectiveAt", effectiveAt)])
    }

    /// All that have a place in the order of `credit`, then `effectiveAt`. A record in which one of these is
    /// nil is not in it.
    public static var byCreditEffective: Index<Transfer> {
        Index("by_credit_effective", [])
    }

    /// Those that have these values, in the order of `credit`, then `effectiveAt`.
    ///
    /// A value may be left out where all behind it are left out too.
    public static func byCreditEffective(_ credit: AccountId, effectiveAt: Date? = nil) -> Index<Transfer> {
        Index("by_credit_effective", [Cell("credit", credit), Cell("effectiveAt", effectiveAt)])
    }
}
