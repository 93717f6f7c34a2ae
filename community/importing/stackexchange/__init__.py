"""The pure half of the import of a Stack Exchange data dump: reading, counting and planning; nothing is written."""
