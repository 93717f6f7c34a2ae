"""Pages: co-created wiki pages with revisions, merged line by line."""
