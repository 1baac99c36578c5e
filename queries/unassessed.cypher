MATCH (condition:Condition)
WHERE NOT EXISTS { (:ConditionAssessment)-[:condition]->(condition) }
RETURN DISTINCT condition.iri AS condition, condition.skos_prefLabel AS conditionLabel
