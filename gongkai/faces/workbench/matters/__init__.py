"""推进工作: trainings, meetings, notices, problems, and the tasks they give."""
