MATCH (t)-[:mainClass]->(class) WHERE $thing IS NULL OR t.iri = $thing
WITH t, class, [kind IN labels(t) WHERE kind IN ['Innovation', 'Area', 'Lesson', 'Condition', 'Organisation', 'Document', 'Programme', 'Implementation']] AS kinds
UNWIND kinds AS kind
CALL (t) {
  WITH t, coalesce(t.skos_prefLabel, t.dct_title) AS name WHERE name IS NOT NULL
  RETURN name, 'label' AS naming, null AS claim
  UNION
  UNWIND coalesce(t.skos_altLabel, []) AS name
  RETURN name, 'other' AS naming, null AS claim
  UNION
  UNWIND [t.odsCode, t.onsCode] AS name WITH name WHERE name IS NOT NULL
  RETURN name, 'code' AS naming, null AS claim
  UNION
  MATCH (t)-[:predecessor]->(p) UNWIND [p.skos_prefLabel] + coalesce(p.skos_altLabel, []) AS name WITH name WHERE name IS NOT NULL
  RETURN name, 'former' AS naming, null AS claim
  UNION
  MATCH (t)<-[:toOrganisation]-(:Succession)-[:fromOrganisation]->(p) WHERE p.skos_prefLabel IS NOT NULL
  RETURN p.skos_prefLabel AS name, 'former' AS naming, null AS claim
  UNION
  MATCH (c:Claim)-[:about|inDocument]->(t), (c)-[:polarity]->({iri: 'https://w3id.org/whatworked/vocab/polarity/affirmed'})
  UNWIND coalesce(c.gist, []) AS name
  RETURN name, 'said' AS naming, c.iri AS claim
}
RETURN DISTINCT t.iri AS thing, 'https://w3id.org/whatworked/ns#' + kind AS kind, class.iri AS class,
  coalesce(t.skos_prefLabel, t.dct_title) AS label, name, naming, claim
