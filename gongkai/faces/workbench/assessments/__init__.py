"""考核评议: assessments with their cards, and surveys."""
