MATCH (p:Area|Organisation) WHERE $place IS NULL OR p.iri = $place
// At most from an area to a larger one, on to the body that serves it, and on to a region.
MATCH way = (p) ((a)-[step:dct_isPartOf|mainlyIn|coversArea|inRegion]-(b)
  WHERE (startNode(step) = b) = (type(step) = 'coversArea')){1,3} (w)
WHERE $within IS NULL OR w.iri = $within
WITH p, w, any(one IN step WHERE type(one) = 'mainlyIn') AS mainly,
  [one IN nodes(way) WHERE one.validFrom IS NOT NULL | one.validFrom] AS starts,
  [one IN nodes(way) WHERE one.validTo IS NOT NULL | one.validTo] AS ends
WITH p, w, mainly, reduce(latest = head(starts), one IN starts | CASE WHEN one > latest THEN one ELSE latest END) AS validFrom,
  reduce(earliest = head(ends), one IN ends | CASE WHEN one < earliest THEN one ELSE earliest END) AS validTo
// What has no day at all is of no day that is asked for.
WHERE coalesce(validFrom <= validTo, true) AND ($asAt IS NULL OR (validFrom <= $asAt AND coalesce($asAt <= validTo, true)))
RETURN DISTINCT p.iri AS place, p.skos_prefLabel AS placeLabel, CASE WHEN mainly THEN 'mainly' ELSE 'whole' END AS how,
  w.iri AS within, w.skos_prefLabel AS withinLabel, validFrom, validTo,
  p.validFrom IS NOT NULL AS dated
