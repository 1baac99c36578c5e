MATCH (profile:ContextProfile)-[:profileOf]->(p), (profile)-[:hasFigure]->(f:VariationFigure)
WHERE ($place IS NULL OR p.iri = $place) AND ($feature IS NULL OR f.feature = $feature)
  AND ($level IS NULL OR profile.level = $level)
RETURN DISTINCT p.iri AS place, p.skos_prefLabel AS placeLabel, profile.level AS level, f.feature AS feature,
  f.featureLabel AS featureLabel, f.figureValue AS value, f.unit AS unit, profile.year AS year,
  profile.dct_source[0] AS source, profile.sourceVersion AS version, f.computed AS computed
