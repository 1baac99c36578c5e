"""Texts that a hostile caller might send as queries; @ stands for the address of a canary.

Each is a name, the text, and the statuses that may answer it.
"""

LISTENER = "<http://@/sparql>"
FILE = "<file://%FILE%>"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
REFUSED, WRONG, OVER = (403,), (400,), (503,)
ENDS = (400, 503)  # by depth, by deadline or by memory
Row = tuple[str, str, tuple[int, ...]]

CALLS: list[Row] = [
    ("plain", f"SELECT * {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }}", REFUSED),
    ("silent", f"SELECT * {{ SERVICE SILENT {LISTENER} {{ ?s ?p ?o }} }}", REFUSED),
    ("lower", f"select * {{ service {LISTENER} {{ ?s ?p ?o }} }}", REFUSED),
    ("mixed", f"SELECT * {{ sErViCe sIlEnT {LISTENER} {{ ?s ?p ?o }} }}", REFUSED),
    ("tight", "SELECT*{SERVICE<http://@/>{?s ?p ?o}}", REFUSED),
    ("comment", f"SELECT * {{ SERVICE#\n{LISTENER} {{ ?s ?p ?o }} }}", REFUSED),
    ("behind-comment", f"# SERVICE\nSELECT * {{ #\nSERVICE {LISTENER} {{ }} }}", REFUSED),
    ("optional", f"SELECT * {{ OPTIONAL {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }} }}", REFUSED),
    ("union", f"SELECT * {{ {{}} UNION {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }} }}", REFUSED),
    ("minus", f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }} }}", REFUSED),
    ("graph", f"SELECT * {{ GRAPH ?g {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }} }}", REFUSED),
    ("nested", f"SELECT * {{ {{ {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }} }} }}", REFUSED),
    ("select", f"SELECT * {{ {{ SELECT * {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }} }} }}", REFUSED),
    ("exists", f"ASK {{ FILTER EXISTS {{ SERVICE SILENT {LISTENER} {{ }} }} }}", REFUSED),
    ("not-exists", f"ASK {{ FILTER NOT EXISTS {{ SERVICE {LISTENER} {{ }} }} }}", REFUSED),
    ("bind", f"ASK {{ BIND(EXISTS {{ SERVICE SILENT {LISTENER} {{ }} }} AS ?x) }}", REFUSED),
    ("having", f"SELECT (1 AS ?x) {{ }} HAVING (EXISTS {{ SERVICE {LISTENER} {{}} }})", REFUSED),
    ("order", f"SELECT * {{ ?s ?p ?o }} ORDER BY (EXISTS {{ SERVICE {LISTENER} {{}} }})", REFUSED),
    ("in-service", f"ASK {{ SERVICE {LISTENER} {{ SERVICE {LISTENER} {{ }} }} }}", (400, 403)),
    ("variable", f"SELECT * {{ BIND({LISTENER} AS ?u) SERVICE ?u {{ ?s ?p ?o }} }}", REFUSED),
    ("values", f"SELECT * {{ VALUES ?u {{ {LISTENER} }} SERVICE ?u {{ ?s ?p ?o }} }}", REFUSED),
    ("prefixed", "PREFIX x: <http://@/> ASK { SERVICE x:sparql { ?s ?p ?o } }", REFUSED),
    ("based", "BASE <http://@/> ASK { SERVICE <sparql> { ?s ?p ?o } }", REFUSED),
    ("construct", f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }}", REFUSED),
    ("describe", f"DESCRIBE ?s {{ SERVICE {LISTENER} {{ ?s ?p ?o }} }}", REFUSED),
    ("file-service", f"SELECT * {{ SERVICE {FILE} {{ ?s ?p ?o }} }}", REFUSED),
    ("escaped-word", f"SELECT * {{ \\u0053ERVICE {LISTENER} {{ ?s ?p ?o }} }}", (400, 403)),
    ("escaped-wide", f"SELECT * {{ \\U00000053ERVICE {LISTENER} {{ }} }}", (400, 403)),
    ("escaped-iri", "SELECT * { SERVICE <http\\u003A//@/> { ?s ?p ?o } }", (400, 403)),
    ("long-s", f"SELECT * {{ \u017fERVICE {LISTENER} {{ ?s ?p ?o }} }}", (400, 403)),
    ("full-width", f"SELECT * {{ \uff33ERVICE {LISTENER} {{ ?s ?p ?o }} }}", WRONG),
    ("lateral", f"SELECT * {{ ?s ?p ?o LATERAL {{ SERVICE {LISTENER} {{ }} }} }}", (400, 403)),
    ("from", f"SELECT * FROM {LISTENER} {{ ?s ?p ?o }}", WRONG),  # noqa: S608
    ("from-named", f"SELECT * FROM NAMED {LISTENER} {{ GRAPH ?g {{ ?s ?p ?o }} }}", WRONG),  # noqa: S608
    ("from-file", f"SELECT * FROM {FILE} {{ ?s ?p ?o }}", WRONG),  # noqa: S608
    ("from-named-file", f"ASK FROM NAMED {FILE} {{ GRAPH ?g {{ ?s ?p ?o }} }}", WRONG),
    ("from-passwd", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", WRONG),
    ("from-prefixed", "PREFIX x: <http://@/> SELECT * FROM x:a { ?s ?p ?o }", WRONG),
    ("from-metadata", "SELECT * FROM <http://169.254.169.254/latest/> { ?s ?p ?o }", WRONG),
    ("load", f"LOAD {LISTENER}", REFUSED),
    ("load-file", f"LOAD {FILE}", REFUSED),
    ("load-silent", f"LOAD SILENT {LISTENER} INTO GRAPH <a:b>", REFUSED),
    ("insert", "INSERT DATA { <a:b> <a:b> <a:b> }", REFUSED),
    ("insert-where", f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {LISTENER} {{ }} }}", REFUSED),
    ("delete", "DELETE WHERE { ?s ?p ?o }", REFUSED),
    ("clear", "CLEAR ALL", REFUSED),
    ("drop", "PREFIX a: <a:b>\n# x\nDROP ALL", REFUSED),
    ("with", "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", REFUSED),
    ("copy", "COPY DEFAULT TO <a:b>", REFUSED),
    ("second", "SELECT * { } ; DROP ALL", WRONG),
    ("second-query", "ASK { } ASK { }", WRONG),
]
HEAVY: list[Row] = [
    ("count", f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", OVER),
    ("sorted", f"SELECT ?a ?d ?g {{ {CROSS} }} ORDER BY ?c ?f ?i", OVER),
    ("distinct", f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {CROSS} }}", OVER),
    ("grouped", f"SELECT ?a ?d ?g {{ {CROSS} }} GROUP BY ?a ?d ?g", OVER),
    ("concatenated", f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {CROSS} }}", OVER),
    ("sampled", f"SELECT (SAMPLE(?c) AS ?x) (SUM(STRLEN(STR(?f))) AS ?y) {{ {CROSS} }}", OVER),
    ("unioned", f"ASK {{ {CROSS} FILTER(?a = ?nothing) }}", (200, 503)),
    ("paths", "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>|^!<a:b>)* ?b . ?c (!<a:b>)* ?d }", OVER),
    ("path-stars", "SELECT (COUNT(*) AS ?n) { ?a ((!<a:b>)*)* ?b . ?d ((!<a:b>)+)+ ?e }", OVER),
    ("filter", f"ASK {{ {CROSS} FILTER(STR(?c) > STR(?f) && STR(?f) > STR(?c)) }}", OVER),
    ("not-exists", f"ASK {{ {CROSS} FILTER NOT EXISTS {{ ?a ?b ?c }} }}", (200, 503)),
    ("minus", f"SELECT (COUNT(*) AS ?n) {{ {CROSS} MINUS {{ ?a ?b ?x }} }}", OVER),
    ("hashes", f"SELECT (MAX(SHA512(STR(?c))) AS ?x) {{ {CROSS} }}", OVER),
    ("replace", f"ASK {{ {CROSS} FILTER(REPLACE(STR(?c), '.', '$0$0') = 'x') }}", (200, 503)),
]
DOUBLING = "BIND('aaaaaaaaaaaaaaaa' AS ?x0) " + " ".join(
    f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)
)
ODD: list[Row] = [
    ("redos", "ASK { FILTER(REGEX('" + "a" * 40 + "b', '^(a+)+$')) }", (200, 400, 503)),
    ("redos-2", "ASK { FILTER(REGEX('" + "a" * 99 + "!', '^(a|aa)+$')) }", (200, 400, 503)),
    ("redos-3", "ASK { FILTER(REGEX('" + "x" * 99 + "', '(x+x+)+y')) }", (200, 400, 503)),
    ("regex-size", "ASK { FILTER(REGEX('a', '(((a{1000}){1000}){1000})')) }", (200, 400, 503)),
    ("back-reference", "ASK { FILTER(REGEX('aa', '(a)\\\\1')) }", (200, 400)),
    ("doubling", f"SELECT (STRLEN(?x40) AS ?n) {{ {DOUBLING} }}", OVER),
    ("groups", "ASK " + "{" * 5000 + "}" * 5000, ENDS),
    ("parentheses", "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", ENDS),
    ("exists-nested", "ASK { " + "FILTER EXISTS {" * 3000 + "}" * 3000 + " }", ENDS),
    ("collections", "ASK { ?a ?b " + "(" * 5000 + ")" * 5000 + " }", ENDS),
    ("brackets", "ASK { " + "[ <a:b> " * 5000 + "1" + "]" * 5000 + " }", ENDS),
    ("optionals", "ASK { " + "OPTIONAL { ?a ?b ?c } " * 2900 + "}", (200, *ENDS)),
    ("unions", "ASK { {}" + " UNION {}" * 5000 + " }", (200, *ENDS)),
    ("sums", "ASK { FILTER(" + "1+" * 20000 + "1 > 0) }", (200, *ENDS)),
    ("nots", "ASK { FILTER(" + "!" * 20000 + "true) }", (200, *ENDS)),
    ("paths", "ASK { ?a " + "(" * 3000 + "<a:b>" + ")*" * 3000 + " ?b }", (200, *ENDS)),
    ("read-twice", "ASK { #service\n" + "{" * 5000 + "}" * 5000 + "}", ENDS),
    ("slow-to-read", "ASK { FILTER('from' = " + "(" * 300 + "1" + ")" * 300 + ") }", (200, *ENDS)),
    ("too-long", "ASK { } #" + "x" * 70000, (413,)),
    ("long-iri", "ASK { <http://x/" + "a" * 60000 + "> ?p ?o }", (200,)),
    ("values", "ASK { VALUES ?x { " + "1 " * 30000 + "} }", (200, 503)),
    ("limit", "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999", (200, 400)),
    ("offset", "SELECT * { ?s ?p ?o } OFFSET 18446744073709551616", (200, 400)),
    ("prefixes", "PREFIX a: <a:b>\n" * 4000 + "ASK { }", (200,)),
    ("prefix-loop", "PREFIX a: <a:> ASK { a:" + "a" * 60000 + " a: a: }", (200,)),
    ("nul", "ASK { ?s ?p 'a\0b' }", (200, 400)),
    ("nul-outside", "ASK \0 { }", WRONG),
    ("mark", "\ufeffASK { }", (200, 400)),
    ("bidi", "ASK { ?s ?p '\u202e' }", (200,)),
    ("surrogate-escape", "ASK { ?s ?p '\\uD800' }", WRONG),
    ("big-number", "ASK { FILTER(" + "9" * 60000 + " > 1) }", (200, 400)),
    ("power", "SELECT (" + "*".join(["999999999999999999"] * 999) + " AS ?x) { }", (200, 400)),
    ("datatype", "ASK { FILTER(STRDT('" + "9" * 50000 + "', <a:b>) = 1) }", (200, 400)),
    ("template", "CONSTRUCT { " + "?s ?p ?o . " * 5000 + "} { ?s ?p ?o } LIMIT 9", (200, 400)),
    ("empty", "", WRONG),
    ("words", "please give me everything", WRONG),
    ("html", "<script>alert(1)</script>", WRONG),
]
