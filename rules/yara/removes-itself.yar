rule removes_itself
{
    meta:
        author = "Noroshi project"
        description = "A script that starts other programs removes itself or puts another file in its place"
        description_ja = "他のプログラムを起動するスクリプトが、自分自身を消すか別のファイルに置き換える"
        severity = "medium"
        reference = "https://attack.mitre.org/techniques/T1070/004/"
    strings:
        $unlink = /\b(unlink|unlinkSync|rmSync|rm)\(\s*(__filename|process\.argv\[1\])/
        $python = /os\.(remove|unlink)\(\s*(__file__|sys\.argv\[0\]|os\.path\.(abspath|realpath)\(\s*__file__)/
        $manifest = /renameSync\(\s*[^,\n]{0,60}package\.(md|bak|txt|orig)[^,\n]{0,20},[^\n]{0,60}package\.json/
        $start = /\b(spawn|spawnSync|exec|execSync|execFileSync|Popen|subprocess\.\w+|os\.system)\s*\(/
    condition:
        $start and any of ($unlink, $python, $manifest)
}
