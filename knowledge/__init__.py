"""What the assistant may say, and finding it. Knows nothing of the dialogue; importing it loads nothing."""
