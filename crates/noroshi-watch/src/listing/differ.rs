//! Whether two postings differ in a word that makes another offer of it.
//!
//! Texts are cut into words, numbers and single kanji or kana. What changes from posting to posting of one offer is
//! left out first: days, prices, stock, contacts, calls such as "up". Where the rest has one thing in the place of
//! another, and neither stands elsewhere in the other text, the offers are different. What is only added or only
//! left out, or stands in another order, makes no difference.

use std::collections::HashSet;
use std::sync::OnceLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use crate::fold::{fold, is_kanji, is_katakana};

/// The most words of a posting that are compared.
const MOST: usize = 500;

/// What changes without making another offer, in the order in which it is taken out.
const CHANGES: &[&str] = &[
    r"\[[a-z-]{2,16}\]",
    r"20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|令和\s?\d{1,2}年\s?\d{1,2}月\s?\d{1,2}日|\d{1,2}月\s?\d{1,2}[日号]|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}:\d{2}\b",
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?(?:\s+20\d\d)?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?(?:\s+20\d\d)?",
    r"(?:残り?|在庫|残数|あと|剩余?|还剩|還剩|库存|仅剩|只剩|left|remaining|in stock|stock)\s?(?:[:：はわずか]|only)?\s?\d+\s?(?:個|件|枚|本|套|个|條|条|セット|点|pcs|pieces|left)?|\b\d+\s?(?:left|remaining|in stock)",
    r"(?:us\$|nt\$|[$¥€£₿])\s?\d[\d,.]*\s?(?:億|亿|千万|百万|万|萬|千|k|m|w)?|\d[\d,.]*\s?(?:億|亿|千万|百万|万|萬|千|k|m|w)?\s?(?:円|日元|ドル|米ドル|美元|美金|刀|元|块|塊|人民币|人民幣|u\b|usdt|usd|jpy|cny|rmb|eur|euro|btc|xmr|eth|yen|bucks|quid|dollars|ユーロ|ウォン|台币|港币|\$|€|£)",
    r"再掲載|再掲|再投稿|再販|再入荷|補充しました|補充|更新|最新|上架|置顶|顶帖|顶一下|顶|頂|还有现货|還有現貨|现货|現貨|有货|在庫あり|まだあります|まだ在庫|本日|今日|昨日|今週|値下げしました|値下げ|値引き|最終|降价|降價|特价|优惠|优惠价|継続中|継続|継続販売|依旧|继续|受付中|販売中|急ぎ|早い者勝ち|先着|半額|新着|価格改定|改定|価格|単価|値段|售价|价格|價格|单价|報價|报价|自顶|冒泡|每日更新|今天|昨天|刚到|新到|到货|補貨|补货|长期有效|有效|清仓|急出|最后|最後|仅此|抓紧|速来|欢迎|老客户|新老客户|信誉|诚信|担保|擔保|交易|联系|聯繫|私聊|飞机|電報|电报|看货|先到先得|手慢无|引き続き|好評|お得|格安|最安|緊急|至急|期間限定|限定|キャンペーン|セール|連絡|問い合わせ|問合せ|取引|実績|信頼|迅速|丁寧|即対応|対応|エスクロー|仲介|テレグラム|シグナル|メッセージ|締切|終了|間近|追加分|追加|出品者|売り手|卖家|賣家|評判|保証|保障|返金|交換|售后|包换|包退|お待ち|歓迎",
];

/// Latin words that are said anew with each posting.
const CALLS: &[&str] = &[
    "bump",
    "up",
    "still",
    "available",
    "again",
    "repost",
    "reposting",
    "update",
    "updated",
    "upd",
    "last",
    "chance",
    "hot",
    "sale",
    "new",
    "now",
    "only",
    "the",
    "and",
    "for",
    "with",
    "to",
    "of",
    "in",
    "is",
    "are",
    "on",
    "or",
    "a",
    "an",
    "per",
    "any",
    "from",
    "by",
    "via",
    "at",
    "as",
    "so",
    "was",
    "were",
    "pm",
    "dm",
    "me",
    "tg",
    "contact",
    "telegram",
    "escrow",
    "ok",
    "price",
    "drop",
    "dropped",
    "reduced",
    "lowered",
    "cut",
    "re",
    "edit",
    "hurry",
    "limited",
    "serious",
    "buyers",
    "please",
    "thanks",
    "accepted",
    "welcome",
    "message",
    "write",
    "negotiable",
    "posted",
    "date",
    "have",
    "more",
    "few",
    "it",
    "you",
    "can",
    "will",
    "get",
    "yes",
    "deal",
    "offer",
    "offers",
    "first",
    "come",
    "also",
    "back",
    "today",
    "final",
    "relisted",
    "relist",
    "ttt",
    "i",
    "my",
    "this",
    "that",
    "each",
    "listed",
    "lower",
    "discount",
    "trusted",
    "verified",
    "fast",
    "quick",
    "response",
    "reply",
    "reputation",
    "vouches",
    "vouch",
    "guarantee",
    "guaranteed",
    "support",
    "online",
    "best",
    "cheap",
    "special",
    "weekend",
    "asap",
    "urgent",
    "gone",
    "soon",
    "ends",
    "ending",
    "seller",
    "sellers",
    "years",
    "refund",
    "replacement",
    "middleman",
    "guarantor",
    "forum",
    "since",
    "here",
    "our",
    "we",
    "if",
    "not",
    "no",
    "but",
    "be",
    "just",
    "same",
    "stock",
    "remaining",
    "left",
    "some",
    "sold",
    "copies",
    "copy",
    "usd",
    "usdt",
    "btc",
    "xmr",
];

