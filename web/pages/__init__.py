"""One module a page, each with its blueprint as ``page``."""
