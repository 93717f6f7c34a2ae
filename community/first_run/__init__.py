"""The first few minutes of whoever runs the network: its name, a first community, somebody to share it with."""
