//! Fuzzes source, install hooks, acceptances and names of `noroshi packages`.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::source(bytes));
