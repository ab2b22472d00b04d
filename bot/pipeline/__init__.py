"""What happens to a story: poll, read, summarise, match, plan, send; digests; pacing."""
