"""Pages to articles: text, what they say of themselves, who wrote them, and walls before them."""
