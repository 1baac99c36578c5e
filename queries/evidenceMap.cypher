MATCH (telling:AcceptedClaim)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#implements'}),
  (telling)-[:claimSubject]->(use:Implementation)-[:implements]->(i), (telling)-[:inDocument]->(d)
WHERE $innovation IS NULL OR i.iri = $innovation
OPTIONAL MATCH (use)-[:inContextOf]->(feature) WHERE feature.skos_prefLabel IS NOT NULL
OPTIONAL MATCH (o:OutcomeObservation)-[:ofImplementation]->(use), (o)-[:measure]->()-[:outcomeLevel]->(level)
OPTIONAL MATCH (a:ConditionAssessment)-[:assessedFor]->(use), (a)-[:condition]->(condition)
RETURN feature.skos_prefLabel AS context, level.iri AS level, condition.iri AS condition,
  condition.skos_prefLabel AS conditionLabel, d.dct_issued AS issued, count(DISTINCT use) AS uses
