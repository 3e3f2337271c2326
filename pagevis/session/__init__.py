"""What is open now: the one owner of state, its commands, opening in the background. QtCore only, no widgets."""
