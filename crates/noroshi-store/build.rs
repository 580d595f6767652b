//! Builds again when a migration is added: the migrations are compiled into the program.

fn main() {
    let folder = "cargo::rerun-if-changed=migrations";
    std::io::Write::write_all(&mut std::io::stdout(), folder.as_bytes())
        .expect("cargo reads what a build script writes");
}
