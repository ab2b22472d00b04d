"""The product's story: newsroom, bot and people, and what the people see."""
