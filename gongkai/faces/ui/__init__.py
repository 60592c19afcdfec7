"""What the faces share: tokens, components, the base layout. Imports no ledger."""
