//! Judging with a baseline of our own.

use super::*;
