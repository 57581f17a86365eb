"""Made-up sample data and its seeded generator."""
