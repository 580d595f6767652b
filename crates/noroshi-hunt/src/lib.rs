//! Own logs against Sigma rules and against what reports said.
