//! Check: is damage found?
