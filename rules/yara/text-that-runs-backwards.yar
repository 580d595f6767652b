rule text_that_runs_backwards
{
    meta:
        author = "Noroshi project"
        description = "Signs that turn the direction of text make source read otherwise than it runs"
        description_ja = "文字の向きを変える制御文字により、見た目と異なる動作をするソースになっている"
        severity = "medium"
        reference = "https://www.unicode.org/reports/tr55/"
    strings:
        // Overrides and isolates beside the signs of a comment or a text: UTR 55, "Trojan Source".
        $override = { E2 80 (AD | AE) }
        $isolate = { E2 81 (A6 | A7 | A8) }
        $near = /(\/\*|\/\/|#|["'])[^\n]{0,80}(\xE2\x80[\xAD\xAE]|\xE2\x81[\xA6-\xA8])[^\n]{0,80}/
        // A list of such signs, as an editor has it to show them.
        $list = /(\xE2\x80[\xAA-\xAE]|\xE2\x81[\xA6-\xA9]){3}/
    condition:
        not $list and $near and ($override and $isolate or #override > 1 or #isolate > 1)
}
