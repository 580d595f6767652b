//! Words that stand before "malware", "group" or "tool" in ordinary text.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::quick::Quickly;

/// Kinds of software, platforms and other words that stand before "malware" and name none.
pub(super) static NO_NAMES: LazyLock<HashSet<&str, Quickly>> =
    LazyLock::new(|| words(NO_NAMES_WORDS));

const NO_NAMES_WORDS: &str = "\
    The This That These Those New Other Another Fake Banking Mobile Android Windows Linux Mac MacOS macOS \
    OSX iOS Java JavaScript Python PowerShell Delphi Golang Go Rust Remote Double Modern Recent Info \
    Information Credential Credentials Password Cloud Cyber Crypto Advanced Custom Generic Unknown Similar \
    Such Some Many Most All Both Each Any No Our Their Its His Her Your My If When While As In On For From \
    With And But Or Also How What Why Top Common Popular Known Commodity Email Mail Web Website Office Word \
    Excel Macro VBA VBS DNS HTTP HTTPS IoT ICS OT SCADA PC POS PoS ATM DDoS USB UEFI BIOS Initial First \
    Second Third Final Main Multi Anti Detect Detecting Removing Analyzing Analysis Inside Targeted Threat \
    Hacking Hacker Criminal Cybercrime Cybercriminal State Nation Government Security Research Working Ad \
    User Admin Local Telegram Facebook WhatsApp Discord Internet Network Server Client Desktop System \
    Malicious Phishing Spam Botnet Trojan Malware Ransomware RAT APT Backdoor Stealer Loader Dropper \
    Downloader COVID COVID-19 Coronavirus Yara YARA Snort ET TROJAN MALWARE NET .NET C2 CnC CNC DLL EXE PE \
    API URL IP HTML PDF ZIP RAR ISO LNK XLS SQL PHP ASP VM VPN RDP SSH FTP SMB AI IT US U.S. UK EU Open \
    Source Command Control Free Public Private Proof Code Executable Script Administration Config Monitoring \
    Different Key Figure Table Step Stage Attack Infected Crypter Packer Online Since Additionally Several \
    Various Next Previous Early Latest Russian Chinese Iranian Korean American Stop Beware Digital Financial \
    Group Data Managed Using Like Use Post Process File Files Event Task Browser Chrome Firefox Proxy Wiper \
    Worm Spyware Rootkit Keylogger Skimmer Adware Miner Monero Bitcoin Exploit Payload Payloads Bot";

/// The words of a list, in order.
fn words<L: FromIterator<&'static str>>(list: &'static str) -> L {
    list.split_ascii_whitespace().collect()
}
