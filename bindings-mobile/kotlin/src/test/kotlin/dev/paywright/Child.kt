package dev.paywright

import kotlinx.coroutines.runBlocking
import java.io.BufferedReader
import java.nio.file.Path
import java.util.jar.JarOutputStream
import java.util.zip.ZipEntry
import kotlin.io.path.isRegularFile
import kotlin.io.path.outputStream
import kotlin.io.path.relativeTo
import kotlin.io.path.walk

/** Another process with its own JVM, which runs one of the programs below. */
class Child(program: String, vararg arguments: String, jar: Path? = null) : AutoCloseable {
    private val process: Process
    private val lines: BufferedReader

    init {
        val own = System.getProperty("java.class.path").split(java.io.File.pathSeparator)
        val classes = if (jar == null) own else own.map { if (it.endsWith("target/classes")) jar.toString() else it }
        val jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val options = listOf("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classes.joinToString(java.io.File.pathSeparator))
        val command = listOf(jvm) + options + listOf("dev.paywright.ChildKt", program) + arguments
        process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        lines = process.inputReader()
    }

    /** The next line that it says; null at its end. */
    fun said(): String? = lines.readLine()

    fun tell(line: String) {
        process.outputStream.write("$line\n".toByteArray())
        process.outputStream.flush()
    }

    /** SIGSTOP and SIGCONT have no name in Java. */
    fun signal(name: String) {
        check(ProcessBuilder("kill", "-$name", process.pid().toString()).start().waitFor() == 0)
    }

    fun kill() {
        process.destroyForcibly().waitFor()
    }

    fun ended(): Int = process.waitFor()

    override fun close(): Unit = kill()
}

/** A jar as a user gets it. */
fun jarOf(classes: Path, jar: Path): Path {
    JarOutputStream(jar.outputStream()).use { out ->
        for (file in classes.walk().filter { it.isRegularFile() }) {
            out.putNextEntry(ZipEntry(file.relativeTo(classes).toString()))
            java.nio.file.Files.copy(file, out)
            out.closeEntry()
        }
    }
    return jar
}

fun main(arguments: Array<String>): Unit = runBlocking {
    val (program, file) = arguments
    Engine.open(file).use { engine ->
        when (program) {
            "pays" -> pays(engine, arguments[2].toInt())
            "answers" -> answers(engine)
            else -> println(engine.shop().name)
        }
    }
}

/** Pays without end, and says the number of each payment that was answered. */
private suspend fun pays(engine: Engine, from: Int) {
    val shop = engine.shop()
    println("ready")
    for (number in from..Int.MAX_VALUE) {
        pay(engine, shop, number)
        println(number)
    }
}

/** Pays what it is told to. */
private suspend fun answers(engine: Engine) {
    val shop = engine.shop()
    println("ready")
    for (line in generateSequence(::readLine)) {
        pay(engine, shop, line.toInt())
        println(line)
    }
}

suspend fun pay(engine: Engine, shop: Merchant, number: Int) {
    val (order, payment) = OrderId.derived("order $number") to PaymentId.derived("payment $number")
    val card = Method.Channel("cards")
    engine.placeOrder(shop.id, Money.parse("18.50 EUR"), id = order)
    engine.startPayment(PaymentPurpose.Order(order), id = payment, method = card)
    // Whoever asks again may have been answered before, and not have heard it.
    engine.confirmPayment(payment, key = "confirm $number")
}
