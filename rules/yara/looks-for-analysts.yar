rule looks_for_analysts
{
    meta:
        author = "Noroshi project"
        description = "A list of the tools of analysts or of virtual machines is compared with what runs"
        description_ja = "解析ツールや仮想環境の一覧を、動作中のものと突き合わせる"
        severity = "medium"
        reference = "https://attack.mitre.org/techniques/T1497/001/"
    strings:
        $a = "wireshark" nocase
        $b = "processhacker" nocase
        $c = "x64dbg" nocase
        $d = "ollydbg" nocase
        $e = "vboxservice" nocase
        $f = "vmtoolsd" nocase
        $g = "vmwareuser" nocase
        $h = "fiddler" nocase
        $i = "httpdebugger" nocase
        $j = "sandboxie" nocase
        $k = "WDAGUtilityAccount" nocase
        $l = "qemu-ga" nocase
        $ask = /tasklist|process_iter|psutil|Get-Process|wmic\s+process|EnumProcesses|\/proc\/\d*|getlogin|gethostname|USERNAME|os\.userInfo/
    condition:
        $ask and 4 of ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l)
}
