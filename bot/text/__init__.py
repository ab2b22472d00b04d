"""HTML to text, normalising, tokens, stems, language, sentences, bidi isolation, UTF-16 cutting."""
