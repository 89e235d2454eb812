"""What Shelftalker's Lambda functions share: the model file, finding titles, recommending, and Slack's messages."""
