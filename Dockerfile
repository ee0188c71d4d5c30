# Heed in a container, at work on the platforms whose tokens are set.
#
#   docker build -t heed .
#   docker run --read-only --env-file .env -v heed:/data heed
#
# In Socket Mode no port has to be published; over HTTP, 8080 is for the proxy that has the
# certificate. To try Heed without a platform (whoever reaches the demo room can speak in it as
# anybody, so its port is published to this machine alone):
#
#   docker run --read-only -p 127.0.0.1:8080:8080 heed python -m bot demo
#
# For a second listener (docs/second-listener.md):
#
#   docker build -t heed --build-arg EXTRA="openai>=3.54" .

FROM python:3.13-slim AS build
ARG EXTRA=""
COPY requirements.lock /
RUN python -m venv /opt/heed \
    && /opt/heed/bin/pip install --no-cache-dir --only-binary :all: --require-hashes \
        -r /requirements.lock \
    && if [ -n "$EXTRA" ]; then \
        /opt/heed/bin/pip install --no-cache-dir --only-binary :all: "$EXTRA"; fi \
    && /opt/heed/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home heed \
    && install --directory --owner heed --group heed /data
COPY --from=build /opt/heed /opt/heed
COPY adapters /app/adapters
COPY bot /app/bot
COPY storage /app/storage
# Compiled here, since a read-only root file system can't keep what is compiled later.
RUN /opt/heed/bin/python -m compileall -q /app

USER heed
WORKDIR /app
VOLUME /data
ENV PATH=/opt/heed/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/heed.db \
    HEED_HOST=0.0.0.0 \
    HEED_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"HEED_PORT\"]}/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
