MATCH (d:Document)-[:coverage]->(coverage)
RETURN coverage.iri AS coverage, count(DISTINCT d) AS documents
