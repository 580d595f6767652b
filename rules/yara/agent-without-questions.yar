rule agent_without_questions
{
    meta:
        author = "Noroshi project"
        description = "A coding agent is started without its questions and told to look for keys or wallets"
        description_ja = "コーディングエージェントを確認なしで起動し、鍵やウォレットを探させる"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
    strings:
        $skip = "--dangerously-skip-permissions"
        $yolo = /\b(gemini|codex)\b[^\n]{0,60}--(yolo|full-auto)\b/
        $trust = /\bq\b[^\n]{0,30}chat[^\n]{0,60}--trust-all-tools/
        $quoted_yolo = /['"](gemini|codex)['"][^\n]{0,80}['"]--(yolo|full-auto)['"]/
        $wallet = /\b(wallets?|keystores?|mnemonic|metamask|id_rsa|\.ssh|private keys?|credentials?)\b/ nocase
        $start = /\b(spawn|spawnSync|exec|execSync|execFile|execFileSync|Popen|check_output|subprocess\.run|os\.system)\s*\(/
    condition:
        $wallet and $start and 1 of ($skip, $yolo, $trust, $quoted_yolo)
}
