"""The second engine: the parts of a build on Spark, for datasets that one machine can't hold."""
