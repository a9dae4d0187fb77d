"""Where a server takes edits and tells its models, by the settings of its profile."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from overpaint.domain.profiles import AzurePath, ServerKind, ServerProfile


def edits_url(profile: ServerProfile) -> str:
    """The address of POSTs."""
    base = profile.base_url.rstrip("/")
    if profile.kind is not ServerKind.AZURE:
        return base + profile.edits_path
    if profile.azure_path is AzurePath.DEPLOYMENT:
        base += f"/openai/deployments/{quote(profile.deployment, safe='')}"
    else:
        base += "/openai/v1"
    return f"{base}{profile.edits_path}?{_version(profile)}"


def models_url(profile: ServerProfile) -> str:
    """The address of the list of models, which costs nothing to read.

    Azure tells with it what the resource could deploy, not what is deployed.
    """
    base = profile.base_url.rstrip("/")
    if profile.kind is not ServerKind.AZURE:
        return f"{base}/models"
    base += "/openai" if profile.azure_path is AzurePath.DEPLOYMENT else "/openai/v1"
    return f"{base}/models?{_version(profile)}"


def host(base_url: str) -> str:
    """What to call the server in sentences; never the user name or password of the address."""
    try:
        address = urlsplit(base_url).netloc
    except ValueError:
        return "?"
    return address.rpartition("@")[2] or "?"


def _version(profile: ServerProfile) -> str:
    version = profile.api_version or profile.azure_path.api_version
    return f"api-version={quote(version, safe='')}"
