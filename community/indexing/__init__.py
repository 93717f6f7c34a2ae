"""From events to the search index: in batches, outside every request; rebuilt beside while the site serves."""
