"""The code of the Lambda functions: the model file, the title search, recommendations and Slack's messages."""
