//! Fuzzes question files, tables and bundles of `noroshi assess`.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::question(bytes));
