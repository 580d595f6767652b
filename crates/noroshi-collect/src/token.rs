//! Tokens by client credentials: a secret for Microsoft, a signed statement for Google.
//!
//! Sources: Microsoft identity platform, "OAuth 2.0 client credentials flow"; Google Identity,
//! "Using OAuth 2.0 for server to server applications"; RFC 7515, RFC 7519.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use noroshi_model::Secret;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{Miss, plain};
use crate::http::{Http, Send};
use crate::origin::escaped;
use crate::session::Tokens;
use crate::{CollectError, Origin};

/// A token of Google lasts at most an hour.
const LASTS: i64 = 3_600;

/// An application of Entra ID with a secret.
pub(crate) struct ClientSecret<'a> {
    pub(crate) login: &'a Origin,
    pub(crate) tenant: &'a str,
    pub(crate) client: &'a str,
    pub(crate) secret: &'a Secret,
    pub(crate) scope: String,
}

impl Tokens for ClientSecret<'_> {
    fn fresh(&self, http: &Http) -> Result<Secret, CollectError> {
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&scope={}",
            escaped(self.client),
            escaped(self.secret.reveal()),
            escaped(&self.scope),
        );
        let path = format!("/{}/oauth2/v2.0/token", escaped(self.tenant));
        token(http, self.login, &path, &form)
    }
}

/// The key file of a service account, as Google hands it out.
#[derive(Clone, Deserialize)]
struct KeyFile {
    #[serde(rename = "type")]
    kind: String,
    client_email: String,
    private_key: String,
    #[serde(default)]
    private_key_id: String,
}

/// A service account that may sign. `Debug` shows the account, never the key.
pub struct ServiceAccount {
    email: String,
    key_id: String,
    pair: RsaKeyPair,
}

impl std::fmt::Debug for ServiceAccount {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ServiceAccount").field("email", &self.email).finish_non_exhaustive()
    }
}

impl ServiceAccount {
    /// Reads the JSON key file of a service account.
    ///
    /// # Errors
    /// [`CollectError::Key`] when it is no such file or its key cannot sign. The words never
    /// hold any part of the key.
    pub fn read(file: &Secret) -> Result<Self, CollectError> {
        let fault = |reason: &str| CollectError::Key { reason: reason.to_owned() };
        // The words of the parser may quote the file, so they are left out.
        let file: KeyFile = serde_json::from_str(file.reveal())
            .map_err(|_| fault("it is no JSON key file of a service account"))?;
        if file.kind != "service_account" {
            return Err(fault("its `type` is not `service_account`"));
        }
        let key = ureq::tls::PrivateKey::from_pem(file.private_key.as_bytes())
            .map_err(|_| fault("its `private_key` is no PEM block"))?;
        let pair = RsaKeyPair::from_pkcs8(key.der())
            .or_else(|_| RsaKeyPair::from_der(key.der()))
            .map_err(|_| fault("its `private_key` is no RSA key of 2048 bits or more"))?;
        Ok(Self { email: file.client_email, key_id: file.private_key_id, pair })
    }

    /// A statement that this account asks for these scopes, signed with RS256.
    fn statement(&self, claims: &Value) -> Result<String, CollectError> {
        let mut head = json!({"alg": "RS256", "typ": "JWT"});
        if !self.key_id.is_empty() {
            head["kid"] = self.key_id.as_str().into();
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let body = format!("{}.{}", part(&head), part(claims));
        let mut signature = vec![0; self.pair.public().modulus_len()];
        let signed = self.pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            body.as_bytes(),
            &mut signature,
        );
        signed.map_err(|_| CollectError::Key { reason: "it cannot sign".to_owned() })?;
        Ok(format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// A service account that asks for one scope, for itself or in the name of an administrator.
pub(crate) struct Delegated<'a> {
    pub(crate) account: &'a ServiceAccount,
    pub(crate) login: &'a Origin,
    /// The administrator; empty when the account acts for itself.
    pub(crate) subject: &'a str,
    pub(crate) scope: &'a str,
    pub(crate) clock: &'a dyn Fn() -> Timestamp,
}

impl Tokens for Delegated<'_> {
    fn fresh(&self, http: &Http) -> Result<Secret, CollectError> {
        let now = (self.clock)().as_second();
        let mut claims = json!({
            "iss": self.account.email,
            "scope": self.scope,
            // The audience is Google's own address, also where a test stands in for the server.
            "aud": "https://oauth2.googleapis.com/token",
            "iat": now,
            "exp": now + LASTS,
        });
        if !self.subject.is_empty() {
            claims["sub"] = self.subject.into();
        }
        let form = format!(
            "grant_type={}&assertion={}",
            escaped("urn:ietf:params:oauth:grant-type:jwt-bearer"),
            self.account.statement(&claims)?,
        );
        token(http, self.login, "/token", &form)
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    token_type: String,
}

/// Asks a login server for a token.
fn token(http: &Http, login: &Origin, path: &str, form: &str) -> Result<Secret, CollectError> {
    let host = || login.host().to_owned();
    let send = Send::Post { kind: "application/x-www-form-urlencoded", body: form.as_bytes() };
    let reply = http.ask(login, path, None, &send).map_err(|miss| CollectError::Unreachable {
        host: host(),
        reason: match miss {
            Miss::Throttled => "it asks to wait for too long".to_owned(),
            Miss::Broken(reason) | Miss::TooMuch(reason) => reason,
            other => format!("{other:?}"),
        },
    })?;
    if !(200..=299).contains(&reply.status) {
        return Err(CollectError::Credentials {
            host: host(),
            reason: said(reply.status, &reply.body),
        });
    }
    let granted: Granted = serde_json::from_slice(&reply.body).map_err(|_| {
        CollectError::Unreachable { host: host(), reason: "its answer is no token".to_owned() }
    })?;
    let bearer = granted.token_type.is_empty() || granted.token_type.eq_ignore_ascii_case("bearer");
    let plain_token = granted.access_token.bytes().all(|byte| byte.is_ascii_graphic());
    if !bearer || granted.access_token.is_empty() || !plain_token {
        let reason = "its answer is no bearer token".to_owned();
        return Err(CollectError::Unreachable { host: host(), reason });
    }
    Ok(Secret::new(granted.access_token))
}

/// The error code of a login server. Its description is left out: it may repeat what was sent.
fn said(status: u16, body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let word = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let codes = body.get("error_codes").and_then(Value::as_array);
    let codes = codes.into_iter().flatten().filter_map(Value::as_u64);
    let codes: String = codes.map(|code| format!(" AADSTS{code}")).collect();
    plain(&format!("HTTP {status} {}{codes}", word("error")))
}
