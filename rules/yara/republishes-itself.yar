rule republishes_itself
{
    meta:
        author = "Noroshi project"
        description = "Code asks with a token of the machine which packages its owner has, and publishes them anew"
        description_ja = "端末にあるトークンで所有者のパッケージを調べ、公開し直す"
        severity = "high"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
    strings:
        $who = "registry.npmjs.org/-/whoami"
        $mine = /registry\.npmjs\.org\/-\/(v1\/search\?text=maintainer|user\/)/
        $token = /_authToken|NPM_TOKEN|\.npmrc/
        $publish = /npm['"]?,?\s*\[?\s*['"]?publish\b/
        $pypirc = ".pypirc"
        $twine = /twine['"]?,?\s*\[?\s*['"]?upload\b/
        $upload = "upload.pypi.org/legacy"
        $bump = /version[^\n]{0,60}(patch|split\(\s*['"]\.['"]\s*\)|\+\s*1)/
    condition:
        ($token and $publish and ($who or $mine) )
        or ($token and $publish and $bump and $who)
        or ($pypirc and ($twine or $upload) and $bump)
}
