MATCH (d:Document)-[:coverage]->(coverage) WHERE $document IS NULL OR d.iri = $document
OPTIONAL MATCH (d)-[:dcat_landingPage]->(page) WHERE page.iri STARTS WITH 'https://doi.org/'
RETURN DISTINCT d.iri AS document, d.dct_title AS title, split(d.iri, '/id/')[0] + '/' AS region, coverage.iri AS coverage,
  d.textSha256 AS textSha256, page.iri AS doi
