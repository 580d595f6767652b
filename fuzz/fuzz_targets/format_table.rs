//! Fuzzes tables of separated values.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::format("a.csv", b"", bytes));
