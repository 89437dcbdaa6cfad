"""Learning what the coach reads: the roles of numbers and days, and which part a message goes to (`make learn`)."""
