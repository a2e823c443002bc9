"""Whoever alters the record behind the application's back, even as the owner of its tables, is found out.

Each kind of tampering is done straight in the database, and then looked at from outside twice: in an exported
folder and over HTTP. Nothing but what is published is used to find it.
"""

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.record import keys, publication
from comity.record.cli import verify_command
from comity.record.clock import clock
from comity.record.entries import Entry
from comity.record.keys import signer
from comity.record.merkle import leaf_hash
from comity.record.models import EntryRow, Head, Node
from comity.record.notes import bundle, tile_address, unbundle
from comity.record.seats import SECRETARIAT
from comity.record.submission import Damaged, submit
from comity.record.verify import DoesNotFit, Folder, Unreachable, verify, verify_entry
from comity.wsgi import application
from conftest import FreshDatabase
from record.acts import Confide, Moor, Sail
from record.growing import BEGINNING, Done, Growth, grow

SIZE = 300
"""More than a full tile, so that there is a tile above the leaves."""

Owner = psycopg.Connection[Any]


def voyage(number: int) -> Done:
    """Ships come and go by turns at one quay."""
    act = Sail(berth="quay") if number % 2 else Moor(berth="quay", ship=f"Ship {number}")
    return Done(act, findings={} if number % 2 else {"article": "12"})


@dataclass
class Harbour:
    """A record of `SIZE` entries, who owns its tables, and the two doors through which outsiders look at it."""

    owner: Owner
    folder: Path
    site: str

    def look(self, *arguments: str) -> list[Result]:
        """What `comity verify` says of the exported folder and of the server, in this order."""
        publication.export(self.folder)
        runner = CliRunner()
        return [runner.invoke(verify_command, [where, *arguments]) for where in (str(self.folder), self.site)]

    def finds(self, seq: int, reason: str, *arguments: str) -> None:
        """Both doors show that entry `seq` is the first that does not fit."""
        for result in self.look(*arguments):
            assert result.exit_code == 1, result.output
            assert f"First entry that does not fit: {seq}. " in result.output
            assert reason in result.output

    def anew(self, *cases: Any) -> Iterator[Any]:
        """Each case on a record that nobody has touched yet."""
        for case in cases:
            self.owner.execute("TRUNCATE record_entry, record_node")
            grow(self.owner, map(voyage, range(SIZE)))
            shutil.rmtree(self.folder, ignore_errors=True)
            yield case

    def rewrite(self, place: int, **fields: Any) -> bytes:
        """Change fields of an entry's content and nothing else; the new content."""
        content = json.loads(self.content(place)) | fields
        changed = json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
        self.owner.execute("UPDATE record_entry SET content = %s WHERE seq = %s", [changed, place])
        return changed

    def rehash(self, first: int, *, relink: bool = False) -> None:
        """Compute leaves, nodes and head anew from entry `first` on, as somebody would who has not the key.

        relink   let each later entry name the new leaf of the one before it
        """
        growth = Growth()
        for (seq,) in self.owner.execute("SELECT seq FROM record_entry ORDER BY seq").fetchall():
            if seq >= first and relink:
                self.rewrite(seq, previous=growth.leaf.hex())
            growth.add(leaf_hash(self.content(seq)))
            self.owner.execute("UPDATE record_entry SET leaf = %s WHERE seq = %s", [growth.leaf, seq])
        for node in growth.nodes:
            self.owner.execute('UPDATE record_node SET hash = %s WHERE "index" = %s AND level = %s', node[::-1])
        head = (growth.size, b"".join(growth.before), growth.leaf)
        self.owner.execute("UPDATE record_head SET size = %s, frontier = %s, leaf = %s", head)

    def content(self, seq: int) -> bytes:
        found = self.owner.execute("SELECT content FROM record_entry WHERE seq = %s", [seq]).fetchone()
        assert found is not None
        return bytes(found[0])


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class OneThread(WSGIServer):
    def server_close(self) -> None:
        super().server_close()
        connection.close()


