MATCH (c)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#implements'}),
  (c)-[:claimSubject]->(s), (c)-[:claimObject]->(i), (c)-[:inDocument]->(d)
WHERE ($document IS NULL OR d.iri = $document) AND ($innovation IS NULL OR i.iri = $innovation)
  AND (s:Implementation OR EXISTS { (s)-[:prospectOf]->({iri: 'https://w3id.org/whatworked/ns#Implementation'}) })
  AND NOT EXISTS { (s)<-[:ofImplementation]-(:OutcomeObservation) } AND NOT EXISTS { (s)-[:hasOutcome]->() }
OPTIONAL MATCH (s)-[:implementationStatus]->(status)
OPTIONAL MATCH (s)-[:startedAt]->(start) WHERE start.earliest IS NOT NULL
RETURN DISTINCT s.iri AS subject, s.skos_prefLabel AS subjectLabel, status.iri AS status, start.earliest AS since,
  d.iri AS document, d.dct_issued AS issued, c.iri AS claim
