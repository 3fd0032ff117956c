package wallet

import dev.paywright.*
import java.math.BigDecimal

/** A line of the statement, as a screen shows it. */
data class Line(val at: java.time.Instant, val change: Money, val balance: Money)

/**
 * The core of a wallet app: one user, one currency, one file. Screens call it; it knows no screen.
 *
 * Whatever a person does has a name of its own (`basket`, `request`), which the app keeps until it is
 * answered. The same name again, after a crash or a lost connection, is the same payment: nothing is paid
 * twice.
 */
class Wallet private constructor(
    private val engine: Engine,
    private val cards: Channel,
    private val user: User,
) : AutoCloseable {
    private val account = AccountKey.ofUser(user.id, Purpose.WALLET, EUR).account

    /** What can be spent. */
    suspend fun available(): Money = euros(engine.balance(account)?.available ?: java.math.BigInteger.ZERO)

    /** Takes an amount from the user's card. The answer says how far it has come. */
    suspend fun topUp(amount: Money, request: String): PaymentState {
        val id = PaymentId.derived("top-up $request")
        engine.startPayment(PaymentPurpose.TopUp(user.id), id = id, amount = amount, method = Method.Channel("cards"))
        engine.confirmPayment(id, key = "confirm top-up $request")
        return settle(id)
    }

    /**
     * Pays a merchant: order, payment and confirmation in one commit, all or nothing.
     *
     * @throws Exceeded `insufficient_funds`: less is available.
     */
    suspend fun pay(merchant: MerchantId, amount: Money, basket: String): PaymentState {
        val (order, payment) = OrderId.derived(basket) to PaymentId.derived(basket)
        engine.atomic(
            listOf(
                Request(PlaceOrder(merchant, amount, id = order, customer = user.id), key = "place $basket"),
                Request(StartPayment(PaymentPurpose.Order(order), id = payment, method = Method.Wallet), key = "start $basket"),
                Request(ConfirmPayment(payment), key = "confirm $basket"),
            ),
        )
        return engine.get(Payment, payment)!!.state
    }

    /** Asks the merchant for money back, which it reviews. */
    suspend fun askForRefund(basket: String, amount: Money, reason: String): Refund =
        engine.requestRefund(
            PaymentId.derived(basket),
            id = RefundId.derived("refund $basket"),
            amount = amount,
            reason = reason,
        )

    /** What came and went, newest first: one screen of it, and where the next begins. */
    suspend fun statement(after: String? = null): Pair<List<Line>, String?> {
        val page = engine.statement(account, newestFirst = true).page(after, limit = 20)
        val lines = page.items.map { line ->
            val came = if (line.side == Side.CREDIT) line.transfer.amount else -line.transfer.amount
            Line(line.transfer.recordedAt, Money.ofMinor(came, EUR), euros(line.balance))
        }
        return lines to page.next
    }

    /**
     * Goes on with whatever was under way: at the start, after a connection is back, and from time to time.
     */
    suspend fun catchUp() {
        while (engine.tick() > 0) Unit
        engine.perform(mapOf("cards" to cards), worker = WORKER)
    }

    private suspend fun settle(payment: PaymentId): PaymentState {
        catchUp()
        return engine.get(Payment, payment)!!.state
    }

    override fun close() = engine.close()

    companion object {
        private const val WORKER = "app"
        val EUR = Currency.of("EUR")

        private fun euros(minor: java.math.BigInteger) = Money.ofMinor(minor.longValueExact(), EUR)

        /**
         * Opens the wallet of a person, or makes it; what an earlier run of the app left unfinished is
         * finished.
         */
        suspend fun open(file: String, person: String, cards: Channel, clock: Clock? = null): Wallet {
            val engine = Engine.open(file, clock = clock)
            try {
                val user = engine.registerUser(person, key = "user $person")
                val limited = AccountKey.ofUser(user.id, Purpose.WALLET, EUR)
                engine.openAccount(limited, maxBalance = 250_00)
                engine.recover(WORKER)
                return Wallet(engine, cards, user).apply { catchUp() }
            } catch (error: Throwable) {
                engine.close()
                throw error
            }
        }
    }

    /**
     * What is the platform's to do, and would come from its server: merchants that sell, refunds that are
     * reviewed.
     */
    inner class Platform {
        suspend fun merchant(name: String): MerchantId {
            val plan = engine.createFeePlan("standard", BigDecimal("0.01"), Money.parse("0 EUR"), key = "terms")
            val merchant = engine.registerMerchant(name, plan.id, key = "merchant $name")
            if (merchant.state == MerchantState.DRAFT) engine.activateMerchant(merchant.id)
            return merchant.id
        }

        suspend fun approve(refund: RefundId): RefundState {
            engine.approveRefund(refund, key = "approve $refund", actor = Actor.Operator("rene", listOf(Role.REVIEWER)))
            catchUp()
            return engine.get(Refund, refund)!!.state
        }

        suspend fun booksAreWhole(): Boolean = engine.verify().isClean
    }
}
