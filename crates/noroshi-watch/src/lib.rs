//! Listings, names and known-exploited vulnerabilities against what is ours.
