MATCH (profile:ContextProfile)-[:profileOf]->(p), (profile)-[:hasFigure]->(f:ChallengeFigure)-[:indicator]->(i)
WHERE f.firstYear IS NOT NULL AND ($place IS NULL OR p.iri = $place) AND ($indicator IS NULL OR i.iri = $indicator)
OPTIONAL MATCH (i)-[:worseDirection]->(worse)
RETURN DISTINCT p.iri AS place, p.skos_prefLabel AS placeLabel, i.iri AS indicator, i.skos_prefLabel AS indicatorLabel,
  f.firstYear AS firstYear, f.firstValue AS first, profile.year AS lastYear, f.figureValue AS last, f.figureChange AS change,
  f.unit AS unit, worse.iri AS worse, f.computed AS computed