/// Whether one has something in the place of something else of the other.
pub(super) fn differs(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let (ours, theirs): (HashSet<&String>, HashSet<&String>) =
        (one.iter().collect(), other.iter().collect());
    hunks(&one, &other).into_iter().any(|(left, right)| {
        let left = one[left].iter().any(|word| !theirs.contains(word));
        let right = other[right].iter().any(|word| !ours.contains(word));
        left && right
    })
}

/// The words that count, in order.
fn words(text: &str) -> Vec<String> {
    let mut text: String = text.nfkc().collect::<String>().to_lowercase();
    for pattern in changes() {
        text = pattern.replace_all(&text, " ").into_owned();
    }
    let Some(token) = token() else { return Vec::new() };
    let mut words = Vec::new();
    for found in token.captures_iter(&text) {
        let whole = found.get(0).map_or("", |it| it.as_str());
        if let Some(number) = found.name("n") {
            words.push(amount(number.as_str(), found.name("t").map_or("", |it| it.as_str())));
        } else if whole.is_ascii() {
            words.extend(Some(whole.to_owned()).filter(|word| !CALLS.contains(&word.as_str())));
        } else {
            let signs = fold(whole);
            words.extend(
                signs
                    .chars()
                    .filter(|sign| is_kanji(*sign) || is_katakana(*sign))
                    .map(String::from),
            );
        }
    }
    words.truncate(MOST);
    words
}

fn changes() -> &'static [Regex] {
    static PATTERNS: OnceLock<Vec<Regex>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        CHANGES.iter().filter_map(|pattern| Regex::new(&format!("(?i){pattern}")).ok()).collect()
    })
}

fn token() -> Option<&'static Regex> {
    static TOKEN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        Regex::new(r"[a-z][a-z0-9+#_-]*|(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<t>億|亿|万|萬|千|k\b|m\b)?|[\p{Han}ァ-ヴー々]+").ok()
    };
    TOKEN.get_or_init(build).as_ref()
}

/// A number in plain digits: `12万` and `120,000` are one word.
fn amount(number: &str, times: &str) -> String {
    let times = match times {
        "千" | "k" => 1e3,
        "万" | "萬" => 1e4,
        "m" => 1e6,
        "億" | "亿" => 1e8,
        _ => 1.0,
    };
    number
        .replace(',', "")
        .parse::<f64>()
        .map_or_else(|_| number.to_owned(), |value| (value * times).to_string())
}

type Hunk = (std::ops::Range<usize>, std::ops::Range<usize>);

/// Where the two differ: stretches between the words of a longest common subsequence.
fn hunks(one: &[String], other: &[String]) -> Vec<Hunk> {
    let (rows, columns) = (one.len(), other.len());
    let mut longest = vec![vec![0_u16; columns + 1]; rows + 1];
    for at in (0..rows).rev() {
        for to in (0..columns).rev() {
            longest[at][to] = if one[at] == other[to] {
                longest[at + 1][to + 1] + 1
            } else {
                longest[at + 1][to].max(longest[at][to + 1])
            };
        }
    }
    let (mut at, mut to, mut from) = (0, 0, (0, 0));
    let mut found = Vec::new();
    while at < rows && to < columns {
        if one[at] == other[to] {
            found.push((from.0..at, from.1..to));
            (at, to) = (at + 1, to + 1);
            from = (at, to);
        } else if longest[at + 1][to] >= longest[at][to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    found.push((from.0..rows, from.1..columns));
    found.retain(|(left, right)| !left.is_empty() && !right.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::differs;

    #[test]
    fn what_is_said_anew_makes_no_difference() {
        for (one, other) in [
            ("VPN access, 400 hosts, $500", "UP! VPN access, 400 hosts, price drop $300, 3 left"),
            ("顧客名簿 12万件 5万円", "【再掲】顧客名簿 120,000件 4万円 残り3個"),
            ("出售乐天账号 8元", "出售樂天賬號 现货 7元 2025年1月3日"),
            ("a list\nb list", "b list\na list"),
        ] {
            assert!(!differs(one, other), "{one} | {other}");
        }
    }

    #[test]
    fn one_thing_in_the_place_of_another_does() {
        for (one, other) in [
            ("顧客名簿 3,000件 5万円", "顧客名簿 30,000件 5万円"),
            ("蒼波港運の名簿", "翠嶺製作所の名簿"),
            ("passports of Korea", "passports of Japan"),
            ("第3弾 名簿 500件", "第4弾 名簿 500件"),
            ("免許証テンプレ", "保険証テンプレ"),
        ] {
            assert!(differs(one, other), "{one} | {other}");
        }
    }
}
