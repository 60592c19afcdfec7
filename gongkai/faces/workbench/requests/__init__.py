"""依申请公开: what arrives, an application on its way, several handled alike."""
