//! Encryption by rustls: whoever asks for it gets a server whose certificate is verified, name and chain.

use crate::options::PostgresOptions;
use paywright::storage::StorageError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Certificates that cannot be used are left out, as long as one can: a machine's collection often has some.
pub(crate) fn connector(options: &PostgresOptions) -> Result<MakeRustlsConnect, StorageError> {
    let mut roots = RootCertStore::empty();
    if let Some(path) = &options.root_certificates {
        let failed = |what: &str| {
            StorageError::Unavailable(format!(
                "the root certificates in {} cannot be used: {what}; give a file in PEM",
                path.display()
            ))
        };
        let all: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path)
            .and_then(|all| all.collect::<Result<Vec<_>, _>>())
            .map_err(|error| failed(&error.to_string()));
        let (usable, _) = roots.add_parsable_certificates(all?);
        if usable == 0 {
            return Err(failed("there is none in it"));
        }
    } else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StorageError::Unavailable(format!("encryption cannot be set up: {error}")))?;
    Ok(MakeRustlsConnect::new(config.with_root_certificates(roots).with_no_client_auth()))
}
