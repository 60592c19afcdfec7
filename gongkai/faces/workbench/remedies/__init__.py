"""复议诉讼: a review, suit or complaint, its steps and papers."""
