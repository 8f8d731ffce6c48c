"""Copies of the store, and the way back."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lab import backup
from lab.access import ANONYMOUS
from lab.backup import BackupNotWritten, FileInTheWay, LabInTheWay, NotABackup
from lab.database import Database, StoreInUse
from lab.errors import NotAllowed
from lab.migrations import StoreTooNew, newest
from lab.runtime import open_workshop
from lab.settings import Settings


def audit(store: Path) -> list[str]:
    database = Database(store)
    with database.read() as read:
        verbs = read.column("select verb from audit order by number")
    database.close()
    return verbs


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "copy.duckdb"


@pytest.fixture
def client(shop):
    return TestClient(Starlette(routes=backup.routes()))


def asked(client, shop, said: object, purpose: str = backup.PURPOSE):
    return client.post(backup.PATH, headers={"x-verkstad-token": shop.keys.sign(purpose, said)})


def test_a_backup_becomes_the_same_lab_elsewhere(shop, admin, file: Path, tmp_path: Path) -> None:
    with shop.database.transaction() as write:
        write.record("staff:1", "did-something", "here")
    backup.save(shop, admin, file)
    elsewhere = Settings(data=tmp_path / "elsewhere")
    backup.restore(elsewhere, file)
    assert audit(elsewhere.store)[-1] == "did-something"
    assert elsewhere.store.stat().st_mode & 0o777 == 0o600


def test_a_restored_store_has_its_keys_and_goes_on_numbering(shop, admin, file: Path, tmp_path: Path) -> None:
    backup.save(shop, admin, file)
    elsewhere = Settings(data=tmp_path / "elsewhere")
    backup.restore(elsewhere, file)
    restored = open_workshop(elsewhere)
    with restored.database.transaction() as write:
        write.record("staff:1", "came-later", "here")
    everything = "select constraint_text from duckdb_constraints() order by table_name, constraint_text"
    with restored.database.read() as read, shop.database.read() as original:
        assert read.value("select verb from audit order by number desc limit 1") == "came-later"
        assert read.column(everything) == original.column(everything)
    restored.close()


def test_only_administrators_back_up(shop, reviewer, file: Path) -> None:
    for actor in (reviewer, ANONYMOUS):
        with pytest.raises(NotAllowed):
            backup.save(shop, actor, file)
    assert not file.exists()


def test_a_closed_store_is_backed_up_and_no_file_is_overwritten(shop, file: Path) -> None:
    shop.close()
    backup.back_up(shop.settings, file)
    with pytest.raises(FileInTheWay):
        backup.back_up(shop.settings, file)
    backup.back_up(shop.settings, file, replace=True)
    assert not list(file.parent.glob("*.part"))


def test_a_folder_that_does_not_exist_is_told(shop, tmp_path: Path) -> None:
    shop.close()
    with pytest.raises(BackupNotWritten):
        backup.back_up(shop.settings, tmp_path / "nowhere" / "copy.duckdb")


def test_the_running_portal_writes_the_backup_for_who_holds_its_key(client, shop, file: Path) -> None:
    assert asked(client, shop, str(file)).status_code == 200
    assert "fill-areas" in audit(file)


def test_the_running_portal_refuses_everyone_else(client, shop, file: Path, clock) -> None:
    assert client.post(backup.PATH).status_code == 403
    assert asked(client, shop, str(file), purpose="staff").status_code == 403
    assert client.get(backup.PATH).status_code == 405
    assert not file.exists()


def test_a_lab_is_never_restored_over_unless_told_to(shop, admin, file: Path) -> None:
    backup.save(shop, admin, file)
    with pytest.raises(LabInTheWay):
        backup.restore(shop.settings, file)
    shop.close()
    backup.restore(shop.settings, file, replace=True)
    assert not list(shop.settings.data.glob("*.restoring"))


def test_files_that_are_no_backup_are_refused(tmp_path: Path, file: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    with pytest.raises(NotABackup):
        backup.restore(settings, file)
    for content in (b"", b"a letter to grandmother"):
        file.write_bytes(content)
        with pytest.raises(NotABackup):
            backup.restore(settings, file)
    file.unlink()
    Database(file).close()
    with pytest.raises(NotABackup):
        backup.restore(settings, file)
    assert not settings.store.exists()


def test_a_backup_of_a_newer_verkstad_is_refused(shop, admin, file: Path, tmp_path: Path) -> None:
    with shop.database.transaction() as write:
        write.execute("insert into migration values (?, 'later', ?)", [newest() + 1, write.now])
    backup.save(shop, admin, file)
    with pytest.raises(StoreTooNew):
        backup.restore(Settings(data=tmp_path / "new"), file)


def test_a_silent_program_that_holds_the_store_is_told(shop, admin, file: Path, monkeypatch) -> None:
    def in_use(*_args: object) -> None:
        raise StoreInUse(path=shop.settings.store)

    monkeypatch.setattr(backup, "Database", in_use)
    quiet = Settings(data=shop.settings.data, host="127.0.0.1", port=9)
    with pytest.raises(StoreInUse):
        backup.back_up(quiet, file)
