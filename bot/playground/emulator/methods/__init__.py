"""The Bot API's methods, one module for each kind."""
