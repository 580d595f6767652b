//! A server on this machine that answers as a test tells it to.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use noroshi_collect::{Http, Limits, Origin, Route};
use noroshi_model::Problem;
use serde_json::Value;

/// A question that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) bearer: String,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

/// An answer to give.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(value: &Value) -> Self {
        Self::status(200, value)
    }

    pub(crate) fn status(status: u16, value: &Value) -> Self {
        Self { status, headers: Vec::new(), body: value.to_string().into_bytes() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }
}

type Told = Arc<Mutex<Vec<Question>>>;

/// A running server.
pub(crate) struct Server {
    pub(crate) origin: Origin,
    told: Told,
}

impl Server {
    /// Starts one; it ends with the test.
    pub(crate) fn start(answer: impl Fn(&Question) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let told = Told::default();
        let (kept, answer) = (Arc::clone(&told), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &kept, answer.as_ref()));
            }
        });
        Self { origin: Origin::read(&address).expect("an origin"), told }
    }

    /// What was asked so far.
    pub(crate) fn told(&self) -> Vec<Question> {
        self.told.lock().expect("not poisoned").clone()
    }

    /// How often something was asked whose path holds these words.
    pub(crate) fn asked(&self, words: &str) -> usize {
        self.told().iter().filter(|it| it.path.contains(words)).count()
    }
}

fn serve(stream: TcpStream, told: &Told, answer: &dyn Fn(&Question) -> Answer) {
    let mut out = stream.try_clone().expect("a second handle");
    let mut reader = BufReader::new(stream);
    while let Some(question) = question(&mut reader) {
        told.lock().expect("not poisoned").push(question.clone());
        let answer = answer(&question);
        let mut head =
            format!("HTTP/1.1 {} X\r\nContent-Length: {}\r\n", answer.status, answer.body.len());
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        // In one piece: two would wait for each other.
        let whole = [head.as_bytes(), &answer.body].concat();
        if out.write_all(&whole).is_err() {
            return;
        }
    }
}

fn question(reader: &mut BufReader<TcpStream>) -> Option<Question> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let bearer = headers.get("authorization").cloned().unwrap_or_default();
    let text = String::from_utf8_lossy(&body).into_owned();
    Some(Question { method, path, bearer, body: text, bytes: body })
}

/// A client that does not really wait, and what it would have waited.
pub(crate) fn client(limits: Limits) -> (Http, Arc<Mutex<Vec<Duration>>>) {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&waits);
    let route = Route::default();
    (Http::new(limits, &route, move |time| kept.lock().expect("not poisoned").push(time)), waits)
}

/// Codes of problems, each with the section that it concerns.
pub(crate) fn codes(problems: &[Problem]) -> Vec<(&str, String)> {
    let section = |problem: &Problem| {
        problem
            .facts
            .iter()
            .find(|(name, _)| *name == "section")
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    problems.iter().map(|problem| (problem.code, section(problem))).collect()
}
