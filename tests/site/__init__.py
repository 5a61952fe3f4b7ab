"""News sites on loopback: real sockets, made-up news, and every way to treat a visitor badly."""
