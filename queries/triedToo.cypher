MATCH (use:Implementation)-[:implements]->(i) WHERE $innovation IS NULL OR i.iri = $innovation
WITH use, i, split(i.iri, '/id/')[0] + '/' AS ofRegion, split(use.iri, '/id/')[0] + '/' AS byRegion
WHERE ofRegion <> byRegion
MATCH (c:AcceptedClaim)-[:claimSubject]->(use), (c)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#implements'}),
  (c)-[:claimObject]->(i), (c)-[:inDocument]->(d)
OPTIONAL MATCH (use)-[:inArea]->(place) WHERE place.skos_prefLabel IS NOT NULL
OPTIONAL MATCH (use)-[:byOrganisation]->(who) WHERE who.skos_prefLabel IS NOT NULL
OPTIONAL MATCH (use)-[:implementationStatus]->(status)
RETURN DISTINCT i.iri AS innovation, i.skos_prefLabel AS innovationLabel, ofRegion, use.iri AS use, use.skos_prefLabel AS useLabel, byRegion,
  place.skos_prefLabel AS placeLabel, who.skos_prefLabel AS organisationLabel, status.iri AS status, d.iri AS document, c.iri AS claim
