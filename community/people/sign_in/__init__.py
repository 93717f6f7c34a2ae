"""Signing in and out: passwords, sessions that are rows, tokens, one-time links."""
