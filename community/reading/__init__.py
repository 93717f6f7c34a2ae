"""How far somebody has read threads and pages, by what was on their screen; and the places one jumps to."""
