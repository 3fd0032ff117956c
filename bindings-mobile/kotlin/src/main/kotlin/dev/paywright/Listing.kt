package dev.paywright

import kotlinx.coroutines.ExperimentalForInheritanceCoroutinesApi
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** Some items, and where the next page begins. */
@ConsistentCopyVisibility
public data class Page<out T> internal constructor(
    /** The items. */
    public val items: List<T>,
    /** For [Listing.page]; null where this is the last page. */
    public val next: String?,
)

/**
 * A list that is read while it is gone through: a flow, or page by page.
 *
 * ```
 * engine.list(Payment).collect { payment -> ... }
 * val page = engine.list(Payment).page(limit = 50)
 * ```
 *
 * It can be gone through again, and is then read again. What is written meanwhile may show or not; what was there
 * before shows once.
 */
@OptIn(ExperimentalForInheritanceCoroutinesApi::class)
public class Listing<out T> internal constructor(
    private val read: suspend (after: String?, limit: Int) -> Page<T>,
) : Flow<T> by whole(read) {
    /**
     * One page, of at most 1,000 items.
     *
     * @param after The `next` of the page before; from the beginning where it is left out.
     * @param limit How many items at most.
     */
    public suspend fun page(after: String? = null, limit: Int = 100): Page<T> = read(after, limit)
}

private fun <T> whole(read: suspend (String?, Int) -> Page<T>): Flow<T> = flow {
    var after: String? = null
    var limit = FIRST
    do {
        val page = read(after, limit)
        page.items.forEach { emit(it) }
        after = page.next
        limit = MOST
    } while (after != null)
}

/** Whoever wants one item reads no thousand. */
private const val FIRST = 32
private const val MOST = 1_000
