rule messenger_token
{
    meta:
        author = "Noroshi project"
        description = "The form of a messenger's login is looked for in its stores on disk"
        description_ja = "メッセンジャーのログイン情報の形を、ディスク上の保存データから探す"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1539/"
    strings:
        $form = /\[\\w-\]\{24,?2?6?\}\\?\.\[\\w-\]\{6\}\\?\.\[\\w-\]\{(25,110|27|38)\}/
        $older = /mfa\\?\.\[\\w-\]\{84\}/
        $encrypted = "dQw4w9WgXcQ:"
        $store = /leveldb|Local Storage|Local State/ nocase
    condition:
        $store and any of ($form, $older, $encrypted)
}
