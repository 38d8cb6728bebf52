"""Files and texts over HTTP and on the command line: read by a worker, answered with documents or a sentence, and not kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from designer import uploads, weights_store
from designer.core.document import parse
from designer.models import KeptWeights

ClientOf = Callable[[str], Client]
DOCUMENT: dict[str, Any] = {
    "version": 2,
    "name": "digits",
    "nodes": [{"id": "input_layer", "layer": "Input", "config": {"shape": [8]}}, {"id": "dense", "layer": "Dense", "config": {"units": 2}}],
    "edges": [{"from": ["input_layer", 0], "to": ["dense", "inputs", 0]}],
}


def drop(client: Client, name: str, data: bytes) -> Any:
    return client.post("/api/read", {"file": SimpleUploadedFile(name, data)})


def paste(client: Client, body: Any) -> Any:
    return client.post("/api/read", data=body if isinstance(body, str) else json.dumps(body), content_type="application/json")


def sentence(answer: Any) -> str:
    found: str = answer.json()["problems"][0]["message"]
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("files_worker")
class TestWithAWorker:
    def test_a_dropped_file_becomes_documents_and_a_report_and_is_deleted(self, client_of: ClientOf) -> None:
        answer = drop(client_of("owner"), "digits.json", json.dumps(DOCUMENT).encode())
        assert answer.status_code == 200
        assert [parse(document) for document in answer.json()["documents"]] == [parse(DOCUMENT)]
        assert answer.json()["report"][0]["kind"] == "read"
        assert list(settings.UPLOADS.iterdir()) == []

    def test_a_pasted_text_is_read_alike(self, client_of: ClientOf) -> None:
        assert paste(client_of("owner"), {"text": json.dumps(DOCUMENT)}).json()["documents"][0]["name"] == "digits"

    def test_half_a_character_in_a_pasted_text_is_no_fault(self, client_of: ClientOf) -> None:
        text = 'title = "\ud83d"\nmodel = Sequential([Dense(2, input_dim=4)])'
        assert len(paste(client_of("owner"), {"text": text}).json()["documents"]) == 1

    def test_what_cannot_be_read_is_a_422_with_a_sentence(self, client_of: ClientOf) -> None:
        answer = drop(client_of("owner"), "letter.txt", b"Dear Sir or Madam")
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "unreadable")
        assert "Layerloom reads" in sentence(answer)
        assert list(settings.UPLOADS.iterdir()) == []

    def test_weights_that_stayed_elsewhere_are_told(self, client_of: ClientOf) -> None:
        named = DOCUMENT | {"weights": {"digest": "0" * 64, "title": "elsewhere"}}
        answer = paste(client_of("owner"), {"text": json.dumps(named)}).json()
        assert answer["documents"][0]["weights"] is None
        assert answer["report"][-1]["kind"] == "unread"

    def test_weights_are_laid_onto_an_open_network(self, client_of: ClientOf, tmp_path: Path) -> None:
        keras.Sequential([keras.Input((8,)), keras.layers.Dense(2, name="dense")]).save_weights(tmp_path / "m.weights.h5")
        file = SimpleUploadedFile("m.weights.h5", (tmp_path / "m.weights.h5").read_bytes())
        answer = client_of("owner").post("/api/read-weights", {"file": file, "document": json.dumps(DOCUMENT)})
        assert answer.status_code == 200
        kept = weights_store.load(answer.json()["weights"]["digest"])
        assert kept is not None
        assert [array.shape for array in kept["dense"]] == [(8, 2), (2,)]
        assert list(KeptWeights.objects.values_list("owner__username", "size")) == [("owner", 72)]

    def test_weights_that_fit_no_layer_are_a_422_with_a_sentence(self, client_of: ClientOf) -> None:
        answer = client_of("owner").post("/api/read-weights", {"file": SimpleUploadedFile("m.h5", b"nonsense"), "document": json.dumps(DOCUMENT)})
        assert answer.status_code == 422
        assert sentence(answer)


@pytest.mark.django_db
class TestRefusedAtOnce:
    @override_settings(LARGEST_UPLOAD=10)
    def test_a_file_over_the_limit_is_a_413_that_says_the_limit(self, client_of: ClientOf) -> None:
        answer = drop(client_of("owner"), "model.keras", b"x" * 11)
        assert answer.status_code == 413
        assert "at most 10 bytes; received 11" in sentence(answer)

    def test_a_text_over_the_limit_of_a_body_is_a_413(self, client_of: ClientOf) -> None:
        answer = paste(client_of("owner"), {"text": "x" * 6_000_000})
        assert answer.status_code == 413
        assert "bytes" in sentence(answer)

    @pytest.mark.parametrize("body", ["{", "[]", '{"text": 3}', '{"text": "a", "colour": "red"}', "{}"])
    def test_a_wrong_body_is_a_4xx_with_a_sentence(self, client_of: ClientOf, body: str) -> None:
        answer = paste(client_of("owner"), body)
        assert 400 <= answer.status_code < 500
        assert sentence(answer)

    def test_a_form_without_a_file_is_told_what_is_missing(self, client_of: ClientOf) -> None:
        answer = client_of("owner").post("/api/read", {"files": "text"})
        assert answer.status_code == 422
        assert "no file" in sentence(answer)

    def test_weights_without_a_document_are_refused(self, client_of: ClientOf) -> None:
        assert client_of("owner").post("/api/read-weights", {"file": SimpleUploadedFile("m.h5", b"x")}).status_code == 400

    def test_a_broken_form_is_a_400_with_a_sentence(self, client_of: ClientOf) -> None:
        answer = client_of("owner").post("/api/read", data=b"--x\r\nnonsense", content_type="multipart/form-data; boundary=")
        assert answer.status_code == 400
        assert sentence(answer)

    def test_no_one_is_told_to_sign_in(self, client_of: ClientOf) -> None:
        assert drop(client_of("no one"), "a.py", b"import keras").status_code == 401


def test_what_a_killed_process_left_is_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    left = uploads.keep(b"x")
    monkeypatch.setattr(uploads, "FORGOTTEN_SECONDS", -1.0)
    kept = uploads.keep(b"y")
    assert (uploads.path(left).exists(), uploads.path(kept).read_bytes()) == (False, b"y")
    uploads.drop(kept)


def test_a_key_is_no_path() -> None:
    with pytest.raises(KeyError):
        uploads.path("../secret-key")


def test_the_command_prints_the_report_and_the_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "digits.json").write_text(json.dumps(DOCUMENT))
    call_command("read", tmp_path / "digits.json")
    assert "dense        Dense  input_layer" in capsys.readouterr().out
    call_command("read", tmp_path / "digits.json", "--json")
    assert parse(json.loads(capsys.readouterr().out)["documents"][0]) == parse(DOCUMENT)


def test_the_command_ends_with_a_sentence_where_there_is_no_network(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam")
    with pytest.raises(CommandError, match="no network in this text"):
        call_command("read", tmp_path / "letter.txt")
    with pytest.raises(CommandError, match="No such file"):
        call_command("read", tmp_path / "nothing.py")
