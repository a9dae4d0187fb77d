"""A running built-in endpoint, and clients of it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import openai
import pytest

from overpaint.domain.catalogue import Catalogue
from overpaint.services.catalogue_file import load_catalogue
from overpaint.services.endpoint.launch import EndpointServer


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def endpoint(catalogue: Catalogue) -> Iterator[EndpointServer]:
    """One server for all tests that leave it as it was; its workers stay warm."""
    with EndpointServer(catalogue) as server:
        yield server


@pytest.fixture
def http(endpoint: EndpointServer) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {endpoint.key}"}
    with httpx.Client(
        base_url=endpoint.base_url, headers=headers, timeout=60, trust_env=False
    ) as client:
        yield client


@pytest.fixture
def official(endpoint: EndpointServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(
        base_url=endpoint.base_url, api_key=endpoint.key, max_retries=0, timeout=60
    ) as client:
        yield client
