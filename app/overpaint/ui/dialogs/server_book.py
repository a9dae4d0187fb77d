"""Changes to the list of servers: add, duplicate, change, rename, remove, bring back, use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace

from PySide6.QtCore import QObject, Signal

from overpaint.domain.profile_checks import ProfileProblem, profile_problems, tidied
from overpaint.domain.profiles import BUILT_IN, OPENAI, ServerProfile
from overpaint.services.credentials import KeyPlace
from overpaint.ui.background import Background
from overpaint.ui.dialogs.keys import Keys
from overpaint.ui.settings_store import SettingsStore


@dataclass(slots=True, eq=False)
class _Removed:
    """What it takes to bring a server back; the key is known once the worker has removed it."""

    profile: ServerProfile
    place: int
    was_used: bool
    key: str = field(default="", repr=False)


class ServerBook(QObject):
    """The servers as the preferences show them: those of the settings, and new ones.

    A new server is kept here until it is complete; from then on it is in the settings.

    Signals:
        changed: A server was added, changed or removed, or another one is used.
        renamed (str, str): A server got another name; sent before `changed`.
        failed (object): An `OverpaintError` of the keyring.
    """

    changed = Signal()
    renamed = Signal(str, str)
    failed = Signal(object)

    def __init__(
        self, store: SettingsStore, keys: Keys, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._keys = keys
        self._background = background
        self._drafts: dict[str, ServerProfile] = {}
        self._removed: _Removed | None = None
        store.changed.connect(lambda _old, _new: self.changed.emit())

    @property
    def profiles(self) -> tuple[ServerProfile, ...]:
        """All servers, the incomplete ones last."""
        return (*self._store.settings.profiles(), *self._drafts.values())

    @property
    def used(self) -> str:
        """Name of the server that edits go to."""
        return self._store.settings.server

    def profile(self, name: str) -> ServerProfile | None:
        """The server of that name."""
        return next((profile for profile in self.profiles if profile.name == name), None)

    def is_complete(self, name: str) -> bool:
        """Whether it is in the settings and can be used."""
        return name not in self._drafts

    def can_go(self, name: str) -> bool:
        """Whether it was added by a person."""
        return name not in {BUILT_IN.name, OPENAI.name}

    def add(self, profile: ServerProfile) -> str:
        """Take a new server in; its name is made unique. Returns the name."""
        fresh = replace(profile, name=unused_name(profile.name, self._names()))
        if profile_problems(tidied(fresh), self._names()):
            self._drafts[fresh.name] = fresh
            self.changed.emit()
        else:
            self._store.set(servers=(*self._store.settings.servers, fresh))
        return fresh.name

    def duplicate(self, name: str) -> str:
        """Add a copy, without the key. Returns its name."""
        profile = self.profile(name)
        return name if profile is None else self.add(profile)

    def change(self, name: str, candidate: ServerProfile) -> tuple[ProfileProblem, ...]:
        """Take over what can be used of a candidate; returns what is wrong with the rest."""
        tidy = tidied(candidate)
        problems = profile_problems(tidy, self._names() - {name})
        if name in self._drafts:
            self._change_draft(name, tidy, problems)
        else:
            old = self.profile(name)
            if old is not None:
                usable = self._usable_part(old, tidy) if problems else tidy
                self._put(old, usable)
        return problems

    def use(self, name: str) -> None:
        """Send edits there from now on."""
        if self.is_complete(name):
            self._store.set(server=name)

    def remove(self, name: str) -> None:
        """Take a server out, and its key out of the keyring; `bring_back` undoes both."""
        self.forget_removed()
        if self._drafts.pop(name, None) is not None:
            self.changed.emit()
            return
        servers = self._store.settings.servers
        gone = next((server for server in servers if server.name == name), None)
        if gone is None:
            return
        was_used = self.used == name
        removed = _Removed(gone, servers.index(gone), was_used)
        self._removed = removed
        self._background.run(lambda: _take_key(self._keys, removed), _nothing, self.failed.emit)
        kept = tuple(server for server in servers if server is not gone)
        self._store.set(servers=kept, server=BUILT_IN.name if was_used else self.used)

    def bring_back(self) -> str | None:
        """Undo the last removal. Returns the server's name, None when there was none."""
        removed = self._removed
        self.forget_removed()
        if removed is None:
            return None
        servers = list(self._store.settings.servers)
        back = replace(removed.profile, name=unused_name(removed.profile.name, self._names()))
        servers.insert(removed.place, back)
        self._background.run(
            lambda: _give_key(self._keys, back, removed), _nothing, self.failed.emit
        )
        self._store.set(servers=tuple(servers),
                        server=back.name if removed.was_used else self.used)  # fmt: skip
        return back.name

    def forget_removed(self) -> None:
        """The last removal cannot be undone any more; its key is gone for good."""
        self._removed = None

    def _names(self) -> set[str]:
        return {profile.name for profile in self.profiles}

    def _change_draft(
        self, name: str, tidy: ServerProfile, problems: tuple[ProfileProblem, ...]
    ) -> None:
        if problems:
            named = not any(problem.field == "name" for problem in problems)
            draft = tidy if named else replace(tidy, name=name)
            self._drafts = {
                (draft.name if key == name else key): (draft if key == name else value)
                for key, value in self._drafts.items()
            }
        else:
            del self._drafts[name]
            draft = tidy
        if draft.name != name:
            self.renamed.emit(name, draft.name)
        if problems:
            self.changed.emit()
        else:
            self._store.set(servers=(*self._store.settings.servers, draft))

    def _usable_part(self, old: ServerProfile, wanted: ServerProfile) -> ServerProfile:
        """The old server with every wanted setting that is right by itself."""
        usable, taken = old, self._names() - {old.name}
        for setting in fields(ServerProfile):
            trial = replace(usable, **{setting.name: getattr(wanted, setting.name)})
            if not profile_problems(trial, taken):
                usable = trial
        return usable

    def _put(self, old: ServerProfile, new: ServerProfile) -> None:
        if new == old:
            return
        if old.name == OPENAI.name:
            self._store.set(openai=new)
            return
        if new.name != old.name:
            self._background.run(
                lambda: _move_key(self._keys, old, new), _nothing, self.failed.emit
            )
            self.renamed.emit(old.name, new.name)
        servers = tuple(
            new if server.name == old.name else server for server in self._store.settings.servers
        )
        self._store.set(servers=servers, server=new.name if self.used == old.name else self.used)


def unused_name(wanted: str, taken: Collection[str]) -> str:
    """The wanted name, with a number behind it when it is taken."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def _own_key(keys: Keys, profile: ServerProfile) -> str:
    found = keys.find(profile)
    return "" if found is None or found.place is KeyPlace.ENVIRONMENT else found.text


def _take_key(keys: Keys, removed: _Removed) -> None:
    removed.key = _own_key(keys, removed.profile)
    keys.forget(removed.profile)


def _give_key(keys: Keys, profile: ServerProfile, removed: _Removed) -> None:
    if removed.key:
        keys.store(profile, removed.key)


def _move_key(keys: Keys, old: ServerProfile, new: ServerProfile) -> None:
    key = _own_key(keys, old)
    if key:
        keys.store(new, key)
        keys.forget(old)


def _nothing(_outcome: object) -> None:
    pass
