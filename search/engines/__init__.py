"""The engines behind the port of search."""
