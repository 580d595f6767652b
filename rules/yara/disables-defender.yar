rule disables_defender
{
    meta:
        author = "Noroshi project"
        description = "Microsoft Defender is told to leave a place alone, or is switched off"
        description_ja = "Microsoft Defenderに除外を設定する、または無効にする"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
    strings:
        $exclude = /(Add|Set)-MpPreference[^\n]{0,80}-Exclusion(Path|Process|Extension)/ nocase
        $off = /Set-MpPreference[^\n]{0,80}-Disable(RealtimeMonitoring|BehaviorMonitoring|IOAVProtection)/ nocase
        $service = /sc(\.exe)?\s+(stop|delete)\s+WinDefend/ nocase
    condition:
        any of them
}
