UNWIND ['declaredMemberCount', 'membershipStatus', 'implementationStatus', 'transferStatus', 'state', 'direction'] AS name
MATCH (p:Resource {iri: 'https://w3id.org/whatworked/ns#' + name})
MATCH (one:AcceptedClaim)-[:claimPredicate]->(p), (one)-[:claimSubject]->(s), (one)-[:inDocument]->(oneDocument)-[:coverage]->(oneCoverage)
WHERE $subject IS NULL OR s.iri = $subject
MATCH (other:AcceptedClaim)-[:claimSubject]->(s), (other)-[:claimPredicate]->(p),
  (other)-[:inDocument]->(otherDocument)-[:coverage]->(otherCoverage)
// One text that two regions read is one origin, and what is told second hand is none of its own.
WHERE oneDocument.iri < otherDocument.iri
  AND NOT 'https://w3id.org/whatworked/vocab/coverage/secondHand' IN [oneCoverage.iri, otherCoverage.iri]
  AND (oneDocument.textSha256 IS NULL OR otherDocument.textSha256 IS NULL OR oneDocument.textSha256 <> otherDocument.textSha256)
OPTIONAL MATCH (one)-[:claimObject]->(oneThing)
OPTIONAL MATCH (other)-[:claimObject]->(otherThing)
WITH *, coalesce(oneThing.iri, one.claimObject) AS value, coalesce(otherThing.iri, other.claimObject) AS otherValue
WHERE toString(value) = toString(otherValue)
RETURN DISTINCT s.iri AS subject, s.skos_prefLabel AS subjectLabel, p.iri AS predicate, value,
  oneDocument.iri AS oneDocument, otherDocument.iri AS otherDocument, one.iri AS oneClaim, other.iri AS otherClaim
