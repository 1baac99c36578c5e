"""Answers at the edge: names made into IRIs, questions put to engines, claims cited and shown.

For each question that is more than its rows (what worked, would it fit, why it transferred,
similar contexts, lessons, a brief, a card) one module asks, and others say its answer as JSON, as
a table or for a page. What is true is decided in `queries/`; commands, routes and pages stand in
rooms of their own.
"""
