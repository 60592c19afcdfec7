"""监督保障: trainings, meetings, assessments, notices, evaluations, accountability, rectification."""
