"""Feeds' documents to values: RSS, Atom, JSON Feed, news sitemaps and OPML, broken ones too."""
