"""What is open to everybody, however it is asked for: the portal's pages and the API stand on this."""
