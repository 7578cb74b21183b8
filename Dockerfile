# syntax=docker/dockerfile:1

FROM rust:1.95-slim-bookworm AS build
RUN cargo install --locked cargo-cyclonedx@0.5.9
WORKDIR /source
COPY . .
RUN deploy/build.sh \
    && mkdir /data

# The C library is needed by the embedded SQLite; certificates of authorities are in the image.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /source/target/dist/feedmill /usr/local/bin/feedmill
# What was compiled into it, for scanners and lawyers (CycloneDX).
COPY --from=build /source/target/dist/feedmill.cdx.json /usr/local/share/sbom/feedmill.cdx.json
# A new volume takes over owner and content of the folder that it is mounted on.
COPY --from=build --chown=nonroot:nonroot /data /data
ENV FEEDMILL_SERVER__LISTEN=0.0.0.0:8080 \
    FEEDMILL_DATA_DIR=/data
VOLUME ["/data"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["/usr/local/bin/feedmill", "health"]
ENTRYPOINT ["/usr/local/bin/feedmill"]
CMD ["serve"]
