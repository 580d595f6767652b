//! Which packages are used, by which file, and on which line it says so.
