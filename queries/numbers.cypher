MATCH (profile:ContextProfile)-[:profileOf]->(p), (profile)-[:hasFigure]->(f:ContextFigure|VariationFigure)
WHERE f.figureValue IS NOT NULL AND ($place IS NULL OR p.iri = $place) AND ($feature IS NULL OR f.feature = $feature)
  AND ($level IS NULL OR profile.level = $level)
RETURN DISTINCT p.iri AS place, profile.level AS level, f.feature AS feature, profile.year AS year, f.figureValue AS value
