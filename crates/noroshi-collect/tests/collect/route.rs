//! Proxies and certificates of an organisation's own, against servers of this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, mpsc};
use std::thread;

use noroshi_collect::{CollectError, Entra, Http, Limits, Origin, Route, State, entra};
use noroshi_model::{Diagnosis as _, Secret};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Made for this test alone: `openssl req -x509`, for the name `localhost`, until 2126.
const AUTHORITY: &str = include_str!("authority.pem");
const KEY: &str = include_str!("authority-key.pem");

fn ask(address: &str, route: &Route) -> CollectError {
    let origin = || Origin::read(address).expect("an origin");
    let of = Entra {
        login: origin(),
        graph: origin(),
        tenant: "t",
        client: "c",
        secret: &Secret::new("hemlich".to_owned()),
    };
    let http = Http::new(Limits { tries: 1, ..Limits::default() }, route, |_| {});
    let now = jiff::Timestamp::UNIX_EPOCH;
    entra(&of, &http, &mut State::forgetful(), now, &mut |_| {}).expect_err("no tenant")
}

/// A login server behind encryption that refuses everybody; gives its port.
fn encrypted() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let chain = CertificateDer::pem_slice_iter(AUTHORITY.as_bytes());
    let chain = chain.collect::<Result<Vec<_>, _>>().expect("certificates");
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a certificate with its key");
    let config = Arc::new(config);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).expect("ready");
            let mut stream = rustls::StreamOwned::new(connection, stream);
            let mut bytes = [0; 4096];
            // A client that does not trust us hangs up here.
            if stream.read(&mut bytes).is_ok_and(|read| read > 0) {
                let body = "{\"error\":\"invalid_client\"}";
                let head = format!(
                    "HTTP/1.1 401 X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(head.as_bytes()).expect("sent");
                stream.conn.send_close_notify();
                stream.flush().expect("sent");
            }
        }
    });
    port
}

#[test]
fn a_server_is_trusted_by_an_authority_of_ones_own_and_by_no_other() {
    let address = format!("https://localhost:{}", encrypted());
    let stranger = ask(&address, &Route::default());
    assert_eq!(stranger.code(), "NRS-COLLECT-001", "{stranger:?}");
    let route = Route::default().trusting("ca.pem", AUTHORITY.as_bytes()).expect("an authority");
    let known = ask(&address, &route);
    // It was reached: it refuses the credentials itself.
    assert_eq!(known.code(), "NRS-COLLECT-002", "{known:?}");
}

#[test]
fn a_file_without_a_certificate_is_refused() {
    for pem in
        ["", "hello", KEY, "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n"]
    {
        let error = Route::default().trusting("ca.pem", pem.as_bytes()).expect_err("none");
        assert_eq!(error.code(), "NRS-COLLECT-008");
        assert!(error.to_string().contains("ca.pem"));
    }
}

#[test]
fn servers_elsewhere_are_asked_through_the_proxy_with_its_password() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut out = stream.try_clone().expect("a second handle");
            let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
            let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
            tell.send(head).expect("heard");
            out.write_all(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
            )
            .expect("sent");
        }
    });
    let proxy = Secret::new(format!("http://taro:p%40ss@127.0.0.1:{port}"));
    let route = Route::default().through(&proxy).expect("a proxy");
    let error = ask("https://login.kazemori.example", &route);
    assert_eq!(error.code(), "NRS-COLLECT-001");
    let head = told.recv().expect("asked");
    assert!(head[0].starts_with("CONNECT login.kazemori.example:443 "), "{head:?}");
    assert!(head.iter().any(|line| line.to_lowercase().starts_with("proxy-authorization: basic ")));
    let said = format!("{error} {:?} {route:?}", error.facts());
    assert!(!said.contains("p%40ss") && !said.contains("p@ss"), "{said}");
}

#[test]
fn a_proxy_that_is_none_is_refused_without_its_words() {
    for wrong in ["", "http://", "ftp://h:1", "socks5://geheim@127.0.0.1:1"] {
        let error = Route::default().through(&Secret::new(wrong.to_owned())).expect_err("none");
        assert_eq!(error.code(), "NRS-COLLECT-009", "{wrong}");
        assert!(!format!("{error}{error:?}").contains("geheim"));
    }
}
