"""Running it: serving, health, housekeeping."""
