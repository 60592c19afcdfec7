"""订阅: mail about what is new of a search, to whoever asked for it and said so twice."""
