//! Configurations and scripts.

use std::fmt::Write as _;

use super::Draft;

/// Variables of an environment.
pub(super) fn variables(draft: &mut Draft) -> String {
    let mut text =
        "# production\nAPP_ENV=production\nDB_HOST=db.corp.example\nDB_USER=app\n".to_owned();
    let _ = writeln!(text, "DB_PASSWORD={}", draft.password());
    let _ = writeln!(text, "AWS_ACCESS_KEY_ID={}", draft.access_key());
    let _ = writeln!(text, "AWS_SECRET_ACCESS_KEY={}", draft.value(40));
    let _ = writeln!(text, "export GITHUB_TOKEN='{}'", draft.token("ghp_", 36));
    let _ =
        writeln!(text, "DATABASE_URL=postgres://app:{}@db.corp.example:5432/crm", draft.password());
    let _ = writeln!(
        text,
        "AZURE_STORAGE=DefaultEndpointsProtocol=https;AccountName=corp;AccountKey={}==;EndpointSuffix=core.example",
        draft.value(86)
    );
    let _ = writeln!(text, "GOOGLE_KEY={}", draft.token("AIza", 35));
    text + "LOG_LEVEL=info\nPASSWORD_MIN_LENGTH=12\nSECRET_FILE=/run/secrets/app\n"
}

/// YAML with a key inside, and a section of JSON.
pub(super) fn tree(draft: &mut Draft) -> String {
    let mut text = "server:\n  host: h3.corp.example\n  port: 8443\n".to_owned();
    let _ = writeln!(text, "database:\n  user: app\n  password: \"{}\"", draft.password());
    let _ = writeln!(text, "slack:\n  token: {}", draft.token("xoxb-", 30));
    let _ = writeln!(text, "jwt:\n  secret: {}", draft.value(32));
    let _ = write!(text, "tls:\n  key: |\n{}", draft.private_key("    "));
    let _ = writeln!(text, "メール:\n  パスワード: {}", draft.password());
    let _ = writeln!(text, "json: {{\"apiKey\": \"{}\", \"retries\": 3}}", draft.value(28));
    text
}

/// A script of an administrator.
pub(super) fn script(draft: &mut Draft) -> String {
    let mut text = "#!/bin/bash\nset -e\ncd /opt/collector\n".to_owned();
    let _ = writeln!(text, "export API_TOKEN={}", draft.value(32));
    let _ = writeln!(text, "sshpass -p '{}' ssh root@192.0.2.12 uptime", draft.password());
    let _ = writeln!(text, "mysql -u root -p{} crm < dump.sql", draft.password());
    let _ = writeln!(
        text,
        "curl -H 'Authorization: Bearer {}' https://h4.corp.example/",
        draft.web_token()
    );
    let _ = writeln!(text, "mysql -e \"CREATE USER app IDENTIFIED BY '{}'\"", draft.password());
    let _ = writeln!(text, "cat > key.pem <<'EOF'\n{}EOF", draft.private_key(""));
    text + "echo done\n"
}
