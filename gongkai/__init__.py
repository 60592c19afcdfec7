"""gongkai 公开: a Chinese organ's government information disclosure work, and its annual report."""

__version__ = "0.1.0"
