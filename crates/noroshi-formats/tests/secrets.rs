//! Secrets are masked, and what only looks like one stays.

use noroshi_formats::{Limits, MaskKey, Received, document, document_with_key};
use noroshi_model::{Document, Problem};

fn read(path: &str, text: &str) -> (Document, Vec<Problem>) {
    let received = Received { path, bytes: text.as_bytes(), fetched: None };
    document(&received, &Limits::default()).expect("readable")
}

/// The only place that touches masking: `«…»` marks in `text` what must be masked.
#[track_caller]
fn check(path: &str, text: &str) {
    let given = text.replace(['«', '»'], "");
    let (document, problems) = read(path, &given);
    let mut shown = document.text.clone();
    let mut expected = String::new();
    let mut count = 0;
    for part in text.split_inclusive('»') {
        let (before, secret) = part.split_once('«').unwrap_or((part, ""));
        expected.push_str(before);
        if !secret.is_empty() {
            expected.push('§');
            count += 1;
        }
    }
    while let Some(start) = shown.find("[masked:") {
        let end = start + shown[start..].find(']').expect("closed") + 1;
        shown.replace_range(start..end, "§");
    }
    assert_eq!(shown, expected, "{path}");
    let told = problems.iter().find(|problem| problem.code == "NRS-FORMAT-026");
    let told = told.and_then(|it| it.facts.iter().find(|fact| fact.0 == "count"));
    let told = told.map_or(0, |fact| fact.1.parse().expect("a number"));
    assert_eq!(told, count, "{path}: secrets that the notice counts");
}

#[test]
fn settings_of_many_forms() {
    check(
        "a.env",
        "DB_HOST=db.example\nDB_PASSWORD=«hunter2»\nexport API_KEY='«kd83hdkq92hd»'\nPORT=5432\n",
    );
    check(
        "a.ini",
        "[db]\nuser = admin\npassword = «correct horse battery»\npassword_file = /run/secrets/x\ntimeout = 3\n",
    );
    check(
        "a.yml",
        "db:\n  host: db.example\n  password: «s3cr3t#x»\n  passwordMinLength: 8\n  token: ${TOKEN}\n  secret_key: \"«abcd»\"\n",
    );
    check(
        "a.json",
        "{\n  \"host\": \"db.example\",\n  \"dbPassword\": \"«p»\",\n  \"client_secret\": \"«zq81-kk»\",\n  \"tokenExpiry\": 3600\n}\n",
    );
    check(
        "a.xml",
        "<config>\n<user>admin</user>\n<password>«hunter2»</password>\n<port>1</port>\n</config>\n",
    );
    check("b.xml", "<`password」>«hunter2»</password>\n");
    check(
        "a.sh",
        "#!/bin/sh\nmysql -u root -p«S3cret» db\ncurl -u admin:«hunter2» https://a.example/\nsshpass -p '«x y z»' ssh root@192.0.2.1\ncd /tmp\n",
    );
    check(
        "a.conf",
        "user = a\nauth = x\npasswd=«a;b»\n.pwd: «q1»\nパスワード = «ひみつ»\n密码=«abc»\n",
    );
}

#[test]
fn tokens_of_vendors_and_keys() {
    check("a.txt", "It was «AKIAQWERTYUIOPASDFGH» in the log.\n");
    check(
        "a.txt",
        "The aws_secret_access_key is «wJalrXUtnFEMIzK7MDENGzbPxRfiCYzzzzzzzzzz» there.\n",
    );
    check("a.txt", "push with «ghp_16C7e42F292c6912E7710c838347Ae178B4a» today\n");
    check(
        "a.txt",
        "bot «xoxb-123456789012-abcdefghijkl» and «AIzaSyA1234567890abcdefghijklmnopqrstuv»\n",
    );
    check("a.txt", "jwt «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN» end\n");
    check(
        "a.txt",
        "a\n-----BEGIN RSA PRIVATE KEY-----\n«MIIEpAIBAAKCAQEA\nabcdefgh»\n-----END RSA PRIVATE KEY-----\nb\n",
    );
    check(
        "a.txt",
        "cut\n-----BEGIN PRIVATE KEY-----\n«MIIEpAIBAAKCAQEA»\n\nThe end of the story.\n",
    );
    check("a.txt", "root:«$6$saltsalt$Zk9vQ2xqQm1vT0pXcVbN5eR7tY8uI9oP»:19000:0\n");
    check(
        "a.txt",
        "Administrator:500:«aad3b435b51404eeaad3b435b51404ee:31d6cfe0d16ae931b73c59d7e0c089c0»:::\n",
    );
    check(
        "a.txt",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=«Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4QUJDREVGRw==»;EndpointSuffix=core.example\n",
    );
}

#[test]
fn logins_in_addresses() {
    check(
        "a.txt",
        "see postgres://app:«p@ss/w0rd»@db.example:5432/x and https://a.example:8443/b@c\n",
    );
    check("a.txt", "redis://:«hunter2»@cache.example/0 https://user:${PASS}@a.example/\n");
    check("a.txt", "alice@corp.example:«Summer2024»\nbob@corp.example:«qwerty!»\n");
}

#[test]
fn what_people_write_to_each_other() {
    check(
        "a.txt",
        "[2024-02-16 10:21] alice -> bob: password: «hunter2» ok?\n[2024-02-16 10:22] bob -> alice: パスワードは「«ひみつ1»」です\n[2024-02-16 10:23] bob -> alice: 密码 «abc123!»\n",
    );
    check(
        "a.txt",
        "[2024-02-16 10:21] alice -> bob: id/pw: admin / «Kaze2024»\n[2024-02-16 10:22] bob -> alice: «Kaze2024» does not work\n[2024-02-16 10:23] bob -> alice: password: the usual one\n[2024-02-16 10:23] bob -> alice: パスワードを «Kaze2025» に変更\n",
    );
}

