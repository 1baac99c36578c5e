"""Which things are one: what people decided, what register keys say, and what may be the same.

A decision holds two things for one, or for two, and changes neither; questions read it. Source:
Simple Standard for Sharing Ontological Mappings (SSSOM), https://mapping-commons.github.io/sssom/.
"""
