"""Reads the commands and the outputs that the documents show."""

import re

from running_server import ROOT


def fenced_blocks(document, heading=None):
    """The fenced blocks of a document, or of one section of it, as (language, text), in order."""
    blocks, level, language, lines = [], None, None, []
    for line in (ROOT / document).read_text().splitlines():
        if language is not None:
            if line == "```":
                if heading is None or level is not None:
                    blocks.append((language, "".join(f"{line}\n" for line in lines)))
                language = None
            else:
                lines.append(line)
        elif fence := re.fullmatch(r"```(\w*)", line):
            language, lines = fence[1], []
        elif mark := re.match(r"(#+) ", line):
            if line == heading:
                level = len(mark[1])
            elif level is not None and len(mark[1]) <= level:
                level = None
    assert blocks, f"{document} has no block below {heading}"
    return blocks


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
