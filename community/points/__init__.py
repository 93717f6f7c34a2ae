"""Points of work: what is known, open, and known by whom, where a system or one of its tasks is worked with."""
