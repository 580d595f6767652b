//! What source that is already on disk does: rules, and a check from source to sink.
