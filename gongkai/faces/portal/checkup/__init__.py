"""年报体检: one published report, read and proved."""
