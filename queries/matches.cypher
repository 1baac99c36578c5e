CALL () {
  MATCH (d:IdentityDecision)-[:decisionSubject]->(one), (d)-[:decisionObject]->(other), (d)-[:decisionRelation]->(r), (d)-[:verdict]->(v)
  RETURN one, other, r.iri AS relation, v.iri AS verdict, d.justification AS justification, d.confidence AS confidence,
    null AS key, null AS code, d.iri AS decision
  UNION
  // A board and the area that it covers share a code, and are two things.
  MATCH (t:Organisation|Area|Innovation)
  UNWIND [['odsCode', t.odsCode], ['onsCode', t.onsCode], ['niceId', t.niceId]] AS given
  WITH given[0] AS key, given[1] AS code, t:Area AS isArea, t WHERE code IS NOT NULL
  WITH key, code, isArea, collect(t) AS things WHERE size(things) > 1
  UNWIND things AS one UNWIND things AS other
  WITH * WHERE one.iri < other.iri
  RETURN one, other, 'http://www.w3.org/2004/02/skos/core#exactMatch' AS relation,
    'https://w3id.org/whatworked/vocab/verdict/accepted' AS verdict, null AS justification, null AS confidence,
    key, code, null AS decision
  UNION
  MATCH (one)-[:dcat_landingPage]->(page)<-[:dcat_landingPage]-(other)
  WHERE one.iri < other.iri AND page.iri STARTS WITH 'https://doi.org/'
  RETURN one, other, 'http://www.w3.org/2004/02/skos/core#exactMatch' AS relation,
    'https://w3id.org/whatworked/vocab/verdict/accepted' AS verdict, null AS justification, null AS confidence,
    'doi' AS key, page.iri AS code, null AS decision
}
RETURN DISTINCT one.iri AS one, coalesce(one.skos_prefLabel, one.dct_title) AS oneLabel,
  other.iri AS other, coalesce(other.skos_prefLabel, other.dct_title) AS otherLabel, relation, verdict, justification, confidence,
  key, code, decision
