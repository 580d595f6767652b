//! A key made for these tests. It protects nothing.

/// The body of a PKCS #8 key in PEM.
const BODY: &str = "\
    MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDJepRHsixYhXvANMw76tO4Z0aANCOJjE5+7QSx\n\
    9IcV23Xa6GgZLxV/uQxOpRxqombTl38JN46AJt9U7aG/AYog3/O3OJ8yG3TTVu6levXow7q2dxBlTfL9lF/kaTet\n\
    YjYpibycmLbIv8sWE6pLrsWZpAI93zQt4oWxGT0wvf+JttRaCU7mSvgloBD7R8PFJVtCTwo9tMok+OUQwIBcKitT\n\
    AaJ1MbcMm//pB34Kg8aHgp0O5CCYEDv4fdfYNppT0rZ47tXKfjp+tNt0hhoyDsUoqmLF3Uef+m1bq3EoOwal7E5n\n\
    d/HmD2iB7UFom7TidJWrVW9Eog1DTVS1ao81Xrq3AgMBAAECggEADgeKlrl57AoTdW1XwV5XMtKCLsAyr0vFVYJE\n\
    nu2jkGqRONaRFRvZt+SXTkyh/2zikx5L+sTTF+pdB8lqR2Ygi6x8iIgZUcBmsKavhHdc80HZ2QXObvdwEadIzBtl\n\
    hJ2/nsHYD+F0bOMqDZX9+DopyUqJ22wU8pMA8zWKNMAuMJUaVkXqPfW0TA5AUlEoWmjt1qdoh+sAcTmSrehvvtp8\n\
    398xIoEHce9PdiQZ4nzzqQDUIO2yHCTOtfd5A3ysxF0uoIA/extdDR/wm2xoaFgzj7ulPHE1zchncWHwTnrnCsgL\n\
    xfGiW43L/oruppTRoW6h3xIo+G2onR7Pr1QpAuxjDQKBgQD2FCj64BhNh6cEI/p08WSqkQxNxup7hSfygWcg85Zd\n\
    GlJO4s6bnxw8Fkd9bLymfSYTG+gdb0Tklq6vQiLOr7QFuQ+IPx/bdrLzvXbC3bxro9I8U859dXqqgohRdR2qyPN2\n\
    GW3Hhc0D1pzwnPnL6WKSiKokiOUD93EVNePca47TBQKBgQDRmhecexuRajE9DYVseIXNWn4Md/A8mrXizDVLJCAl\n\
    7/qi/p4f1VlQ6SEa+h+Gs3enjdnRomr5bohy8gnLwEiYeiZ9y9VJ4h09U8RSCsWiiIHRdAYxadlrhETFhx9nt6mT\n\
    juS0I/IzD2U6ouEl2jrrDuvNLsI5E1i198BY6nA7iwKBgQCmVoJM8uX6olOXTOqj2fh+A4YZnPgrfpq+JhKcB4wA\n\
    ayZwBIg8UZU4WKcCdVogAECYcii4nNoo2mJCPaZhqAs8QxfotSLHqrjUYaHBnzkaWaZm+Q9/ZsYANDQJO+1N4IAR\n\
    uKaoVB19FrkHPFTuLVhgTNkV0SNdRwm9mKvp9xqYMQKBgQDFd8YM35KuYfx3h3iPI9DzEfE07/4+Kod3X2pKG4PK\n\
    GhfoXbc9SHP4HVraHpF7BzOQgLyYmsrrqe4VVOBTvBjoxhPjahjMnaFseLG5lXpy0OZ1HTkEbrOubpOYAOBeh5LU\n\
    eMgQytjQsA1vu6ogTkQ51fnjeczzlr152iq12lDYVwKBgBuoi8GgDZfHwmWhGEw0sTsRENSV1LQqYholwxbQEsE0\n\
    VhrKehtb3yMDzH327EzhXKmQvD4Gbgbs7abgrwZZKU5w37bLupSBNl9M6NoZyNHHjQKaM6c4G1G7xobMxy7hPl/u\n\
    LUVB5VxmjJmJARpqq0OJgbbooQjfPf8mT417befp";

/// The key as a PEM block.
pub(crate) fn pem() -> String {
    let kind = "PRIVATE KEY";
    format!("-----BEGIN {kind}-----\n{BODY}\n-----END {kind}-----\n")
}
