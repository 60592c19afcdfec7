"""下级: the reports of the organs below, received, judged and summed."""
