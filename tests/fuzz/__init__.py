"""Random and mutated input to the parser and the extraction: nothing but named errors may come."""
