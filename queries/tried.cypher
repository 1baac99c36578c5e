MATCH (use:Implementation)-[:implements]->(i), (use)-[:inArea]->(p)
WHERE $innovation IS NULL OR i.iri = $innovation
MATCH (c:AcceptedClaim)-[:claimSubject]->(p), (c)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#hasContextFeature'}),
  (c)-[:claimObject]->(f)
WHERE $feature IS NULL OR f.iri = $feature
RETURN DISTINCT i.iri AS innovation, i.skos_prefLabel AS innovationLabel, use.iri AS use, use.skos_prefLabel AS useLabel,
  p.iri AS place, p.skos_prefLabel AS placeLabel, f.iri AS feature, f.skos_prefLabel AS featureLabel, c.iri AS claim
