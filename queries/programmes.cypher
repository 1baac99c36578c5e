MATCH (p:Programme) WHERE $programme IS NULL OR p.iri = $programme
MATCH (c)-[:claimSubject]->(p), (c)-[:claimPredicate]->(predicate), (c)-[:claimObject]->(o), (c)-[:modality]->(m), (c)-[:inDocument]->(d)
WHERE ($document IS NULL OR d.iri = $document) AND predicate.iri IN [
  'https://w3id.org/whatworked/ns#buildsOn', 'https://w3id.org/whatworked/ns#runBy', 'http://purl.org/dc/terms/isPartOf', 'http://purl.org/dc/terms/hasPart']
RETURN DISTINCT p.iri AS programme, p.skos_prefLabel AS programmeLabel, predicate.iri AS predicate,
  o.iri AS object, o.skos_prefLabel AS objectLabel, m.iri AS modality, c.iri AS claim
