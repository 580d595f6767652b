rule other_runtime_on_install
{
    meta:
        author = "Noroshi project"
        description = "Another runtime is fetched by a script only to run a file that came with the package"
        description_ja = "別の実行環境を取得し、パッケージに同梱されたファイルをそれで実行する"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1059/007/"
    strings:
        $fetch = /(curl|wget|irm|iwr|Invoke-RestMethod|Invoke-WebRequest)[^\n]{0,80}(bun\.sh\/install|deno\.land\/(x\/)?install)/ nocase
        $start = /\b(spawn|spawnSync|exec|execSync|execFileSync|runExecutable|Popen|subprocess\.run|os\.system)\s*\(/
        $beside = /path\.join\(\s*__dirname\s*,\s*['"][\w.-]+\.(js|ts|mjs)['"]|os\.path\.dirname\(__file__\)/
    condition:
        $fetch and $start and $beside
}
