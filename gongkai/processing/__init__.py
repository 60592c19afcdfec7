"""个人信息处理: what is held of whom and why, what is held of one person, and what a breach would mean."""
