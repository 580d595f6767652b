//! The rules of the house, each as a test of its own.

use std::sync::OnceLock;

use xtask::fault::listed;
use xtask::generate;
use xtask::repository::Repository;
use xtask::rule::{self, Rule};

/// The only place that touches the repository.
#[track_caller]
fn check(rule: Rule) {
    static REPOSITORY: OnceLock<Repository> = OnceLock::new();
    let repository =
        REPOSITORY.get_or_init(|| Repository::open().expect("the repository can be read"));
    let faults = rule(repository);
    assert!(faults.is_empty(), "{}", listed(&faults));
}

#[test]
fn crates_name_only_what_their_room_allows() {
    check(rule::room::faults);
}

#[test]
fn sources_say_what_they_are_for_and_stay_short() {
    check(rule::code_size::faults);
}

#[test]
fn lints_are_inherited_and_pure_crates_ban_clock_disk_and_network() {
    check(rule::lint::faults);
}

#[test]
fn error_codes_have_words_in_both_languages_and_one_crate() {
    check(rule::error_code::faults);
}

#[test]
fn both_engines_have_the_same_migrations() {
    check(rule::migration::faults);
}

#[test]
fn every_fact_of_the_knowledge_pack_has_a_source_and_a_date() {
    check(rule::pack::faults);
}

#[test]
fn links_of_documents_lead_somewhere() {
    check(rule::link::faults);
}

#[test]
fn the_architecture_page_describes_the_crates_that_there_are() {
    check(rule::architecture::faults);
}

#[test]
fn no_file_names_a_folder_of_a_machine() {
    check(rule::machine::faults);
}

#[test]
fn pages_that_need_no_program_are_up_to_date() {
    check(generate::stale_pages);
}
