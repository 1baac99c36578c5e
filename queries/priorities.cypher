MATCH (c)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#evidencedBy'}),
  (c)-[:claimSubject]->(n:Priority), (c)-[:claimObject]->(i), (c)-[:modality]->(m), (c)-[:inDocument]->(d)
WHERE ($indicator IS NULL OR i.iri = $indicator) AND ($document IS NULL OR d.iri = $document)
OPTIONAL MATCH (said)-[:claimSubject]->(n), (said)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#inArea'}),
  (said)-[:claimObject]->(area)
WITH * WHERE $place IS NULL OR area.iri = $place
RETURN DISTINCT n.iri AS priority, n.skos_prefLabel AS priorityLabel, area.skos_prefLabel AS placeLabel, i.iri AS indicator,
  i.skos_prefLabel AS indicatorLabel, m.iri AS modality, c.iri AS claim
