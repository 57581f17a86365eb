"""Rostering: weekly tours by column generation and best response, and the independent checker."""
