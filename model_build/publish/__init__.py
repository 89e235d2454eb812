"""Publishing models to S3, after a comparison with the current one."""
