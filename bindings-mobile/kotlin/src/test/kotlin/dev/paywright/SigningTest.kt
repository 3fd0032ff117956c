package dev.paywright

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import kotlin.io.path.exists
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertSame
import kotlin.test.assertTrue

/** Devices sign what they had, and wallets move to new phones under their owner's key. */
@Timeout(60)
class SigningTest {
    private val p256 = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }
    private val ed25519 = KeyPairGenerator.getInstance("Ed25519")

    /** Java's own key store, in the place of a device's. */
    private class Signer(private val pair: KeyPair, private val algorithm: String) : DeviceSigner {
        override val key = PublicKey.of(pair.public.encoded)

        override suspend fun sign(message: ByteArray): ByteArray =
            Signature.getInstance(algorithm).run { initSign(pair.private); update(message); sign() }
    }

    private val signers = listOf(
        Signer(p256.generateKeyPair(), "SHA256withECDSA"),
        Signer(p256.generateKeyPair(), "SHA256withECDSAinP1363Format"),
        Signer(ed25519.generateKeyPair(), "Ed25519"),
    )

    private class OneKey(private val id: String, private val key: ByteArray) : KeyProvider {
        override suspend fun current(): String = id

        override suspend fun key(id: String): ByteArray? = key.takeIf { id == this.id }
    }

    @Test
    fun `a signed cut tells its cut to whoever has the device's key, and to nobody who has another's`() = inMemory { engine ->
        engine.registerUser("Ann", key = "ann")
        for (signer in signers) {
            val signed = engine.signCut(signer)
            assertEquals(engine.cut(), PublicKey.parse(signer.key.toString()).check(signed))
            val other = signers.first { it !== signer }
            assertEquals("invalid_signature", assertFailsWith<PaywrightException> { other.key.check(signed) }.code)
            assertFailsWith<PaywrightException> { signer.key.check("nonsense") }
            val message = "a message".toByteArray()
            assertTrue(signer.key.accept(message, signer.sign(message)).isNotEmpty())
        }
    }

    @Test
    fun `a signer that throws or answers garbage harms nothing`() = inMemory { engine ->
        engine.registerUser("Ann", key = "ann")
        val good = signers.first()
        for (answer in listOf(ByteArray(0), ByteArray(64), ByteArray(72) { 0x30 }, ByteArray(1 shl 20), good.sign(ByteArray(3)))) {
            val garbage = object : DeviceSigner by good {
                override suspend fun sign(message: ByteArray) = answer
            }
            assertEquals("invalid_signature", fails<PaywrightException> { engine.signCut(garbage) }.code)
        }
        for (thrown in listOf(IllegalStateException("locked"), StackOverflowError(), NotImplementedError())) {
            val throwing = object : DeviceSigner by good {
                override suspend fun sign(message: ByteArray) = throw thrown
            }
            val error = fails<PaywrightException.Host> { engine.signCut(throwing) }
            assertSame(thrown, error.cause)
        }
        for (key in listOf(ByteArray(0), ByteArray(33), ByteArray(1 shl 20))) {
            assertEquals("invalid_key", assertFailsWith<PaywrightException> { PublicKey.of(key) }.code)
        }
        assertEquals("invalid_key", assertFailsWith<PaywrightException> {
            PublicKey.parse("none").check(engineSigned(engine, good))
        }.code)
        assertTrue(engine.verify().isClean)
    }

    private fun engineSigned(engine: Engine, signer: DeviceSigner): String =
        kotlinx.coroutines.runBlocking { engine.signCut(signer) }

    @Test
    fun `who is cancelled while a person is asked for their finger leaves the engine as it was`() = inMemory { engine ->
        val asked = CompletableDeferred<Unit>()
        val waiting = object : DeviceSigner by signers.first() {
            override suspend fun sign(message: ByteArray): ByteArray {
                asked.complete(Unit)
                awaitCancellation()
            }
        }
        coroutineScope {
            val job = launch { engine.signCut(waiting) }
            asked.await()
            engine.registerUser("Ann", key = "ann")
            job.cancelAndJoin()
        }
        assertEquals("Ann", engine.list(User).page().items.single().reference)
    }

    @Test
    fun `a wallet moves to a new phone by a copy that only its owner's key opens`(@TempDir folder: Path) = inMemory { engine ->
        engine.batch(List(1_500) { Request(RegisterUser("user $it"), "user-$it") })
        val (file, keys) = folder.resolve("copy.sealed") to OneKey("2026", ByteArray(32) { it.toByte() })
        assertEquals(1_500, engine.exportSealed(file.toString(), keys))
        assertFalse("user 7" in file.readBytes().decodeToString())
        Engine.inMemory().use { phone ->
            assertEquals(1_500, phone.importSealed(file.toString(), keys).entries)
            assertEquals(engine.list(User).toList(), phone.list(User).toList())
            assertEquals(engine.cut(), phone.cut())
        }
        val wrong = OneKey("2026", ByteArray(32))
        Engine.inMemory().use { phone ->
            assertEquals("invalid_seal", fails<PaywrightException> { phone.importSealed(file.toString(), wrong) }.code)
            val none = fails<PaywrightException.Misuse> { phone.importSealed(file.toString(), OneKey("2027", ByteArray(32))) }
            assertEquals("no_key", none.code)
            val bytes = file.readBytes()
            bytes[bytes.size / 2] = (bytes[bytes.size / 2] + 1).toByte()
            val changed = folder.resolve("changed").apply { writeBytes(bytes) }
            assertEquals("invalid_seal", fails<PaywrightException> { phone.importSealed(changed.toString(), keys) }.code)
        }
        val another = folder.resolve("another")
        assertEquals("invalid_key", fails<PaywrightException> {
            engine.exportSealed(another.toString(), OneKey("2026", ByteArray(31)))
        }.code)
        fails<PaywrightException.Misuse> { engine.exportSealed(another.toString(), keys) { _, _ -> false } }
        assertFalse(another.exists())
    }
}
