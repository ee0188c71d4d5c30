"""The second listener: an endpoint that speaks OpenAI's chat protocol (docs/second-listener.md)."""
