rule hidden_miner
{
    meta:
        author = "Noroshi project"
        description = "A miner is configured or started"
        description_ja = "暗号資産の採掘プログラムを設定または起動する"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1496/001/"
    strings:
        $pool = /stratum\+(tcp|ssl|tls):\/\/[\w{$]/
        $program = /\b(xmrig|xmr-stak|nbminer|t-rex\.exe|phoenixminer|lolminer)\b/ nocase
        $level = "--donate-level"
        $start = /\b(spawn|spawnSync|exec|execSync|execFile|Popen|subprocess\.\w+|os\.system|chmod|nohup)\b/
    condition:
        $pool and ($start or $program) or $program and $level and $start
}
