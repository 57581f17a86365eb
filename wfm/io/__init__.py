"""Files in, files out: the only place that knows formats."""
