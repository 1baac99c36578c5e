MATCH (b:IntegratedCareBoard)
WHERE $place IS NULL OR b.iri = $place
  OR EXISTS { (b)-[:coversArea|inRegion]->({iri: $place}) } OR EXISTS { (b)-[:inRegion]->()-[:coversArea]->({iri: $place}) }
OPTIONAL MATCH (b)-[:inRegion]->(r) WHERE r.skos_prefLabel IS NOT NULL
OPTIONAL MATCH (b)-[:coversArea]->(a) WHERE a.onsCode IS NOT NULL
WITH b, r, a,
  CASE WHEN b.validFrom > a.validFrom THEN b.validFrom ELSE coalesce(a.validFrom, b.validFrom) END AS validFrom,
  CASE WHEN b.validTo < a.validTo THEN b.validTo ELSE coalesce(a.validTo, b.validTo) END AS validTo
// What has no day at all is of no day that is asked for.
WHERE $asAt IS NULL OR (validFrom <= $asAt AND (validTo IS NULL OR $asAt <= validTo))
RETURN DISTINCT b.iri AS board, b.skos_prefLabel AS boardLabel, b.odsCode AS odsCode, a.iri AS area, a.onsCode AS onsCode,
  r.iri AS region, r.skos_prefLabel AS regionLabel, validFrom, validTo
