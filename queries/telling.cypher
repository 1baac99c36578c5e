CALL () {
  MATCH (p:Area)<-[:claimSubject|claimObject|about]-(c:Claim) WHERE $place IS NULL OR p.iri = $place
  RETURN p, c
  UNION
  MATCH (p:Area)<-[:inArea]-(u:Implementation)<-[:claimSubject|claimObject|about|regards]-(c:Claim)
  WHERE $place IS NULL OR p.iri = $place
  RETURN p, c
}
MATCH (c)-[:inDocument]->(d)
RETURN DISTINCT p.iri AS place, p.skos_prefLabel AS placeLabel, d.iri AS document, d.dct_title AS title, d.dct_issued AS issued
