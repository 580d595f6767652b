//! English.

use noroshi_model::Language;

use super::{check, check_at};

#[test]
fn whole_dates() {
    check(
        Language::En,
        &[
            ("On December 26, 2024, attackers", &["December 26, 2024 = 2024-12-26 day occurrence"]),
            ("published on 26 December 2024", &["26 December 2024 = 2024-12-26 day report"]),
            ("the 26th of December 2024", &["26th of December 2024 = 2024-12-26 day"]),
            ("December 26th, 2024", &["December 26th, 2024 = 2024-12-26 day"]),
            ("Dec. 26, 2024", &["Dec. 26, 2024 = 2024-12-26 day"]),
            ("DEC 26 2024", &["DEC 26 2024 = 2024-12-26 day"]),
            ("26-Dec-2024", &["26-Dec-2024 = 2024-12-26 day"]),
            ("12/26/2024", &["12/26/2024 = 2024-12-26 day"]),
            ("since mid-2019", &["mid-2019 = 2019-05-01/2019-08-31 interval"]),
            ("since at least 2019", &["2019 = 2019 year"]),
            ("in 2019 and 2020", &["2019 = 2019 year", "2020 = 2020 year"]),
            ("Henkel (2014)", &["2014 = 2014 year"]),
            ("07-26-2019", &["07-26-2019 = 2019-07-26 day"]),
            (
                "in Q2 and Q3 of 2021",
                &[
                    "Q2 = 2021-04-01/2021-06-30 quarter",
                    "Q3 of 2021 = 2021-07-01/2021-09-30 quarter",
                ],
            ),
            ("on 5 August. Then", &["5 August = 2024-08-05 day"]),
            ("26.12.2024", &["26.12.2024 = 2024-12-26 day"]),
            ("2024-12-26", &["2024-12-26 = 2024-12-26 day"]),
            ("2024-12", &["2024-12 = 2024-12 month"]),
            ("Thursday, December 26, 2024", &["Thursday, December 26, 2024 = 2024-12-26 day"]),
            ("2024-12-26 (Thu)", &["2024-12-26 (Thu) = 2024-12-26 day"]),
            (
                "Thu, 26 Dec 2024 07:24:15 +0900",
                &["26 Dec 2024 07:24:15 +0900 = 2024-12-26T07:24:15+09:00 instant"],
            ),
            ("20241226T072415Z", &["20241226T072415Z = 2024-12-26T07:24:15Z instant"]),
        ],
    );
}

#[test]
fn parts_that_are_left_out() {
    check(
        Language::En,
        &[
            ("detected on December 26", &["December 26 = 2024-12-26 day discovery"]),
            ("Dec. 28 was quiet", &["Dec. 28 = 2023-12-28 day"]),
            ("in December", &["December = 2024-12 month"]),
            ("In May, the group", &["May = 2024-05 month"]),
            ("in December 2024", &["December 2024 = 2024-12 month"]),
            ("December of 2024", &["December of 2024 = 2024-12 month"]),
            ("since 2022", &["2022 = 2022 year"]),
            ("In 2024, attackers", &["2024 = 2024 year occurrence"]),
            ("apply the update by January 15", &["January 15 = 2025-01-15 day deadline"]),
            ("The deadline is January 15, 2025.", &["January 15, 2025 = 2025-01-15 day deadline"]),
            ("will be published on January 15", &["January 15 = 2025-01-15 day"]),
            (
                "On March 1, 2023 it began; on the 5th, staff detected it",
                &["March 1, 2023 = 2023-03-01 day occurrence", "5th = 2023-03-05 day discovery"],
            ),
            ("On March 1, 2023 the 5th stage", &["March 1, 2023 = 2023-03-01 day"]),
            (
                "It began on March 1, 2023 and was found on the 5th.",
                &["March 1, 2023 = 2023-03-01 day", "5th = 2023-03-05 day discovery"],
            ),
        ],
    );
}

#[test]
fn times_of_day() {
    check(
        Language::En,
        &[
            (
                "December 26, 2024 at 07:24 UTC",
                &["December 26, 2024 at 07:24 UTC = 2024-12-26T07:24Z minute"],
            ),
            (
                "December 26 at 7:24 p.m. EST",
                &["December 26 at 7:24 p.m. EST = 2024-12-26T19:24-05:00 minute"],
            ),
            ("July 4, 2024, 9 a.m. ET", &["July 4, 2024, 9 a.m. ET = 2024-07-04T09-04:00 hour"]),
            (
                "2024-12-26 07:24:15 UTC",
                &["2024-12-26 07:24:15 UTC = 2024-12-26T07:24:15Z instant"],
            ),
            (
                "2024-12-26T07:24:15.123Z",
                &["2024-12-26T07:24:15.123Z = 2024-12-26T07:24:15Z instant"],
            ),
            (
                "at 07:24 UTC on December 26, 2024",
                &["07:24 UTC on December 26, 2024 = 2024-12-26T07:24Z minute"],
            ),
            ("Dec 26 07:24:15 host sshd", &["Dec 26 07:24:15 = 2024-12-26T07:24:15 instant"]),
            ("on Tuesday morning", &["Tuesday morning = 2024-12-24/2024-12-24 part-of-day"]),
            (
                "On December 26 it began. At 12:34 it ended",
                &["December 26 = 2024-12-26 day", "12:34 = 2024-12-26T12:34 minute"],
            ),
        ],
    );
}

