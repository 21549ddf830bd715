"""How provisions are cited."""

import re


def cited(number: str) -> str:
    """Return how a provision is cited: `74` is 第74条, `307之一` 第307条之一; what is no number stays as it is."""
    found = re.match(r"\d+(?:、\d+)*", number)
    return f"第{found[0]}条{number[found.end() :]}" if found else number
