"""The stories that ship with the newsroom, one TOML file a language, and the drafts."""
