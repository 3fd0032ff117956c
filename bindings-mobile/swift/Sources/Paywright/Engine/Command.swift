import Foundation

/// A change, as a value. What it asks for happens when an engine executes it.
public protocol Command: Sendable, Hashable {
    /// What it answers.
    associatedtype Output: Sendable, Hashable
    /// Which one it is.
    static var kind: CommandKind<Self> { get }
    /// As one of all commands.
    var any: AnyCommand { get }
}

extension Command {
    /// Its name, as documents and journals have it: `place_order`.
    public static var name: String { kind.name }
}

/// Which command a type is, how it is written, and how its answer is read.
public struct CommandKind<Of: Command>: Sendable {
    /// Its number in journals.
    public let tag: UInt16
    /// Its name, as documents and journals have it: `place_order`.
    public let name: String
    let write: @Sendable (Of, inout Writer) throws -> Void
    let read: @Sendable (inout Reader) throws -> Of.Output

    init(_ tag: UInt16, _ name: String) where Of: Carried, Of.Output: Told {
        self.tag = tag
        self.name = name
        write = { @Sendable command, writer in try command.write(to: &writer) }
        read = { @Sendable reader in try Of.Output(from: &reader) }
    }

    /// A request of this command, as the native half takes it.
    func request(_ command: Of, _ key: String?, _ actor: Actor?, _ deadline: Date?) throws -> Data {
        try written { writer in
            writer.array(5)
            writer.unsigned(UInt64(tag))
            try write(command, &writer)
            try writer.item("key", key)
            try writer.item("actor", actor)
            try writer.item("deadline", deadline)
        }
    }
}

/// A command, the key that makes it safe to repeat, who asks, and until when it is worth doing.
public struct Request: Sendable, Hashable {
    /// What is asked for.
    public var command: AnyCommand
    /// Idempotency key: at most 64 bytes, unique for the actor.
    public var key: String?
    /// Who asks; the host itself where it is left out.
    public var actor: Actor?
    /// Worth doing only before this moment.
    public var deadline: Date?

    /// Made of its parts.
    public init(
        _ command: some Command, key: String? = nil, actor: Actor? = nil, deadline: Date? = nil
    ) {
        self.command = command.any
        self.key = key
        self.actor = actor
        self.deadline = deadline
    }

    func bytes() throws -> Data {
        func of<C: Command>(_ command: C) throws -> Data {
            try C.kind.request(command, key, actor, deadline)
        }
        return try of(command.command)
    }

    /// What it was answered.
    func answer(_ told: Data) throws -> Answer<AnyOutput> {
        var reader = Reader([UInt8](told))
        try reader.array(of: 2)
        let answer = Answer(output: try command.output(from: &reader), acceptance: try reader.read())
        try reader.ends()
        return answer
    }
}

/// An accepted command's answer.
public struct Answer<Output: Sendable & Hashable>: Sendable, Hashable {
    /// What the command answers: the same as its method of ``Engine``.
    public let output: Output
    /// Whether it was new.
    public let acceptance: Acceptance
}
