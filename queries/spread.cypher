MATCH (from)-[:implements]->(i) WHERE $innovation IS NULL OR i.iri = $innovation
// One path for each pair of ends: there may be very many, and none is asked for.
MATCH ANY SHORTEST (from) (()<-[:fromImplementation]-()-[:toImplementation]->()){1,} (to)
OPTIONAL MATCH (from)-[:inArea]->(fromPlace) WHERE fromPlace.skos_prefLabel IS NOT NULL
OPTIONAL MATCH (to)-[:inArea]->(toPlace) WHERE toPlace.skos_prefLabel IS NOT NULL
RETURN DISTINCT i.iri AS innovation, from.iri AS from, fromPlace.skos_prefLabel AS fromPlaceLabel,
  to.iri AS to, toPlace.skos_prefLabel AS toPlaceLabel
