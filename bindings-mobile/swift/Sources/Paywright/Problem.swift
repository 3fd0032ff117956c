import Foundation
import PaywrightNative

/// What is known of something that went wrong.
public struct Problem: Sendable, CustomStringConvertible {
    /// Which one, the same for ever. ``Meaning`` has those of the engine; a value that is none of its type
    /// has one that says why, such as `malformed_amount`, and the host's own code `host_failed`.
    public let code: String
    /// What was asked and what stood in the way, in a sentence for a person.
    public let reason: String
    /// The same request, unchanged, may succeed later.
    public let retryable: Bool
    /// What the host's own code threw, where that failed.
    public let cause: (any Error)?

    init(code: String, reason: String, retryable: Bool = false, cause: (any Error)? = nil) {
        self.code = code
        self.reason = reason
        self.retryable = retryable
        self.cause = cause
    }

    /// Code and reason.
    public var description: String {
        "\(code): \(reason)"
    }
}

extension PaywrightError: LocalizedError, CustomStringConvertible {
    /// Which one, the same for ever.
    public var code: String { problem.code }

    /// A sentence for a person.
    public var reason: String { problem.reason }

    /// The same request, unchanged, may succeed later.
    public var retryable: Bool { problem.retryable }

    /// The code of a refusal; nil for all else.
    public var refusal: Code? { isRefused ? Code(rawValue: code) : nil }

    /// The sentence.
    public var errorDescription: String? { reason }

    /// Code and reason.
    public var description: String { problem.description }

    init(_ parts: FaultParts, cause: (any Error)?) {
        let problem = Problem(
            code: parts.code,
            reason: parts.reason,
            retryable: parts.retryable,
            cause: parts.kind == .host ? cause : nil
        )
        switch parts.kind {
        case .refused: self.init(family: parts.family, problem)
        case .storage: self = .storage(problem)
        case .misuse: self = .misuse(problem)
        case .value: self = .invalidValue(problem)
        case .host: self = .host(problem)
        case .bug: self = .bug(problem)
        }
    }

    init(_ unfit: Unfit) {
        let place = unfit.place.isEmpty ? "" : "\(unfit.place): "
        self = .invalidValue(Problem(code: unfit.code, reason: place + unfit.reason))
    }
}

/// Calls the native half. Whatever it throws is a `PaywrightError`.
func translated<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let Fault.Failed(parts) {
        throw PaywrightError(parts, cause: Raised.taken())
    } catch let unfit as Unfit {
        throw PaywrightError(unfit)
    } catch let error as PaywrightError {
        throw error
    } catch let unread as Unread {
        let reason = "an answer of the engine cannot be read: \(unread.reason)"
        throw PaywrightError.bug(Problem(code: "bug", reason: reason))
    } catch {
        throw PaywrightError.bug(Problem(code: "bug", reason: "the native half failed: \(sentence(error))"))
    }
}

/// Bytes for the native half.
func written(_ write: (inout Writer) throws -> Void) throws -> Data {
    try translated {
        var writer = Writer()
        try write(&writer)
        return Data(writer.bytes)
    }
}

/// A text that is short enough for the native half to be asked about it.
func sendable(_ text: String) throws -> String {
    if text.utf8.count > Writer.most {
        throw Unfit("too_large", "a text of \(text.utf8.count) bytes is none that the engine takes")
    }
    return text
}

/// As much of a text as a person wants to see.
func shown(_ text: String) -> String {
    let shown = String(text.prefix(40))
    return shown.debugDescription + (shown.utf8.count < text.utf8.count ? "..." : "")
}

/// What an error says, on one line.
func sentence(_ error: any Error) -> String {
    let said = (error as? any LocalizedError)?.errorDescription ?? String(describing: error)
    let line = said.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return line.isEmpty ? "\(type(of: error))" : String(line.prefix(300))
}
