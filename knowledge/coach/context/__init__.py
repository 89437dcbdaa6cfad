"""What a whole message makes of its figures: a network that reads them in context, beside the linear models."""
