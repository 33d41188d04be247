"""Accounts: passwords kept as hashes, roles, guessing slowed, the file read again, and the commands."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest.errors import AccountsError, TooManyTries
from ui import accounts as module
from ui import cli, passwords
from ui.accounts import Accounts, Role, may_edit
from ui.guard import is_loopback
from ui.throttle import Throttle

PASSWORD = "four words for tests"
WRONG = "some other words"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", {"n": 2**4, "r": 8, "p": 1})


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(tmp_path / "accounts.json")
    assert made.add("陆遥", PASSWORD, Role.EDITOR)
    return made


def test_password_is_checked_and_not_kept(accounts: Accounts) -> None:
    assert accounts.check("陆遥", PASSWORD)
    assert not accounts.check("陆遥", WRONG)
    assert not accounts.check("nobody", PASSWORD)
    assert PASSWORD not in accounts.path.read_text("utf-8")


def test_file_is_for_its_owner_only_and_two_hashes_of_a_password_differ(accounts: Accounts) -> None:
    accounts.add("沈岚", PASSWORD, Role.READER)
    told = json.loads(accounts.path.read_text("utf-8"))["accounts"]
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600
    assert told["陆遥"]["scrypt"]["key"] != told["沈岚"]["scrypt"]["key"]
    assert {path.name for path in accounts.path.parent.iterdir()} == {"accounts.json", "accounts.json.lock"}


def test_an_unknown_name_costs_a_hash_as_a_wrong_password_does(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[int] = []
    real = passwords._scrypt
    monkeypatch.setattr(passwords, "_scrypt", lambda *a: hashed.append(a[2] * a[4]) or real(*a))
    accounts.check("陆遥", WRONG)
    accounts.check("nobody", WRONG)
    assert hashed[0] == hashed[1]


def test_passwords_and_names_are_one_however_they_are_composed(accounts: Accounts) -> None:
    accounts.add("Zoë", "café au lait", Role.READER)
    assert accounts.check("Zoe\u0308", "cafe\u0301 au lait")


def test_after_wrong_passwords_even_the_right_one_waits(accounts: Accounts) -> None:
    now = [0.0]
    accounts._by_name.clock = accounts._by_address.clock = lambda: now[0]
    for _ in range(module.TRIES):
        assert not accounts.check("陆遥", WRONG)
    with pytest.raises(TooManyTries):
        accounts.check("陆遥", PASSWORD)
    now[0] += 2
    assert accounts.check("陆遥", PASSWORD)


def test_throttle_waits_longer_each_time_and_forgets_in_bounded_memory() -> None:
    now = [0.0]
    throttle = Throttle(2, longest=5, forget=100, most=3, clock=lambda: now[0])
    waits = []
    for _ in range(6):
        throttle.failed("a")
        waits.append(throttle.wait("a"))
    assert waits == [0, 1, 2, 4, 5, 5]
    now[0] = 101
    assert throttle.wait("a") == 0
    for key in "bcdef":
        throttle.failed(key)
    assert len(throttle._failures) == 3


def test_what_another_process_writes_is_seen(accounts: Accounts) -> None:
    assert accounts.role("陆遥") is Role.EDITOR
    Accounts(accounts.path).add("陆遥", PASSWORD, Role.READER)
    assert accounts.role("陆遥") is Role.READER
    Accounts(accounts.path).remove("陆遥")
    assert accounts.role("陆遥") is None
    accounts.path.unlink()
    assert not accounts.check("陆遥", PASSWORD)


def test_only_editors_change_the_library(accounts: Accounts) -> None:
    accounts.add("reader", PASSWORD, Role.READER)
    told = {name: may_edit(accounts, SimpleNamespace(username=name)) for name in ("陆遥", "reader", "nobody", None)}
    assert told == {"陆遥": True, "reader": False, "nobody": False, None: False}
    assert may_edit(None, SimpleNamespace(username=None))


BROKEN = {
    "empty": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "another version": b'{"version": 2, "accounts": {}}',
    "no role": b'{"version": 1, "accounts": {"a": {"role": "owner", "scrypt": {}}}}',
    "no hash": b'{"version": 1, "accounts": {"a": {"role": "reader", "scrypt": {"n": 16}}}}',
    "too dear": json.dumps(
        {"version": 1, "accounts": {"a": {"role": "reader", "scrypt": {
            "n": 2**30, "r": 8, "p": 1, "salt": "00", "key": "00" * 32}}}}
    ).encode(),
    "binary": b"\xff\xfe\x00",
}  # fmt: skip


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_lets_nobody_in_and_is_not_overwritten(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "accounts.json"
    path.write_bytes(data)
    accounts = Accounts(path)
    with pytest.raises(AccountsError, match="not a file of accounts"):
        accounts.demand()
    with pytest.raises(AccountsError):
        accounts.add("a", PASSWORD, Role.READER)
    assert not accounts.check("a", PASSWORD)
    assert path.read_bytes() == data


@pytest.mark.parametrize("name", ["", "  ", "a:b", "a\nb", "x" * 65])
def test_names_that_cannot_be_typed_at_the_login_are_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountsError, match="no name for an account"):
        accounts.add(name, PASSWORD, Role.READER)


@pytest.mark.parametrize("password", ["", "1234567", " " * 9, "x" * 1001])
def test_passwords_too_short_or_empty_are_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(AccountsError, match="password"):
        accounts.add("a", password, Role.READER)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_commands_add_list_and_remove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    auth = ["--auth", str(tmp_path / "a.json")]
    statuses = []
    for role in ("reader", "editor"):
        typed(monkeypatch, f"{PASSWORD}\nnot this line\n")
        statuses.append(cli.main(["user", "--json", "add", "沈岚", "--role", role, *auth]))
    statuses += [cli.main(["user", "list", *auth, "--json"]), cli.main(["user", "remove", "沈岚", *auth])]
    out = capsys.readouterr().out.splitlines()
    assert statuses == [0, 0, 0, 0]
    assert [json.loads(line) for line in out[:3]] == [
        {"user": "沈岚", "role": "reader", "status": "added"},
        {"user": "沈岚", "role": "editor", "status": "changed"},
        {"user": "沈岚", "role": "editor"},
    ]
    assert out[3] == "removed\t沈岚"


def test_on_a_terminal_the_password_is_asked_for_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [PASSWORD, WRONG, PASSWORD, PASSWORD]
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("getpass.getpass", lambda prompt: answers.pop(0))
    command = ["user", "add", "沈岚", "--role", "reader", "--auth", str(tmp_path / "a.json")]
    assert cli.main(command) == 1
    assert "differ" in capsys.readouterr().err
    assert not (tmp_path / "a.json").exists()
    assert cli.main(command) == 0
    assert Accounts(tmp_path / "a.json").check("沈岚", PASSWORD)


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no such file"), ("{}", "not a file of accounts"), ('{"version": 1, "accounts": {}}', "no account in it")],
)
def test_the_app_does_not_start_where_nobody_could_log_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, words: str
) -> None:
    path = tmp_path / "a.json"
    if content is not None:
        path.write_text(content)
    assert cli.main(["ui", "--auth", str(path), "--home", str(tmp_path / "home")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_is_told_by_address(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "no-such-host.invalid"])
def test_any_other_host_is_refused_without_accounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    assert cli.main(["ui", "--host", host, "--home", str(tmp_path / "home")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "--auth" in line
    assert "--open" in line
