//! Fuzzes lockfiles, bills of materials and records of reported packages.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::packages(bytes));
