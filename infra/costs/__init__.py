"""What a deployment costs a month: worked out from durations measured here and from AWS's price list."""
