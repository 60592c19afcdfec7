"""主动公开: what an organ publishes unasked, and the administrative acts chapter two counts."""
