"""Comparing operating models: the same demand departmental, hybrid and pooled."""
