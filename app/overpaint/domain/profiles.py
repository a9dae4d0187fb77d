"""Where and how edits are sent: the settings of one server, as a frozen value.

What a value may be is checked in `overpaint.domain.profile_checks`; what becomes of it on the wire
is decided in `overpaint.services.api.form` and `overpaint.services.api.addresses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from overpaint.domain.choices import ResponseFormat


class ServerKind(Enum):
    """What stands behind a base URL."""

    BUILT_IN = "built-in"
    OPENAI = "openai"
    AZURE = "azure"
    COMPATIBLE = "compatible"


class Region(Enum):
    """Where OpenAI works on an edit; the value is the first word of the host name, if any."""

    DEFAULT = ""
    UNITED_STATES = "us"
    EUROPE = "eu"
    UNITED_ARAB_EMIRATES = "ae"
    AUSTRALIA = "au"
    INDIA = "in"
    JAPAN = "jp"

    @property
    def base_url(self) -> str:
        """The address for this region."""
        return f"https://{self.value + '.' if self.value else ''}api.openai.com/v1"


class AuthStyle(Enum):
    """How the key travels."""

    BEARER = "bearer"
    """``Authorization: Bearer KEY``."""
    API_KEY = "api-key"
    """``api-key: KEY``, as Azure has it."""
    NONE = "none"
    """No key is sent, even if there is one."""


class ImageFieldStyle(Enum):
    """The multipart name of the inputs.

    OpenAI takes ``image`` for one file and ``image[]`` for a list; some servers know only one.
    """

    AUTO = "auto"
    SINGLE = "image"
    LIST = "image[]"


class MaskForm(Enum):
    """How the mask file says where the picture may change.

    All are PNG files of the target's size, with two kinds of pixels.
    """

    DUAL = "dual"
    """RGBA. Change: white and transparent (255, 255, 255, 0); keep: black and opaque
    (0, 0, 0, 255). Right for OpenAI, which looks at alpha, and for servers that look at
    luminance."""
    WHITE = "white"
    """Greyscale without alpha. Change: 255; keep: 0. For servers that cannot read alpha."""
    BLACK = "black"
    """Greyscale without alpha, the other way round. Change: 0; keep: 255."""


class MaskField(Enum):
    """The multipart name of the mask."""

    MASK = "mask"
    MASK_IMAGE = "mask_image"


class ProxyUse(Enum):
    """Which proxy connections go through."""

    SYSTEM = "system"
    """What the environment or the system's settings say; never for this computer itself."""
    NONE = "none"
    CUSTOM = "custom"
    """The one in `ServerProfile.proxy_url`."""


class AzurePath(Enum):
    """The two ways to address a deployment of Azure OpenAI."""

    DEPLOYMENT = "deployment"
    """``/openai/deployments/NAME/images/edits?api-version=…``; ``model`` is not sent."""
    V1 = "v1"
    """``/openai/v1/images/edits?api-version=preview``; ``model`` is the deployment's name."""

    @property
    def api_version(self) -> str:
        """The version that is asked for unless the profile names another one."""
        return _API_VERSIONS[self]


_API_VERSIONS = {AzurePath.DEPLOYMENT: "2025-04-01-preview", AzurePath.V1: "preview"}

EDITS_PATH = "/images/edits"

USUAL_PARALLEL = 2
"""How many jobs of a server are under way at once, unless a profile says otherwise."""


@dataclass(frozen=True, slots=True)
class ServerProfile:
    """One server. The defaults are those of OpenAI's own.

    Attributes:
        name: What people call it; unique, and the account name of its key in the keyring.
        kind: What stands behind it.
        base_url: Up to and including ``/v1``, without a trailing slash; for Azure the address of
            the resource alone; ``""`` for the built-in endpoint, whose address is known only once
            it runs.
        image_field: The multipart name of the inputs.
        connect_timeout_s: Longest wait for the connection, seconds.
        read_timeout_s: Longest silence while waiting for an answer, seconds. Gaps of tens of
            seconds are normal between stream events.
        write_timeout_s: Longest time in which nothing of the upload is taken, seconds.
        auth: How the key travels.
        mask_form: How the mask says where the picture may change.
        mask_field: The multipart name of the mask.
        needs_mask: Whether an edit without a mask is refused; nothing is sent then.
        takes_markup: Whether an edit may have markup; with it nothing is sent otherwise.
        response_format: Sent with every edit; None to send it only for models that have it.
        streams: Whether previews may be asked for.
        omitted_fields: Names of parameters that are never sent.
        extra_fields: Further parameters, ``(name, value)``; one takes the place of ours of the
            same name.
        organization: Sent as ``OpenAI-Organization``; ``""`` for none.
        project: Sent as ``OpenAI-Project``; ``""`` for none.
        proxy: Which proxy is used.
        proxy_url: ``http://host:port`` of the custom proxy; ``""`` for another `proxy`.
        ca_file: Certificates (PEM) that are trusted beside the system's; None for none.
        images_per_minute: Most images that are asked for within a minute; None for no limit.
        parallel: Most jobs that are under way there at once.
        edits_path: What follows the base URL; ``/images/edits`` but for servers with habits.
        azure_path: How a deployment is addressed; matters for Azure only.
        deployment: Name of the Azure deployment; ``""`` for other kinds.
        api_version: Azure's ``api-version``; ``""`` for the default of `azure_path`.
        asks_first: Whether the window shows what will be sent before the first edit of a session
            goes there.
    """

    name: str
    kind: ServerKind
    base_url: str
    image_field: ImageFieldStyle = ImageFieldStyle.AUTO
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 600.0
    write_timeout_s: float = 300.0
    auth: AuthStyle = AuthStyle.BEARER
    mask_form: MaskForm = MaskForm.DUAL
    mask_field: MaskField = MaskField.MASK
    needs_mask: bool = False
    takes_markup: bool = True
    response_format: ResponseFormat | None = None
    streams: bool = True
    omitted_fields: tuple[str, ...] = ()
    extra_fields: tuple[tuple[str, str], ...] = ()
    organization: str = ""
    project: str = ""
    proxy: ProxyUse = ProxyUse.SYSTEM
    proxy_url: str = ""
    ca_file: Path | None = None
    images_per_minute: int | None = None
    parallel: int = USUAL_PARALLEL
    edits_path: str = EDITS_PATH
    azure_path: AzurePath = AzurePath.DEPLOYMENT
    deployment: str = ""
    api_version: str = ""
    asks_first: bool = False

    @property
    def serves_ended_models(self) -> bool:
        """Whether models that OpenAI has ended may still be there."""
        return self.kind is not ServerKind.OPENAI

    @property
    def bills(self) -> bool:
        """Whether somebody may be charged for an edit; compatible servers may pass edits on."""
        return self.kind is not ServerKind.BUILT_IN

    @property
    def region(self) -> Region | None:
        """OpenAI's region by the address; None for an address of another kind."""
        return next((region for region in Region if region.base_url == self.base_url), None)


BUILT_IN = ServerProfile("built-in", ServerKind.BUILT_IN, "")
OPENAI = ServerProfile("openai", ServerKind.OPENAI, Region.DEFAULT.base_url)
