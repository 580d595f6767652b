//! Fuzzes PDF.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::format("a.pdf", b"%PDF-1.7\n", bytes));
