MATCH (c)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#hasLesson'}),
  (c)-[:claimObject]->(l:Lesson), (c)-[:inDocument]->(d), (c)-[:modality]->(m)
WHERE ($document IS NULL OR d.iri = $document)
  AND ($place IS NULL OR EXISTS { (d)<-[:inDocument]-()-[:claimSubject|claimObject|about]->(:Resource {iri: $place}) })
OPTIONAL MATCH (deriving)-[:claimSubject]->(l), (deriving)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#derivedFrom'}),
  (deriving)-[:claimObject]->(from)
OPTIONAL MATCH (concerning)-[:claimSubject]->(l), (concerning)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#concerns'}),
  (concerning)-[:claimObject]->(concerns)
RETURN DISTINCT l.iri AS lesson, l.skos_prefLabel AS label, from.iri AS derivedFrom, concerns.iri AS concerns, m.iri AS modality, c.iri AS claim
