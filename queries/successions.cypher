MATCH (s:Succession)-[:fromOrganisation]->(p), (s)-[:toOrganisation]->(n), (s)-[:successionKind]->(kind), (s)-[:extent]->(extent)
WHERE s.takesEffect IS NOT NULL AND ($organisation IS NULL OR $organisation IN [p.iri, n.iri])
RETURN DISTINCT p.iri AS predecessor, p.skos_prefLabel AS predecessorLabel, n.iri AS successor, n.skos_prefLabel AS successorLabel,
  kind.iri AS kind, s.takesEffect AS date, extent.iri AS extent
