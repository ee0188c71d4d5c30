# Heed in a container, at work on the platforms whose tokens are set.
#
#   docker build -t heed .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges \
#       --env-file .env -v heed:/data heed
#
# With PostgreSQL beside it: compose.yaml. In Socket Mode no port has to be published; over HTTP,
# 8080 is for the proxy that has the certificate. To try Heed without a platform (whoever reaches
# the demo room can speak in it as anybody, so its port is published to this machine alone):
#
#   docker run --read-only -p 127.0.0.1:8080:8080 heed python -m bot demo
#
# With the extras, for a second listener (docs/second-listener.md) and traces (docs/operations.md):
#
#   docker build -t heed --build-arg LOCK=requirements-extras.lock .
#
# The tag of the base image moves on with its mended releases. To build the same image again, name
# its digest: --build-arg PYTHON=python:3.13-slim@sha256:…

ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
ARG LOCK=requirements.lock
COPY requirements.lock requirements-extras.lock /
RUN python -m venv /opt/heed \
    && /opt/heed/bin/pip install --no-cache-dir --only-binary :all: --require-hashes \
        -r "/${LOCK}" \
    && /opt/heed/bin/pip uninstall --yes pip
COPY adapters /opt/heed/app/adapters
COPY bot /opt/heed/app/bot
COPY storage /opt/heed/app/storage
# Compiled here, since a read-only root file system can't keep what is compiled later.
RUN /opt/heed/bin/python -m compileall -q /opt/heed/app

FROM ${PYTHON}
RUN useradd --system --uid 10001 --no-create-home heed \
    && install --directory --owner heed --group heed --mode 0700 /data
COPY --from=build /opt/heed /opt/heed

USER 10001
# What Heed writes, it writes where it stands: a SQLite database, unless DATABASE_URL says otherwise.
WORKDIR /data
VOLUME /data
# Code is taken from the image alone, never from /data.
# Libraries look for a home, which an unknown user (--user) has none of.
ENV PATH=/opt/heed/bin:$PATH \
    HOME=/data \
    PYTHONPATH=/opt/heed/app \
    PYTHONSAFEPATH=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HEED_HOST=0.0.0.0 \
    HEED_PORT=8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"HEED_PORT\"]}/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
