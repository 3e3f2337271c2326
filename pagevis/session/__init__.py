"""What is open now: the one owner of state, commands, selection and background jobs."""
