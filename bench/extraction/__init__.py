"""Suggestions measured against what people marked in texts."""
