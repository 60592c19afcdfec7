"""查询进度: one's own application, its course and papers."""
