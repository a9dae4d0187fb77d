"""Recipes as XMP: merged into what a picture says already, and found again.

Fields that other programs know stand beside our own, so that a catalogue shows the prompt.

Sources:
    XMP specification part 1 (ISO 16684-1), https://github.com/adobe/XMP-Toolkit-SDK/blob/main/docs/
    XMPSpecificationPart1.pdf; IPTC Photo Metadata Standard 2025.1 (AI Prompt Information, AI System
    Used), https://iptc.org/std/photometadata/specification/IPTC-PhotoMetadata; kinds of sources,
    https://cv.iptc.org/newscodes/digitalsourcetype/.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree as ET

from overpaint.domain.profiles import ServerKind
from overpaint.domain.recipe import Recipe
from overpaint.domain.recipe_codec import MAX_RECIPE_CHARS, recipe_to_json

NAMESPACE = "urn:x-overpaint:recipe/1.0/"
MAX_PACKET_BYTES = 48 * 1024 * 1024
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_META = "adobe:ns:meta/"
_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_XML = "http://www.w3.org/XML/1998/namespace"
_KINDS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_PREFIXES = {
    "x": _META, "rdf": _RDF, "dc": _DC, "xmp": _XMP, "exif": _EXIF, "Iptc4xmpExt": _IPTC,
    "xmpNote": "http://ns.adobe.com/xmp/note/", "overpaint": NAMESPACE,
    # Names that other programs write; some readers look for the short form.
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exifEX": "http://cipa.jp/exif/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "GPano": "http://ns.google.com/photos/1.0/panorama/",
    "dcterms": "http://purl.org/dc/terms/",
}  # fmt: skip
_WRAPPED = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n',
    b'\n<?xpacket end="w"?>',
)
_OWN = f"{{{NAMESPACE}}}"
_RECIPE = f"{_OWN}recipe"
_PROMPT, _CAPTION = f"{{{_IPTC}}}AIPromptInformation", f"{{{_DC}}}description"
_TOLD_OF_RECIPE = {_PROMPT, f"{{{_IPTC}}}AISystemUsed"}
_NOTE = "{http://ns.adobe.com/xmp/note/}HasExtendedXMP"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACE = re.compile(r"\{http://ns\.adobe\.com/exif/1\.0/\}GPS")


def packet(
    recipe: Recipe | None, before: bytes | None = None, limit: int | None = None, rest: str = ""
) -> bytes:
    """Return an XMP packet.

    Args:
        recipe: What to tell; None to take away what an earlier recipe told.
        before: The packet that the picture had; all of it stays but what a recipe replaces.
        limit: Most bytes; a longer recipe is told without its mask, then in its fields alone.
        rest: Digest of what stands beside the packet; ``""`` for nothing.
    """
    full = _written(recipe, before, _packed(recipe), rest)
    if limit is None or len(full) <= limit or recipe is None:
        return full
    small = _written(recipe, before, _packed(recipe.without_mask()), rest)
    if len(small) <= limit:
        return small
    bare = _written(recipe, before, "", rest)
    return bare if len(bare) <= limit else _written(recipe, None, "", rest)


def extended(recipe: Recipe, before: bytes | None, limit: int) -> tuple[bytes, bytes] | None:
    """Return a packet that fits, and the rest of it, for files that hold both; None without need.

    Args:
        recipe: What to tell.
        before: The packet that the picture had.
        limit: Most bytes of the packet.

    Source:
        XMP specification part 3, section 1.1.3.1 (extended XMP in JPEG): the packet names the MD5
        digest of the rest.
    """
    if len(packet(recipe, before)) <= limit:
        return None
    root = ET.Element(f"{{{_META}}}xmpmeta")
    holder = ET.SubElement(root, f"{{{_RDF}}}RDF")
    told = ET.SubElement(holder, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    ET.SubElement(told, _RECIPE).text = _packed(recipe)
    _register()
    rest = bytes(ET.tostring(root, encoding="utf-8"))
    digest = hashlib.md5(rest, usedforsecurity=False).hexdigest().upper()
    return packet(recipe, before, limit, digest), rest


def packed_recipe(data: bytes) -> str | None:
    """Find the recipe's JSON in a packet; None when there is none, or no sound one."""
    if NAMESPACE.encode() not in data:
        return None
    root = _parsed(data)
    if root is None:
        return None
    for node in root.iter():
        text = node.get(_RECIPE) or (node.text if node.tag == _RECIPE else None)
        if text:
            return _unpacked(text)
    return None


def without_place(data: bytes) -> bytes:
    """Take where a picture was made out of a packet."""
    root = _parsed(data)
    if root is None:
        return data
    _forget(root, lambda name: _PLACE.match(name) is not None)
    return _serialised(root)


def is_sound(data: bytes) -> bool:
    """Whether a packet can be read, and hence merged."""
    return _parsed(data) is not None


def _written(recipe: Recipe | None, before: bytes | None, packed: str, rest: str = "") -> bytes:
    root = None if before is None else _parsed(before)
    if root is None:
        root = ET.Element(f"{{{_META}}}xmpmeta")
        ET.SubElement(root, f"{{{_RDF}}}RDF")
    _forget_recipe(root)
    # What stood beside the packet of the target does not come along.
    _forget(root, lambda name: name == _NOTE)
    holder = root if root.tag == f"{{{_RDF}}}RDF" else root.find(f".//{{{_RDF}}}RDF")
    if holder is None:
        holder = ET.SubElement(root, f"{{{_RDF}}}RDF")
    if recipe is not None:
        _tell(root, holder, recipe, packed, rest)
    return _serialised(root)


