"""The versions of the database schema, applied by ``wfm.storage.migrate``."""
