//! Cloud settings against the SCuBA baselines, with memory of every run.
