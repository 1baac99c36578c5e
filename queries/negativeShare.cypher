MATCH (o:OutcomeObservation)-[:ofImplementation]->(:Implementation)-[:implements]->(i)
WHERE $innovation IS NULL OR i.iri = $innovation
OPTIONAL MATCH (o)-[:direction]->(direction)
OPTIONAL MATCH (o)-[:measure]->()-[:desiredDirection]->(desired)
WITH o, split(direction.iri, '/')[-1] AS went, split(desired.iri, '/')[-1] AS wanted
WITH o, CASE
  WHEN went = 'noChange' THEN 'null'
  WHEN went IS NULL OR wanted IS NULL OR NOT went IN ['increase', 'decrease'] THEN 'unclear'
  WHEN wanted IN ['increase', 'decrease'] AND went <> wanted THEN 'negative'
END AS result
RETURN count(DISTINCT o) AS outcomes, count(DISTINCT CASE result WHEN 'negative' THEN o END) AS negatives,
  count(DISTINCT CASE result WHEN 'null' THEN o END) AS nulls, count(DISTINCT CASE result WHEN 'unclear' THEN o END) AS unclears
