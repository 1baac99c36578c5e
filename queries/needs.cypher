MATCH (c)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#inArea'}),
  (c)-[:claimSubject]->(n:Need|Challenge|Priority), (c)-[:claimObject]->(p), (c)-[:modality]->(m), (c)-[:inDocument]->(d)
WHERE ($document IS NULL OR d.iri = $document) AND ($place IS NULL OR p.iri = $place)
UNWIND [kind IN ['Need', 'Challenge', 'Priority'] WHERE kind IN labels(n)] AS kind
RETURN DISTINCT p.iri AS place, p.skos_prefLabel AS placeLabel, n.iri AS need, n.skos_prefLabel AS needLabel,
  'https://w3id.org/whatworked/ns#' + kind AS kind, m.iri AS modality, c.iri AS claim
