"""How the forum exchanges content with the world outside: imports, feeds, exports."""
