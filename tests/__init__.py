"""The tests; they mirror community/, models/, search/ and tools/."""
