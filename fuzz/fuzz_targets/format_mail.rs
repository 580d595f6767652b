//! Fuzzes mail.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::format("a.eml", b"From: a@a.example\r\nTo: b@b.example\r\nMessage-ID: <a@b>\r\n", bytes));
