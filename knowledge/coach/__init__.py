"""The coach: the tips that carry a number, worked out for one runner. Knows nothing of Rasa or of any channel."""
