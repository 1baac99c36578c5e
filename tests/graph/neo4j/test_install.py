"""The jars: only those that are locked, and a reason where they cannot be had."""

import hashlib
from pathlib import Path

import pytest

from graph.neo4j.install import ROOTS, Jar, JarSource, find_jars, read_lock, verify_jar
from graph.neo4j.load import Place
from ontology.errors import NotAvailable, StorageFailure


def test_the_lock_names_every_jar_once() -> None:
    jars = read_lock()
    assert len({jar.file for jar in jars}) == len({jar.coordinate for jar in jars}) == len(jars)
    assert set(ROOTS) <= {jar.coordinate for jar in jars}
    assert all(len(bytes.fromhex(jar.sha256)) == 32 for jar in jars)


def test_a_jar_s_file_has_its_classifier() -> None:
    jar = Jar("00", "io.netty:netty-transport-native-epoll:linux-x86_64:4.1")
    assert jar.file == "netty-transport-native-epoll-4.1-linux-x86_64.jar"


def test_other_bytes_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a-1.jar"
    path.write_bytes(b"jar")
    verify_jar(path, Jar(hashlib.sha256(b"jar").hexdigest(), "g:a:1"))
    with pytest.raises(StorageFailure, match=r"a-1\.jar is not the jar that neo4j\.lock names"):
        verify_jar(path, Jar("00", "g:a:1"))


def test_a_closed_folder_names_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(NotAvailable, match=r"lacks .*\.jar \(217 jars are missing\)"):
        find_jars(JarSource(tmp_path, closed=True))


def test_a_mirror_that_is_not_there_is_a_reason(tmp_path: Path) -> None:
    with pytest.raises(NotAvailable, match="WHATWORKED_NEO4J_JARS"):
        find_jars(JarSource(tmp_path / "jars", "http://127.0.0.1:9/"))
    assert list((tmp_path / "jars").iterdir()) == []


def test_one_false_jar_among_all_is_found(neo4j_server: Place, tmp_path: Path) -> None:
    for jar in read_lock():
        (tmp_path / jar.file).symlink_to(neo4j_server.source.folder / jar.file)
    assert find_jars(JarSource(tmp_path, closed=True)) == tmp_path
    false = tmp_path / read_lock()[100].file
    false.unlink()
    false.write_bytes(b"PK")
    with pytest.raises(StorageFailure, match=false.name):
        find_jars(JarSource(tmp_path, closed=True))
