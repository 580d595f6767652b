rule invisible_code
{
    meta:
        author = "Noroshi project"
        description = "Many signs that no editor shows stand in a row: text is hidden in them"
        description_ja = "画面に表示されない文字が多数続き、その中に文字列が隠されている"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1027/"
    strings:
        // Variation selectors 1 to 16, variation selectors 17 to 256, and tags.
        $selectors = { EF B8 (80 | 81 | 82 | 83 | 84 | 85 | 86 | 87 | 88 | 89 | 8A | 8B | 8C | 8D | 8E | 8F) EF B8 (80 | 81 | 82 | 83 | 84 | 85 | 86 | 87 | 88 | 89 | 8A | 8B | 8C | 8D | 8E | 8F) EF B8 ?? EF B8 ?? EF B8 ?? EF B8 ?? EF B8 ?? EF B8 ?? }
        $more = { F3 A0 (84 | 85 | 86 | 87) ?? F3 A0 (84 | 85 | 86 | 87) ?? F3 A0 (84 | 85 | 86 | 87) ?? F3 A0 (84 | 85 | 86 | 87) ?? F3 A0 (84 | 85 | 86 | 87) ?? F3 A0 (84 | 85 | 86 | 87) ?? }
        $zero_width = { E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) E2 80 (8B | 8C | 8D) }
    condition:
        any of them
}
