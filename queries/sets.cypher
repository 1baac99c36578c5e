MATCH (c:AcceptedClaim)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#declaredMemberCount'}),
  (c)-[:claimSubject]->(s), (c)-[:inDocument]->(d)
OPTIONAL MATCH (naming:AcceptedClaim)-[:claimSubject]->(s), (naming)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#hasMember'}),
  (naming)-[:claimObject]->(member)
WITH c, s, d, count(DISTINCT member) AS namedMembers
OPTIONAL MATCH (status:AcceptedClaim)-[:claimSubject]->(s), (status)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#membershipStatus'}),
  (status)-[:claimObject]->(membershipStatus), (status)-[:inDocument]->(d)
RETURN DISTINCT s.iri AS set, s.skos_prefLabel AS label, c.claimObject AS declaredMemberCount, namedMembers,
  membershipStatus.iri AS membershipStatus, c.iri AS claim
