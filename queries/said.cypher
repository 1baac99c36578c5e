// The second part is not entered when an innovation is given: its IRI leads to the claims.
CALL () {
  MATCH (c:Claim)-[:claimSubject|claimObject|about|regards]->(:Resource {iri: $innovation}) RETURN c
  UNION
  WITH 0 AS open WHERE $innovation IS NULL
  MATCH (d:Document) WHERE $document IS NULL OR d.iri = $document
  MATCH (c:Claim)-[:inDocument]->(d) RETURN c
}
MATCH (c)-[:inDocument]->(d), (c)-[:modality]->(modality), (c)-[:polarity]->(polarity), (c)-[:reviewState]->(reviewState)
WHERE $document IS NULL OR d.iri = $document
MATCH (c)-[:claimSubject|about]->(s)
OPTIONAL MATCH (c)-[:claimPredicate]->(p)
OPTIONAL MATCH (c)-[:claimObject]->(o)
OPTIONAL MATCH (s)-[:mainClass]->(subjectClass)
OPTIONAL MATCH (o)-[:mainClass]->(objectClass)
OPTIONAL MATCH (c)-[:asserter]->(asserter)
RETURN DISTINCT c.iri AS claim, s.iri AS subject, subjectClass.iri AS subjectClass, coalesce(p.iri, 'https://w3id.org/whatworked/ns#about') AS predicate,
  coalesce(o.iri, c.claimObject, c.gist[0]) AS object, objectClass.iri AS objectClass, modality.iri AS modality, polarity.iri AS polarity,
  asserter.iri AS asserter, reviewState.iri AS reviewState, c.spanStart AS start, c.spanEnd AS end
