"""What OpenAPI says of each answer: JSON Schemas, made of the few words in `words`.

Nothing here answers; `api.description` puts the schemas together with what all routes share.
"""
