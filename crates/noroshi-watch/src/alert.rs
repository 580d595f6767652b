//! What was found, as findings of the model.
