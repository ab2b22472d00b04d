"""The contracts, word by word, on real processes: the command line and HTTP, and nothing else."""
