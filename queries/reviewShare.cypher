MATCH (c:Claim)-[:inDocument]->(d), (c)-[:reviewState]->(reviewState)
RETURN reviewState.iri AS reviewState, count(DISTINCT d) AS documents, count(DISTINCT c) AS claims
