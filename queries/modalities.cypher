MATCH (d:Document) WHERE $document IS NULL OR d.iri = $document
MATCH (c:Claim)-[:inDocument]->(d), (c)-[:modality]->(m)
WHERE NOT EXISTS { (c)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#mentions'}) }
RETURN d.iri AS document, m.iri AS modality, count(DISTINCT c) AS statements
