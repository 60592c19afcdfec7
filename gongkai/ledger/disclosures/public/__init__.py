"""What is public of the register: its own index, which holds nothing else, and what may be asked of it."""
