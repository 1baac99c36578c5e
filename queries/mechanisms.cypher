MATCH (c)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#citesMechanism'}),
  (c)-[:claimSubject]->(configuration), (c)-[:claimObject]->(m), (c)-[:modality]->(modality), (c)-[:asserterRole]->(role)
WHERE $innovation IS NULL OR EXISTS { (c)-[:claimSubject|claimObject|about|regards]->({iri: $innovation}) }
MATCH (explaining)-[:claimSubject]->(configuration), (explaining)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#explains'}),
  (explaining)-[:claimObject]->(o)
WHERE $outcome IS NULL OR o.iri = $outcome
OPTIONAL MATCH (c)-[:asserter]->(asserter)
RETURN DISTINCT o.iri AS outcome, m.iri AS mechanism, m.skos_prefLabel AS mechanismLabel, modality.iri AS modality,
  asserter.iri AS asserter, role.iri AS asserterRole, c.iri AS claim
