//! Text records against a name server of this machine.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use noroshi_collect::{Dns, Origin};

use crate::google::{collect_with, holds, organisation};
use crate::server::{Answer, Server};

/// What the server says about a name.
#[derive(Debug, Clone)]
pub(crate) enum Says {
    Texts(&'static [&'static str]),
    /// By TCP only: it says by UDP that there is more.
    Long(String),
    Code(u16),
    /// An answer to another question first, then the right one.
    Stray(&'static str),
    Nothing,
}

/// A server that knows these names; all others do not exist.
pub(crate) struct NameServer {
    pub(crate) address: SocketAddr,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
}

impl NameServer {
    pub(crate) fn start(zone: &[(&str, Says)]) -> Self {
        let zone: BTreeMap<String, Says> =
            zone.iter().map(|(name, says)| ((*name).to_owned(), says.clone())).collect();
        // The port is free for one kind of socket, and nearly always for the other too.
        let (udp, tcp) = (0..50).find_map(|_| pair()).expect("two sockets of one port");
        let address = udp.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, known) = (Arc::clone(&asked), zone.clone());
        thread::spawn(move || {
            let mut bytes = [0; 2048];
            while let Ok((read, from)) = udp.recv_from(&mut bytes) {
                let question = bytes[..read].to_vec();
                let name = name(&question);
                kept.lock().expect("not poisoned").push(name.clone());
                for reply in replies(&question, known.get(&name)) {
                    udp.send_to(&reply, from).expect("sent");
                }
            }
        });
        thread::spawn(move || {
            for mut stream in tcp.incoming().flatten() {
                let mut length = [0; 2];
                stream.read_exact(&mut length).expect("a length");
                let mut question = vec![0; usize::from(u16::from_be_bytes(length))];
                stream.read_exact(&mut question).expect("a question");
                let Some(Says::Long(text)) = zone.get(&name(&question)) else { continue };
                let reply = message(&question, 0, &[text]);
                let length = u16::try_from(reply.len()).expect("short").to_be_bytes();
                stream.write_all(&[&length, reply.as_slice()].concat()).expect("sent");
            }
        });
        Self { address, asked }
    }

    pub(crate) fn dns(&self) -> Dns {
        let dns = Dns::of(&[self.address.to_string()], None).expect("an address");
        dns.within(Duration::from_millis(300))
    }
}

fn pair() -> Option<(UdpSocket, TcpListener)> {
    let udp = UdpSocket::bind("127.0.0.1:0").ok()?;
    let tcp = TcpListener::bind(udp.local_addr().ok()?).ok()?;
    Some((udp, tcp))
}

fn name(question: &[u8]) -> String {
    let (mut at, mut labels) = (12, Vec::new());
    while question[at] > 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..end]).into_owned());
        at = end;
    }
    labels.join(".")
}

fn replies(question: &[u8], says: Option<&Says>) -> Vec<Vec<u8>> {
    match says {
        None => vec![message(question, 3, &[])],
        Some(Says::Texts(texts)) => vec![message(question, 0, texts)],
        Some(Says::Long(_)) => vec![message(question, 0x0200, &[])],
        Some(Says::Code(code)) => vec![message(question, *code, &[])],
        Some(Says::Stray(text)) => {
            let mut stray = message(question, 0, &["v=spf1 +all"]);
            stray[0] ^= 1;
            vec![stray, vec![1, 2, 3], message(question, 0, &[text])]
        }
        Some(Says::Nothing) => Vec::new(),
    }
}

