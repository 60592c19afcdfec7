"""The living page of all components, for programmers: /ui/ with GONGKAI_DEBUG. All data on it is invented."""
