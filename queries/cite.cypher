// The second part is not entered when a claim is given: its IRI leads to it.
CALL () {
  UNWIND $claim AS iri MATCH (c:Resource {iri: iri}) RETURN c
  UNION
  WITH 0 AS open WHERE $claim IS NULL
  MATCH (d:Document) WHERE $document IS NULL OR d.iri = $document
  MATCH (c)-[:inDocument]->(d) RETURN c
}
MATCH (c)-[:inDocument]->(d)-[:coverage]->(coverage), (c)-[:basis]->(basis)
WHERE $document IS NULL OR d.iri = $document
OPTIONAL MATCH (d)-[:dcat_landingPage]->(address)
OPTIONAL MATCH (d)-[:collection]->(collection)
OPTIONAL MATCH (d)-[:dct_license]->(licence)
RETURN DISTINCT c.iri AS claim, d.iri AS document, d.dct_title AS title, address.iri AS address, collection.iri AS collection,
  licence.iri AS licence, coverage.iri AS coverage, d.textSha256 AS textSha256, basis.iri AS basis, c.spanStart AS start, c.spanEnd AS end
