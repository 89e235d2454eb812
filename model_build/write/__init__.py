"""Writing the model file."""
