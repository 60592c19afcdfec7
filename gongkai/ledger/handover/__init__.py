"""工作交接: all that whoever takes over the job has to know, out of every ledger; nothing is typed for it."""
