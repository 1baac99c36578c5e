MATCH (x:ConditionAssessment)-[:condition]->(condition), (x)-[:state]->(s), (x)-[:assessedFor]->(for)
MATCH (c:AcceptedClaim)-[:claimSubject]->(x), (c)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#state'})
WHERE ($innovation IS NULL OR EXISTS { (c)-[:claimSubject|claimObject|about|regards]->({iri: $innovation}) })
  AND ($place IS NULL OR for.iri = $place OR EXISTS { (for)-[:inArea]->({iri: $place}) })
OPTIONAL MATCH (x)-[:valence]->(v)
RETURN DISTINCT condition.iri AS condition, condition.skos_prefLabel AS conditionLabel, s.iri AS state, v.iri AS valence,
  for.iri AS assessedFor, for.skos_prefLabel AS assessedForLabel, x.assessedOn AS assessedOn, c.iri AS claim
