//! Collectors against a server of this machine.

mod dns;
mod entra;
mod google;
mod graph;
mod key;
mod not_assessed;
mod route;
mod server;
