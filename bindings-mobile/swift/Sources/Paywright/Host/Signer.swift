import Foundation
import PaywrightNative

/// A key of a device that is known outside: of Ed25519, or of the curve P-256.
public struct PublicKey: Sendable, Hashable, CustomStringConvertible {
    /// Its text, to be kept by whoever checks signatures.
    public let text: String

    /// The key that a platform tells of: raw (`rawRepresentation`, `x963Representation`) or as a
    /// SubjectPublicKeyInfo (`derRepresentation`).
    ///
    /// - Throws: ``PaywrightError/misuse(_:)`` (`invalid_key`).
    public init(_ told: Data) throws {
        text = try translated { try publicKey(told: bounded(told)) }
    }

    /// The key with this text, which is looked at where it is used.
    public init(text: String) {
        self.text = text
    }

    /// A signature over a message in its one normal form, of what a signer answered: raw or DER.
    ///
    /// - Throws: ``PaywrightError/misuse(_:)``: `invalid_signature`, `invalid_key`.
    public func accept(_ signature: Data, over message: Data) throws -> String {
        try translated {
            try acceptedSignature(key: sendable(text), message: bounded(message), given: bounded(signature))
        }
    }

    /// Its text.
    public var description: String {
        text
    }
}

/// Signs with a key that never leaves the device, such as one of the Secure Enclave.
///
/// It may ask the device's owner first, and so take its time; nothing of the engine is held meanwhile. What it
/// throws is the cause of ``PaywrightError/host(_:)``.
public protocol DeviceSigner: Sendable {
    /// The key by which others check.
    func publicKey() async throws -> PublicKey
    /// The signature over a message, raw or as DER. P-256 signs its SHA-256.
    func sign(_ message: Data) async throws -> Data
}

/// A cut that a device signed. Kept elsewhere, it proves which journal the device had.
public struct SignedCut: Sendable, Hashable, CustomStringConvertible {
    /// Its text, to keep.
    public let text: String

    /// One that was kept, which is looked at where it is checked.
    public init(text: String) {
        self.text = text
    }

    /// The cut, if this key signed it.
    ///
    /// - Throws: ``PaywrightError/misuse(_:)``: `invalid_signature`, `invalid_key`.
    public func check(by key: PublicKey) throws -> String {
        try translated { try checkSignedCut(kept: sendable(text), key: sendable(key.text)) }
    }

    /// Its text.
    public var description: String {
        text
    }
}

extension Engine {
    /// Has a device sign how far each lane has come.
    ///
    /// - Throws: ``PaywrightError/host(_:)``: the signer threw. ``PaywrightError/misuse(_:)``
    ///   (`invalid_signature`): what it answered is no signature of its key over what was to be signed.
    ///   `CancellationError`: the task was cancelled.
    public func signedCut(by signer: any DeviceSigner) async throws -> SignedCut {
        let cut = try await cut()
        let message = try translated { try cutMessage(cut: cut) }
        let (key, signature): (PublicKey, Data)
        do {
            (key, signature) = (try await signer.publicKey(), try await signer.sign(message))
        } catch {
            try Task.checkCancellation()
            throw PaywrightError.host(Problem(code: "host_failed", reason: sentence(error), cause: error))
        }
        return try translated {
            let given = try bounded(signature)
            return SignedCut(text: try PaywrightNative.signedCut(cut: cut, key: sendable(key.text), given: given))
        }
    }
}

/// Bytes that are few enough for the native half to be asked about them.
private func bounded(_ data: Data) throws -> Data {
    if data.count > Writer.most {
        throw Unfit("too_large", "\(data.count) bytes are more than the engine takes")
    }
    return data
}
