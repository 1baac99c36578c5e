MATCH (c)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#toContext'}),
  (c)-[:claimSubject]->(a), (c)-[:claimObject]->(to), (c)-[:modality]->(m), (c)-[:inDocument]->(d)
WHERE ($innovation IS NULL OR EXISTS { (c)-[:claimSubject|claimObject|about|regards]->({iri: $innovation}) })
  AND ($document IS NULL OR d.iri = $document)
OPTIONAL MATCH (coming)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#fromContext'}),
  (coming)-[:claimSubject]->(a), (coming)-[:claimObject]->(from)
RETURN DISTINCT a.iri AS adaptation, a.skos_prefLabel AS adaptationLabel, from.iri AS fromContext, from.skos_prefLabel AS fromContextLabel,
  to.iri AS toContext, to.skos_prefLabel AS toContextLabel, m.iri AS modality, c.iri AS claim
