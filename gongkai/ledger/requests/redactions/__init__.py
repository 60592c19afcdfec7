"""Redactions 区分处理 of a case: boxes with their grounds, the proved result, the annex of its answer."""
