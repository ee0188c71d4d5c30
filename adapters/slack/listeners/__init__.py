"""What people do on Slack, kind by kind: each listener reads it, has it done, and answers."""
