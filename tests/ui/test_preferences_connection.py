"""“Test connection” in the preferences, against real sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from helpers.preferences import PATIENCE_MS, MemoryKeyring, PreferencesDesk
from helpers.scripted_server import Script, ScriptedServer, Stall, reply
from overpaint.domain.profiles import OPENAI, ServerKind, ServerProfile
from overpaint.domain.text import say
from overpaint.services.doctor.results import Stage, StageResult, Verdict
from overpaint.ui.dialogs.stage_line import Standing

SECRET = "sk-proj-doNotShowThis0123456789"
MODELS = {"object": "list", "data": [{"id": "gpt-image-2", "object": "model"}]}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as started:
        started.files["/v1/models"] = reply(MODELS)
        yield started


def studio(url: str) -> ServerProfile:
    return ServerProfile("studio", ServerKind.COMPATIBLE, url)


def run_test(desk: PreferencesDesk) -> None:
    test = desk.editor.test
    test._begin.click()
    desk.qtbot.waitUntil(test._copy.isVisible, timeout=PATIENCE_MS)


def standings(desk: PreferencesDesk) -> dict[Stage, Standing]:
    return {line.stage: line.standing for line in desk.editor.test.lines}


def test_a_server_that_works_passes_stage_by_stage(
    desk: PreferencesDesk, server: ScriptedServer, ring: MemoryKeyring
) -> None:
    ring.kept["studio"] = SECRET
    desk.add(studio(server.url))

    run_test(desk)

    seen = standings(desk)
    assert seen[Stage.SETTINGS] is Standing.PASSED
    assert seen[Stage.TCP] is Standing.PASSED
    assert seen[Stage.MODELS] is Standing.PASSED
    assert seen[Stage.PROXY] is Standing.SKIPPED
    assert "in order" in desk.editor.test.summary
    assert [request.method for request in server.requests] == ["GET"]


def test_a_failure_says_what_to_do_and_what_was_not_tried(desk: PreferencesDesk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    desk.add(studio(f"http://127.0.0.1:{port}/v1"))

    run_test(desk)

    lines = {line.stage: line for line in desk.editor.test.lines}
    assert lines[Stage.TCP].standing is Standing.FAILED
    assert "check its address" in lines[Stage.TCP].text
    assert "failed" in lines[Stage.TCP].accessibleName()
    assert lines[Stage.MODELS].text == "Not tried."
    assert desk.editor.test.summary == "Edits cannot work yet."


def test_a_refused_key_fails_the_stage_of_the_key(
    desk: PreferencesDesk, server: ScriptedServer, ring: MemoryKeyring
) -> None:
    ring.kept["studio"] = SECRET
    refusal = {"error": {"message": f"Incorrect API key: {SECRET}", "code": "invalid_api_key"}}
    server.files["/v1/models"] = reply(refusal, status=401)
    desk.add(studio(server.url))

    run_test(desk)

    assert standings(desk)[Stage.AUTH] is Standing.FAILED


def test_the_report_can_be_copied_and_has_no_key_in_it(
    desk: PreferencesDesk, server: ScriptedServer, ring: MemoryKeyring, qapp: QApplication
) -> None:
    ring.kept["studio"] = SECRET
    refusal = {"error": {"message": f"Incorrect API key: {SECRET}", "code": "invalid_api_key"}}
    server.files["/v1/models"] = reply(refusal, status=401)
    desk.add(studio(server.url))
    run_test(desk)

    desk.editor.test._copy.click()

    copied = qapp.clipboard().text()
    assert "studio (compatible)" in copied
    assert "[failed] auth" in copied
    assert SECRET not in copied


def test_a_test_can_be_called_off(desk: PreferencesDesk, server: ScriptedServer) -> None:
    server.files["/v1/models"] = Script((Stall(),))
    desk.add(studio(server.url))
    test = desk.editor.test
    test._begin.click()
    assert test._begin.text() == "Cancel"
    desk.qtbot.waitUntil(
        lambda: standings(desk)[Stage.AUTH] is Standing.RUNNING, timeout=PATIENCE_MS
    )

    test._begin.click()

    assert test._begin.text() == "Test connection"
    assert set(standings(desk).values()) == {Standing.WAITING}
    assert not test._examiner.is_running


def test_closing_the_window_calls_a_test_off(desk: PreferencesDesk, server: ScriptedServer) -> None:
    server.files["/v1/models"] = Script((Stall(),))
    desk.add(studio(server.url))
    desk.editor.test._begin.click()
    desk.qtbot.waitUntil(lambda: bool(server.requests), timeout=PATIENCE_MS)

    desk.dialog.close()

    assert not desk.editor.test._examiner.is_running


def test_findings_about_one_server_do_not_show_up_at_another(
    desk: PreferencesDesk, server: ScriptedServer
) -> None:
    desk.add(studio(server.url))
    examiner = desk.editor.test._examiner
    desk.editor.test._begin.click()
    late = examiner._run, StageResult(Stage.TCP, Verdict.PASSED, say("doctor", "It answers."))

    desk.look_at(OPENAI.name)
    examiner._arrived.emit(*late)  # as the engine does that has not heard of it yet
    desk.settle()

    assert set(standings(desk).values()) == {Standing.WAITING}
    assert desk.editor.test._begin.text() == "Test connection"


def test_a_changed_setting_takes_the_findings_back(
    desk: PreferencesDesk, server: ScriptedServer
) -> None:
    desk.add(studio(server.url))
    run_test(desk)

    desk.editor.field("streams").control.click()  # type: ignore[attr-defined]  # a check box

    assert not desk.editor.test._stages.isVisible()
    assert json.dumps(MODELS) not in desk.editor.test.report
