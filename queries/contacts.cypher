MATCH (c:AcceptedClaim)-[:claimPredicate]->(:Resource {iri: 'http://www.w3.org/ns/org#postIn'}),
  (c)-[:claimSubject]->(p), (c)-[:claimObject]->(o), (c)-[:inDocument]->(d)
WHERE ($document IS NULL OR d.iri = $document)
  AND ($innovation IS NULL OR EXISTS { (d)<-[:inDocument]-()-[:claimSubject|claimObject|about|regards]->(:Resource {iri: $innovation}) })
RETURN DISTINCT p.iri AS post, p.skos_prefLabel AS postLabel, o.iri AS organisation, o.skos_prefLabel AS organisationLabel,
  d.iri AS document, c.iri AS claim
