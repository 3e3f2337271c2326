"""What OUT's suffix picks: one file per form."""
