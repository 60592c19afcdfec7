"""操作日志: an append-only, hash-chained log of every change."""
