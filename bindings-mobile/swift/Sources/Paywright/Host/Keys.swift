import Foundation
import PaywrightNative

/// Where the owner's keys are that seal copies, such as the key store of a phone.
///
/// An id stands for the same key for ever: a new key has a new id, and the old one is kept as long as copies
/// that were sealed with it may be opened. It may ask the device's owner first, and so take its time; nothing
/// of the engine is held meanwhile. What it throws is the cause of ``PaywrightError/host(_:)``.
public protocol KeyProvider: Sendable {
    /// The id of the key that copies are sealed with today: 1 to 64 printable bytes. It is not secret; it
    /// stands in the copy.
    func current() async throws -> String
    /// The key with this id: 32 secret bytes, as a random source or a key derivation gave them; nil where
    /// there is none. A password is no key.
    func key(_ id: String) async throws -> Data?
}

extension Engine {
    /// Writes the whole journal into a new file, as a copy that only the owner's key opens. Answers how many
    /// entries there were.
    ///
    /// A file that is there already is not overwritten, and of a copy that does not come to its end, or whose
    /// task is cancelled, no file is left.
    ///
    /// - Throws: ``PaywrightError/host(_:)``: the keys threw. ``PaywrightError/misuse(_:)``: `no_key` (they
    ///   have none with the id that they called current), `invalid_key` (it has not 32 bytes).
    public func exportSealed(
        to path: String, keys: any KeyProvider, progress: ProgressHandler? = nil
    ) async throws -> UInt64 {
        let id = try await hosts { try await keys.current() }
        let key = try await key(id, of: keys)
        return try await long(progress) { native, progress in
            try native.exportSealedTo(path: sendable(path), keyId: sendable(id), key: key, progress: progress)
        }
    }

    /// Makes the books of a sealed copy anew, on an empty database, as ``importFrom(_:progress:)`` does.
    ///
    /// - Throws: ``PaywrightError/misuse(_:)``: `invalid_seal` (it was changed, cut short, or sealed with another
    ///   key), `no_key`, `invalid_key`. ``PaywrightError/host(_:)``: the keys threw.
    public func importSealed(
        from path: String, keys: any KeyProvider, progress: ProgressHandler? = nil
    ) async throws -> Imported {
        let id = try await commanded { _ in try sealedKeyId(path: sendable(path)) }
        let key = try await key(id, of: keys)
        return try await long(progress, importing: true) { native, progress in
            try Reader.whole(native.importSealedFrom(path: sendable(path), key: key, progress: progress))
        }
    }

    private func key(_ id: String, of keys: any KeyProvider) async throws -> Data {
        guard let key = try await hosts({ try await keys.key(id) }) else {
            let reason = "the host has no key with the id \(shown(id))"
            throw PaywrightError.misuse(Problem(code: "no_key", reason: reason))
        }
        // One that is too long is refused as what is too short is, without being carried about.
        return key.prefix(64)
    }

    /// What the host's own code answers. A task that was cancelled meanwhile hears of that first.
    func hosts<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch {
            try Task.checkCancellation()
            throw PaywrightError.host(Problem(code: "host_failed", reason: sentence(error), cause: error))
        }
    }
}
