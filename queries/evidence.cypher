MATCH (o:OutcomeObservation)-[:ofImplementation]->(use)-[:implements]->(i)
WHERE ($innovation IS NULL OR i.iri = $innovation) AND ($observation IS NULL OR o.iri = $observation)
OPTIONAL MATCH (o)-[:measure]->(m)
OPTIONAL MATCH (o)-[:compares]->(compares)
OPTIONAL MATCH (ofChange:AcceptedClaim)-[:claimSubject]->(o),
  (ofChange)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#changeValue'})
OPTIONAL MATCH (ofFollowUp:AcceptedClaim)-[:claimSubject]->(o),
  (ofFollowUp)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#followUpValue'})
OPTIONAL MATCH (ofDirection:AcceptedClaim)-[:claimSubject]->(o),
  (ofDirection)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#direction'})
OPTIONAL MATCH (ofUse:AcceptedClaim)-[:claimSubject]->(o),
  (ofUse)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#ofImplementation'})
WITH o, m, compares, coalesce(ofChange, ofFollowUp, ofDirection, ofUse) AS c
OPTIONAL MATCH (c)-[:asserterRole]->(role)
RETURN DISTINCT o.iri AS observation, m.skos_prefLabel AS measureLabel, o.n AS n, o.baselineValue AS baseline, o.followUpValue AS followUp,
  o.ciLow AS ciLow, o.ciHigh AS ciHigh, o.pValue AS pValue, compares.iri AS compares, role.iri AS asserterRole, c.iri AS claim
