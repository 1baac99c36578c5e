// The second part is not entered when an innovation is given: its IRI leads to the claims.
CALL () {
  MATCH (c:ProspectiveClaim)-[:claimSubject|claimObject|about|regards]->(:Resource {iri: $innovation}) RETURN c
  UNION
  WITH 0 AS open WHERE $innovation IS NULL
  MATCH (d:Document) WHERE $document IS NULL OR d.iri = $document
  MATCH (c:ProspectiveClaim)-[:inDocument]->(d) RETURN c
}
MATCH (c)-[:inDocument]->(d), (c)-[:modality]->(m) WHERE $document IS NULL OR d.iri = $document
MATCH (c)-[:claimSubject|about]->(s)
OPTIONAL MATCH (c)-[:claimPredicate]->(p)
OPTIONAL MATCH (c)-[:claimObject]->(o)
RETURN DISTINCT c.iri AS claim, m.iri AS modality, s.iri AS subject, coalesce(s.skos_prefLabel, s.dct_title) AS subjectLabel,
  coalesce(p.iri, 'https://w3id.org/whatworked/ns#about') AS predicate,
  coalesce(o.iri, c.claimObject, c.gist[0]) AS object, coalesce(o.skos_prefLabel, o.dct_title) AS objectLabel
