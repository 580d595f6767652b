//! Whatever the bytes are: no panic, and every span belongs to the text.

use noroshi_formats::{Limits, Received, document};
use noroshi_model::Document;
use proptest::prelude::*;

fn check(bytes: &[u8], path: &str) {
    let received = Received { path, bytes, fetched: None };
    if let Ok((document, _)) = document(&received, &Limits::default()) {
        spans_hold(&document);
        let again = noroshi_formats::document(&received, &Limits::default()).expect("read before");
        assert_eq!(again.0, document, "same bytes, same document");
    }
}

fn spans_hold(document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.of(&document.text).is_some(), "a block outside the text");
        assert!(block.span.start() >= end, "blocks overlap or are out of order");
        end = block.span.end();
    }
    for link in &document.links {
        assert!(link.span.of(&document.text).is_some(), "a link outside the text");
    }
}

/// Pieces that formats trip over, in any order.
fn pieces(all: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(all).prop_map(str::to_owned),
        1 => "[ \\nあa漢。.é\u{a0}\u{3000}|>-]{0,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

const HTML: &[&str] = &[
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<ul><li>",
    "</ul>",
    "<a href=x>",
    "</a>",
    "<pre>",
    "</pre>",
    "<sup>1</sup>",
    "<br>",
    "<svg>",
    "<title>",
    "<script>",
    "</script>",
    "<h2>",
    "<nav>",
    "<!--",
    "-->",
    "<b>",
    "<textarea>",
    "&#0;",
    "&amp",
    "<template>",
    "<select><option>",
    "<math><mi>",
    "<td><h1>",
    "<ruby><rt>",
    "<form>",
    "<frameset>",
];
const MARKDOWN: &[&str] = &[
    "# ",
    "\n",
    "\n\n",
    "- ",
    "> ",
    "| a | b |\n|---|---|\n",
    "```\n",
    "[a](b)",
    "[a][b]",
    "[b]: c\n",
    "**",
    "`",
    "---\n",
    "<div>",
    "    ",
    "1. ",
    "[^1]",
    "[^1]: ",
    "![x](y)",
    "\u{feff}",
    "\r\n",
    "title: x\n",
];
const MAIL: &[&str] = &[
    "Content-Type: multipart/mixed; boundary=b\r\n",
    "\r\n",
    "--b\r\n",
    "--b--\r\n",
    "> ",
    "-- \r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Type: text/html\r\n",
    "<p>x</p>",
    "=?UTF-8?B?44GC?=",
    "Content-Type: text/plain; charset=iso-2022-jp\r\n",
    "Subject: y\r\n",
    "Content-Type: message/rfc822\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "=E3=81=82",
    "\x1b$B",
    "Date: x\r\n",
];

const TABLE: &[&str] = &[
    "a,b\n",
    "1,2\n",
    "\"",
    "\"\"",
    ",",
    "\t",
    ";",
    "\n",
    "\r\n",
    "x",
    "金額",
    "price,item\n",
    "password\tx\n",
    "sep=;\n",
    "480",
];

const CHAT: &[&str] = &[
    "[2024-02-16 10:21] ",
    "2024/02/16(金)\n",
    "2024-02-16 10:21:33 ",
    "10:21\t",
    "alice",
    "佐藤",
    " -> ",
    ": ",
    "：",
    "\n",
    "\t",
    "[",
    "]",
    "password: hunter2",
    "{\"from\":\"a\",\"text\":\"b\"},",
    "{\"messages\":[",
    "\"ts\":\"1708046493.0\"",
    "24年",
    "12:",
    "PM",
];

const SETTINGS: &[&str] = &[
    "password",
    "パスワード",
    "密码",
    "token",
    "api_key",
    "=",
    ": ",
    "は",
    "「",
    "」",
    "\"",
    "'",
    "hunter2",
    "${X}",
    "\n",
    " ",
    "://a:b@c.example",
    "@",
    ":",
    "-----BEGIN PRIVATE KEY-----\n",
    "-----END PRIVATE KEY-----",
    "eyJhbGciOiJ9.eyJhIjoxfQ.x",
    "ghp_",
    "AKIA",
    "$6$",
    ":::",
    " -p",
    "mysql",
    "[masked:password]",
    "<password>",
    "Private-Lines: ",
];

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes, "a.txt");
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(text.as_bytes(), "a.md");
    }

    #[test]
    fn any_page(page in pieces(HTML)) {
        check(format!("<html>{page}").as_bytes(), "a");
    }

    #[test]
    fn any_markdown(text in pieces(MARKDOWN)) {
        check(text.as_bytes(), "a.md");
    }

    #[test]
    fn any_mail(text in pieces(MAIL)) {
        let head = "From: a@a.example\r\nTo: b@b.example\r\nMessage-ID: <a@b>\r\n";
        check(format!("{head}{text}").as_bytes(), "a.eml");
    }

    #[test]
    fn any_table(text in pieces(TABLE), name in prop::sample::select(vec!["a.csv", "a.tsv", "a"])) {
        check(text.as_bytes(), name);
    }

    #[test]
    fn any_conversation(text in pieces(CHAT)) {
        check(text.as_bytes(), "a.txt");
        check(format!("[{text}]").as_bytes(), "a.json");
    }

    #[test]
    fn any_settings(text in pieces(SETTINGS)) {
        check(text.as_bytes(), "a.env");
        check(format!("```\n{text}\n```\n").as_bytes(), "a.md");
    }

    #[test]
    fn the_password_of_a_setting_does_not_stay(value in "[A-Za-z][A-Za-z0-9!#%+=-]{8,20}x1") {
        let text = format!("HOST=db.example\nPASSWORD={value}\nPORT=1\n");
        let received = Received { path: "a.env", bytes: text.as_bytes(), fetched: None };
        let (document, _) = document(&received, &Limits::default()).expect("readable");
        prop_assert_eq!(document.text, "HOST=db.example\nPASSWORD=[masked:password]\nPORT=1\n");
    }

    #[test]
    fn utf_8_text_is_its_own_canonical_text(text in "[ -~\\n\u{3040}-\u{30ff}]{1,80}") {
        let received = Received { path: "a.md", bytes: text.as_bytes(), fetched: None };
        if let Ok((document, problems)) = document(&received, &Limits::default())
            && document.media != noroshi_model::Media::Html
            && !problems.iter().any(|problem| problem.code == "NRS-FORMAT-026")
        {
            prop_assert_eq!(document.text, text);
        }
    }
}
