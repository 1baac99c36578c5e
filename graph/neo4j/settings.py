"""The settings of our Neo4j server, each tried.

It listens on the loopback alone. No query reads a file or reaches another machine, nothing is
reported to anybody, and the page of the Neo4j Browser talks to this server and to nothing else:
the content security policy holds it, for the setting that forbids it is sold with another edition.
When it is stopped it waits for nobody: 0.5 s, where it would be 10 s.
"""

from dataclasses import dataclass
from pathlib import Path

from graph.files import write_file

HOST = "127.0.0.1"
BOLT, HTTP = 7687, 7474  # the ports that every client tries first

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; connect-src 'self' "
    "ws://{host}:{bolt} http://{host}:{bolt} ws://localhost:{bolt} http://localhost:{bolt}"
)
_SETTINGS = """\
# Written anew whenever the server is started.
server.default_listen_address={host}
server.bolt.enabled=true
server.bolt.listen_address={host}:{bolt}
server.bolt.advertised_address={host}:{bolt}
server.http.enabled=true
server.http.listen_address={host}:{http}
server.http.advertised_address={host}:{http}
server.https.enabled=false
server.memory.heap.max_size=1g
server.memory.pagecache.size=256m
dbms.security.auth_enabled=true
dbms.security.allow_csv_import_from_file_urls=false
dbms.security.http_access_control_allow_origin=http://{host}:{http}
dbms.security.http_static_content_security_policy_header={policy}
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
internal.server.bolt.thread_pool_shutdown_wait_time=0s
dbms.usage_report.enabled=false
client.allow_telemetry=false
db.logs.query.enabled=OFF
db.transaction.timeout=30s
db.tx_log.preallocate=false
db.tx_log.rotation.size=16M
db.tx_log.rotation.retention_policy=keep_none
"""


@dataclass(frozen=True)
class Ports:
    """Where a server listens."""

    bolt: int
    http: int


def write_settings(folder: Path, ports: Ports) -> None:
    """Write the settings of the server of this folder."""
    places = {"host": HOST, "bolt": ports.bolt, "http": ports.http}
    text = _SETTINGS.format(**places, policy=_POLICY.format(**places))
    (folder / "conf").mkdir(parents=True, exist_ok=True)
    write_file(folder / "conf" / "neo4j.conf", text.encode())
