// Ids, one type each: a payment's cannot be passed where a refund's belongs.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

/// An account of the ledger; derived from its natural key.
public struct AccountId: Identifier {
    public static let prefix = "acc"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension AccountId: Told, Carried {}

/// A transfer.
public struct TransferId: Identifier {
    public static let prefix = "trf"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension TransferId: Told, Carried {}

/// A merchant.
public struct MerchantId: Identifier {
    public static let prefix = "mch"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension MerchantId: Told, Carried {}

/// A fee plan.
public struct FeePlanId: Identifier {
    public static let prefix = "fee"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension FeePlanId: Told, Carried {}

/// A user of the host.
public struct UserId: Identifier {
    public static let prefix = "usr"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension UserId: Told, Carried {}

/// An order.
public struct OrderId: Identifier {
    public static let prefix = "ord"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension OrderId: Told, Carried {}

/// A payment.
public struct PaymentId: Identifier {
    public static let prefix = "pay"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension PaymentId: Told, Carried {}

/// A part of a payment; derived from the payment and its number.
public struct PartId: Identifier {
    public static let prefix = "prt"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension PartId: Told, Carried {}

/// An operation at a channel. Its bytes are also the channel key that repeats are recognised by.
public struct OperationId: Identifier {
    public static let prefix = "op"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension OperationId: Told, Carried {}

/// An effect: work for the outside world.
public struct EffectId: Identifier {
    public static let prefix = "eff"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension EffectId: Told, Carried {}

/// A refund.
public struct RefundId: Identifier {
    public static let prefix = "ref"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension RefundId: Told, Carried {}

/// A case for people to look at.
public struct CaseId: Identifier {
    public static let prefix = "case"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension CaseId: Told, Carried {}

/// An exchange of currencies.
public struct ExchangeId: Identifier {
    public static let prefix = "fx"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension ExchangeId: Told, Carried {}

/// An asset of the host; derived from its code.
public struct AssetId: Identifier {
    public static let prefix = "ast"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension AssetId: Told, Carried {}

/// What an account holds, on one lane if the account is shared; derived.
public struct BalanceId: Identifier {
    public static let prefix = "bal"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension BalanceId: Told, Carried {}

/// A mark in a balance's history; derived.
public struct MarkId: Identifier {
    public static let prefix = "mark"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension MarkId: Told, Carried {}

/// The key of a keyed request; derived.
public struct KeyId: Identifier {
    public static let prefix = "key"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension KeyId: Told, Carried {}

/// The books: there is one.
public struct BooksId: Identifier {
    public static let prefix = "books"

    public let raw: RawIdentifier

    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension BooksId: Told, Carried {}
