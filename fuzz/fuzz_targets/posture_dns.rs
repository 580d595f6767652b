//! Fuzzes answers of name servers.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::dns(bytes));
