"""The model file: its format, shared with model_build, and where the functions get it from."""
