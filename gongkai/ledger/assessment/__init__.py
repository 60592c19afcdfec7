"""工作考核: villages, sections and the organs below, by the indicators of a year."""
