"""对外接口: what other systems read and hand in over HTTP, below /api/v1/ (docs/howto/use-the-api.md).

It reads through ``queries`` and writes through ``actions``, as pages do; it knows no cookies and no sessions.
"""
