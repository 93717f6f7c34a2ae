"""Tests of the search package: real Whoosh on real files."""
