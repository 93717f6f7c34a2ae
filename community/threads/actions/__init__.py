"""The only writers of threads, by noun."""
