//! Questions to one service with one token: single answers, pages, batches.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::Secret;
use serde_json::{Map, Value, json};

use crate::error::{Miss, plain};
use crate::http::{Http, Reply, Send};
use crate::{CollectError, Origin};

/// Questions in one batch, by the limit of Microsoft Graph.
const BATCH: usize = 20;
/// Rounds in which what was throttled inside a batch is asked again.
const ROUNDS: usize = 6;

/// Where tokens come from.
pub(crate) trait Tokens {
    /// A fresh token.
    fn fresh(&self, http: &Http) -> Result<Secret, CollectError>;
}

/// One service, one kind of token.
pub(crate) struct Session<'a> {
    http: &'a Http,
    tokens: Box<dyn Tokens + 'a>,
    token: RefCell<Option<Secret>>,
}

/// How a list goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Paging<'a> {
    /// `value` and a whole address in `@odata.nextLink`.
    OData,
    /// Items under a name, and `nextPageToken` to be given as `pageToken`.
    Token { items: &'a str },
}

impl<'a> Session<'a> {
    /// A session whose token is taken now, so that bad credentials end everything at once.
    pub(crate) fn open(http: &'a Http, tokens: impl Tokens + 'a) -> Result<Self, CollectError> {
        let token = tokens.fresh(http)?;
        Ok(Self { http, tokens: Box::new(tokens), token: RefCell::new(Some(token)) })
    }

    /// One answer.
    pub(crate) fn get(&self, origin: &Origin, path: &str) -> Result<Value, Miss> {
        let reply = self.ask(origin, path, &Send::Get)?;
        let reply = answered(reply)?;
        serde_json::from_slice(&reply.body).map_err(|error| Miss::Broken(plain(&error.to_string())))
    }

    /// An answer that is plain text, such as a count.
    pub(crate) fn text(&self, origin: &Origin, path: &str) -> Result<String, Miss> {
        let reply = answered(self.ask(origin, path, &Send::Get)?)?;
        Ok(plain(String::from_utf8_lossy(&reply.body).trim_start_matches('\u{feff}')))
    }

    /// All items of a list. A page is asked for once, and only from the same server.
    pub(crate) fn list(
        &self,
        origin: &Origin,
        first: &str,
        paging: Paging<'_>,
    ) -> Result<Vec<Value>, Miss> {
        let mut items = Vec::new();
        let mut asked = BTreeSet::new();
        let mut next = Some(first.to_owned());
        while let Some(path) = next {
            if asked.len() >= self.http.limits.pages {
                return Err(Miss::TooMuch(format!("more than {} pages", asked.len())));
            }
            if !asked.insert(path.clone()) {
                return Err(Miss::Foreign("a next page that was asked for already".to_owned()));
            }
            let page = self.get(origin, &path)?;
            let (found, following) = page_of(page, origin, first, paging)?;
            items.extend(found);
            next = following;
        }
        Ok(items)
    }

    /// Many questions, twenty at a time, with the path as Graph wants it: without version.
    /// An answer for each id: the body, or why there is none.
    pub(crate) fn batch(
        &self,
        origin: &Origin,
        path: &str,
        questions: &[(String, String)],
    ) -> Result<BTreeMap<String, Result<Value, Miss>>, Miss> {
        let mut found = BTreeMap::new();
        for questions in questions.chunks(BATCH) {
            self.chunk(origin, path, questions, &mut found)?;
        }
        Ok(found)
    }

    fn chunk(
        &self,
        origin: &Origin,
        path: &str,
        questions: &[(String, String)],
        found: &mut BTreeMap<String, Result<Value, Miss>>,
    ) -> Result<(), Miss> {
        let mut open: Vec<&(String, String)> = questions.iter().collect();
        for round in 0..ROUNDS {
            let requests = open
                .iter()
                .enumerate()
                .map(|(at, (_, url))| json!({"id": at.to_string(), "method": "GET", "url": url}));
            let body = json!({"requests": requests.collect::<Vec<_>>()}).to_string();
            let send = Send::Post { kind: "application/json", body: body.as_bytes() };
            let reply = answered(self.ask(origin, path, &send)?)?;
            let (mut later, mut wait) = (Vec::new(), 0);
            for (at, part) in parts(&reply.body, open.len())?.into_iter().enumerate() {
                let Some((id, _)) = open.get(at).copied() else { continue };
                match part {
                    Part::Answer(answer) => {
                        found.insert(id.clone(), answer);
                    }
                    Part::Later(seconds) => {
                        wait = wait.max(seconds);
                        later.push(open[at]);
                    }
                }
            }
            if later.is_empty() {
                return Ok(());
            }
            let patience = wait.max(1 << round);
            self.http.pause(std::time::Duration::from_secs(patience))?;
            open = later;
        }
        for (id, _) in open {
            found.insert(id.clone(), Err(Miss::Throttled));
        }
        Ok(())
    }

