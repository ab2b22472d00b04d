"""What the bot does with what it hears: one module for each concern, thin over the pipeline."""
