import Foundation
import PaywrightNative

// What follows from some answers; the engine does the computing.

extension Figures {
    /// What is posted, on the normal side, in minor units.
    public var balance: Decimal { computed(0) }

    /// The balance less what is held of it, in minor units.
    public var available: Decimal { computed(1) }

    /// The balance with all that is pending for it, in minor units.
    public var ceiling: Decimal { computed(2) }

    private func computed(_ place: Int) -> Decimal {
        let sums = [debits, credits, pendingDebits, pendingCredits].map(\.description)
        let found = try? figures(isDebitSide: side == .debit, sums: sums)
        // Sums that the engine told can be computed with; what cannot is no number that looks like one.
        guard let found, found.indices.contains(place) else { return .nan }
        return (try? Decimal(whole: found[place])) ?? .nan
    }
}

extension Verification {
    /// Everything is as the journal says.
    public var isClean: Bool {
        findings.isEmpty
    }
}

extension AccountKey {
    /// Of a user.
    public static func ofUser(_ user: UserId, _ purpose: Purpose, _ currency: Currency) -> AccountKey {
        AccountKey(owner: .user(user), purpose: purpose, currency: currency)
    }

    /// Of a merchant.
    public static func ofMerchant(
        _ merchant: MerchantId, _ purpose: Purpose, _ currency: Currency
    ) -> AccountKey {
        AccountKey(owner: .merchant(merchant), purpose: purpose, currency: currency)
    }

    /// Of the platform.
    public static func ofPlatform(_ purpose: Purpose, _ currency: Currency) -> AccountKey {
        AccountKey(owner: .platform, purpose: purpose, currency: currency)
    }

    /// What a channel owes the platform.
    public static func ofChannel(_ channel: String, _ currency: Currency) -> AccountKey {
        AccountKey(owner: .platform, purpose: .channelReceivable, currency: currency, scope: channel)
    }

    /// The id of the account with this key, whether it was opened or not.
    ///
    /// - Throws: ``PaywrightError/invalidValue(_:)``: a scope that no account has.
    public var account: AccountId {
        get throws {
            let key = try written { try write(to: &$0) }
            return try translated { try Reader.whole(accountId(key: key)) }
        }
    }
}

/// Why one of several things was refused, where the others were not.
public struct Refusal: Error, Hashable, CustomStringConvertible {
    /// Why.
    public let code: Code
    /// What was asked and what stood in the way.
    public let explanation: String

    /// Both.
    public var description: String {
        "\(code.rawValue): \(explanation)"
    }
}
