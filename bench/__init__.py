"""Benchmarks: each prints ratios against a peer run in the same minute on the same machine."""
