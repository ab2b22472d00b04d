"""One part at a time: what ``storywire try`` answers for each record."""
