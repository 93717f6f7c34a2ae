"""Topics, systems and tasks from kept lists, and who knows about them."""
