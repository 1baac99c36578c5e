MATCH (i:Innovation)-[:mainClass]->(class) WHERE $innovation IS NULL OR i.iri = $innovation
OPTIONAL MATCH (use:Implementation)-[:implements]->(i)
OPTIONAL MATCH (o:OutcomeObservation)-[:ofImplementation]->(use)
WITH i, class, count(DISTINCT use) AS uses, count(DISTINCT o) AS outcomes
OPTIONAL MATCH (d)<-[:inDocument]-()-[:claimSubject|claimObject|about|regards]->(i)
RETURN i.iri AS innovation, i.skos_prefLabel AS innovationLabel, class.iri AS class, uses, outcomes, count(DISTINCT d) AS documents
