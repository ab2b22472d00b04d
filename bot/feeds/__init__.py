"""What comes from outside, made into values of the domain. httpx lives here.

Fetching under limits, parsing feeds, finding a site's feeds, article extraction, OPML, the starter
feeds, and the adapter of a language model.
"""