@pytest.fixture
def site(fresh_database: FreshDatabase) -> Iterator[str]:
    """The address of a server of the whole site."""
    server = make_server("127.0.0.1", 0, application, OneThread, Quiet)

    def serve() -> None:
        server.serve_forever(poll_interval=0.01)
        server.server_close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def harbour(owner_connection: Owner, site: str, tmp_path: Path) -> Harbour:
    grow(owner_connection, map(voyage, range(SIZE)))
    return Harbour(owner_connection, tmp_path / "published", site)


def test_a_record_copied_in_is_the_one_that_submitting_makes(owner_connection: Owner) -> None:
    grow(owner_connection, map(voyage, range(SIZE)))
    tables = (EntryRow, Node, Head)
    copied = [list(table.objects.values()) for table in tables]
    owner_connection.execute("TRUNCATE record_entry, record_node")
    owner_connection.execute("UPDATE record_head SET size = 0, frontier = '', leaf = '', checkpoint = '', at = NULL")
    for number in range(SIZE):
        token = clock.set(BEGINNING.replace(minute=number // 60, second=number % 60))
        submit(voyage(number).act, SECRETARIAT)
        clock.reset(token)
    assert [list(table.objects.values()) for table in tables] == copied


class TestAGoodRecord:
    def test_every_entry_fits(self, harbour: Harbour) -> None:
        for result in harbour.look():
            assert result.exit_code == 0, result.output
            assert f"localhost/log: {SIZE} entries, every entry fits; the signature holds." in result.output

    def test_with_what_is_confidential_it_fits_too(self, harbour: Harbour) -> None:
        submit(Confide(words="The pilot drinks."), SECRETARIAT)
        submit(Sail(berth="quay"), SECRETARIAT)
        assert [result.exit_code for result in harbour.look()] == [0, 0]
        assert [result.exit_code for result in harbour.look("--entry", str(SIZE + 1))] == [0, 0]

    def test_one_entry_is_checked_by_its_proof(self, harbour: Harbour) -> None:
        for seq in harbour.anew(1, 256, 257, SIZE):
            for result in harbour.look("--entry", str(seq)):
                assert (result.exit_code, f"entry {seq} is in it" in result.output) == (0, True), result.output

    def test_what_is_not_in_the_record_is_not_found_in_it(self, harbour: Harbour) -> None:
        for seq in harbour.anew(0, -1, SIZE + 1):
            for result in harbour.look("--entry", str(seq)):
                assert result.exit_code == 1
                assert f"Entry {seq} is not in the record: it has {SIZE} entries." in result.output

    def test_it_fits_at_every_size(self, owner_connection: Owner, tmp_path: Path) -> None:
        """Each time the export is written over the one before."""
        for number in range(20):
            submit(voyage(number).act, SECRETARIAT)
            publication.export(tmp_path)
            assert verify(Folder(tmp_path)).size == number + 1

    def test_it_grew_from_every_earlier_checkpoint(self, harbour: Harbour, tmp_path: Path) -> None:
        earlier = tmp_path / "earlier"
        for number in range(SIZE, SIZE + 5):
            earlier.write_text(publication.checkpoint(), encoding="utf-8")
            submit(voyage(number).act, SECRETARIAT)
            for result in harbour.look("--since", str(earlier)):
                assert result.exit_code == 0, result.output

    def test_the_key_may_be_known_from_elsewhere(self, harbour: Harbour) -> None:
        assert [result.exit_code for result in harbour.look("--key", str(signer().verifier))] == [0, 0]
        for result in harbour.look("--key", "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"):
            assert (result.exit_code, "no signature by sum.golang.org" in result.output) == (1, True)


class TestTamperingInTheDatabase:
    def test_a_content_is_changed(self, harbour: Harbour) -> None:
        for seq in harbour.anew(1, 200, 256, SIZE):
            harbour.rewrite(seq, on="1999-01-01")
            harbour.finds(seq, f"Entry {seq} was changed: its leaf in the tree is another one.")

    def test_a_content_is_changed_and_its_leaf_with_it(self, harbour: Harbour) -> None:
        for seq in harbour.anew(1, 200, 256, SIZE - 1):
            leaf = leaf_hash(harbour.rewrite(seq, on="1999-01-01"))
            harbour.owner.execute("UPDATE record_entry SET leaf = %s WHERE seq = %s", [leaf, seq])
            harbour.finds(seq, f"Entry {seq} is not the one that entry {seq + 1} was built on.")

    def test_the_last_content_is_changed_and_its_leaf_with_it(self, harbour: Harbour) -> None:
        leaf = leaf_hash(harbour.rewrite(SIZE, on="1999-01-01"))
        harbour.owner.execute("UPDATE record_entry SET leaf = %s WHERE seq = %s", [leaf, SIZE])
        harbour.finds(SIZE, "the tree of the published entries has another root")

    def test_a_content_is_changed_and_the_whole_tree_made_anew(self, harbour: Harbour) -> None:
        for seq in harbour.anew(1, 100, 256):
            harbour.rewrite(seq, on="1999-01-01")
            harbour.rehash(seq)
            harbour.finds(seq, f"Entry {seq} is not the one that entry {seq + 1} was built on.")

    def test_everything_behind_a_change_is_rewritten(self, harbour: Harbour) -> None:
        """Then all fits together, and only the signature tells that it is not what was signed."""
        for seq in harbour.anew(1, 100, 256):
            harbour.rewrite(seq, on="1999-01-01")
            harbour.rehash(seq, relink=True)
            harbour.finds(SIZE, f"Entry {SIZE}, or a run of entries that ends with it, is not what was signed")

    def test_an_upper_tile_left_as_it_was_narrows_the_search(self, harbour: Harbour) -> None:
        harbour.rewrite(100, on="1999-01-01")
        (old,) = harbour.owner.execute("SELECT hash FROM record_node WHERE level = 1").fetchone() or ()
        harbour.rehash(100, relink=True)
        harbour.owner.execute("UPDATE record_node SET hash = %s", [old])
        harbour.finds(1, "From entry 1 on, tile/1/000.p/1 is not made of these entries.")

    def test_an_entry_is_deleted(self, harbour: Harbour) -> None:
        for seq in harbour.anew(1, 100, 256, SIZE):
            harbour.owner.execute("DELETE FROM record_entry WHERE seq = %s", [seq])
            harbour.finds(seq, "is missing" if seq in (256, SIZE) else f"At place {seq} stands what calls itself")

    def test_the_end_is_deleted(self, harbour: Harbour) -> None:
        harbour.owner.execute("DELETE FROM record_entry WHERE seq > 250")
        harbour.finds(251, "Entry 251 is missing.")

    def test_the_record_is_emptied(self, harbour: Harbour) -> None:
        harbour.owner.execute("TRUNCATE record_entry, record_node")
        harbour.finds(1, "Entry 1 is missing.")

    def test_an_entry_is_deleted_and_those_behind_it_move_up(self, harbour: Harbour) -> None:
        harbour.owner.execute("DELETE FROM record_entry WHERE seq = 100")
        harbour.owner.execute("UPDATE record_entry SET seq = -seq WHERE seq > 100")
        harbour.owner.execute("UPDATE record_entry SET seq = -seq - 1 WHERE seq < 0")
        harbour.finds(100, "At place 100 stands what calls itself entry 101.")

    def test_two_entries_change_places(self, harbour: Harbour) -> None:
        for one, other in harbour.anew((1, 2), (10, 290), (256, 257)):
            for seq, place in ((one, -1), (other, one), (-1, other)):
                harbour.owner.execute("UPDATE record_entry SET seq = %s WHERE seq = %s", [place, seq])
            harbour.finds(one, f"At place {one} stands what calls itself entry {other}.")

    def test_two_entries_change_places_and_all_is_made_anew(self, harbour: Harbour) -> None:
        for one, other in harbour.anew((1, 2), (10, 290), (256, 257)):
            first, second = harbour.content(one), harbour.content(other)
            for seq, content in ((one, second), (other, first)):
                harbour.owner.execute("UPDATE record_entry SET content = %s WHERE seq = %s", [content, seq])
                harbour.rewrite(seq, seq=seq)
            harbour.rehash(1)
            harbour.finds(one, "does not follow the entry before it")

    def test_an_entry_is_made_to_follow_another(self, harbour: Harbour) -> None:
        for seq in harbour.anew(1, 2, 256, 299):
            leaf = leaf_hash(harbour.rewrite(seq, previous="00" * 32))
            harbour.owner.execute("UPDATE record_entry SET leaf = %s WHERE seq = %s", [leaf, seq])
            harbour.finds(seq, f"Entry {seq} was changed: it does not follow the entry before it.")

    def test_an_entry_is_added_that_nobody_signed(self, harbour: Harbour) -> None:
        for size in harbour.anew(SIZE, 512):
            for number in range(SIZE, size):
                submit(voyage(number).act, SECRETARIAT)
            add_behind(harbour, size)
            harbour.finds(size + 1, f"Entry {size + 1} is published, but nobody signed it.")

    def test_an_entry_is_added_and_the_head_moved(self, harbour: Harbour) -> None:
        add_behind(harbour, SIZE)
        harbour.rehash(SIZE)
        harbour.finds(SIZE + 1, f"Entry {SIZE + 1} is published, but nobody signed it.")

    def test_the_checkpoint_is_moved_without_the_key(self, harbour: Harbour) -> None:
        add_behind(harbour, SIZE)
        harbour.owner.execute("UPDATE record_head SET checkpoint = replace(checkpoint, '300', '301')")
        for result in harbour.look():
            assert result.exit_code == 1
            assert "The checkpoint bears no signature by localhost/log that holds." in result.output

    def test_a_commitment_is_exchanged(self, harbour: Harbour) -> None:
        submit(Confide(words="The pilot drinks."), SECRETARIAT)
        harbour.rewrite(SIZE + 1, body={"words": "The pilot is sober."})
        harbour.finds(SIZE + 1, f"Entry {SIZE + 1} was changed")

    def test_a_node_is_changed(self, harbour: Harbour) -> None:
        harbour.owner.execute("UPDATE record_node SET hash = %s", [bytes(32)])
        harbour.finds(1, "tile/1/000.p/1 is not made of these entries")
        for result in harbour.look("--entry", "260"):
            assert (result.exit_code, "its proof leads to another root" in result.output) == (1, True)

    def test_a_node_is_deleted(self, harbour: Harbour) -> None:
        harbour.owner.execute("DELETE FROM record_node")
        harbour.finds(1, "tile/1/000.p/1 is not made of these entries")
        for result in harbour.look("--entry", "260"):
            assert (result.exit_code, "tile/1/000.p/1 is missing" in result.output) == (1, True)

    def test_the_proof_of_a_changed_entry_leads_elsewhere(self, harbour: Harbour) -> None:
        harbour.rewrite(100, on="1999-01-01")
        harbour.finds(100, "its proof leads to another root", "--entry", "100")
        assert [result.exit_code for result in harbour.look("--entry", "101")] == [0, 0]

    def test_a_garbled_entry_is_not_readable(self, harbour: Harbour) -> None:
        harbour.owner.execute("UPDATE record_entry SET content = 'once upon a time' WHERE seq = 42")
        harbour.finds(42, "Entry 42 is not readable.")


class TestRewritingByWhoHasTheKey:
    """Only an earlier checkpoint, kept by somebody else, finds this out."""

    def test_a_past_that_was_rewritten_and_signed_anew(self, harbour: Harbour, tmp_path: Path) -> None:
        earlier = tmp_path / "earlier"
        earlier.write_text(publication.checkpoint(), encoding="utf-8")
        harbour.owner.execute("TRUNCATE record_entry, record_node")
        another = [Done(Sail(berth="mole")), *map(voyage, range(1, SIZE + 20))]
        grow(harbour.owner, another)
        assert [result.exit_code for result in harbour.look()] == [0, 0]
        harbour.finds(SIZE, f"The first {SIZE} entries are not those that were signed", "--since", str(earlier))

    def test_a_record_that_shrank(self, harbour: Harbour, tmp_path: Path) -> None:
        earlier = tmp_path / "earlier"
        earlier.write_text(publication.checkpoint(), encoding="utf-8")
        harbour.owner.execute("TRUNCATE record_entry, record_node")
        grow(harbour.owner, map(voyage, range(250)))
        assert [result.exit_code for result in harbour.look()] == [0, 0]
        harbour.finds(251, "Entry 251 is gone: 300 entries were signed earlier", "--since", str(earlier))

    def test_what_is_no_checkpoint_is_said_to_be_none(self, harbour: Harbour, tmp_path: Path) -> None:
        for note in harbour.anew(b"", b"\xff\xfe", b"localhost/log\n3\nAAAA\n\n"):
            earlier = tmp_path / "earlier"
            earlier.write_bytes(note)
            for result in harbour.look("--since", str(earlier)):
                assert (result.exit_code, "The earlier checkpoint cannot be used." in result.output) == (1, True)


class TestNothingIsAddedToADamagedRecord:
    """Submission looks at the head and the last entry alone; that costs next to nothing."""

    def test_the_head_or_the_end_is_not_what_was_signed(self, harbour: Harbour) -> None:
        for statement, reason in harbour.anew(
            ("DELETE FROM record_entry WHERE seq = 300", "its last entry is gone"),
            ("UPDATE record_entry SET leaf = sha256('another') WHERE seq = 300", "its last entry was replaced"),
            ("UPDATE record_head SET leaf = sha256('another')", "its tree has another root"),
            ("UPDATE record_head SET frontier = ''", "its tree has another root"),
            ("UPDATE record_head SET frontier = overlay(frontier placing 'x' from 1)", "its tree has another root"),
            ("UPDATE record_head SET size = 299", "its tree has another root"),
            ("UPDATE record_head SET size = 0", "its tree has another root"),
            ("UPDATE record_head SET size = -1", "its tree has another root"),
            ("UPDATE record_head SET checkpoint = ''", "no signature"),
            ("UPDATE record_head SET checkpoint = replace(checkpoint, '300', '301')", "no signature"),
            (
                "UPDATE record_head SET size = 0, checkpoint = '', frontier = '', leaf = ''",
                "something stands behind it that nobody signed",
            ),
        ):
            harbour.owner.execute(statement)
            before = [list(table.objects.values()) for table in (EntryRow, Node, Head)]
            with pytest.raises(Damaged, match=f"{reason}.*Nothing was added. Run `comity verify`"):
                submit(Sail(berth="quay"), SECRETARIAT)
            assert [list(table.objects.values()) for table in (EntryRow, Node, Head)] == before

    def test_an_entry_stands_behind_the_head(self, harbour: Harbour) -> None:
        add_behind(harbour, SIZE)
        with pytest.raises(Damaged, match="something stands behind it that nobody signed"):
            submit(Sail(berth="quay"), SECRETARIAT)

    def test_another_key_is_not_the_one_that_signed(self, harbour: Harbour, tmp_path: Path) -> None:
        (tmp_path / "data" / "record.key").unlink()
        keys._read_or_make.cache_clear()
        with pytest.raises(Damaged, match="no signature by localhost/log that holds"):
            submit(Sail(berth="quay"), SECRETARIAT)


class TestWhateverIsPublished:
    """A folder may hold anything: whatever it is, there is an answer and no traceback."""

    def test_what_is_no_record_is_said_to_be_none(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(verify_command, [str(tmp_path / "nowhere")])
        assert (result.exit_code, "There is no published record here" in result.output) == (1, True)

    @pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://[", "http://", "https://127.0.0.1:1/log/"])
    def test_what_does_not_answer_is_said_not_to(self, address: str) -> None:
        result = CliRunner().invoke(verify_command, [address])
        assert (result.exit_code, "gives no answer" in result.output) == (1, True), result.output

    @pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nab"])
    def test_what_does_not_speak_http_is_said_not_to(self, answer: bytes) -> None:
        with Answering(answer) as address:
            result = CliRunner().invoke(verify_command, [address])
        assert (result.exit_code, "Traceback" in result.output) == (1, False)
        assert isinstance(result.exception, SystemExit)

    @given(st.data())
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    def test_any_file_may_hold_any_bytes(self, folder_of_twelve: Path, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([*publication.resources(12)]))
        file = folder_of_twelve / "log" / name
        good = file.read_bytes()
        file.write_bytes(data.draw(mutations(good)))
        try:
            if file.read_bytes() != good:
                verify_quietly(folder_of_twelve, changed=name)
        finally:
            file.write_bytes(good)

    @pytest.mark.parametrize(
        "entry", [b"[" * 60_000, b"[]", b"1", b"null", b'{"seq":"3"}', b'{"seq":3,"previous":5}', b"\xff", b""]
    )
    def test_an_entry_may_be_anything(self, folder_of_twelve: Path, entry: bytes) -> None:
        file = folder_of_twelve / "log" / tile_address("entries", 0, 12)
        entries = unbundle(file.read_bytes())
        file.write_bytes(bundle([*entries[:2], entry, *entries[3:]]))
        with pytest.raises(DoesNotFit) as found:
            verify(Folder(folder_of_twelve))
        assert found.value.seq == 3

    def test_a_bundle_may_not_hold_more_than_was_signed(self, folder_of_twelve: Path) -> None:
        file = folder_of_twelve / "log" / tile_address("entries", 0, 12)
        file.write_bytes(bundle([*unbundle(file.read_bytes()), b"{}"]))
        with pytest.raises(DoesNotFit, match="holds more than the 12 entries it should") as found:
            verify(Folder(folder_of_twelve))
        assert found.value.seq == 13


@pytest.fixture
def folder_of_twelve(owner_connection: Owner, tmp_path: Path) -> Path:
    grow(owner_connection, map(voyage, range(12)))
    publication.export(tmp_path / "twelve")
    return tmp_path / "twelve"


def mutations(good: bytes) -> st.SearchStrategy[bytes]:
    """Other bytes in place of these: any, or these cut short, or with one byte changed."""
    cut = st.integers(0, len(good)).map(lambda length: good[:length])
    changed = st.builds(
        lambda place, byte: good[:place] + bytes([byte]) + good[place + 1 :],
        st.integers(0, len(good) - 1),
        st.integers(0, 255),
    )
    return st.binary(max_size=200) | cut | changed


def verify_quietly(folder: Path, changed: str) -> None:
    """Changed entries and tiles never fit. A key or checkpoint may differ in ways that mean the same."""
    try:
        verify(Folder(folder))
        verify_entry(Folder(folder), 7)
    except (DoesNotFit, Unreachable):
        return
    assert changed in ("key", "checkpoint")


class Answering:
    """A server that answers everybody with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def __enter__(self) -> str:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._answer)
        self.thread.start()
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def _answer(self) -> None:
        caller, _ = self.socket.accept()
        caller.recv(4096)
        caller.sendall(self.answer)
        caller.close()

    def __exit__(self, *error: object) -> None:
        self.thread.join()
        self.socket.close()


def add_behind(harbour: Harbour, size: int) -> None:
    """A well-made row behind the last one, which only lacks a signature."""
    (leaf,) = harbour.owner.execute("SELECT leaf FROM record_entry WHERE seq = %s", [size]).fetchone() or ()
    content = Entry(
        size + 1, "test.sail", 1, BEGINNING.date(), BEGINNING, SECRETARIAT, {"berth": "x"}, previous=leaf.hex()
    ).to_bytes()
    harbour.owner.execute(
        'INSERT INTO record_entry SELECT %s, kind, "on", at, audience, subjects, irregular, NULL, %s, NULL, %s'
        " FROM record_entry WHERE seq = %s",
        [size + 1, content, leaf_hash(content), size],
    )
