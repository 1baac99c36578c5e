UNWIND ['Innovation', 'Programme', 'NamedSet', 'Condition', 'Organisation', 'Area', 'Implementation', 'Document'] AS kind
MATCH (t:Innovation|Programme|NamedSet|Condition|Organisation|Area|Implementation|Document)-[:mainClass]->(class)
WHERE kind IN labels(t) AND ($thing IS NULL OR t.iri = $thing)
UNWIND [t.skos_prefLabel, t.dct_title] + coalesce(t.skos_altLabel, []) AS name
WITH t, kind, class, name WHERE name IS NOT NULL
OPTIONAL MATCH (t)-[:dcat_landingPage]->(page) WHERE page.iri STARTS WITH 'https://doi.org/'
RETURN DISTINCT t.iri AS thing, 'https://w3id.org/whatworked/ns#' + kind AS kind, class.iri AS class, name,
  t.odsCode AS odsCode, t.onsCode AS onsCode, t.niceId AS niceId, page.iri AS doi
