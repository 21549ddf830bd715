"""How personal data looks to those who have not given a reason to see it."""


def mask_name(name: str | None) -> str:
    """Return a name with all but its first character hidden (`杨*`); organizations are not masked by this."""
    return "" if not name else name[0] + "*" * (1 if len(name) < 3 else len(name) - 1 if len(name) < 5 else 3)


def mask_number(number: str | None) -> str:
    """Return a certificate or phone number with its middle hidden (`5224**********0017`, `138****0017`)."""
    if not number:
        return ""
    if len(number) >= 15:
        return number[:4] + "*" * (len(number) - 8) + number[-4:]
    if len(number) >= 9:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]
    return number[:1] + "*" * (len(number) - 1)
