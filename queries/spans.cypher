MATCH (d:Document) WHERE d.textSha256 IS NOT NULL AND ($document IS NULL OR d.iri = $document)
MATCH (c)-[:inDocument]->(d)
WHERE c.spanStart IS NOT NULL AND c.spanEnd IS NOT NULL AND c.exactSha256 IS NOT NULL AND c.occurrence IS NOT NULL
RETURN DISTINCT d.iri AS document, d.textSha256 AS textSha256, c.spanStart AS start, c.spanEnd AS end,
  c.exactSha256 AS exactSha256, c.occurrence AS occurrence
