rule wallet_address_swapped
{
    meta:
        author = "Noroshi project"
        description = "Addresses of several currencies are looked for in the clipboard or in answers and put in place of others"
        description_ja = "クリップボードや応答の中の複数通貨のアドレスを探し、別のものに置き換える"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1565/002/"
    strings:
        $bitcoin = /\[13\]\[a-km-zA-HJ-NP-Z1-9\]|\(?bc1\|?\[13\]\)?|bc1\[[a-z0-9-]{2,}\]|bc1q?\[/
        $ethereum = /0x\[[a-fA-F0-9-]{6,9}\]\{40\}/
        $tron = /T\[[A-Za-z0-9-]{6,20}\]\{33\}/
        $solana = /\[1-9A-HJ-NP-Za-km-z\]\{32,44\}/
        $clipboard = /pyperclip\.(copy|paste)|clipboard\.(writeText|readText|write|read)\b|clipboardy|OpenClipboard|Set-Clipboard|pbcopy|xclip/
        $answers = /XMLHttpRequest\.prototype\.(open|send)\s*=|window\.fetch\s*=|globalThis\.fetch\s*=|ethereum\.request\s*=/
    condition:
        2 of ($bitcoin, $ethereum, $tron, $solana) and ($clipboard or $answers)
}
