UNWIND ['declaredMemberCount', 'membershipStatus', 'implementationStatus', 'transferStatus', 'state', 'direction'] AS name
MATCH (p:Resource {iri: 'https://w3id.org/whatworked/ns#' + name})
MATCH (one:AcceptedClaim)-[:claimPredicate]->(p), (one)-[:claimSubject]->(s), (one)-[:inDocument]->(oneDocument)
WHERE $subject IS NULL OR s.iri = $subject
MATCH (other:AcceptedClaim)-[:claimSubject]->(s), (other)-[:claimPredicate]->(p), (other)-[:inDocument]->(otherDocument)
WHERE oneDocument.iri < otherDocument.iri
OPTIONAL MATCH (one)-[:claimObject]->(oneThing)
OPTIONAL MATCH (other)-[:claimObject]->(otherThing)
WITH *, coalesce(oneThing.iri, one.claimObject) AS oneValue, coalesce(otherThing.iri, other.claimObject) AS otherValue
WHERE toString(oneValue) <> toString(otherValue)
RETURN DISTINCT s.iri AS subject, s.skos_prefLabel AS subjectLabel, p.iri AS predicate, oneValue AS one, otherValue AS other,
  one.iri AS oneClaim, other.iri AS otherClaim, oneDocument.iri AS oneDocument, otherDocument.iri AS otherDocument
