"""The independent checker: every rule again, from the roster alone, without any code of the engine."""
