CALL () {
  MATCH (thing)-[:implements|ofInnovation]->(i:Resource) WHERE $innovation IS NULL OR i.iri = $innovation RETURN thing, i
  UNION
  MATCH (thing)-[:ofImplementation|assessedFor]->()-[:implements|ofInnovation]->(i:Resource)
  WHERE $innovation IS NULL OR i.iri = $innovation RETURN thing, i
  UNION
  MATCH (thing)<-[:hasOutcome]-()-[:implements|ofInnovation]->(i:Resource)
  WHERE $innovation IS NULL OR i.iri = $innovation RETURN thing, i
  UNION
  MATCH (thing)<-[:measure]-()-[:ofImplementation]->()-[:implements]->(i:Resource)
  WHERE $innovation IS NULL OR i.iri = $innovation RETURN thing, i
  UNION
  MATCH (thing)<-[:inPopulation]-()-[:ofImplementation*0..1]->()-[:implements]->(i:Resource)
  WHERE $innovation IS NULL OR i.iri = $innovation RETURN thing, i
  UNION
  MATCH ()-[:implements|ofInnovation]->(i:Resource) WHERE $innovation IS NULL OR i.iri = $innovation RETURN i AS thing, i
}
MATCH (c:AcceptedClaim)-[:claimSubject]->(thing)-[:mainClass]->(class), (c)-[:claimPredicate]->(p), (c)-[:inDocument]->(d)
OPTIONAL MATCH (c)-[:claimObject]->(o)
OPTIONAL MATCH (i)-[:mainClass]->(innovationClass)
OPTIONAL MATCH (c)-[:asserterRole]->(role)
RETURN DISTINCT i.iri AS innovation, i.skos_prefLabel AS innovationLabel, innovationClass.iri AS innovationClass,
  thing.iri AS thing, thing.skos_prefLabel AS thingLabel, class.iri AS class, p.iri AS predicate,
  coalesce(o.iri, c.claimObject) AS value, o.skos_prefLabel AS valueLabel,
  d.iri AS document, d.dct_title AS documentTitle, role.iri AS asserterRole, c.iri AS claim
