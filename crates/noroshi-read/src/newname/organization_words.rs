//! Words that English names of organisations are told by.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::quick::Quickly;

/// Words that close the name of an organisation.
pub(super) static CLOSING: LazyLock<HashSet<&str, Quickly>> =
    LazyLock::new(|| words(CLOSING_WORDS));

const CLOSING_WORDS: &str = "\
    Agency Airlines Airways Alliance Association Authority Bancorp Bank Bureau Clinic College Commission \
    Committee Company Consortium Corp Corp. Corporation Council Department Directorate Embassy Enterprises \
    Federation Foundation GmbH Holdings Hospital Inc Inc. Industries Institute Institution LLC LLP Labs \
    Laboratories Laboratory Limited Ltd Ltd. Ministry Motors Organisation Organization PLC Parliament Party \
    Pharmaceuticals Police Secretariat Society Technologies Telecom Telecommunications Tribune University \
    Union";

/// Words that open one, with `of` or `for` behind them.
pub(super) static OPENING: LazyLock<HashSet<&str, Quickly>> =
    LazyLock::new(|| words(OPENING_WORDS));

const OPENING_WORDS: &str = "\
    Academy Agency Association Bank Board Bureau Center Centers Centre Centres Chamber College Commission \
    Committee Commonwealth Council Department Directorate Embassy Federation Foundation Government Institute \
    Ministry Office Organisation Organization School Secretariat Service Society Union University";

/// Forms of companies: enough by themselves, in headings too.
pub(super) static FORMS: LazyLock<HashSet<&str, Quickly>> = LazyLock::new(|| words(FORMS_WORDS));

const FORMS_WORDS: &str = "\
    Inc Inc. Ltd Ltd. LLC LLP GmbH Corp Corp. Corporation Limited PLC Holdings Bancorp";

/// What says nothing by itself: `National Bank`, `Law Enforcement Agency`.
pub(super) static GENERAL: LazyLock<HashSet<&str, Quickly>> =
    LazyLock::new(|| words(GENERAL_WORDS));

const GENERAL_WORDS: &str = "\
    Local National State Federal Public Private Law Enforcement Government Foreign Certificate Certification \
    Registration Security Domestic International Central Financial Investment Online Your Our Software \
    Parent Target Victim Gaming Chemical Insurance Technology Data Cyber Steering Registrant Admin Tech \
    Billing Coronavirus City Encrypt Road Police Commercial Official Tax Health Third Social";

/// Words that open a sentence or stand before a name and are no part of it.
pub(super) static BEFORE: LazyLock<HashSet<&str, Quickly>> = LazyLock::new(|| words(BEFORE_WORDS));

const BEFORE_WORDS: &str = "\
    The A An In On At By From For To Of When While After Before Since During Our Their This That These Those \
    Figure Table Image Additionally However Also And But Or If As With Without Both Many Most Some Former \
    Fake Legitimate Per According Like Its His Her Dear Re Subject Via Source Recently Although Because \
    Through Between Against Under Within Meanwhile Later CEO President Director Minister Mr. Ms. Dr. Monday \
    Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August \
    September October November December Contact About Using Where It We Read See Download Step Case Is Are \
    Was";

/// The words of a list, in order.
fn words<L: FromIterator<&'static str>>(list: &'static str) -> L {
    list.split_ascii_whitespace().collect()
}
