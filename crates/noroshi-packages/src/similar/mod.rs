//! Names that look like a name that is trusted: an explained score, and dependency confusion.
