"""Settings, logging, doctor."""
