//! Fuzzes postings in text and JSON, names, asset lists, catalogues and records of `noroshi watch`.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::watch(bytes));
