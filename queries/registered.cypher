MATCH (t)-[:mainClass]->(class) WHERE t.register IS NOT NULL AND ($register IS NULL OR t.register = $register)
RETURN DISTINCT t.iri AS thing, t.skos_prefLabel AS label, class.iri AS class, t.register AS register,
  t.validFrom AS validFrom, t.validTo AS validTo
