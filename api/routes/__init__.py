"""The routes of HTTP, one module for each kind of caller: programs, linked data, people."""
