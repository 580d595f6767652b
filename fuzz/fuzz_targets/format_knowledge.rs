//! Fuzzes STIX bundles and clusters of MISP galaxy.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::knowledge(bytes));
