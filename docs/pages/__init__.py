"""The pages that are written from the code: prose here, every label and figure from ``gongkai.law``."""
