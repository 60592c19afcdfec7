"""The year workbook 台账.xlsx: every ledger of an organ in and out, its sheets described as data."""
