"""Local AWS: moto's services with the tables of template.yaml."""
