package dev.paywright

import dev.paywright.ffi.exponent
import dev.paywright.ffi.minorUnits
import java.math.BigDecimal
import java.math.BigInteger
import java.util.concurrent.ConcurrentHashMap

/**
 * An exact amount: minor units (cents) of a currency. There is no way from a floating-point number.
 *
 * ```
 * val price = Money.parse("18.50 EUR")
 * price.minor                                    // 1850
 * (price + Money.ofMinor(150, price.currency))   // 20.00 EUR
 * ```
 *
 * Sums are checked: amounts of two currencies, and what 64 bits do not hold, throw
 * [PaywrightException.InvalidValue] with the code `currency_mismatch` or `amount_overflow`.
 */
public class Money internal constructor(
    /** How many minor units. */
    public val minor: Long,
    /** Of which currency. */
    public val currency: Currency,
) : Comparable<Money> {
    /** In the unit that people speak of, with the currency's decimals: 18.50. */
    public val amount: BigDecimal get() = currency.amount(minor)

    /** The sum. */
    public operator fun plus(other: Money): Money = checked(other, Math::addExact)

    /** The difference. */
    public operator fun minus(other: Money): Money = checked(other, Math::subtractExact)

    /** The same with the other sign. */
    public operator fun unaryMinus(): Money = Money(0, currency) - this

    /** Which of two amounts of one currency is greater. */
    override fun compareTo(other: Money): Int {
        of(other)
        return minor.compareTo(other.minor)
    }

    override fun equals(other: Any?): Boolean =
        other is Money && other.minor == minor && other.currency == currency

    override fun hashCode(): Int = 31 * minor.hashCode() + currency.hashCode()

    /** Such as `18.50 EUR`: what [parse] reads. */
    override fun toString(): String = "${amount.toPlainString()} $currency"

    private inline fun checked(other: Money, sum: (Long, Long) -> Long): Money {
        of(other)
        try {
            return Money(sum(minor, other.minor), currency)
        } catch (_: ArithmeticException) {
            throw invalid("$this and $other come to more than an amount can be", "amount_overflow")
        }
    }

    private fun of(other: Money) {
        if (other.currency != currency) {
            throw invalid("$this and $other are of different currencies", "currency_mismatch")
        }
    }

    /** Makes amounts. */
    public companion object {
        /** So many minor units: `Money.ofMinor(1850, eur)` is 18.50 EUR. */
        public fun ofMinor(minor: Long, currency: Currency): Money = Money(minor, currency)

        /**
         * An amount in the unit that people speak of.
         *
         * @throws PaywrightException.InvalidValue `too_many_decimals`, `amount_overflow` and their like:
         *   nothing is rounded.
         */
        public fun of(amount: BigDecimal, currency: Currency): Money = read(plain(amount), currency)

        /**
         * An amount as people write it: `18.50 EUR`.
         *
         * @throws PaywrightException.InvalidValue It is none, or the engine knows no such currency.
         */
        public fun parse(text: String): Money {
            if (text.length > LONGEST) throw invalid("an amount is no text of ${text.length} letters", NONE)
            val space = text.lastIndexOf(' ')
            if (space < 0) throw invalid("an amount is written such as 18.50 EUR, not '${sound(text)}'", NONE)
            return read(text.substring(0, space), Currency.of(text.substring(space + 1)))
        }

        private fun read(amount: String, currency: Currency): Money =
            Money(native { minorUnits(sound(amount), currency.code) }, currency)

        private const val LONGEST = 100
        private const val NONE = "malformed_amount"
    }
}

/** A currency of ISO 4217 by its code, or an asset of the host by code and exponent: `POINTS/0`. */
public class Currency private constructor(
    /** Its code: `EUR`, `POINTS/0`. */
    public val code: String,
) {
    /** Number of decimals between the unit people speak of and the minor unit: 2 for EUR. */
    public val exponent: Int by lazy(LazyThreadSafetyMode.PUBLICATION) {
        // An asset's stands in its code, also where ISO 4217 has taken that code since.
        code.substringAfter('/', "").toIntOrNull() ?: native { exponent(code) }.toInt()
    }

    /** So many minor units in the unit that people speak of: 1850 of EUR are 18.50. */
    public fun amount(minor: Long): BigDecimal = BigDecimal.valueOf(minor, exponent)

    /** The same of a sum, such as a balance, that may be beyond 64 bits. */
    public fun amount(minor: BigInteger): BigDecimal = BigDecimal(minor, exponent)

    override fun equals(other: Any?): Boolean = other is Currency && other.code == code

    override fun hashCode(): Int = code.hashCode()

    /** Its code. */
    override fun toString(): String = code

    /** Makes currencies. */
    public companion object {
        private val known = ConcurrentHashMap<String, Currency>()
        private const val MOST_KNOWN = 1_000
        private const val LONGEST = 100

        /**
         * The currency with this code.
         *
         * @throws PaywrightException.InvalidValue `unknown_currency`, `invalid_asset`.
         */
        public fun of(code: String): Currency {
            if (code.length > LONGEST) {
                throw invalid("a currency is no text of ${code.length} letters", "unknown_currency")
            }
            known[code]?.let { return it }
            native { exponent(sound(code)) }
            return known(code)
        }

        /** One that the engine itself speaks of. */
        internal fun known(code: String): Currency = known[code] ?: Currency(code).also {
            if (known.size < MOST_KNOWN) known.putIfAbsent(code, it)
        }
    }
}

/** A number as a text that is no longer than any that is taken. */
internal fun plain(number: BigDecimal): String {
    // Looked at first: as a text such a number may have a million digits.
    if (number.scale() > MOST_DECIMALS) throw invalid("the number has too many decimals", "too_many_decimals")
    // Three digits have ten bits; never fewer digits are reckoned than there are, less one.
    val digits = number.unscaledValue().bitLength() * 3L / 10 - number.scale()
    if (digits > MOST_DIGITS) throw invalid("the number has more digits than any may", "amount_overflow")
    return number.toPlainString()
}

private const val MOST_DIGITS = 28
private const val MOST_DECIMALS = 80
