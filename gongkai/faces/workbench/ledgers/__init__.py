"""台账: lists and rows of every ledger, and workbooks in and out."""
