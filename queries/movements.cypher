MATCH (i:Innovation) WHERE $innovation IS NULL OR i.iri = $innovation
MATCH (of:AcceptedClaim|ProspectiveClaim)-[:claimObject]->(i), (of)-[:claimPredicate]->(link), (of)-[:claimSubject]->(t)
WHERE link.iri IN ['https://w3id.org/whatworked/ns#implements', 'https://w3id.org/whatworked/ns#ofInnovation']
MATCH (t)-[:mainClass|prospectOf]->(class)
WHERE class.iri IN ['https://w3id.org/whatworked/ns#Implementation', 'https://w3id.org/whatworked/ns#TransferAttempt']
WITH DISTINCT i, t, class
MATCH (c:AcceptedClaim|ProspectiveClaim)-[:claimSubject]->(t), (c)-[:claimPredicate]->(p), (c)-[:modality]->(modality), (c)-[:inDocument]->(d)
WHERE split(p.iri, '#')[-1] IN ['implements', 'ofInnovation', 'fromImplementation', 'toImplementation', 'transferStatus',
  'implementationStatus', 'asOf', 'asOfDate', 'startedAt', 'occurredDuring', 'period', 'byOrganisation', 'inArea']
OPTIONAL MATCH (c)-[:claimObject]->(o)
RETURN DISTINCT i.iri AS innovation, t.iri AS thing, class.iri AS class, t.skos_prefLabel AS thingLabel, p.iri AS predicate,
  coalesce(o.iri, c.claimObject) AS object, o.skos_prefLabel AS objectLabel, o.earliest AS earliest, o.latest AS latest,
  modality.iri AS modality, c.iri AS claim, d.iri AS document, d.dct_issued AS issued
