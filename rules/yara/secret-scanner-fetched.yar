rule secret_scanner_fetched
{
    meta:
        author = "Noroshi project"
        description = "A scanner for secrets is fetched and run over the folders of whoever installs the package"
        description_ja = "秘密情報の走査ツールを取得し、導入した人のフォルダに対して実行する"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1552/"
    strings:
        $tool = /\b(trufflehog|gitleaks|noseyparker)\b/ nocase
        $release = /github\.com\/[\w.-]+\/(trufflehog|gitleaks|noseyparker)\/releases/ nocase
        $api = /api\.github\.com\/repos\/[\w.-]+\/(trufflehog|gitleaks|noseyparker)\/releases/ nocase
        $over = /['"](filesystem|detect|scan)['"]/
        $home = /os\.homedir\(\)|expanduser\(|process\.env\.HOME|Path\.home\(\)|USERPROFILE/
    condition:
        ($release or $api) and $home or #tool > 1 and $over and $home
}
