"""访问令牌: with which another system calls the API for an organ, and what each lets it do."""
