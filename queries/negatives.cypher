MATCH (o:OutcomeObservation)-[:ofImplementation]->(use:Implementation)-[:implements]->(i), (o)-[:direction]->(direction)
WHERE ($innovation IS NULL OR i.iri = $innovation) AND ($place IS NULL OR EXISTS { (use)-[:inArea]->({iri: $place}) })
OPTIONAL MATCH (o)-[:measure]->(m)
OPTIONAL MATCH (m)-[:desiredDirection]->(desired)
WITH *, split(direction.iri, '/')[-1] AS went, split(desired.iri, '/')[-1] AS wanted
WITH *, CASE
  WHEN went = 'noChange' THEN 'null'
  WHEN went IN ['increase', 'decrease'] AND wanted IN ['increase', 'decrease'] AND went <> wanted THEN 'negative'
END AS result
WHERE result IS NOT NULL
MATCH (c:AcceptedClaim)-[:claimSubject]->(o), (c)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#direction'})
RETURN DISTINCT i.iri AS innovation, i.skos_prefLabel AS innovationLabel, use.iri AS use, m.skos_prefLabel AS measureLabel,
  direction.iri AS direction, desired.iri AS desired, result, c.iri AS claim
