// Ids, one type each: a payment's cannot be passed where a refund's belongs.
//
// Written by `cargo xtask generate` from what the engine says of itself: do not edit.

import Foundation

/// An account of the ledger; derived from its natural key.
public struct AccountId: Identifier {
    /// What its texts begin with.
    public static let prefix = "acc"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension AccountId: Told, Carried {}

/// A transfer.
public struct TransferId: Identifier {
    /// What its texts begin with.
    public static let prefix = "trf"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension TransferId: Told, Carried {}

/// A merchant.
public struct MerchantId: Identifier {
    /// What its texts begin with.
    public static let prefix = "mch"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension MerchantId: Told, Carried {}

/// A fee plan.
public struct FeePlanId: Identifier {
    /// What its texts begin with.
    public static let prefix = "fee"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension FeePlanId: Told, Carried {}

/// A user of the host.
public struct UserId: Identifier {
    /// What its texts begin with.
    public static let prefix = "usr"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension UserId: Told, Carried {}

/// An order.
public struct OrderId: Identifier {
    /// What its texts begin with.
    public static let prefix = "ord"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension OrderId: Told, Carried {}

/// A payment.
public struct PaymentId: Identifier {
    /// What its texts begin with.
    public static let prefix = "pay"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension PaymentId: Told, Carried {}

/// A part of a payment; derived from the payment and its number.
public struct PartId: Identifier {
    /// What its texts begin with.
    public static let prefix = "prt"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension PartId: Told, Carried {}

/// An operation at a channel. Its bytes are also the channel key that repeats are recognised by.
public struct OperationId: Identifier {
    /// What its texts begin with.
    public static let prefix = "op"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension OperationId: Told, Carried {}

/// An effect: work for the outside world.
public struct EffectId: Identifier {
    /// What its texts begin with.
    public static let prefix = "eff"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension EffectId: Told, Carried {}

/// A refund.
public struct RefundId: Identifier {
    /// What its texts begin with.
    public static let prefix = "ref"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension RefundId: Told, Carried {}

/// A case for people to look at.
public struct CaseId: Identifier {
    /// What its texts begin with.
    public static let prefix = "case"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension CaseId: Told, Carried {}

/// An exchange of currencies.
public struct ExchangeId: Identifier {
    /// What its texts begin with.
    public static let prefix = "fx"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension ExchangeId: Told, Carried {}

/// An asset of the host; derived from its code.
public struct AssetId: Identifier {
    /// What its texts begin with.
    public static let prefix = "ast"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension AssetId: Told, Carried {}

/// What an account holds, on one lane if the account is shared; derived.
public struct BalanceId: Identifier {
    /// What its texts begin with.
    public static let prefix = "bal"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension BalanceId: Told, Carried {}

/// A mark in a balance's history; derived.
public struct MarkId: Identifier {
    /// What its texts begin with.
    public static let prefix = "mark"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension MarkId: Told, Carried {}

/// The key of a keyed request; derived.
public struct KeyId: Identifier {
    /// What its texts begin with.
    public static let prefix = "key"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension KeyId: Told, Carried {}

/// The books: there is one.
public struct BooksId: Identifier {
    /// What its texts begin with.
    public static let prefix = "books"

    /// Its sixteen bytes.
    public let raw: RawIdentifier

    /// The id with these bytes.
    public init(raw: RawIdentifier) {
        self.raw = raw
    }
}

extension BooksId: Told, Carried {}