    /// With one fresh token when the present one is over.
    fn ask(&self, origin: &Origin, path: &str, send: &Send<'_>) -> Result<Reply, Miss> {
        let reply = self.http.ask(origin, path, self.token.borrow().as_ref(), send)?;
        if reply.status != 401 {
            return Ok(reply);
        }
        let fresh = self.tokens.fresh(self.http);
        let fresh = fresh.map_err(|error| Miss::Credentials(plain(&error.to_string())))?;
        self.token.replace(Some(fresh));
        self.http.ask(origin, path, self.token.borrow().as_ref(), send)
    }
}

/// The items of a page, and the path of the next one.
fn page_of(
    page: Value,
    origin: &Origin,
    first: &str,
    paging: Paging<'_>,
) -> Result<(Vec<Value>, Option<String>), Miss> {
    let Value::Object(mut page) = page else {
        return Err(Miss::Broken("a page that is no object".to_owned()));
    };
    match paging {
        Paging::OData => {
            let next = match page.remove("@odata.nextLink") {
                None | Some(Value::Null) => None,
                Some(Value::String(link)) => Some(within(origin, first, &link)?),
                Some(_) => return Err(Miss::Broken("a next page that is no address".to_owned())),
            };
            Ok((items(page.remove("value"))?, next))
        }
        Paging::Token { items: name } => {
            let next = page.get("nextPageToken").and_then(Value::as_str);
            let next = next.filter(|token| !token.is_empty()).map(|token| {
                let joint = if first.contains('?') { '&' } else { '?' };
                format!("{first}{joint}pageToken={}", crate::origin::escaped(token))
            });
            // A list without items has no such name at all.
            Ok((items(page.remove(name).or(Some(json!([]))))?, next))
        }
    }
}

fn items(value: Option<Value>) -> Result<Vec<Value>, Miss> {
    match value {
        Some(Value::Array(items)) => Ok(items),
        _ => Err(Miss::Broken("a page without a list".to_owned())),
    }
}

/// A link to the same server and the same version of the interface: `/beta/…` stays `/beta/…`.
fn within(origin: &Origin, first: &str, link: &str) -> Result<String, Miss> {
    let root = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
    let path = origin.path_of(link).filter(|path| root(path) == root(first));
    path.ok_or_else(|| Miss::Foreign(format!("`{}`", plain(link))))
}

/// A reply that is an answer.
fn answered(reply: Reply) -> Result<Reply, Miss> {
    match reply.status {
        200..=299 => Ok(reply),
        status => Err(refusal(status, serde_json::from_slice(&reply.body).ok().as_ref())),
    }
}

/// Why a question was refused, with the words of the service.
fn refusal(status: u16, body: Option<&Value>) -> Miss {
    let error = body.and_then(|body| body.get("error"));
    let word = |name: &str| error.and_then(|it| it.get(name)).and_then(Value::as_str);
    let text = word("message").or(error.and_then(Value::as_str)).unwrap_or_default();
    let code = word("code").or(word("status")).unwrap_or_default();
    let reason = plain(&format!("HTTP {status} {code}: {text}"));
    match status {
        401 => Miss::Credentials(reason),
        403 => Miss::Denied(reason),
        404 => Miss::Absent(reason),
        429 => Miss::Throttled,
        // Some parts of Graph answer 400 where a licence is missing.
        400 if text.to_lowercase().contains("licen") => Miss::Absent(reason),
        300..=399 => Miss::Foreign(reason),
        _ => Miss::Broken(reason),
    }
}

enum Part {
    Answer(Result<Value, Miss>),
    Later(u64),
}

/// The answers of a batch in the order of the questions; one that is missing is asked again.
fn parts(body: &[u8], number: usize) -> Result<Vec<Part>, Miss> {
    let broken = |reason: &str| Miss::Broken(format!("batch: {reason}"));
    let body: Value =
        serde_json::from_slice(body).map_err(|error| broken(&plain(&error.to_string())))?;
    let responses = body.get("responses").and_then(Value::as_array);
    let responses = responses.ok_or_else(|| broken("no `responses`"))?;
    let mut parts: Vec<Part> = (0..number).map(|_| Part::Later(1)).collect();
    for response in responses {
        let id = response.get("id").and_then(Value::as_str).and_then(|id| id.parse::<usize>().ok());
        let slot = id.and_then(|id| parts.get_mut(id));
        let Some(slot) = slot else { return Err(broken("an answer to no question")) };
        *slot = part(response);
    }
    Ok(parts)
}

fn part(response: &Value) -> Part {
    let status = response.get("status").and_then(Value::as_u64).unwrap_or(0);
    let status = u16::try_from(status).unwrap_or(0);
    let body = response.get("body");
    match status {
        200..=299 => Part::Answer(Ok(body.cloned().unwrap_or(Value::Null))),
        429 | 500 | 502 | 503 | 504 => Part::Later(seconds(response.get("headers"))),
        _ => Part::Answer(Err(refusal(status, body))),
    }
}

fn seconds(headers: Option<&Value>) -> u64 {
    let none = Map::new();
    let headers = headers.and_then(Value::as_object).unwrap_or(&none);
    let found = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
    let text =
        found.map(|(_, value)| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    text.and_then(|text| text.trim().parse().ok()).unwrap_or(1)
}
