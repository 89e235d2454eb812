"""The local Slack's HTTP interfaces: Web API, Events API, interactions and the page's calls."""
