"""The brief of an innovation: fixed sentences filled from rows, each resting on documents.

Nothing is written freely, and nothing is left out for being unknown.
"""
