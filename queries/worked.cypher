MATCH (o:OutcomeObservation)-[:ofImplementation]->(use:Implementation)-[:implements]->(i)
WHERE $innovation IS NULL OR i.iri = $innovation
OPTIONAL MATCH (use)-[:inArea]->(area)
WITH * WHERE $place IS NULL OR area.iri = $place
OPTIONAL MATCH (o)-[:measure]->(m)
OPTIONAL MATCH (m)-[:outcomeLevel]->(level)
OPTIONAL MATCH (o)-[:direction]->(direction)
OPTIONAL MATCH (o)-[:changeKind]->(changeKind)
OPTIONAL MATCH (o)-[:compares]->(compares)
OPTIONAL MATCH (ofChange:AcceptedClaim)-[:claimSubject]->(o),
  (ofChange)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#changeValue'})
OPTIONAL MATCH (ofFollowUp:AcceptedClaim)-[:claimSubject]->(o),
  (ofFollowUp)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#followUpValue'})
OPTIONAL MATCH (ofDirection:AcceptedClaim)-[:claimSubject]->(o),
  (ofDirection)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#direction'})
OPTIONAL MATCH (ofUse:AcceptedClaim)-[:claimSubject]->(o),
  (ofUse)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#ofImplementation'})
RETURN DISTINCT i.iri AS innovation, i.skos_prefLabel AS innovationLabel, use.iri AS use, area.skos_prefLabel AS placeLabel,
  m.skos_prefLabel AS measureLabel, level.iri AS level, direction.iri AS direction, o.changeValue AS change, o.unit AS unit,
  changeKind.iri AS changeKind, compares.iri AS compares, coalesce(ofChange, ofFollowUp, ofDirection, ofUse).iri AS claim
