MATCH (profile:ContextProfile)-[:profileOf]->(p), (profile)-[:hasFigure]->(f:ChallengeFigure)-[:indicator]->(i)
WHERE ($place IS NULL OR p.iri = $place) AND ($indicator IS NULL OR i.iri = $indicator)
  AND ($level IS NULL OR profile.level = $level)
OPTIONAL MATCH (i)-[:worseDirection]->(worse)
RETURN DISTINCT p.iri AS place, p.skos_prefLabel AS placeLabel, profile.level AS level, i.iri AS indicator,
  i.skos_prefLabel AS indicatorLabel, f.figureValue AS value, f.unit AS unit, profile.year AS year, worse.iri AS worse,
  f.rank AS rank, f.ranked AS ranked, profile.dct_source[0] AS source, profile.sourceVersion AS version, f.computed AS computed
