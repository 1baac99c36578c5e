MATCH (p:Area) WHERE $place IS NULL OR p.iri = $place
OPTIONAL MATCH (use:Implementation)-[:inArea]->(p)
WITH p, count(DISTINCT use) AS uses
OPTIONAL MATCH (d)<-[:inDocument]-()-[:claimSubject|claimObject|about]->(p)
RETURN p.iri AS place, p.skos_prefLabel AS placeLabel, p.onsCode AS onsCode, uses, count(DISTINCT d) AS documents
