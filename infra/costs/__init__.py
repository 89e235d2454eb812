"""Monthly cost of a deployment: measurements, prices and the bill, printed as Markdown."""
