"""wfm: workforce management for customer contact.

Read :mod:`wfm.planning` from top to bottom to know what the product does:
history -> forecast -> requirement -> roster -> comparison.
"""

__version__ = "0.1.0"
