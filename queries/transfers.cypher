MATCH (a:TransferAttempt)-[:ofInnovation]->(i), (a)-[:transferStatus]->(status)
WHERE $innovation IS NULL OR i.iri = $innovation
MATCH (c:AcceptedClaim)-[:claimSubject]->(a), (c)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#transferStatus'}), (c)-[:inDocument]->(d)
OPTIONAL MATCH (a)-[:fromImplementation]->(from)
OPTIONAL MATCH (a)-[:toImplementation]->(to)
RETURN DISTINCT i.iri AS innovation, a.iri AS attempt, from.iri AS from, to.iri AS to, status.iri AS status, d.iri AS document
