//! Reported packages: who reports which versions, and what that means for a version in use.
