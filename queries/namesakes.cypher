MATCH (i:Innovation) WHERE $innovation IS NULL OR i.iri = $innovation
UNWIND [i.skos_prefLabel] + coalesce(i.skos_altLabel, []) AS label
WITH i, label WHERE label IS NOT NULL
MATCH (other:Innovation) WHERE other <> i AND any(
  name IN [other.skos_prefLabel] + coalesce(other.skos_altLabel, []) WHERE toLower(name) = toLower(label))
RETURN DISTINCT label, i.iri AS innovation, other.iri AS other
