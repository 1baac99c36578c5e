MATCH (d:Document)-[:coverage]->(coverage) WHERE $document IS NULL OR d.iri = $document
OPTIONAL MATCH (d)-[:dct_publisher]->(publisher)
OPTIONAL MATCH (c)-[:inDocument]->(d)
RETURN d.iri AS document, d.dct_title AS title, publisher.iri AS publisher, d.dct_issued AS issued, coverage.iri AS coverage,
  count(DISTINCT c) AS claims
