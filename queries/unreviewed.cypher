MATCH (c)-[:reviewState]->(:Resource {iri: 'https://w3id.org/whatworked/vocab/review-state/unread'}), (c)-[:inDocument]->(d)
WHERE $document IS NULL OR d.iri = $document
MATCH (c)-[:claimSubject|about]->(s)
OPTIONAL MATCH (c)-[:claimPredicate]->(p)
OPTIONAL MATCH (c)-[:claimObject]->(o)
RETURN DISTINCT c.iri AS claim, d.iri AS document, s.iri AS subject, s.skos_prefLabel AS subjectLabel,
  coalesce(p.iri, 'https://w3id.org/whatworked/ns#about') AS predicate, coalesce(o.iri, c.claimObject, c.gist[0]) AS object
