MATCH (c:AcceptedClaim)-[:claimPredicate]->(:Resource {iri: 'https://w3id.org/whatworked/ns#adaptationOf'}),
  (c)-[:claimSubject]->(a:Adaptation), (c)-[:claimObject]->(use)
WHERE $innovation IS NULL OR EXISTS { (c)-[:claimSubject|claimObject|about|regards]->({iri: $innovation}) }
OPTIONAL MATCH (a)-[:fromContext]->(from) WHERE from.skos_prefLabel IS NOT NULL
OPTIONAL MATCH (a)-[:toContext]->(to) WHERE to.skos_prefLabel IS NOT NULL
RETURN DISTINCT a.iri AS adaptation, a.skos_prefLabel AS adaptationLabel, use.iri AS use, use.skos_prefLabel AS useLabel,
  from.skos_prefLabel AS fromContextLabel, to.skos_prefLabel AS toContextLabel, c.iri AS claim
