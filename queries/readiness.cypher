MATCH (x:ConditionAssessment)-[:condition]->(condition), (x)-[:state]->(s), (x)-[:assessedFor]->(for)
WHERE (for:Area OR for:Organisation)
  AND ($place IS NULL OR for.iri = $place OR EXISTS { (for)-[:coversArea]->({iri: $place}) })
MATCH (c:AcceptedClaim)-[:claimSubject]->(x), (c)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#state'}), (c)-[:inDocument]->(d)
WHERE $innovation IS NULL OR EXISTS { (d)<-[:inDocument]-()-[:claimSubject|claimObject|about|regards]->(:Resource {iri: $innovation}) }
OPTIONAL MATCH (x)-[:assessedBy]->(by)
RETURN DISTINCT condition.iri AS condition, condition.skos_prefLabel AS conditionLabel, s.iri AS state,
  for.iri AS assessedFor, for.skos_prefLabel AS assessedForLabel, x.assessedOn AS assessedOn, d.dct_issued AS issued,
  by.iri AS assessor, by.skos_prefLabel AS assessorLabel, c.iri AS claim
