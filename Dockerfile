# The application alone: `docker compose run --rm clew …` gives it Neo4j and PostgreSQL.
FROM python:3.11.14-slim-bookworm

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock

COPY pyproject.toml README.md ./
COPY core core
COPY records records
COPY graph graph
COPY resolution resolution
COPY loaders loaders
COPY queries queries
COPY synth synth
COPY api api
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --create-home clew \
    && install --directory --owner=clew /workspace

USER clew
ENV CLEW_WORKSPACE=/workspace
VOLUME /workspace
ENTRYPOINT ["clew"]
CMD ["--help"]
