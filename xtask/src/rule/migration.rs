//! Both engines have the same migrations, by number and name.

use std::collections::BTreeSet;

use crate::fault::Fault;
use crate::repository::Repository;

const FOLDER: &str = "crates/noroshi-store/migrations";

/// Migrations that one engine lacks, numbers with gaps, and a store without migrations.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    let sqlite = names(repository, "sqlite");
    let postgres = names(repository, "postgres");
    let mut faults: Vec<Fault> = [("sqlite", &sqlite), ("postgres", &postgres)]
        .into_iter()
        .filter(|(_, names)| names.is_empty())
        .map(|(engine, _)| {
            let path = format!("{FOLDER}/{engine}");
            Fault::new(path, "there are no migrations", "write the first one, for both engines")
        })
        .collect();
    faults.extend(lacking("postgres", sqlite.difference(&postgres)));
    faults.extend(lacking("sqlite", postgres.difference(&sqlite)));
    faults.extend(gaps(&sqlite));
    faults
}

fn names<'a>(repository: &'a Repository, engine: &str) -> BTreeSet<&'a str> {
    let folder = format!("{FOLDER}/{engine}");
    repository.texts_in(&folder, ".sql").filter_map(|(path, _)| path.rsplit('/').next()).collect()
}

fn lacking<'a>(engine: &str, names: impl Iterator<Item = &'a &'a str>) -> Vec<Fault> {
    let fault = |name: &&str| {
        let fix = "give the migration the same number and name for both engines";
        Fault::new(format!("{FOLDER}/{engine}"), format!("`{name}` is missing"), fix)
    };
    names.map(fault).collect()
}

fn gaps(names: &BTreeSet<&str>) -> Vec<Fault> {
    let numbered = names.iter().zip(1..);
    let wrong = numbered.filter(|(name, number)| !name.starts_with(&format!("{number:04}_")));
    let fault = |(name, number): (&&str, i32)| {
        let what = format!("`{name}` stands where {number:04} is due");
        Fault::new(FOLDER, what, "number migrations without gaps: 0001_, 0002_, ...")
    };
    wrong.map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[&str], faults_expected: usize) {
        let paths: Vec<String> = files.iter().map(|file| format!("{FOLDER}/{file}")).collect();
        let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "")).collect();
        assert_eq!(faults(&Repository::of(&files)).len(), faults_expected);
    }

    #[test]
    fn both_engines_have_the_same_migrations() {
        check(&["sqlite/0001_a.sql", "postgres/0001_a.sql"], 0);
        check(&["sqlite/0001_a.sql", "postgres/0001_b.sql"], 2);
        check(&["sqlite/0001_a.sql"], 2);
        check(&["sqlite/0002_a.sql", "postgres/0002_a.sql"], 1);
        check(&[], 2);
    }
}
