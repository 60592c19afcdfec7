"""Pages as a browser reads them, without one."""

from typing import Any

import lxml.html
from django.test import Client


def page(client: Client, url: str) -> Any:
    """The page at an address as a tree of elements."""
    return parsed(client.get(url).content)


def parsed(content: bytes) -> Any:
    return lxml.html.fromstring(content.decode())


def texts(tree: Any, path: str) -> list[str]:
    """What stands in the elements of a path, spaces and line breaks evened."""
    return [" ".join("".join(element.itertext()).split()) for element in tree.xpath(path)]
