MATCH (t)-[:mainClass]->(class)
UNWIND [t.skos_prefLabel, t.dct_title, t.odsCode, t.onsCode, split(t.iri, '/id/')[-1], split(t.iri, '/')[-1]]
  + coalesce(t.skos_altLabel, []) AS matched
WITH t, class, matched WHERE matched IS NOT NULL AND ($name IS NULL OR toLower(matched) = toLower($name))
RETURN DISTINCT t.iri AS thing, coalesce(t.skos_prefLabel, t.dct_title) AS label, class.iri AS class, matched
