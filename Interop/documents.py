"""Reads the commands and the outputs that the documents show."""

import re

from running_server import ROOT


def fenced_blocks(document, heading=None):
    """The fenced blocks of a document, or of one section of it, as (language, text), in order."""
    text = (ROOT / document).read_text()
    if heading is not None:
        level = heading.split(" ")[0]
        start = text.index(f"\n{heading}\n") + 1
        rest = re.search(rf"^#{{1,{len(level)}}} ", text[start + len(heading):], re.MULTILINE)
        text = text[start:] if rest is None else text[start:start + len(heading) + rest.start()]
    return [(match[1], match[2]) for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]


def shape(value):
    """A JSON value with every leaf replaced by the name of its type; of a list, the shapes that occur in it."""
    if isinstance(value, dict):
        return {name: shape(member) for name, member in value.items()}
    if isinstance(value, list):
        shapes = []
        for item in map(shape, value):
            if item not in shapes:
                shapes.append(item)
        return shapes
    return type(value).__name__
