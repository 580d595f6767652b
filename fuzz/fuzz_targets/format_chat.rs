//! Fuzzes conversations, as text and as JSON.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    noroshi_fuzz::format("a.txt", b"[2024-02-16 10:21] a -> b: c\n[2024-02-16 10:22] b -> a: ", bytes);
    noroshi_fuzz::format("a.json", b"[{\"from\":\"a\",\"text\":\"b\"},", bytes);
});
