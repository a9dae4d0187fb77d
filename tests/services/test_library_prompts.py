"""Prompts in the library: sent ones newest first and once, templates in their order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from overpaint.domain.attempts import AttemptFacts
from overpaint.domain.errors import SettingsError, StorageError
from overpaint.domain.events import JobId
from overpaint.domain.templates import (
    MAX_NAME_CHARS,
    PromptTemplate,
    checked_template,
    free_name,
    suggested_name,
    templates_from_json,
    templates_to_json,
)
from overpaint.services.library import prompts
from overpaint.services.library.connection import library
from overpaint.services.library.journal import Journal

CHAIR = PromptTemplate("Chair", "A {colour} chair of {material}")
SKY = PromptTemplate("Sky", "Evening sky")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    journal = Journal(path)
    yield journal
    journal.close()


def send(journal: Journal, job: str, prompt: str, model: str = "gpt-image-2") -> None:
    facts = AttemptFacts("edit", "openai", model, prompt, bills=True)
    journal.begin(JobId(job), 1, facts)


def test_each_prompt_is_there_once_the_last_one_first(journal: Journal) -> None:
    for number, prompt in enumerate(["a tree", "a lake", " a tree\n", "", "a boat"]):
        send(journal, str(number), prompt, f"model-{number}")

    sent = prompts.read_sent(journal.path)

    assert [one.text for one in sent] == ["a boat", "a tree", "a lake"]
    assert (sent[1].times, sent[1].model) == (2, "model-2")
    assert sent[0].time >= sent[1].time >= sent[2].time
    assert [one.text for one in prompts.read_sent(journal.path, 1)] == ["a boat"]


def test_prompts_of_results_from_elsewhere_are_there_too(journal: Journal) -> None:
    send(journal, "a", "newer")
    with library(journal.path) as connection:
        for key, job, prompt in (("a/1", "a", "newer"), ("old/1", "old", "older")):
            connection.execute(
                "INSERT INTO results (key, at, time, edit, document, job, variant, file, name,"
                " prompt, model, server, width, height, request_id)"
                " VALUES (?, 0, 1700000000000000, '', '', ?, 1, 'f', 'f', ?, 'm', '', 1, 1, '')",
                (key, job, prompt),
            )

    sent = prompts.read_sent(journal.path)

    assert [(one.text, one.times) for one in sent] == [("newer", 1), ("older", 1)]
    assert sent[1].time.isoformat() == "2023-11-14T22:13:20+00:00"


def test_without_a_library_there_is_nothing(path: Path) -> None:
    assert prompts.read_sent(path) == ()
    assert prompts.read_templates(path) == ()
    assert not path.exists()


def test_a_template_whose_name_is_taken_gets_the_next_one(path: Path) -> None:
    names = [prompts.add_template(path, PromptTemplate("chair", "x")).name for _ in range(3)]

    assert names == ["chair", "chair (2)", "chair (3)"]
    assert [one.name for one in prompts.read_templates(path)] == names


def test_templates_are_changed_moved_and_removed(path: Path) -> None:
    prompts.add_templates(path, [CHAIR, SKY])

    prompts.change_template(path, "CHAIR", PromptTemplate("Seat", CHAIR.text))
    prompts.replace_templates(path, tuple(reversed(prompts.read_templates(path))))
    assert [one.name for one in prompts.read_templates(path)] == ["Sky", "Seat"]
    with pytest.raises(SettingsError, match="another template called “Sky”"):
        prompts.change_template(path, "Seat", SKY)
    with pytest.raises(SettingsError, match="no template called “Chair”"):
        prompts.change_template(path, "Chair", CHAIR)

    prompts.replace_templates(path, [SKY])
    assert prompts.read_templates(path) == (SKY,)


def test_a_template_is_found_by_its_name(path: Path) -> None:
    prompts.add_templates(path, [CHAIR, SKY])

    assert prompts.find_template(path, " chair ") == CHAIR
    with pytest.raises(SettingsError, match="Choose one of: Chair, Sky"):
        prompts.find_template(path, "Lamp")


def test_a_file_brings_templates_to_another_machine_once(path: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "templates.json", tmp_path / "other.sqlite3"
    prompts.add_templates(path, [CHAIR, SKY])
    prompts.add_template(other, PromptTemplate("Sky", "Another sky"))

    assert prompts.export_templates(path, file) == 2
    added = prompts.import_templates(other, file)

    assert [one.name for one in added] == ["Chair", "Sky (2)"]
    assert prompts.import_templates(other, file) == ()


@pytest.mark.parametrize("content", [
    b"", b"[]", b"{}", b'{"kind": "overpaint-templates"}', b"\xff\xfe\x00",
    b'{"kind": "overpaint-templates", "templates": [1]}',
    b'{"kind": "overpaint-templates", "templates": [{"name": "", "text": "x"}]}',
])  # fmt: skip
def test_another_file_adds_nothing(path: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)

    with pytest.raises(SettingsError):
        prompts.import_templates(path, file)

    assert prompts.read_templates(path) == ()


def test_a_file_that_is_not_there_is_told(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be used"):
        prompts.import_templates(path, tmp_path / "none.json")


def test_keys_of_later_versions_are_passed_over() -> None:
    content = json.loads(templates_to_json([CHAIR]))
    content |= {"version": 9, "more": 1}
    content["templates"][0]["colour"] = "red"

    assert templates_from_json(json.dumps(content)) == (CHAIR,)


def test_names_are_short_and_free() -> None:
    assert checked_template("  My   chair ", " x ") == PromptTemplate("My chair", "x")
    assert free_name("Sky", ["sky", "Sky (2)"]) == "Sky (3)"
    assert suggested_name("Replace the cup.\nKeep the shadow") == "Replace the cup. Keep the shadow"
    assert len(suggested_name("word " * 50)) <= 41
    with pytest.raises(SettingsError):
        checked_template("x" * (MAX_NAME_CHARS + 1), "x")
    assert CHAIR.variables == ("colour", "material")
