"""Exchange between regions: what may leave, the feed, its signature, and bundles of it."""
