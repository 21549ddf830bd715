"""What can go wrong when a graph is asked."""

from collections.abc import Mapping

from core.errors import ClewError


class QueryFailed(ClewError):
    """An engine refused or broke off a statement; carries engine, text, parameters and the engine's reason."""

    def __init__(self, engine: str, text: str, parameters: Mapping[str, object], reason: str) -> None:
        self.engine, self.text, self.parameters, self.reason = engine, text, dict(parameters), reason
        super().__init__(
            f"The {engine} engine could not run a statement: {reason} Parameters: {shown(parameters)}. Text:\n{text}"
        )


class QueryTimeout(QueryFailed):
    """A statement ran longer than it may."""

    def __init__(self, engine: str, text: str, parameters: Mapping[str, object], seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            engine, text, parameters,
            f"It was stopped after {seconds:g} s. Narrow its parameters, or allow it more time (rule_timeout).",
        )  # fmt: skip


def shown(parameters: Mapping[str, object]) -> str:
    """Return parameters for an error text; texts and lists may be personal data, so only their size is shown."""
    parts = [
        f"{name} = {f'({type(value).__name__} of {len(value)})' if isinstance(value, str | list) else value}"
        for name, value in sorted(parameters.items())
    ]
    return ", ".join(parts) or "none"
