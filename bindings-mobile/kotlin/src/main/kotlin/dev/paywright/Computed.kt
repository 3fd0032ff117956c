package dev.paywright

import dev.paywright.ffi.accountId
import dev.paywright.ffi.figures
import java.math.BigInteger

/** The id of the account with this key. */
public val AccountKey.account: AccountId
    get() = native {
        val out = CborWriter()
        write(out)
        val from = CborReader(accountId(out.toByteArray()))
        from.id(AccountId).also { from.end() }
    }

/** The key of a user's account. */
public fun AccountKey.Companion.ofUser(user: UserId, purpose: Purpose, currency: Currency): AccountKey =
    AccountKey(Owner.User(user), purpose, currency)

/** The key of a merchant's account. */
public fun AccountKey.Companion.ofMerchant(
    merchant: MerchantId,
    purpose: Purpose,
    currency: Currency,
): AccountKey = AccountKey(Owner.Merchant(merchant), purpose, currency)

/** The key of an account of the platform's own. */
public fun AccountKey.Companion.ofPlatform(purpose: Purpose, currency: Currency): AccountKey =
    AccountKey(Owner.Platform, purpose, currency)

/** The key of what a channel owes the platform. */
public fun AccountKey.Companion.ofChannel(channel: String, currency: Currency): AccountKey =
    AccountKey(Owner.Platform, Purpose.CHANNEL_RECEIVABLE, currency, channel)

/** What is posted, in minor units, on the account's normal side. */
public val Figures.balance: BigInteger get() = computed(0)

/** The balance less what is held of it, in minor units. */
public val Figures.available: BigInteger get() = computed(1)

/** The balance with all that is pending for it, in minor units. */
public val Figures.ceiling: BigInteger get() = computed(2)

private fun Figures.computed(place: Int): BigInteger {
    val sums = listOf(debits, credits, pendingDebits, pendingCredits).map(BigInteger::toString)
    return BigInteger(native { figures(side == Side.DEBIT, sums) }[place])
}

/** Everything is as the journal says. */
public val Verification.isClean: Boolean get() = findings.isEmpty()
