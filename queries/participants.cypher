UNWIND [
  ['byOrganisation', 'lead'], ['hasInitialParticipant', 'initialParticipant'], ['hasParticipant', 'participant'], ['runBy', 'runs']
] AS part
MATCH (c:AcceptedClaim)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#' + part[0]}),
  (c)-[:claimSubject]->(activity), (c)-[:claimObject]->(agent), (c)-[:inDocument]->(d)
WHERE ($document IS NULL OR d.iri = $document)
  AND ($innovation IS NULL OR EXISTS { (c)-[:claimSubject|claimObject|about|regards]->({iri: $innovation}) })
RETURN DISTINCT agent.iri AS agent, agent.skos_prefLabel AS agentLabel, part[1] AS role,
  activity.iri AS activity, activity.skos_prefLabel AS activityLabel, c.iri AS claim
