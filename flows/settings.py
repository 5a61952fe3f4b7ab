"""The only reader of the environment: where things lie, and how Prefect is to behave."""

import contextlib
import logging
import os
from importlib.metadata import version
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

VERSION = version("dateline")


class Settings(BaseSettings):
    """Settings from ``DATELINE_*`` variables."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", extra="ignore")

    warehouse: Path = Path("data/warehouse.duckdb")
    """The warehouse's file."""
    model: str | None = None
    """spaCy pipeline to use, by package or path; None for the one that ships, ``rules`` for none at all."""
    workers: int = 0
    """Worker processes; 0 for one a core."""
    batch_size: int = 200
    """Articles a batch: the unit of retries and transactions."""
    lock_wait_seconds: float = 10
    """How long to wait for another run to end."""
    sources: Path = Path("sources.toml")
    """The sources file."""
    contact: str = ""
    """Address (https or mailto) of who runs this, for the sites that are fetched from; wins over the sources file's."""
    fetch_minutes: float = 12
    """A scheduled run begins no further request after so long; what is left stays due."""
    allow_private: tuple[str, ...] = ()
    """Networks that may be fetched from although they are not public, as JSON: ["10.1.0.0/16"]."""
    ports: tuple[int, ...] = ()
    """Ports that may be connected to beside 80 and 443, as JSON."""
    prefect_logs: bool = False
    """Show Prefect's own log lines."""


def authorization(variable: str | None) -> str | None:
    """The value of an Authorization header, from the variable that the sources file names for it."""
    return os.environ.get(variable) if variable else None


_QUEUES = ("EventsWorker", "APILogWorker")
"""Loggers of Prefect that its levels do not reach: on a busy machine they count what they have yet to send."""


def quiet_prefect(settings: Settings) -> None:
    """Set Prefect up before it is imported; what the user has set stays.

    Its home lies beside the warehouse, so that a profile in the user's home is neither used nor
    filled. The start-up limit is wide because the default of 20 s is too short on two busy cores,
    and without analytics a short-lived server prints no "database is locked".
    """
    home = settings.warehouse.resolve().parent / "prefect"
    with contextlib.suppress(OSError):  # who holds the warehouse's folder says what is wrong with it
        home.mkdir(parents=True, exist_ok=True)
    defaults = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_CLIENT_MAX_RETRIES": "1",
        "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
        "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
        "DO_NOT_TRACK": "1",
    }
    if not settings.prefect_logs:
        defaults |= {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL"}
        for queue in _QUEUES:
            logging.getLogger(queue).setLevel(logging.CRITICAL)
    if "PREFECT_API_URL" not in os.environ:
        defaults["PREFECT_LOGGING_TO_API_ENABLED"] = "false"
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
