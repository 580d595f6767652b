//! Lockfiles and SBOMs against reported and look-alike packages.
