//! I/O. TLS: an authority named in `ca_file` is trusted, nothing else is, and names must match.

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use url::Url;

use super::server::{answer, converse, member, request, script, settings};
use crate::fetch::{Fetch, Fetched, Settings};
use crate::model::Reason;

/// Serves "secure" on loopback with a certificate for `name`, and writes its authority to `ca`.
async fn start(name: &str, ca: &Path) -> Url {
    let mut params = CertificateParams::new(Vec::new()).expect("no names to be wrong");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate");
    std::fs::write(ca, issuer.pem()).expect("written");
    let key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    let leaf = leaf.signed_by(&key, &issuer).expect("signed");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a private key");
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key);
    let acceptor = TlsAcceptor::from(Arc::new(config.expect("key and certificate fit")));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let rows = Arc::new(script(vec![("/x", answer("200 OK", b"secure"))]));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                tokio::spawn(converse(stream, rows.clone(), Arc::default()));
            }
        }
    });
    Url::parse(&format!("https://localhost:{port}/x")).expect("a URL")
}

async fn look(settings: &Settings, url: Url) -> Result<Vec<u8>, Reason> {
    match member(settings).0.fetch(&request(url)).await {
        Ok(Fetched::Page(page)) => Ok(page.bytes),
        Ok(other) => panic!("{other:?}"),
        Err(failed) => Err(failed.failure.reason),
    }
}

#[tokio::test]
async fn an_own_authority_is_trusted_when_named_and_refused_otherwise() {
    let dir = tempfile::tempdir().expect("a folder");
    let ca = dir.path().join("ca.pem");
    let trusting = Settings { ca_file: Some(ca.to_string_lossy().into_owned()), ..settings() };
    let url = start("localhost", &ca).await;
    assert_eq!(look(&trusting, url.clone()).await, Ok(b"secure".to_vec()));
    assert_eq!(look(&settings(), url).await, Err(Reason::TlsFailed));
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let ca = dir.path().join("ca.pem");
    let trusting = Settings { ca_file: Some(ca.to_string_lossy().into_owned()), ..settings() };
    let url = start("other.example", &ca).await;
    assert_eq!(look(&trusting, url).await, Err(Reason::TlsFailed));
}
