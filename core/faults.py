"""Reports of faults of the program: for whoever runs it alone, and without what cells hold."""

import os
import re
import tempfile
from pathlib import Path

# What messages of the program, of Python and of DuckDB are made of. Any other word may come from a cell, so words that
# are given names too (mark, grant, may) are none of them.
_WORDS = frozenset(
    """
    a able about access across added address after again aggregate all allocate allocated already also although
    ambiguous an and another any are argument arguments array as assertion at attempt attempted attribute bad base
    be because been before begin being below between bigint binder bindings blob block body boolean both but by
    bytes call called can candidate cannot case cases cast casting catalog cause cells char character check clause
    closed codec column columns comparison conflict conflicting connection constraint contain contains conversion
    convert converted copy core corrupt could count create csv cursor data database date day deadlock decimal decode
    decoding default delete describe detected dict did different directory disk division do does double dropped
    dumped duplicate during each either element else empty encode encountered end ended engine ensure entities
    entity entry enum equal error errors exceed exceeded exceeds exception execute executing exist exists expected
    explicit expression extension extra failed failure fatal fault field fields file files finding first float
    float64 for foreign format found from full function functions get gib given got greater group had handling has
    have header held holds host households id identifier ids if implemented in index infinity initial input insert
    instance instead int int16 int32 int64 int8 integer internal interrupted into invalid io is iso it item items
    join joining json keeping key kib killed last left length less like limit line list literal load lock map match
    maximum mean memory mention mentions message method mib minimum missing module more most multiple must name
    named names naming nested new next no node non not null number object occurred of off on one only open operation
    operator option or order original other out outside overflow pair pairs parameter parameters parse parser
    permission persons pid please position possible prepared primary process python quote raised range reached read
    reading record records reference referenced register relation remaining required result results return returned
    row rows run running same schema scoring segmentation select sequence serialization set short should signal
    single size smallint so some source specified specifier sql stage start state statement step stopped storage str
    string strings strongest struct subquery such supported syntax system table tables takes temporary terminate
    than that the their them then there these they this throwing ties time timed timestamp tinyint to token too
    traceback transaction tried trigger tuple type types ubigint uinteger unable unbound undefined unexpected
    unhashable unicode union unique unknown unpack unsupported until update use used using utf utf8 uuid valid value
    values varchar variable view violates violation was when where which while whom whose with within without would
    write wrong year you zero
    """.split()  # noqa: SIM905
)
_FRAME = re.compile(r'\s*File "[^"]*", line \d+')
# How lines begin that speak of the program alone.
_HEADS = (
    "Traceback (", "During handling of", "The above exception", "ImportError:", "ModuleNotFoundError:", "fault ",
    "GET /", "POST /", "PATCH /", "PUT /", "DELETE /",
)  # fmt: skip
_STATEMENT = re.compile(r"\s*(LINE \d+:|\[SQL:)")
_RAISED = re.compile(r"[\w.]+(?:Error|Exception|Exit|Interrupt|Warning)(?=:|$)")

_LONG = re.compile(r"\d{6,}")
_DIGITS = re.compile(r"(?<![Ll]ine )\b\d{4,}|\d{6,}|\d+(?:[ /:-]+\d+)+|\d+(?:\.\d+){2,}")
_HAN = re.compile("[㐀-鿿]{2,}")
_SINGLE = re.compile(r"'(?:[^'\\]|\\.|'')*'?")
_DOUBLE = re.compile(r'"([^"]*)"?')
_NAMED = re.compile(r"\b(?:(?:table|column|function|view|schema|mean)(?: with)?(?: named?)?|bindings:) \W?$", re.I)
_TOKEN = re.compile(r"\$?\w+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


def scrubbed(text: str) -> str:
    """Return what a program says about a fault without what cells hold.

    Of a traceback the program's own lines stay, and of a statement all but its values. Of a message stay known words,
    short numbers, and the names of columns and tables: what has an underscore, or is said to be one.
    """
    told, own = [], False
    for line in text.splitlines(keepends=True):
        framed = _FRAME.match(line) is not None
        own = framed or (own and line.startswith("    "))
        if own or line.startswith(_HEADS):
            kept = line if framed else _LONG.sub("*", line)
        elif _STATEMENT.match(line) and "..." not in line:
            kept = _DIGITS.sub("*", _SINGLE.sub("'*'", line))
        else:
            kept = _message(line)
        told.append(_HAN.sub(lambda run: run[0][0] + "*", kept))
    return "".join(told)


def _message(line: str) -> str:
    """Return a line of a message without quoted values and unknown words."""
    raised = _RAISED.match(line)
    head = raised[0] if raised else ""
    rest = _DIGITS.sub("*", _SINGLE.sub("'*'", line[len(head) :]))
    rest = _DOUBLE.sub(lambda found: found[0] if _NAME.fullmatch(found[1]) else '"*"', rest)
    return head + _TOKEN.sub(lambda found: found[0] if _known(found[0], rest, found.start()) else "*", rest)


def _known(token: str, line: str, start: int) -> bool:
    if token.lower() in _WORDS or token.isdecimal() or token[0] == "$" or _HAN.fullmatch(token):
        return True
    return _NAME.fullmatch(token) is not None and ("_" in token or _NAMED.search(line[:start]) is not None)


def write_report(text: str, path: Path | None = None) -> Path:
    """Write a scrubbed report that only its owner can read, to a new temporary file unless told where; say where."""
    if path is None:
        handle, name = tempfile.mkstemp(prefix="clew-fault-", suffix=".txt")
        path = Path(name)
    else:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(scrubbed(text))
    return path
