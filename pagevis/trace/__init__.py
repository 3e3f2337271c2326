"""What happened: events, the scenario language, recordings, and histories that go to any moment."""
