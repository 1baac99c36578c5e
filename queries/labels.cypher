// The second part is not entered when a thing is given: its IRI leads to it.
CALL () {
  UNWIND $thing AS iri MATCH (t:Resource {iri: iri}) RETURN t
  UNION
  WITH 0 AS open WHERE $thing IS NULL
  MATCH (t:Resource) RETURN t
}
UNWIND [t.skos_prefLabel, t.dct_title] AS label
WITH t, label WHERE label IS NOT NULL
RETURN DISTINCT t.iri AS thing, label
