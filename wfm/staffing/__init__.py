"""Staffing: from contacts to agents required, by Erlang formulas and the levelling of deferred work."""
