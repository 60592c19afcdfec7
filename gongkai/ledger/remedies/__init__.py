"""复议诉讼: reviews, suits and complaints about disclosure work."""
