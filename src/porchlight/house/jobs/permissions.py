"""Who may look at the queue and try a failed job again."""

READ = "jobs:job:read"
MANAGE = "jobs:job:manage"
