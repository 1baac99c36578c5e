MATCH (d:Document)-[:coverage]->(coverage) WHERE $document IS NULL OR d.iri = $document
CALL (d) {
  UNWIND [
    ['OutcomeObservation', 'baseline', ['baselineValue']],
    ['OutcomeObservation', 'followUp', ['followUpValue']],
    ['OutcomeObservation', 'n', ['n']],
    ['OutcomeObservation', 'confidenceInterval', ['ciLow']],
    ['OutcomeObservation', 'pValue', ['pValue']],
    ['OutcomeObservation', 'period', ['period', 'startedAt', 'occurredDuring']],
    ['Implementation', 'organisation', ['byOrganisation']],
    ['Implementation', 'place', ['inArea']],
    ['Implementation', 'period', ['period', 'startedAt', 'occurredDuring']],
    ['TransferAttempt', 'asOf', ['asOfDate', 'asOf']],
    ['Lesson', 'derivedFrom', ['derivedFrom']]
  ] AS due
  MATCH (d)<-[:inDocument]-()-[:claimSubject|claimObject]->(s:OutcomeObservation|Implementation|TransferAttempt|Lesson)
  WHERE due[0] IN labels(s) AND NOT EXISTS {
    MATCH (s)<-[:claimSubject]-(telling)-[:inDocument]->(d), (telling)-[:claimPredicate]->(p)
    WHERE p.iri IN [name IN due[2] | 'https://w3id.org/whatworked/ns#' + name]
  }
  RETURN s, due[1] AS missing
  UNION
  MATCH (d)<-[:inDocument]-(telling:AcceptedClaim)-[:claimSubject]->(s),
    (telling)-[:claimPredicate]->(p), (telling)-[:claimObject]->(o)
  RETURN s, CASE [p.iri, o.iri]
    WHEN ['https://w3id.org/whatworked/ns#changeKind', 'https://w3id.org/whatworked/vocab/change-kind/notStated'] THEN 'changeKind'
    WHEN ['https://w3id.org/whatworked/ns#compares', 'https://w3id.org/whatworked/vocab/compares/noneStated'] THEN 'comparator'
    WHEN ['https://w3id.org/whatworked/ns#membershipStatus', 'https://w3id.org/whatworked/vocab/membership-status/notEnumerated'] THEN 'members'
  END AS missing
  UNION
  MATCH (d)<-[:inDocument]-(aiming:ProspectiveClaim)-[:claimObject]->(s), (aiming)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#aimsToChange'})
  WHERE NOT EXISTS { (s)<-[:claimObject]-(:AcceptedClaim)-[:claimPredicate]->({iri: 'https://w3id.org/whatworked/ns#measure'}) }
  RETURN s, 'observation' AS missing
  UNION
  WITH d WHERE d.dct_issued IS NULL
  RETURN d AS s, 'publicationDate' AS missing
}
WITH * WHERE missing IS NOT NULL
RETURN DISTINCT d.iri AS document, s.iri AS subject, coalesce(s.skos_prefLabel, s.dct_title) AS subjectLabel, missing, coverage.iri AS coverage,
  CASE coverage.iri WHEN 'https://w3id.org/whatworked/vocab/coverage/whole' THEN 'notReported' ELSE 'notSeen' END AS status
