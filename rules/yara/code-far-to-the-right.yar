rule code_far_to_the_right
{
    meta:
        author = "Noroshi project"
        description = "After a finished statement and a long run of blanks there is more code, where no editor shows it"
        description_ja = "文の終わりの後、長い空白を置いて、画面に映らない位置にコードがある"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1027/"
    strings:
        $script = /;[ \t]{200,4000}(eval|Function|require|import|global|globalThis|const|let|var|\(function|\(async|!function|_0x)/
        $python = /;[ \t]{120,4000}(exec|eval|import|__import__|from|compile|getattr)\b/
    condition:
        any of them
}
