// The second part is not entered when an innovation is given: its IRI leads to the claims.
CALL () {
  MATCH (c:Claim)-[:claimSubject|claimObject|about|regards]->(:Resource {iri: $innovation}) RETURN c
  UNION
  WITH 0 AS open WHERE $innovation IS NULL
  MATCH (d:Document) WHERE $document IS NULL OR d.iri = $document
  MATCH (c:Claim)-[:inDocument]->(d) RETURN c
}
MATCH (c)-[:inDocument]->(d), (c)-[:claimSubject]->(s), (c)-[:claimPredicate]->(p),
  (c)-[:modality]->(modality), (c)-[:polarity]->(polarity), (c)-[:reviewState]->(reviewState), (c)-[:asserterRole]->(role)
WHERE ($document IS NULL OR d.iri = $document)
  AND (p.iri IN ['https://w3id.org/whatworked/ns#explains', 'https://w3id.org/whatworked/ns#citesMechanism', 'https://w3id.org/whatworked/ns#contributesTo',
      'https://w3id.org/whatworked/ns#enabled', 'https://w3id.org/whatworked/ns#attributedCause']
    OR EXISTS { (s)-[:mainClass]->({iri: 'https://w3id.org/whatworked/ns#CMOConfiguration'}) })
OPTIONAL MATCH (c)-[:claimObject]->(o)
OPTIONAL MATCH (c)-[:asserter]->(asserter)
RETURN DISTINCT c.iri AS claim, s.iri AS subject, s.skos_prefLabel AS subjectLabel, p.iri AS predicate,
  coalesce(o.iri, c.claimObject) AS object, o.skos_prefLabel AS objectLabel, modality.iri AS modality, polarity.iri AS polarity,
  reviewState.iri AS reviewState, asserter.iri AS asserter, asserter.skos_prefLabel AS asserterLabel, role.iri AS asserterRole
