"""Running as a service: one parent, a few processes that do one thing each, one socket.

- `keeper` starts them, the first one alone until it answers, starts again what falls over, and ends them all when told.
- `pages` answers requests over a socket that is open already.
"""
