"""What comes from outside, made into values of the domain. httpx lives here.

``web`` asks the network, under limits: ``web.http`` is the way in. ``documents`` reads feeds
(``documents.parsing``), ``articles`` reads stories' pages (``articles.extraction``). Beside them
stand what all need (dates, encodings, addresses), the ``discovery`` of a site's feeds, and the
starter feeds. ``discovery`` may import ``web``, ``web`` the other two, ``documents`` ``articles``;
none the other way round.
"""
