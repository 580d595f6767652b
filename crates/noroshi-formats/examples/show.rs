//! Shows what `noroshi-formats` makes of a file: `cargo run --example show -- FILE...`.
#![expect(
    clippy::disallowed_methods,
    reason = "a program to try a file with reads files, arguments and the clock"
)]
#![expect(clippy::print_stdout, reason = "an example talks on stdout")]

use std::time::Instant;

use noroshi_formats::{Limits, Received, document};
use noroshi_model::{Document, Problem};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let received = Received { path: &path, bytes: &bytes, fetched: None };
        let start = Instant::now();
        let result = document(&received, &Limits::default());
        println!("=== {path} ({:?})", start.elapsed());
        match result {
            Ok((document, problems)) => show(&document, &problems),
            Err(problem) => println!("error[{}]: {problem}", problem.code),
        }
    }
    Ok(())
}

fn show(document: &Document, problems: &[Problem]) {
    println!("media     {}", document.media.iana());
    println!("title     {:?}", document.title);
    println!("publisher {:?}", document.publisher);
    println!(
        "published {:?}",
        document.published.as_ref().map(|date| (date.moment.edtf(), date.basis.shown()))
    );
    println!(
        "language  {:?}, tlp {:?}, {} bytes",
        document.declared_language,
        document.tlp,
        document.text.len()
    );
    for problem in problems {
        println!("problem   {}: {problem}", problem.code);
    }
    for block in &document.blocks {
        println!("{:?} {:?}", block.kind, block.span.of(&document.text));
    }
    for link in &document.links {
        println!("link      {:?} -> {}", link.span.of(&document.text), link.target);
    }
    if document.media == noroshi_model::Media::Pdf || document.blocks.is_empty() {
        println!("{}", document.text.chars().take(6000).collect::<String>());
    }
}
