import Foundation
import Paywright
import PaywrightTesting
import XCTest

/// The same story from every language: what Swift plays is, byte for byte, what Rust wrote down.
final class StoryTests: XCTestCase {
    func testTheStoryInMemoryComesToTheJournalThatRustWrote() async throws {
        let story = try MainPath()
        let clock = ManualClock(try story.begin())
        try await played(story, on: .inMemory(clock: clock, entropy: .seed(story.seed)), clock)
    }

    func testTheStoryOnAFileComesToTheJournalThatRustWrote() async throws {
        let story = try MainPath()
        let clock = ManualClock(try story.begin())
        let file = try scratch().appendingPathComponent("story.db")
        try await played(story, on: .open(file, clock: clock, entropy: .seed(story.seed)), clock)
    }

    private func played(_ story: MainPath, on engine: Engine, _ clock: ManualClock) async throws {
        var player = Player(engine: engine, clock: clock)
        for (place, step) in story.steps.enumerated() {
            do {
                try await player.step(step)
            } catch {
                return XCTFail("step \(place), \(step["tell"] ?? ""): \(error)")
            }
        }
        let verification = try await engine.verify()
        XCTAssertTrue(verification.isClean, "\(verification)")
        let export = try scratch().appendingPathComponent("story.jsonl")
        _ = try await engine.export(to: export.path)
        engine.close()
        let (mine, rusts) = (try String(contentsOf: export), try story.journal())
        XCTAssertEqual(mine.split(separator: "\n"), rusts.split(separator: "\n"))
    }
}

/// The story and the journal that it comes to.
struct MainPath {
    let steps: [[String: Any]]
    let seed: UInt64
    private let clock: String

    init() throws {
        let json = try Data(contentsOf: repository.appendingPathComponent("tests/stories/main_path.json"))
        let story = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
        guard let steps = story["steps"] as? [[String: Any]], let seed = story["seed"] as? NSNumber,
            let clock = story["clock"] as? String
        else { throw NoStory("it has no steps, no seed, or no clock") }
        (self.steps, self.seed, self.clock) = (steps, seed.uint64Value, clock)
    }

    func begin() throws -> Date { try moment(clock) }

    func journal() throws -> String {
        try String(contentsOf: repository.appendingPathComponent("tests/stories/main_path.journal.jsonl"))
    }
}

/// Plays a story, step by step, through the typed methods.
struct Player {
    let engine: Engine
    let clock: ManualClock
    var answers: [String: Any] = [:]

    mutating func step(_ step: [String: Any]) async throws {
        if let seconds = step["wait"] as? NSNumber { return clock.advance(by: seconds.doubleValue) }
        guard let step = try resolved(step) as? [String: Any] else { throw NoStory("no step") }
        let before = try await engine.cut()
        let answer: Any
        do {
            answer = try await ask(step)
        } catch let error as PaywrightError where error.isRefused && step["refused"] != nil {
            try expect(error.code, step["refused"]!, "the code")
            return try expect(try await engine.cut(), before, "a refusal leaves nothing")
        }
        if let refused = step["refused"] { throw NoStory("\(refused) is expected, not \(answer)") }
        if step["again"] as? Bool == true {
            try expect(try await engine.cut(), before, "it was there already")
        }
        if let done = step["done"] {
            try expect((answer as? [Any])?.count ?? answer, done, "so many were done")
        }
        for (path, expected) in step["expect"] as? [String: Any] ?? [:] {
            try expect(try found(answer, path.components(separatedBy: ".")), expected, path)
        }
        if let name = step["as"] as? String { answers[name] = answer }
    }

    private func expect(_ found: Any, _ expected: Any, _ what: String) throws {
        if let found = found as? NSNumber, let expected = expected as? NSNumber, found == expected { return }
        if "\(found)" != "\(expected)" { throw NoStory("\(what): \(expected) is expected, not \(found)") }
    }

    private func ask(_ step: [String: Any]) async throws -> Any {
        let name = try text(step["do"] ?? "")
        let fields = try Fields(step["with"] ?? [:])
        switch name {
        case "claim":
            return try await engine.claim(
                worker: fields.take("worker"), most: fields.take("most"),
                leaseSeconds: fields.take("lease_seconds"))
        case "recover": return try await engine.recover(worker: fields.take("worker"))
        case "tick": return try await engine.tick()
        case "balance": return try await engine.balance(fields.take("account")) as Any
        default:
            let asking = Asking(
                key: step["key"] as? String, actor: try step["actor"].map { try Actor(story: $0) })
            return try await played(name, on: engine, fields, asking)
        }
    }

    /// The same with what its references stand for.
    func resolved(_ value: Any) throws -> Any {
        switch value {
        case let text as String where text.hasPrefix("$"):
            let path = text.dropFirst().components(separatedBy: ".")
            guard let answer = answers[path[0]] else { throw NoStory("nothing is called \(path[0])") }
            return try found(answer, Array(path.dropFirst()))
        case let items as [Any]: return try items.map(resolved)
        case let members as [String: Any]: return try members.mapValues(resolved)
        default: return value
        }
    }
}
