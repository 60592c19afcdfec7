"""Background work: the tick enqueues what is due, tasks call actions and queries, nothing else."""
