rule chain_as_letterbox
{
    meta:
        author = "Noroshi project"
        description = "Text is read from a block chain and run as code"
        description_ja = "ブロックチェーンから読んだ文字列をコードとして実行する"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1102/001/"
    strings:
        $solana = /getSignaturesForAddress|getTransaction['"]|\.memo\b/
        $ethereum = /eth_call|eth_getTransactionByHash|getString\(address\)|\.methods\.\w+\(\)\.call\(/
        $tron = /api\.trongrid\.io\/v1\/accounts\/|fullnode\.mainnet\.aptoslabs\.com\/v1\/accounts\//
        $node = /https?:\/\/[\w.-]*(solana\.com|infura\.io|alchemy\.com|bsc-dataseed[\w.-]*|binance\.org|trongrid\.io|aptoslabs\.com|ankr\.com|publicnode\.com)/
        $run = /\b(eval|exec|execScript)\s*\(|new\s+Function\s*\(|vm\.runIn\w+\(|child_process|module\._compile|_compile\(/
        $decoded = /atob\(|Buffer\.from\(|fromCharCode|b64decode\(|bytes\.fromhex\(|toString\(['"]utf-?8['"]\)|\^\s*\w+\.charCodeAt/
    condition:
        $run and $decoded and $node and 1 of ($solana, $ethereum, $tron)
}
