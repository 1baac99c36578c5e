MATCH (c:ProspectiveClaim)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#aimsToChange'}),
  (c)-[:claimSubject]->(s), (c)-[:claimObject]->(measure), (c)-[:modality]->(m), (c)-[:inDocument]->(d)
WHERE ($document IS NULL OR d.iri = $document)
  AND ($innovation IS NULL OR EXISTS { (c)-[:claimSubject|claimObject|about|regards]->({iri: $innovation}) })
  AND NOT EXISTS { (measure)<-[:claimObject]-(:AcceptedClaim)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#measure'}) }
RETURN DISTINCT s.iri AS subject, s.skos_prefLabel AS subjectLabel, measure.iri AS measure, measure.skos_prefLabel AS measureLabel,
  m.iri AS modality, d.iri AS document, c.iri AS claim
