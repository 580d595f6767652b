rule workflow_with_all_secrets
{
    meta:
        author = "Noroshi project"
        description = "Code writes a workflow of GitHub Actions that hands out every secret of a repository"
        description_ja = "リポジトリの全シークレットを取り出すGitHub Actionsのワークフローを書き込む"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1552/"
    strings:
        $all = /toJSON\s*\(\s*secrets\s*\)/ nocase
        $folder = ".github/workflows"
        $contents = /\/contents\/\.github\/workflows\//
        $write = /\b(writeFile|writeFileSync|write_text|createOrUpdateFileContents|open)\s*\(|method:\s*['"]PUT['"]|requests\.put\(/
        $echo = /(curl|base64)[^\n]{0,120}\$\{\{\s*secrets\./
    condition:
        ($folder or $contents) and $write and ($all or $echo)
}
