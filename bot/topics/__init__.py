"""Query grammar, matcher, anchors for the index, explanation. Pure."""
