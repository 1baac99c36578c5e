"""Figures as data: Vega-Lite specifications, each with the table of the same values.

Nothing is drawn here; whoever has a renderer of Vega-Lite can draw them.
"""
