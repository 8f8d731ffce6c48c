"""Copies of the whole store, and the way back.

Only the portal can read the store while it is open. So a backup then is asked of the portal itself, with a token that
only someone who can read the lab's key can have made.
"""

import json
import os
import shutil
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request as Asking
from urllib.request import urlopen

import duckdb
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lab import runtime
from lab.access import EVERYWHERE, SYSTEM, Actor, require
from lab.database import Database, StoreInUse
from lab.errors import LabError
from lab.i18n import N_
from lab.migrations import StoreTooNew, newest, schema
from lab.runtime import Workshop
from lab.settings import Settings
from lab.signing import Keys, TokenRefused

PATH = "/backup"
PURPOSE = "backup"
TOKEN_SECONDS = 60
PATIENCE = 600


class FileInTheWay(LabError):
    message = N_("The file {file} exists already.")
    hint = N_("Choose another name, or add --force to replace it.")


class LabInTheWay(LabError):
    message = N_("There is a lab in {folder} already.")
    hint = N_("Restore into another folder with --data, or add --force to replace it.")


class NotABackup(LabError):
    message = N_("{file} is no backup of Verkstad.")
    hint = N_("Choose a file that was made with: verkstad backup")


class BackupNotWritten(LabError):
    message = N_("The backup could not be written to {file}: {why}")
    hint = N_("Look whether the folder exists, may be written to and has space left.")


def back_up(settings: Settings, file: Path, replace: bool = False) -> None:
    """Write a copy of the store of `settings` to `file`, through the portal where it runs.

    Raises FileInTheWay, BackupNotWritten, or StoreInUse when the store is open in a program that does not answer.
    """
    file = file.absolute()
    if file.exists() and not replace:
        raise FileInTheWay(file=file)
    try:
        database = Database(settings.store)
    except StoreInUse as in_use:
        _ask_portal(settings, file, in_use)
        return
    try:
        _write(database, file)
    finally:
        database.close()


def save(shop: Workshop, actor: Actor, file: Path) -> None:
    """Write a copy of the open store to `file`, readable by its owner alone. Raises BackupNotWritten."""
    require(actor, "back-up", EVERYWHERE)
    _write(shop.database, file)
    with shop.database.transaction() as write:
        write.record(actor.id, "back-up", "store")


def restore(settings: Settings, file: Path, replace: bool = False) -> None:
    """Make `file` the store of `settings`. Raises NotABackup, StoreTooNew, LabInTheWay or StoreInUse."""
    if not file.is_file():
        raise NotABackup(file=file)
    settings.data.mkdir(parents=True, exist_ok=True)
    copy = settings.store.with_suffix(".restoring")
    try:
        shutil.copyfile(file, copy)
        _check(copy, file)
        _make_way(settings, replace)
        copy.chmod(0o600)
        os.replace(copy, settings.store)
    finally:
        copy.unlink(missing_ok=True)


def routes() -> list[Route]:
    """Where a running portal is asked for a backup."""
    return [Route(PATH, _answer, methods=["POST"])]


async def _answer(request: Request) -> Response:
    shop = runtime.current()
    try:
        file = Path(shop.keys.read(PURPOSE, request.headers.get("x-verkstad-token", ""), TOKEN_SECONDS))
        await run_in_threadpool(save, shop, SYSTEM, file)
    except TokenRefused:
        return JSONResponse({"done": False}, 403)
    except BackupNotWritten as error:
        return JSONResponse({"done": False, "why": str(error.values["why"])}, 400)
    return JSONResponse({"done": True})


def _ask_portal(settings: Settings, file: Path, in_use: StoreInUse) -> None:
    token = Keys.of(settings.data).sign(PURPOSE, str(file))
    asking = Asking(_local_url(settings) + PATH, method="POST", headers={"x-verkstad-token": token})
    try:
        urlopen(asking, timeout=PATIENCE).close()
    except HTTPError as refused:
        if refused.code != 400:
            raise in_use from refused
        raise BackupNotWritten(file=file, why=json.load(refused).get("why", "")) from refused
    except URLError as silent:
        raise in_use from silent


def _local_url(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    return f"http://{host}:{settings.port}"


def _write(database: Database, file: Path) -> None:
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        database.copy_to(part)
        part.chmod(0o600)
        os.replace(part, file)
    except (OSError, duckdb.Error) as error:
        raise BackupNotWritten(file=file, why=error) from error
    finally:
        part.unlink(missing_ok=True)


def _check(copy: Path, file: Path) -> None:
    """Refuse a file that is no store, or one from a newer Verkstad."""
    try:
        database = Database(copy)
    except (StoreInUse, duckdb.Error) as error:
        raise NotABackup(file=file) from error
    try:
        found = schema(database)
    finally:
        database.close()
    if not found:
        raise NotABackup(file=file)
    if found > newest():
        raise StoreTooNew(found=found, known=newest())


def _make_way(settings: Settings, replace: bool) -> None:
    """Refuse to take the place of a lab, unless told to, and never of one that is open."""
    if not settings.store.exists():
        return
    if not replace:
        raise LabInTheWay(folder=settings.data)
    Database(settings.store).close()
