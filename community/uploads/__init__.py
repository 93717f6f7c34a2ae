"""Pictures in texts: taken in, made anew without what they carry along, kept, shown to the readers of the text."""
