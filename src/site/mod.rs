//! Site definitions: what to read on which site.
