"""What people see: the portal, the workbench, the API. They show and collect; they never save a row."""
