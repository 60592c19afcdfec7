"""申请: three steps on line, and what answers before they are asked."""
