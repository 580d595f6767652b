//! Reads settings of cloud tenants over their read-only interfaces, when it is asked to.
//!
//! The only crate with a network client. It writes nothing to a tenant. What it could not read is
//! told by section, and the export says so in the way the rules look for: a policy that needs such
//! a section is not assessed, never passed.
//!
//! # Invariants
//! - Only the servers named by the request are asked, name servers included. A link in an answer that leads elsewhere is
//!   not followed, and neither is a redirect.
//! - Sizes, pages, tries and waits have limits ([`Limits`]).
//! - A secret is a [`noroshi_model::Secret`]: it appears in no error, no log and no file.

mod dns;
mod entra;
mod error;
mod google;
mod http;
mod origin;
mod section;
mod session;
mod state;
mod token;

pub use dns::{Dns, Reply as DnsReply, name_servers, reply as dns_reply};
pub use entra::{Entra, entra};
pub use error::CollectError;
pub use google::{Google, google};
pub use http::{Http, Limits, Route};
pub use origin::Origin;
pub use section::{Collected, Step};
pub use state::State;
pub use token::ServiceAccount;
