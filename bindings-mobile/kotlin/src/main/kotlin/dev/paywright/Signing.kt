package dev.paywright

import dev.paywright.ffi.acceptedSignature
import dev.paywright.ffi.checkSignedCut
import dev.paywright.ffi.cutMessage
import dev.paywright.ffi.sealedKeyId
import dev.paywright.ffi.signedCut
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import dev.paywright.ffi.publicKey as keyText

/** The public half of a device's key: P-256 or Ed25519. Its text has one form. */
public class PublicKey private constructor(private val text: String) {
    /**
     * What a signer answered for a message, in any of the usual forms (DER, or two numbers side by side),
     * as the one text that is kept of it.
     *
     * @throws PaywrightException `invalid_signature`: this key did not sign this message.
     */
    public fun accept(message: ByteArray, given: ByteArray): String =
        native { acceptedSignature(text, bounded(message), bounded(given)) }

    /**
     * The cut of a signed one.
     *
     * @throws PaywrightException `invalid_signature`: this key did not sign it.
     */
    public fun check(signedCut: String): String = native { checkSignedCut(sound(signedCut), text) }

    override fun equals(other: Any?): Boolean = other is PublicKey && other.text == text

    override fun hashCode(): Int = text.hashCode()

    /** Its text, which [parse] reads. */
    override fun toString(): String = text

    /** Makes public keys. */
    public companion object {
        /**
         * From what a platform tells of it: `java.security.PublicKey.getEncoded()`, or the bare point.
         *
         * @throws PaywrightException `invalid_key`.
         */
        public fun of(told: ByteArray): PublicKey = PublicKey(native { keyText(bounded(told)) })

        /**
         * From its text, such as a server keeps. Whether it is a key shows where it is used: `invalid_key`.
         */
        public fun parse(text: String): PublicKey = PublicKey(sound(text))
    }
}

/**
 * Signs with a key that never leaves its device, such as one of Android's key store. It may ask its owner
 * first, and take its time: nothing of the engine is held meanwhile.
 */
public interface DeviceSigner {
    /** The public half of the key. */
    public val key: PublicKey

    /** The signature of a message: ECDSA over its SHA-256, or Ed25519. */
    public suspend fun sign(message: ByteArray): ByteArray
}

/** The owner's keys for sealed copies: 32 bytes each, from a key store or of a password by a slow hash. */
public interface KeyProvider {
    /** The id of the key that new copies are sealed with. It stands in the clear in each. */
    public suspend fun current(): String

    /** The key with this id, or null where there is none any more. */
    public suspend fun key(id: String): ByteArray?
}

/**
 * Signs how far each lane has come, so that a server that keeps the text can prove later which journal this
 * device had. `PublicKey.check` tells the cut again.
 *
 * @throws PaywrightException.Host The signer failed; what it threw is the cause.
 * @throws PaywrightException `invalid_signature`: what it answered is no signature by its key.
 */
public suspend fun Engine.signCut(signer: DeviceSigner): String {
    val cut = cut()
    val message = native { cutMessage(cut) }
    val (key, given) = hosts("signer") { signer.key.toString() to signer.sign(message) }
    return native.ask { signedCut(cut, key, bounded(given)) }
}

/**
 * Writes the whole journal into a new file that only the owner's key opens, to take a wallet to a new
 * phone. Answers how many entries there were. Of a copy that does not come to its end no file is left.
 *
 * @throws PaywrightException.Host The keys failed.
 * @throws PaywrightException.Misuse `no_key`: they have none with the id that they called current.
 *   `invalid_key`: it has not 32 bytes.
 */
public suspend fun Engine.exportSealed(to: String, keys: KeyProvider, progress: Progress? = null): Long {
    val id = hosts("keys") { keys.current() }
    val key = keys.known(id)
    return native.watch(progress) { engine, watched ->
        engine.exportSealedTo(sound(to), sound(id), bounded(key), watched).toLong()
    }
}

/**
 * Makes the books of a sealed copy anew, on an empty database.
 *
 * @throws PaywrightException `invalid_seal`: it is no such copy, it was changed, or the key is another.
 * @throws PaywrightException.Host The keys failed.
 * @throws PaywrightException.Misuse `no_key`: they have none with the id that the copy names.
 */
public suspend fun Engine.importSealed(
    from: String,
    keys: KeyProvider,
    progress: Progress? = null,
): Imported {
    val id = native.ask { sealedKeyId(sound(from)) }
    val key = keys.known(id)
    return native.watch(progress) { engine, watched ->
        val told = CborReader(engine.importSealedFrom(sound(from), bounded(key), watched))
        Imported.read(told).also { told.end() }
    }
}

/** Bytes that are few enough for the native half to be asked about them. */
internal fun bounded(bytes: ByteArray): ByteArray =
    if (bytes.size <= CALL_BYTES) bytes else throw invalid("${bytes.size} bytes are too many", TOO_LARGE)

private suspend fun KeyProvider.known(id: String): ByteArray =
    hosts("keys") { key(id) }
        ?: throw PaywrightException.Misuse(Parts("no_key", "the host has no key with the id '${id.take(SHOWN)}'"))

/** As much of an id as a person wants to see. */
private const val SHOWN = 64

/** Runs the host's code where nothing of the engine is held. */
private suspend inline fun <T> hosts(what: String, code: () -> T): T =
    try {
        code()
    } catch (raised: Throwable) {
        if (raised is CancellationException) currentCoroutineContext().ensureActive()
        val reason = "the host's $what failed: ${HostCode.sentence(raised)}"
        throw PaywrightException.Host(Parts(HOST_FAILED, reason, cause = raised))
    }