def _forget_recipe(root: ET.Element) -> None:
    """Take out what an earlier recipe told, also in the fields that are not our own."""
    prompts = [prompt for node in root.iter() if (prompt := node.get(_PROMPT))]
    was_ours = any(name.startswith(_OWN) for node in root.iter() for name in node.attrib)
    _forget(root, lambda name: name.startswith(_OWN) or (was_ours and name in _TOLD_OF_RECIPE))
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag == _CAPTION]:
            if was_ours and "".join(child.itertext()).strip() in {one.strip() for one in prompts}:
                parent.remove(child)


def _tell(root: ET.Element, holder: ET.Element, recipe: Recipe, packed: str, rest: str) -> None:
    made = recipe.result
    known = {
        f"{{{_XMP}}}CreatorTool": recipe.program,
        # Not the time of writing: the same result is the same file.
        f"{{{_XMP}}}MetadataDate": "" if made is None else made.time.isoformat(timespec="seconds"),
        f"{{{_IPTC}}}DigitalSourceType": _KINDS + _kind_of_source(recipe),
        _NOTE: rest,
        _PROMPT: recipe.prompt,
        f"{{{_IPTC}}}AISystemUsed": recipe.model,
    }
    _forget(root, known.__contains__)
    told = ET.SubElement(holder, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": _about(holder)})
    for name, value in (known | _own_fields(recipe)).items():
        if value:
            told.set(name, _printable(value))
    if packed:
        ET.SubElement(told, _RECIPE).text = packed
    if recipe.prompt and next(root.iter(_CAPTION), None) is None:
        # A caption of the person's own stays.
        described = ET.SubElement(told, _CAPTION)
        choice = ET.SubElement(described, f"{{{_RDF}}}Alt")
        line = ET.SubElement(choice, f"{{{_RDF}}}li", {f"{{{_XML}}}lang": "x-default"})
        line.text = _printable(recipe.prompt)


def _own_fields(recipe: Recipe) -> dict[str, str]:
    """What people look for, readable without unpacking anything."""
    fields = {"model": recipe.model, "server": recipe.server, "program": recipe.program}
    if recipe.mask is not None:
        fields["maskCoverage"] = f"{recipe.mask.facts.coverage:.4f}"
    result = recipe.result
    if result is not None:
        cost = result.cost_usd
        fields |= {
            "key": result.key,
            "edit": result.edit,
            "parent": result.parent,
            "variant": str(result.variant),
            "time": result.time.isoformat(),
            "requestId": result.request_id,
            "costUsd": "" if cost is None else format(cost, "f"),
        }
    return {f"{_OWN}{name}": value for name, value in fields.items()}


def _kind_of_source(recipe: Recipe) -> str:
    """The IPTC's word for it. What the built-in endpoint paints, no model was trained for."""
    is_composite = recipe.mask is not None and recipe.blend.keep_outside
    if recipe.server_kind is ServerKind.BUILT_IN:
        return "compositeSynthetic" if is_composite else "algorithmicMedia"
    return "compositeWithTrainedAlgorithmicMedia" if is_composite else "trainedAlgorithmicMedia"


def _about(holder: ET.Element) -> str:
    """All descriptions of a packet have to be about the same thing."""
    first = holder.find(f"{{{_RDF}}}Description")
    return "" if first is None else first.get(f"{{{_RDF}}}about", "")


def _forget(root: ET.Element, is_meant: Callable[[str], bool]) -> None:
    """Take fields out, as attributes and as elements."""
    for node in root.iter():
        for name in [name for name in node.attrib if is_meant(name)]:
            del node.attrib[name]
        for child in [child for child in node if is_meant(str(child.tag))]:
            node.remove(child)


def _packed(recipe: Recipe | None) -> str:
    if recipe is None:
        return ""
    return base64.b64encode(zlib.compress(recipe_to_json(recipe).encode(), 9)).decode()


def _unpacked(text: str) -> str | None:
    try:
        packer = zlib.decompressobj()
        data = packer.decompress(base64.b64decode("".join(text.split())), MAX_RECIPE_CHARS + 1)
        return data.decode("ascii") if len(data) <= MAX_RECIPE_CHARS else None
    except (binascii.Error, ValueError, zlib.error):
        return None


def _parsed(data: bytes) -> ET.Element | None:
    """Read a packet; None for what is none, or tries to make a little text large."""
    if len(data) > MAX_PACKET_BYTES or _DECLARED.search(data) is not None:
        return None
    start, end = data.find(b"<x:xmpmeta"), data.rfind(b"</x:xmpmeta>")
    if start < 0 or end < start:
        start, end = data.find(b"<rdf:RDF"), data.rfind(b"</rdf:RDF>")
        end += len(b"</rdf:RDF>")
    else:
        end += len(b"</x:xmpmeta>")
    if start < 0 or end <= start:
        return None
    try:
        # Nothing is declared in it, so that nothing can grow.
        return ET.fromstring(data[start:end].decode())  # noqa: S314
    except (ET.ParseError, ValueError, RecursionError):
        return None


def _serialised(root: ET.Element) -> bytes:
    _register()
    head, tail = _WRAPPED
    return head + bytes(ET.tostring(root, encoding="utf-8")) + tail


@cache
def _register() -> None:
    for prefix, uri in _PREFIXES.items():
        ET.register_namespace(prefix, uri)


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)
