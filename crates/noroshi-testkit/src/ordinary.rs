//! Logs of an ordinary working day in an invented office, in which nothing happened: what rules
//! must stay quiet on. The same logs every time.

use std::fmt::Write as _;

use jiff::Timestamp;

/// Midnight of the day, 2024-12-10 in UTC.
const DAY: i64 = 1_733_788_800;
/// The office works from nine to six in Japan.
const HOURS: std::ops::Range<i64> = 0..9 * 3_600;

/// What people who develop, trade and keep books look up on a day.
const HOSTS: [&str; 24] = [
    "outlook.office365.com",
    "login.microsoftonline.com",
    "teams.microsoft.com",
    "update.microsoft.com",
    "ctldl.windowsupdate.com",
    "update.code.visualstudio.com",
    "marketplace.visualstudio.com",
    "code.visualstudio.com",
    "vscode-sync.trafficmanager.net",
    "github.com",
    "api.github.com",
    "registry.npmjs.org",
    "pypi.org",
    "files.pythonhosted.org",
    "crates.io",
    "www.cloudflare.com",
    "docs.ngrok.com",
    "learn.microsoft.com",
    "news.example",
    "bank.example",
    "www.kazemori.example",
    "intra.kazemori.example",
    "ntp.example",
    "ocsp.example",
];

/// Numbers that look random and are the same every time (Knuth's constants for 64 bits).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }

    fn one_of<'a>(&mut self, several: &[&'a str]) -> &'a str {
        let place = usize::try_from(self.below(several.len() as u64)).unwrap_or_default();
        several.get(place).copied().unwrap_or_default()
    }
}

/// Moments of the day, so many, in order.
fn moments(count: u64, dice: &mut Dice) -> Vec<Timestamp> {
    let length = u64::try_from(HOURS.end - HOURS.start).unwrap_or_default();
    let mut seconds: Vec<i64> = (0..count)
        .map(|_| DAY + HOURS.start + i64::try_from(dice.below(length)).unwrap_or_default())
        .collect();
    seconds.sort_unstable();
    seconds.into_iter().filter_map(|second| Timestamp::from_second(second).ok()).collect()
}

/// The Microsoft 365 audit log: mail, files, sign-ins and rules that sort mail.
pub fn m365_day() -> String {
    let mut dice = Dice(365);
    let mut log = String::new();
    for (number, moment) in moments(6_000, &mut dice).into_iter().enumerate() {
        let person = dice.below(40);
        let operation = match dice.below(100) {
            0..60 => {
                r#""MailItemsAccessed","RecordType":50,"OperationProperties":[{"Name":"MailAccessType","Value":"Bind"},{"Name":"IsThrottled","Value":"False"}],"OperationCount":3"#
            }
            60..75 => r#""FileAccessed","RecordType":6,"SourceFileName":"見積.xlsx""#,
            75..82 => r#""FileDownloaded","RecordType":6,"SourceFileName":"report.pdf""#,
            82..93 => r#""UserLoggedIn","RecordType":15,"ResultStatus":"Success""#,
            93..97 => {
                r#""New-InboxRule","RecordType":1,"Parameters":[{"Name":"Name","Value":"Forwarded invoices"},{"Name":"MoveToFolder","Value":"請求"}]"#
            }
            97..99 => {
                r#""UpdateInboxRules","RecordType":2,"OperationProperties":[{"Name":"RuleName","Value":"Forward planning"},{"Name":"RuleActions","Value":"[{\"ActionType\":\"Move\"}]"}]"#
            }
            _ => {
                r#""Set-Mailbox","RecordType":1,"Parameters":[{"Name":"Identity","Value":"x"},{"Name":"AuditEnabled","Value":"True"}]"#
            }
        };
        let _ = writeln!(
            log,
            r#"{{"CreationTime":"{}","Id":"o-{number}","Workload":"Exchange","UserId":"p{person}@kazemori.example","ClientIPAddress":"192.0.2.{}","Operation":{operation}}}"#,
            moment.strftime("%Y-%m-%dT%H:%M:%S"),
            person + 10,
        );
    }
    log
}

/// The log of a proxy.
pub fn proxy_day() -> String {
    let mut dice = Dice(8_080);
    let mut log = String::from(
        "#Software: Example Proxy 3.1\n#Fields: date time c-ip cs-username cs-method cs-uri-scheme cs-host cs-uri-port cs-uri-path sc-status sc-bytes cs(User-Agent)\n",
    );
    for moment in moments(12_000, &mut dice) {
        let (person, host) = (dice.below(40), dice.one_of(&HOSTS));
        let _ = writeln!(
            log,
            "{} 192.0.2.{} p{person} CONNECT tcp {host} 443 / 200 {} -",
            moment.strftime("%Y-%m-%d %H:%M:%S"),
            person + 10,
            dice.below(90_000) + 500,
        );
    }
    log
}

/// Questions to a name server, as Zeek writes them.
pub fn dns_day() -> String {
    let mut dice = Dice(53);
    let mut log = String::new();
    for moment in moments(12_000, &mut dice) {
        let (person, host) = (dice.below(40), dice.one_of(&HOSTS));
        let _ = writeln!(
            log,
            r#"{{"_path":"dns","ts":{}.5,"uid":"C{}","id.orig_h":"192.0.2.{}","id.orig_p":55250,"id.resp_h":"192.0.2.2","id.resp_p":53,"proto":"udp","query":"{host}","qtype_name":"A","rcode_name":"NOERROR"}}"#,
            moment.as_second(),
            dice.below(1 << 40),
            person + 10,
        );
    }
    log
}

/// Connections, as Zeek writes them: browsing, a backup at noon, and monitoring that asks every
/// host for its state.
pub fn connections_day() -> String {
    let mut dice = Dice(443);
    let mut log = String::new();
    let mut line = |moment: Timestamp, from: u64, to: &str, port: u64, state: &str, bytes: u64| {
        let _ = writeln!(
            log,
            r#"{{"_path":"conn","ts":{}.25,"uid":"C{}{to}{port}","id.orig_h":"192.0.2.{from}","id.orig_p":50111,"id.resp_h":"{to}","id.resp_p":{port},"proto":"tcp","duration":2.5,"orig_bytes":{bytes},"resp_bytes":{bytes},"conn_state":"{state}","orig_pkts":{},"resp_pkts":9}}"#,
            moment.as_second(),
            moment.as_second(),
            bytes / 1_000 + 3,
        );
    };
    for moment in moments(10_000, &mut dice) {
        let (from, to) = (dice.below(40) + 10, dice.below(200));
        match dice.below(20) {
            0 => line(moment, from, &format!("198.51.100.{to}"), 80, "S0", 0),
            1 => line(moment, 60, "192.0.2.8", 22, "SF", 9_000_000),
            2 => line(moment, 61, &format!("192.0.2.{}", to % 40 + 10), 161, "SF", 200),
            _ => line(moment, from, &format!("198.51.100.{to}"), 443, "SF", dice.below(60_000)),
        }
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_whole_in_order_and_the_same_each_time() {
        let day = m365_day();
        assert_eq!((day.lines().count(), &day), (6_000, &m365_day()));
        assert!(day.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
        let times: Vec<&str> = day.lines().filter_map(|line| line.get(..40)).collect();
        assert!(times.is_sorted());
        let zeek = [dns_day(), connections_day()].concat();
        assert!(zeek.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
        assert_eq!(proxy_day().lines().count(), 12_002);
    }
}
