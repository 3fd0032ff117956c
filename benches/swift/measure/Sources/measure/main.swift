// The Swift half of the benchmark: does what each line on standard input asks for, and answers a number.
//
// The lines are `call`, `query` and `wallet FILE FIRST COUNT`. With arguments it does that alone and ends:
// `wallet FILE FIRST COUNT`, `memory FILE FIRST`, or `nothing`.

import Dispatch
import Foundation
import Paywright

let calls = 200
let series = 25

/// One transfer with a key, and one look at an account, a call each.
final class Calls {
    private let engine: Engine
    private let bank: AccountId
    private let equity: AccountId
    private let amount: Money
    private var count = 0

    init() async throws {
        let euro = try Currency("EUR")
        engine = try await Engine.inMemory()
        bank = try await engine.openAccount(account: .ofPlatform(.bank, euro)).id
        equity = try await engine.openAccount(account: .ofPlatform(.equity, euro)).id
        amount = try Money("18.50 EUR")
    }

    func transfer() async throws {
        count += 1
        let transfer = NewTransfer(posting: .posted(debit: bank, credit: equity, amount: amount))
        _ = try await engine.postTransfers(transfers: [transfer], key: "transfer-\(count)")
    }

    func account() async throws {
        guard try await engine.get(Account.self, bank) != nil else { throw Failed("the account is gone") }
    }

    /// Microseconds a call, in the middle of some series.
    func micros(_ call: (Calls) async throws -> Void) async throws -> Double {
        var times: [Double] = []
        for _ in 0..<series {
            let started = DispatchTime.now()
            for _ in 0..<calls { try await call(self) }
            times.append(elapsed(since: started) / Double(calls))
        }
        return median(times)
    }
}

/// A wallet's file, opened time and again for one payment each.
struct Wallet {
    private let merchant: MerchantId
    private let user: UserId
    private let price: Money

    init() throws {
        merchant = try MerchantId.derived("kiosk")
        user = try UserId.derived("user")
        price = Money(minor: 150, try Currency("EUR"))
    }

    /// Microseconds from opening to having paid, in the middle of some.
    func opened(_ file: String, _ first: Int, _ count: Int) async throws -> Double {
        var times: [Double] = []
        for number in first..<first + count {
            let started = DispatchTime.now()
            let engine = try await Engine.open(file, access: .existing)
            _ = try await engine.atomic(payment(number))
            times.append(elapsed(since: started))
            engine.close()
        }
        return median(times)
    }

    /// As `payment` in benches/src/figures/wallet.rs makes it of the same number.
    private func payment(_ number: Int) throws -> [Request] {
        let order = try OrderId.derived("order \(number)")
        let payment = try PaymentId.derived("payment \(number)")
        return [
            Request(PlaceOrder(merchant: merchant, total: price, id: order, customer: user)),
            Request(StartPayment(purpose: .order(order), id: payment, method: .wallet)),
            Request(ConfirmPayment(payment: payment)),
        ]
    }
}

struct Failed: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

func elapsed(since started: DispatchTime) -> Double {
    Double(DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1000
}

func median(_ times: [Double]) -> Double {
    times.sorted()[times.count / 2]
}

/// The most that this process has had in memory, in millions of bytes, as Linux says it.
func peakMegabytes() throws -> Double {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    guard let line, let kilobytes = Double(line.filter(\.isNumber)) else {
        throw Failed("the system does not say what this process has in memory")
    }
    return kilobytes * 1024 / 1e6
}

func number(_ words: [String], _ place: Int) throws -> Int {
    guard words.indices.contains(place), let number = Int(words[place]) else {
        throw Failed("\(words) is not asked here")
    }
    return number
}

var made: Calls?

func answer(_ asked: [String]) async throws -> Double {
    switch asked.first {
    case "call", "query":
        let ready: Calls
        if let made { ready = made } else { ready = try await Calls() }
        made = ready
        return try await ready.micros { asked[0] == "call" ? try await $0.transfer() : try await $0.account() }
    case "wallet":
        return try await Wallet().opened(asked[1], number(asked, 2), number(asked, 3))
    case "memory":
        _ = try await Wallet().opened(asked[1], number(asked, 2), 1)
        return try peakMegabytes()
    case "nothing":
        return try peakMegabytes()
    default:
        throw Failed("\(asked) is not asked here")
    }
}

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.isEmpty {
    while let line = readLine() {
        print(try await answer(line.split(separator: " ").map(String.init)))
        fflush(stdout)
    }
} else {
    print(try await answer(arguments))
}