#[test]
fn parts_of_years_and_months() {
    check(
        Language::En,
        &[
            ("in early December", &["early December = 2024-12-01/2024-12-10 third-of-month"]),
            ("in mid-December 2024", &["mid-December 2024 = 2024-12-11/2024-12-20 third-of-month"]),
            ("late December", &["late December = 2024-12-21/2024-12-31 third-of-month"]),
            ("at the end of 2024", &["end of 2024 = 2024-12-01/2024-12-31 interval"]),
            ("in early 2024", &["early 2024 = 2024-01-01/2024-04-30 interval"]),
            ("in Q3 2024", &["Q3 2024 = 2024-07-01/2024-09-30 quarter"]),
            (
                "the third quarter of 2024",
                &["third quarter of 2024 = 2024-07-01/2024-09-30 quarter"],
            ),
            ("H1 2024", &["H1 2024 = 2024-01-01/2024-06-30 half-year"]),
            ("2024 H2", &["2024 H2 = 2024-07-01/2024-12-31 half-year"]),
            ("the first half of 2024", &["first half of 2024 = 2024-01-01/2024-06-30 half-year"]),
            (
                "the second half of December",
                &["second half of December = 2024-12-16/2024-12-31 interval"],
            ),
            ("in spring 2024", &["spring 2024 = 2024-21 season"]),
            ("the summer of 2024", &["summer of 2024 = 2024-22 season"]),
            ("fall of 2023", &["fall of 2023 = 2023-23 season"]),
            ("the week of December 23", &["week of December 23 = 2024-12-23/2024-12-29 week"]),
        ],
    );
}

#[test]
fn relative_phrases() {
    check(
        Language::En,
        &[
            ("Last year,", &["Last year = 2023 year"]),
            ("earlier this month", &["this month = 2024-12 month"]),
            ("late last month", &["late last month = 2024-11-21/2024-11-30 third-of-month"]),
            ("next month", &["next month = 2025-01 month"]),
            ("last week", &["last week = 2024-12-16/2024-12-22 week"]),
            ("reported yesterday", &["yesterday = 2024-12-26 day report"]),
            ("said on Tuesday", &["Tuesday = 2024-12-24 day report"]),
            ("said on Friday", &["Friday = 2024-12-27 day report"]),
            ("last Friday", &["Friday = 2024-12-20 day"]),
            ("next Monday", &["Monday = 2024-12-30 day"]),
            ("3 days ago", &["3 days ago = 2024-12-24 day"]),
            ("two weeks ago", &["two weeks ago = 2024-12-09/2024-12-15 week"]),
            ("last December", &["December = 2024-12 month"]),
            ("last summer", &["last summer = 2023-22 season"]),
            (
                "It began on March 1, 2023. Two days later it was found",
                &["March 1, 2023 = 2023-03-01 day", "Two days later = 2023-03-03 day"],
            ),
            (
                "It began on March 1, 2023 and ended the following month",
                &["March 1, 2023 = 2023-03-01 day", "the following month = 2023-04 month"],
            ),
        ],
    );
}

#[test]
fn intervals() {
    check(
        Language::En,
        &[
            (
                "from March 1, 2023 to April 2, 2023",
                &["March 1, 2023 to April 2, 2023 = 2023-03-01/2023-04-02 interval"],
            ),
            (
                "between December 3 and December 5",
                &["December 3 and December 5 = 2024-12-03/2024-12-05 interval"],
            ),
            ("December 26-28, 2023", &["December 26-28, 2023 = 2023-12-26/2023-12-28 interval"]),
            (
                "from December 26 to January 3, 2024",
                &["December 26 to January 3, 2024 = 2023-12-26/2024-01-03 interval"],
            ),
            ("from March to May 2023", &["March to May 2023 = 2023-03-01/2023-05-31 interval"]),
            ("between 2020 and 2023", &["2020 and 2023 = 2020-01-01/2023-12-31 interval"]),
            ("from 2020 to 2023", &["2020 to 2023 = 2020-01-01/2023-12-31 interval"]),
            (
                "2024-12-20 - 2024-12-26",
                &["2024-12-20 - 2024-12-26 = 2024-12-20/2024-12-26 interval"],
            ),
            (
                "from late June to mid-July 2024",
                &["late June to mid-July 2024 = 2024-06-21/2024-07-20 interval"],
            ),
            ("since December, the group", &["December = 2024-12 month"]),
            ("26-28 December 2023", &["26-28 December 2023 = 2023-12-26/2023-12-28 interval"]),
        ],
    );
}

#[test]
fn relative_phrases_have_no_moment_without_a_day_of_writing() {
    check_at(
        Language::En,
        None,
        &[("last year", &["last year = none"]), ("on December 26", &["December 26 = none"])],
    );
}