/// A reply with the question as it came, and records that point to its name.
fn message(question: &[u8], flags: u16, texts: &[&str]) -> Vec<u8> {
    let end = 12 + name(question).len() + 2 + 4;
    let mut out = question[..end].to_vec();
    out[2..4].copy_from_slice(&(0x8180 | flags).to_be_bytes());
    out[6..8].copy_from_slice(&u16::try_from(texts.len()).expect("few").to_be_bytes());
    out[8..12].fill(0);
    for text in texts {
        let mut data = Vec::new();
        for part in text.as_bytes().chunks(255) {
            data.push(u8::try_from(part.len()).expect("short"));
            data.extend(part);
        }
        out.extend([192, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        out.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
        out.extend(data);
    }
    out
}

#[test]
fn records_of_mail_come_as_the_rules_read_them() {
    let key = format!("v=DKIM1; k=rsa; p={}", "A".repeat(1_400));
    let zone = [
        ("kazemori.example", Says::Texts(&["site=1", "v=spf1 include:_spf.example -all"])),
        ("selector1._domainkey.kazemori.example", Says::Long(key.clone())),
        ("_dmarc.kazemori.example", Says::Texts(&["v=DMARC1; p=reject; rua=mailto:a@b.example"])),
        ("kzm.example", Says::Texts(&[])),
    ];
    let server = NameServer::start(&zone);
    let found = collect_with(&organisation(|_, _| None), &server.dns());
    assert_eq!(found.problems, []);
    let export = found.export;
    let spf = &export["spf_records"][0];
    assert_eq!(spf["rdata"], serde_json::json!(["v=spf1 include:_spf.example -all"]));
    assert_eq!(spf["log"][0]["query_result"], "Query returned 1 SPF record");
    let dkim = &export["dkim_records"][0];
    assert_eq!(dkim["rdata"][0], key.as_str(), "what does not fit comes by TCP");
    assert_eq!(dkim["log"][0]["query_result"], "Query returned NXDOMAIN");
    let dmarc = export["dmarc_records"].as_array().expect("records");
    assert_eq!(dmarc.len(), 2, "the domain and its alias");
    assert_eq!(dmarc[1]["domain"], "kzm.example");
    assert_eq!(dmarc[1]["rdata"], serde_json::json!([]));
    for call in ["get_spf_records", "get_dkim_records", "get_dmarc_records"] {
        assert!(holds(&export["successful_calls"], call), "{call}");
    }
    let asked = server.asked.lock().expect("not poisoned").clone();
    assert!(asked.iter().all(|name| name.ends_with(".example")), "{asked:?}");
}

#[test]
fn answers_to_other_questions_are_passed_over() {
    let zone = [("kazemori.example", Says::Stray("v=spf1 -all"))];
    let server = NameServer::start(&zone);
    let export = collect_with(&organisation(|_, _| None), &server.dns()).export;
    assert_eq!(export["spf_records"][0]["rdata"][0], "v=spf1 -all");
}

#[test]
fn a_server_that_fails_or_keeps_silent_costs_its_sections_and_no_record_is_invented() {
    for says in [Says::Code(2), Says::Code(5), Says::Nothing] {
        let server = NameServer::start(&[("kazemori.example", says.clone())]);
        let found = collect_with(&organisation(|_, _| None), &server.dns());
        let codes: Vec<&str> = found.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["NRS-COLLECT-016"], "{says:?}");
        assert!(holds(&found.export["unsuccessful_calls"], "get_spf_records"));
        assert!(holds(&found.export["successful_calls"], "get_dmarc_records"));
        assert_eq!(found.export.get("spf_records"), None);
    }
}

#[test]
fn without_a_name_server_each_section_says_so() {
    let found = collect_with(&organisation(|_, _| None), &Dns::of(&[], None).expect("none"));
    let codes: Vec<&str> = found.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["NRS-COLLECT-016"; 3]);
}

#[test]
fn a_server_over_https_is_asked_where_the_other_knows_no_record() {
    let zone = [("kazemori.example", Says::Texts(&[])), ("_dmarc.kazemori.example", Says::Code(2))];
    let names = NameServer::start(&zone);
    let web = Server::start(|question| {
        let body = question.bytes.clone();
        let text =
            if name(&body).starts_with("_dmarc") { "v=DMARC1; p=reject" } else { "v=spf1 -all" };
        Answer { status: 200, headers: Vec::new(), body: message(&body, 0, &[text]) }
    });
    let origin = Origin::read(&web.origin.to_string()).expect("an origin");
    let dns = Dns::of(&[names.address.to_string()], Some(origin)).expect("an address");
    let dns = dns.within(Duration::from_millis(300));
    let found = collect_with(&organisation(|_, _| None), &dns);
    assert_eq!(found.problems, []);
    assert_eq!(found.export["spf_records"][0]["log"][0]["query_method"], "DoH");
    assert_eq!(found.export["dmarc_records"][0]["rdata"][0], "v=DMARC1; p=reject");
    // A name that does not exist is not asked for a second time.
    assert!(web.told().iter().all(|question| question.path == "/dns-query"));
    let asked: Vec<String> = web.told().iter().map(|question| name(&question.bytes)).collect();
    assert_eq!(asked, ["kazemori.example", "_dmarc.kazemori.example"]);
}
