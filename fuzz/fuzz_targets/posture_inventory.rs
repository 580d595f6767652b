//! Fuzzes inventories of tenants and results that are handed in.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::inventory(bytes));