#[test]
fn columns_of_tables() {
    check(
        "a.csv",
        "name\tpassword\trole\nalice\t«a»\tadmin\nbob\t«correct horse»\tuser\ncarol\t\tuser\n",
    );
    check("a.tsv", "氏名\t初期パスワード\n佐藤\t«ひみつ»\n鈴木\t«abc»\n");
}

#[test]
fn a_report_that_quotes_a_password() {
    check(
        "a.txt",
        "The archive was protected; its password was «infected2024», the group wrote.\n",
    );
    check(
        "a.txt",
        "攻撃者は初期パスワード「«P@ssw0rd»」でログインした。パスワードは«Kaze2024»だった。\n",
    );
    check(
        "a.md",
        "# Title\n\nSee [this](https://a.example).\n\n```\nuser = root\npassword = «toor»\n```\n",
    );
}

#[test]
fn ordinary_reports_stay_byte_for_byte() {
    for text in [
        "Password spraying was used. Password: reset it at once. The password policy requires 8 characters.\n",
        "パスワードリスト攻撃により、パスワードが漏えいした。パスワード：8文字以上とする。パスワードは暗号化されていた。\n",
        "Token: ERC-20. The token 0x52908400098527886E0F7030069857D2E4169EE7 was drained; secret: none.\n",
        "SHA-256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 and key CVE-2024-3400\n",
        "hxxps://evil[.]example/login?user=a and https://a.example/path:80/x@y, admin@corp.example: see above\n",
        "密码学与令牌。密码被泄露。口令：不少于八位。\n",
        "The session token, the API key and the private key were stolen. Private key: not found.\n",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----\n",
        "Passwords: stolen from browsers. Pass: the test. PIN: 4 digits. Credential: Phishing\n",
        "The malware runs `powershell -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAIABOAGUAdAA=`.\n",
        "sk-learn-contrib-some-very-long-package-name-here and xoxo-kisses\n",
        "The campaign was identified by Somebody. hxxp://a1b2[.]pw:63145/cfg[.]ini and a1.decode0x.pw:63145/x1\n",
        "Username and password are Base64 encoded. password=(.+) pass=\npasskey0 \"Password\": \"Password\"\n",
        "Password=\n;Port=21\npassword = i['Blob'].replace('x') and password = lib.Call(result[2], None)\n",
        "パスワードをWindows10の設定で変更する。He sent the password to Office365 users. パスワードが必要。\n",
        "Credential Phish: Invented Bank/COVID-19 page; $g.credentials=[net.cache]::Default;\n",
        "[masked:password:7f3a9c21] stays; password: [masked:password:7f3a9c21]\n",
    ] {
        let (document, problems) = read("a.txt", text);
        assert_eq!(document.text, text);
        assert_eq!(problems, []);
    }
}

#[test]
fn a_key_tells_equal_secrets_in_different_files() {
    let key = MaskKey::new(b"a key of at least sixteen bytes");
    let read = |text: &str, key: Option<&MaskKey>| {
        let received = Received { path: "a.env", bytes: text.as_bytes(), fetched: None };
        document_with_key(&received, &Limits::default(), key).expect("readable").0.text
    };
    let mark = |text: String| {
        let start = text.find("[masked:").expect("a mark");
        text[start..].lines().next().expect("a line").to_owned()
    };
    let one = mark(read("A=1\nDB_PASSWORD=hunter2\n", key.as_ref()));
    assert_eq!(
        one,
        mark(read("B=2\nMYSQL_PASSWORD=\"hunter2\"\n", key.as_ref())).trim_matches('"')
    );
    assert_ne!(one, mark(read("A=1\nDB_PASSWORD=hunter3\n", key.as_ref())));
    let other = MaskKey::new(b"another key of sixteen bytes");
    assert_ne!(one, mark(read("A=1\nDB_PASSWORD=hunter2\n", other.as_ref())));
    assert_eq!(mark(read("A=1\nDB_PASSWORD=hunter2\n", None)), "[masked:password]");
}

#[test]
fn the_notice_names_kind_and_place() {
    let (document, problems) = read("a.env", "A=1\nDB_PASSWORD=hunter2\nTOKEN=abcdef123\n");
    let fact =
        |name| problems[0].facts.iter().find(|fact| fact.0 == name).expect("there").1.clone();
    assert_eq!((fact("kinds").as_str(), fact("line").as_str()), ("password 1, token 1", "2"));
    let span = problems[0].place.span.expect("a place");
    assert_eq!(span.of(&document.text), Some("[masked:password]"));
}

#[test]
fn titles_and_links_are_masked_too() {
    let page = "<!DOCTYPE html><html><head><title>password=hunter2x</title></head><body><p>\
        Text with a <a href=\"https://u:hunter2@a.example/\">link</a> of some length.</p></body></html>";
    let (document, problems) = read("a.html", page);
    assert!(!format!("{document:?}{problems:?}").contains("hunter2"), "{document:?}");
}

#[test]
fn blocks_stay_with_their_words() {
    let text = "[2024-02-16 10:21] alice -> bob: password: hunter2\n[2024-02-16 10:22] bob -> alice: thanks\n";
    let (document, _) = read("a.txt", text);
    let messages = document.messages();
    assert_eq!(
        messages[0].said.and_then(|said| said.of(&document.text)),
        Some("password: [masked:password]")
    );
    assert_eq!(messages[1].from.of(&document.text), Some("bob"));
    assert_eq!(messages[1].said.and_then(|said| said.of(&document.text)), Some("thanks"));
}
