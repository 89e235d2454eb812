"""The parts of a title: subtitle, notes of editions, series and volume. The build joins works by them."""
